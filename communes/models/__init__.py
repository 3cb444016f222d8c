from communes.models.imports import PlannedRow, RosterFile, RosterImport
from communes.models.places import Commune, FormerCommune, Province, Village, VillageCondition
from communes.models.roster import EthnicGroup, Household, PovertyStatus, Residence, Resident

__all__ = [
    "Commune",
    "EthnicGroup",
    "FormerCommune",
    "Household",
    "PlannedRow",
    "PovertyStatus",
    "Province",
    "Residence",
    "Resident",
    "RosterFile",
    "RosterImport",
    "Village",
    "VillageCondition",
]
