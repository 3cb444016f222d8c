"""What became of rosters: for each import who, when, which file, what it changed, and whether it was taken back."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import AuditEvent
from communes.enums import Verdict
from communes.models import Commune, Household, Resident, RosterChange, RosterFile, RosterImport
from communes.roster_import.undo import EDITED, HOME, LOST, PEOPLE, Verdicts, referring_model
from communes.scope import Scope

Kind = RosterChange.Kind
State = RosterImport.State
_WROTE = (State.APPLIED, State.UNDOING, State.UNDONE)
WORDS = {
    Kind.NEW_RESIDENT: gettext_lazy("New people"),
    Kind.NEW_HOUSEHOLD: gettext_lazy("New households"),
    Kind.RESIDENT: gettext_lazy("Details of people"),
    Kind.STAYS: gettext_lazy("Where and how people live"),
    Kind.HOUSEHOLD: gettext_lazy("Details of households"),
    Kind.POVERTY: gettext_lazy("Poverty classes"),
}
_VERDICTS = {
    Verdict.NEW: gettext_lazy("New"),
    Verdict.CHANGED: gettext_lazy("Changed"),
    Verdict.MOVED: gettext_lazy("Moved here"),
    Verdict.UNCHANGED: gettext_lazy("Unchanged"),
    Verdict.MISSING: gettext_lazy("Not in the file"),
}
_REASONS = {
    EDITED: gettext_lazy("changed since"),
    LOST: gettext_lazy("the household from before is no longer there"),
    PEOPLE: gettext_lazy("somebody lives there who stays"),
    HOME: gettext_lazy("belongs to a household that stays"),
}
_EVENTS = {
    "roster.upload": gettext_lazy("File sent"),
    "roster.choose": gettext_lazy("Columns, villages or day chosen"),
    "roster.confirm": gettext_lazy("Confirmed"),
    "roster.apply": gettext_lazy("Applied"),
    "roster.cancel": gettext_lazy("Cancelled"),
    "roster.ask_undo": gettext_lazy("Undo asked for"),
    "roster.undo": gettext_lazy("Undone"),
    "roster.take_file": gettext_lazy("File taken out"),
}
_HOUSEHOLDS = (Kind.NEW_HOUSEHOLD, Kind.HOUSEHOLD, Kind.POVERTY)


@dataclass(frozen=True, slots=True)
class Tally:
    """One kind of change, how many of it go back and how many stay."""

    label: Any
    back: int
    kept: int


@dataclass(frozen=True, slots=True)
class Kept:
    """Something that an undo leaves alone: who or which household, what of it, why; `later` is the import that changed it."""

    name: str
    what: Any
    why: str
    later: RosterImport | None = None


@dataclass(frozen=True, slots=True)
class Event:
    """A line of the audit trail of an import, in words."""

    at: datetime
    who: Any
    what: Any


def applied_imports(commune: Commune) -> QuerySet[RosterImport, RosterImport]:
    """The imports of a commune that wrote, the latest first."""
    found = RosterImport.objects.filter(commune=commune, state__in=_WROTE).order_by("-applied_at", "-pk")
    return found.select_related("commune", "village", "uploaded_by", "undo__asked_by").defer("understood", "choices")


def events_of(found: RosterImport) -> list[Event]:
    """Who did what with the import, in order. One query."""
    trail = AuditEvent.objects.filter(target_type="communes.rosterimport", target_id=str(found.pk)).select_related("actor")
    return [Event(event.at, event.actor or _("the portal"), _event(event.verb)) for event in trail.order_by("at", "pk")]


def _event(verb: str) -> Any:
    return _EVENTS.get(verb, verb.rpartition(".")[2])


def can_undo(found: RosterImport) -> bool:
    """Whether the import wrote something that may still be taken back."""
    return hasattr(found, "undo") and found.undo.is_open


def has_kept_file(found: RosterImport) -> bool:
    """Whether the workbook of an import that is over lies here, sealed."""
    return found.state in _WROTE and RosterFile.objects.filter(roster_import=found, content__isnull=False).exists()


def planned(found: RosterImport) -> list[dict[str, Any]]:
    """People and households by what became of them, as rows of a table."""
    return (
        [
            {"label": label, "households": found.counts["households"][verdict], "residents": found.counts["residents"][verdict]}
            for verdict, label in _VERDICTS.items()
        ]
        if found.counts
        else []
    )


def balance(verdicts: Verdicts) -> list[Tally]:
    """The kinds of change that an undo meets, in the order of the page."""
    kept = {kind: sum(count for (one, _why), count in verdicts.kept.items() if one == kind) for kind in Kind}
    every = [Tally(WORDS[kind], verdicts.back[kind], kept[kind]) for kind in Kind]
    return [tally for tally in every if tally.back or tally.kept]


def kept_of(found: RosterImport, rows: Iterable[RosterChange], scope: Scope) -> list[Kept]:
    """What stays, in words. Four queries for a page of rows, whatever their number."""
    return _kept(found, [(row.kind, row.subject, row.kept) for row in rows], scope)


def foreseen(found: RosterImport, verdicts: Verdicts, scope: Scope) -> list[Kept]:
    """The first ones of those that would stay."""
    return _kept(found, [(kind, subject, why) for (kind, why), some in verdicts.samples.items() for subject in some], scope)


def _kept(found: RosterImport, rows: list[tuple[str, UUID, str]], scope: Scope) -> list[Kept]:
    if not rows:
        return []
    people = Resident.objects.within(scope).filter(pk__in={subject for kind, subject, _why in rows if kind not in _HOUSEHOLDS})
    houses = Household.objects.within(scope).filter(pk__in={subject for kind, subject, _why in rows if kind in _HOUSEHOLDS})
    names = {
        **dict(people.values_list("pk", "full_name")),
        **{house.pk: _house(house) for house in houses.select_related("village")},
    }
    later = _later(found, {subject for _kind, subject, why in rows if why == EDITED})
    return [
        Kept(names.get(subject, _("(no longer there)")), WORDS[Kind(kind)], _reason(why), later.get((kind, subject)))
        for kind, subject, why in rows
    ]


def _house(house: Household) -> str:
    told = {"number": house.number or "–", "village": house.village.full_name}
    return _("Household %(number)s, %(village)s") % told


def _reason(why: str) -> str:
    if why in _REASONS:
        return str(_REASONS[why])
    return _("in use since: %(what)s") % {"what": referring_model(why)._meta.verbose_name_plural}  # noqa: SLF001


def _later(found: RosterImport, subjects: Collection[UUID]) -> dict[tuple[str, UUID], RosterImport]:
    """Of what was changed since, the import of the same commune that did it, where it was one."""
    changes = RosterChange.objects.filter(
        subject__in=subjects, roster_import__commune=found.commune, roster_import__applied_at__gt=found.applied_at
    )
    imports = changes.exclude(roster_import__state=State.UNDONE).select_related("roster_import__commune")
    by_subject = {}
    for change in imports.order_by("roster_import__applied_at"):
        for kind in (change.kind, Kind.NEW_RESIDENT if change.kind in (Kind.RESIDENT, Kind.STAYS) else Kind.NEW_HOUSEHOLD):
            by_subject[str(kind), change.subject] = change.roster_import
    return by_subject
