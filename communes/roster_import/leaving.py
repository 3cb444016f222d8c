"""Whom the file does not name: nobody is deleted, and nobody leaves unless the user says so, and how."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from communes.enums import ResidenceEnd
from communes.roster_import.present import KnownPerson

EVERYONE = "*"
"""The key of an answer for all who are missing and have no answer of their own, or of their household or village."""

ENDS = (ResidenceEnd.MOVED, ResidenceEnd.DIED)


@dataclass(frozen=True, slots=True)
class Answered:
    """What the user answered: pairs that are "same" or "different", and how people who are missing left, if they did.

    `missing`: id of the person, else of the household, else code of the village, else `EVERYONE` -> `{"end": "moved" or
    "died", "on": ISO day}`, or `{"end": ""}` for who stays.
    """

    same: Mapping[str, str] = field(default_factory=dict)
    missing: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Leaving:
    """A person who is missing from the file and, as the user said, moved away or died; `on` is the first day elsewhere."""

    known: KnownPerson
    reason: ResidenceEnd
    on: date

    def changes(self) -> list[list[Any]]:
        """As a planned row keeps them."""
        return [["ended_on", None, str(self.on)], ["end_reason", "", str(self.reason)]]


def leaving(missing: Sequence[KnownPerson], answers: Mapping[str, Mapping[str, str]], day: date) -> list[Leaving]:
    """Those of the missing who leave, on the day that was said, else on the roster's; never before they came."""
    if not answers:
        return []
    found = []
    for known in missing:
        keys = (str(known.id), str(known.household), known.village, EVERYONE)
        answer = next((answers[key] for key in keys if key in answers), {})
        if answer.get("end") in ENDS:
            on = date.fromisoformat(answer["on"]) if answer.get("on") else day
            found.append(Leaving(known, ResidenceEnd(answer["end"]), max(on, known.started_on)))
    return found
