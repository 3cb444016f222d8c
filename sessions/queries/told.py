"""What a phone sent, and what stands recorded, in the same words line by line: to read one, or both side by side."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.template.defaultfilters import capfirst
from django.utils.translation import gettext as _

from communes.enums import Relation, Sex
from literacy_portal.kit.templatetags.portal import day
from sessions.enums import FollowUpReason, GatheringKind, Ladder, Language, Mode, ProposalKind, Result, Setting
from sessions.models import Gathering, Outcome, Proposal, Visit
from sessions.queries.review import Names

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
    seen = [_outcome(outcome) for outcome in visit.outcomes.all() if outcome.level is not None]
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
        seen=[_seen(one, names) for one in seen],
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
            _("Day"): [_day(day)],
            _("Household"): [home],
            _("Result"): [capfirst(str(Result(result).label))],
            _("Where"): [capfirst(str(Setting(setting).label))],
            _("Language"): [str(Language(language).label)],
            _("Minutes"): [str(minutes)] if minutes else [],
            _("Met"): sorted(people),
            _("What was seen"): sorted(seen),
            _("Note"): [note],
            _("Come again"): [f"{_day(again[0])} · {FollowUpReason(again[1]).label}"] if again else [],
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
            _("Day"): [_day(day)],
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
    people = [_person(said)] if is_new else [_person(one) for one in said.get("people") or []]
    if resident and not is_new:
        people = [names.person(resident)]
    seen = [_level(one["skill"], one["level"], one.get("mode") or "", names) for one in about.get("observations") or []]
    return _filled(
        {
            _("Who"): people,
            _("Household"): [names.home(home)],
            _("Number"): [said.get("number") or ""],
            _("Address"): [said.get("address") or ""],
            _("Language at home"): [_language(said.get("language") or "")],
            _("Seen on"): [_day(date.fromisoformat(about["observed_on"]))],
            _("What was seen"): sorted(seen),
            _("Note"): [about.get("note") or ""],
        }
    )


def _person(said: Mapping[str, Any]) -> str:
    born = said.get("birth_date")
    parts = [
        said.get("full_name") or "",
        str(Sex(said["sex"]).label) if said.get("sex") else "",
        _("born %(when)s") % {"when": _day(date.fromisoformat(born)) if born else said["birth_year"]}
        if born or said.get("birth_year")
        else "",
        str(Relation(said["relation"]).label) if said.get("relation") else "",
    ]
    return " · ".join(part for part in parts if part)


def _seen(one: Mapping[str, Any], names: Names) -> str:
    who = names.person(UUID(one["resident"])) if one.get("resident") else _("The household")
    return f"{who}: {_level(one['skill'], one['level'], one.get('mode') or '', names)}"


def _outcome(outcome: Outcome) -> str:
    who = outcome.resident.full_name if outcome.resident else _("The household")
    return f"{who}: {_words(outcome.skill.name, outcome.level_words, outcome.mode)}"


def _level(code: str, level: int, mode: str, names: Names) -> str:
    skill = names.skills.get(code)
    if skill is None:
        return f"{code}: {level}"
    return _words(skill.name, Ladder(skill.ladder).words(level), mode)


def _words(skill: str, level: str, mode: str) -> str:
    return f"{skill} – {level} ({Mode(mode).label})" if mode else f"{skill} – {level}"


def _language(code: str) -> str:
    return str(dict(Language.choices).get(code, code))


def _day(when: date) -> str:
    return str(day(when))


def _key(text: str | None) -> UUID | None:
    return UUID(text) if text else None


def _filled(lines: Lines) -> Lines:
    kept = {label: [text for text in texts if text] for label, texts in lines.items()}
    return {label: texts for label, texts in kept.items() if texts}
