"""The smallest parts of what a phone sent and of what stands recorded, in the words that both share."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from communes.enums import Relation, Sex
from literacy_portal.kit.templatetags.portal import day
from sessions.enums import Ladder, Language, Mode
from sessions.models import Outcome
from sessions.queries.review import Names


def person_in_words(said: Mapping[str, Any]) -> str:
    """Somebody new as the phone described them: name, sex, birth, relation to the head."""
    born = said.get("birth_date")
    parts = [
        said.get("full_name") or "",
        str(Sex(said["sex"]).label) if said.get("sex") else "",
        _("born %(when)s") % {"when": in_figures(date.fromisoformat(born)) if born else said["birth_year"]}
        if born or said.get("birth_year")
        else "",
        str(Relation(said["relation"]).label) if said.get("relation") else "",
    ]
    return " · ".join(part for part in parts if part)


def seen_as_sent(one: Mapping[str, Any], names: Names) -> str:
    """An observation of a phone: who, and which level on what."""
    who = names.person(UUID(one["resident"])) if one.get("resident") else _("The household")
    return f"{who}: {level_as_sent(one, names)}"


def seen_as_recorded(outcome: Outcome) -> str:
    """A recorded outcome in the same words."""
    who = outcome.resident.full_name if outcome.resident else _("The household")
    return f"{who}: {_level(outcome.skill.name, outcome.level_words, outcome.mode)}"


def level_as_sent(one: Mapping[str, Any], names: Names) -> str:
    """Which level on what, and how it was seen; a skill that nobody knows any more by its code."""
    code, level = one["skill"], one["level"]
    skill = names.skills.get(code)
    return _level(skill.name, Ladder(skill.ladder).words(level), one.get("mode") or "") if skill else f"{code}: {level}"


def _level(skill: str, level: str, mode: str) -> str:
    return f"{skill} – {level} ({Mode(mode).label})" if mode else f"{skill} – {level}"


def language_name(code: str) -> str:
    """The language's own name; an unknown code as it is."""
    return str(dict(Language.choices).get(code, code))


def in_figures(when: date) -> str:
    """A day as pages write it."""
    return str(day(when))
