"""The place and the import that an address names, within the reader's scope; 404 for what is not there or not theirs."""

from uuid import UUID

from django.shortcuts import get_object_or_404

from communes.models import Commune, RosterImport, Village
from communes.queries import communes_within
from communes.scope import ScopedRequest

IMPORT_ROSTER = "communes.add_rosterimport"


def commune_of(request: ScopedRequest, province: str, commune: str) -> Commune:
    """The commune of the address."""
    found: Commune = get_object_or_404(communes_within(request.scope), pk=commune, province=province)
    return found


def village_of(request: ScopedRequest, commune: Commune, serial: str) -> Village | None:
    """The village with the serial, None for the empty one, which stands for the whole commune."""
    if not serial:
        return None
    found: Village = get_object_or_404(Village.objects.within(request.scope), pk=f"{commune.pk}{serial}")
    return found


def import_of(request: ScopedRequest, province: str, commune: str, roster_import: UUID) -> RosterImport:
    """The import of the address, with its commune, people and undo."""
    found = RosterImport.objects.within(request.scope)
    related = found.select_related("commune__province", "village", "uploaded_by", "undo__asked_by")
    return get_object_or_404(related, pk=roster_import, commune=commune, commune__province=province)
