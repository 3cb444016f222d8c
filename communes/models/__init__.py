from communes.models.boundaries import Boundaries
from communes.models.imports import ColumnMemory, PlannedRow, RosterFile, RosterImport
from communes.models.places import Commune, FormerCommune, Province, Village, VillageCondition
from communes.models.roster import EthnicGroup, Household, PovertyStatus, Residence, Resident
from communes.models.undo import RosterChange, RosterUndo

__all__ = [
    "Boundaries",
    "ColumnMemory",
    "Commune",
    "EthnicGroup",
    "FormerCommune",
    "Household",
    "PlannedRow",
    "PovertyStatus",
    "Province",
    "Residence",
    "Resident",
    "RosterChange",
    "RosterFile",
    "RosterImport",
    "RosterUndo",
    "Village",
    "VillageCondition",
]
