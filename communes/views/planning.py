"""After an answer: the plan is made anew at once where the roster is small, else by the worker while the page waits."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _

from communes.actions.roster_begin import wake_worker
from communes.actions.roster_plan import read_import
from communes.models import RosterImport
from communes.scope import ScopedRequest

_ROWS_AT_ONCE = 1_500


def plan_soon(found: RosterImport, asked: str = "") -> HttpResponse:
    """Has the answers planned, and shows the page with the list that was `asked` for. `found` is as it was before the answer."""
    if _rows_of(found) <= _ROWS_AT_ONCE:
        read_import(found.pk)
    # Another worker may have it already; whoever comes second does nothing.
    found.refresh_from_db(fields=["state"])
    if found.state == RosterImport.State.READING:
        wake_worker(found)
    return HttpResponseRedirect(f"{found.get_absolute_url()}{asked}")


def too_late(request: ScopedRequest, found: RosterImport) -> HttpResponse:
    """The import is not waiting for answers any more; the page tells how it stands."""
    messages.warning(request, _("This import has moved on meanwhile. Here is how it stands now."))
    return HttpResponseRedirect(found.get_absolute_url())


def _rows_of(found: RosterImport) -> int:
    return sum(found.counts["residents"].values()) + int(found.counts["errors"])
