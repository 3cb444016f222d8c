"""What a phone sent, and what stands recorded, in the same words line by line: to read one, or both side by side."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.template.defaultfilters import capfirst
from django.utils.translation import gettext as _

from sessions.enums import FollowUpReason, GatheringKind, Language, ProposalKind, Result, Setting
from sessions.models import Gathering, Proposal, Visit
from sessions.queries.review import Names
from sessions.queries.told_words import in_figures, language_name, level_as_sent, person_in_words, seen_as_recorded, seen_as_sent

Lines = dict[str, list[str]]
"""Label → what is said under it, one text a line; a label without a text is left out."""


@dataclass(frozen=True, slots=True)
class Row:
    """One label of two accounts of the same thing."""

    label: str
    stands: list[str]
    came: list[str]

    @property
    def differs(self) -> bool:
        """Whether they say something else."""
        return self.stands != self.came


def side_by_side(stands: Lines, came: Lines) -> list[Row]:
    """Both accounts by their labels, in the order of the first, what only the second says after it."""
    return [Row(label, stands.get(label, []), came.get(label, [])) for label in dict.fromkeys([*stands, *came])]


def told(item: dict[str, Any], names: Names) -> Lines:
    """An item as a phone sent it (docs/sync.md)."""
    kind = item.get("kind", "visit")
    if kind == "gathering":
        return _gathering_told(item, names)
    if kind == "proposal":
        return proposed(item["proposal"], _key(item.get("household")), _key(item.get("resident")), item, names)
    return _visit_told(item, names)


def visit_stands(visit: Visit, names: Names) -> Lines:
    """A recorded visit in the same lines."""
    seen = [seen_as_recorded(outcome) for outcome in visit.outcomes.all() if outcome.level is not None]
    promise = next(iter(visit.follow_ups.all()), None)
    return _visit(
        day=visit.visited_on,
        home=names.home(visit.household_id),
        how=(visit.result, visit.setting, visit.language),
        minutes=visit.minutes,
        people=[person.full_name for person in visit.people.all()],
        seen=seen,
        note=visit.note,
        again=(promise.due_on, promise.reason) if promise else None,
    )


def _visit_told(item: dict[str, Any], names: Names) -> Lines:
    seen = item.get("observations") or []
    keys = {*(item.get("people") or []), *(one["resident"] for one in seen if one.get("resident"))}
    again = date.fromisoformat(item["next_on"]) if item.get("next_on") else None
    result = item["result"]
    return _visit(
        day=date.fromisoformat(item["visited_on"]),
        home=names.home(_key(item["household"])) or _("a household that is not on the roster"),
        how=(result, item.get("setting") or Setting.HOME, item.get("language") or Language.VIETNAMESE),
        minutes=item.get("minutes"),
        people=[names.person(UUID(key)) for key in keys],
        seen=[seen_as_sent(one, names) for one in seen],
        note=item.get("note") or "",
        again=(again, item.get("next_reason") or Result(result).why_again) if again else None,
    )


def _visit(
    *,
    day: date,
    home: str,
    how: tuple[str, str, str],
    minutes: int | None,
    people: Iterable[str],
    seen: Iterable[str],
    note: str,
    again: tuple[date, str] | None,
) -> Lines:
    result, setting, language = how
    return _filled(
        {
            _("Day"): [in_figures(day)],
            _("Household"): [home],
            _("Result"): [capfirst(str(Result(result).label))],
            _("Where"): [capfirst(str(Setting(setting).label))],
            _("Language"): [str(Language(language).label)],
            _("Minutes"): [str(minutes)] if minutes else [],
            _("Met"): sorted(people),
            _("What was seen"): sorted(seen),
            _("Note"): [note],
            _("Come again"): [f"{in_figures(again[0])} · {FollowUpReason(again[1]).label}"] if again else [],
        }
    )


def gathering_stands(gathering: Gathering) -> Lines:
    """A recorded gathering in the same lines; `attended` is how many came."""
    return _gathering(
        day=gathering.held_on,
        title=gathering.title,
        how=(gathering.kind, gathering.setting, gathering.language),
        minutes=gathering.minutes,
        attended=gathering.attended,  # type: ignore[attr-defined] # annotated by `review.standing`
        note=gathering.note,
        people=[],
    )


def _gathering_told(item: dict[str, Any], names: Names) -> Lines:
    came = item.get("attendances") or []
    return _gathering(
        day=date.fromisoformat(item["held_on"]),
        title=item.get("title") or "",
        how=(item["gathering"], item.get("setting") or Setting.OTHER, item.get("language") or Language.VIETNAMESE),
        minutes=item.get("minutes"),
        attended=len(came),
        note=item.get("note") or "",
        people=[names.person(UUID(who["resident"])) for who in came if who.get("resident")],
    )


def _gathering(
    *, day: date, title: str, how: tuple[str, str, str], minutes: int | None, attended: int, note: str, people: Iterable[str]
) -> Lines:
    kind, setting, language = how
    return _filled(
        {
            _("Day"): [in_figures(day)],
            _("Kind"): [capfirst(str(GatheringKind(kind).label))],
            _("Title"): [title],
            _("Where"): [capfirst(str(Setting(setting).label))],
            _("Language"): [str(Language(language).label)],
            _("Minutes"): [str(minutes)] if minutes else [],
            _("People"): [str(attended)],
            _("Of the roster"): sorted(people),
            _("Note"): [note],
        }
    )


def proposal_lines(proposal: Proposal, names: Names) -> Lines:
    """A proposal as it is kept."""
    about = {
        "observed_on": proposal.observed_on.isoformat(),
        "said": proposal.said,
        "observations": proposal.observations,
        "note": proposal.note,
    }
    return proposed(proposal.kind, proposal.household, proposal.resident, about, names)


def proposed(kind: str, home: UUID | None, resident: UUID | None, about: Mapping[str, Any], names: Names) -> Lines:
    """What is proposed, in words."""
    said = about.get("said") or {}
    is_new = kind in {ProposalKind.NEW_PERSON, ProposalKind.BIRTH}
    people = [person_in_words(said)] if is_new else [person_in_words(one) for one in said.get("people") or []]
    if resident and not is_new:
        people = [names.person(resident)]
    seen = [level_as_sent(one, names) for one in about.get("observations") or []]
    return _filled(
        {
            _("Who"): people,
            _("Household"): [names.home(home)],
            _("Number"): [said.get("number") or ""],
            _("Address"): [said.get("address") or ""],
            _("Language at home"): [language_name(said.get("language") or "")],
            _("Seen on"): [in_figures(date.fromisoformat(about["observed_on"]))],
            _("What was seen"): sorted(seen),
            _("Note"): [about.get("note") or ""],
        }
    )


def _key(text: str | None) -> UUID | None:
    return UUID(text) if text else None


def _filled(lines: Lines) -> Lines:
    kept = {label: [text for text in texts if text] for label, texts in lines.items()}
    return {label: texts for label, texts in kept.items() if texts}
