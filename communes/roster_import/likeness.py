"""How much two descriptions of people resemble each other, and why. A name alone is never enough.

Points: a name up to 50, a birth up to 35, then the household, the phone, the relation and the sex. What contradicts (sex,
number, births that no slip explains) is no likeness at all. From `LIKELY` points on, a human is asked.
"""

from dataclasses import dataclass
from datetime import date
from typing import Protocol
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from literacy_portal.kit.vietnamese import text_sort_key

LIKELY = 60
_MOST = 99
_SLIPS_OF = ((12, 2), (5, 1))
_SHORTEST_GIVEN_NAME = 3
_IN_ONE_HOUSE, _SAME_PHONE, _SAME_RELATION, _SAME_SEX = 15, 10, 5, 5

REASONS = {
    "name_equal": _("the same name"),
    "name_accents": _("the same name but for accents"),
    "name_slip": _("nearly the same name"),
    "name_given": _("the same given name"),
    "birth_equal": _("the same birth date"),
    "birth_year_equal": _("the same birth year"),
    "birth_swapped": _("day and month of birth exchanged"),
    "birth_year_near": _("birth years next to each other"),
    "household": _("the same household"),
    "phone": _("the same phone"),
    "relation": _("the same relation to the head"),
    "head": _("the same head"),
    "number": _("the same household number"),
}


class Described(Protocol):
    """What a row of a file and a person of the roster have in common."""

    full_name: str
    sex: str
    birth_date: date | None
    birth_year: int | None
    phone: str
    id_hash: str
    relation: str


@dataclass(frozen=True, slots=True)
class Likeness:
    """Points out of 100, and the reasons as codes of `REASONS`."""

    score: int
    reasons: tuple[str, ...]


def likeness(one: Described, one_key: str, other: Described, other_key: str, *, one_house: bool) -> Likeness | None:
    """How alike two people are, by their fields and the search keys of their names; None where they cannot be one person."""
    if _differ(one.sex, other.sex) or _differ(one.id_hash, other.id_hash):
        return None
    named = _of_names(one.full_name, one_key, other.full_name, other_key, one_house=one_house)
    born = _of_births(one, other)
    if named is None or born is None:
        return None
    parts = [
        named,
        born,
        (_IN_ONE_HOUSE, "household") if one_house else (0, ""),
        (_SAME_PHONE, "phone") if one.phone and one.phone == other.phone else (0, ""),
        (_SAME_RELATION, "relation") if one_house and one.relation and one.relation == other.relation else (0, ""),
        (_SAME_SEX if one.sex and one.sex == other.sex else 0, ""),
    ]
    return Likeness(min(sum(points for points, _ in parts), _MOST), tuple(reason for _, reason in parts if reason))


def are_spelled_alike(one: str, other: str) -> bool:
    """Whether two names with one search key are one name: equal but for the place of a tone, or one typed without accents.

    "Hoà" is "Hòa" and "Tran Thi Hoa" may be either; "Trần Thị Hoa" is not "Trần Thị Hòa".
    """
    return one.isascii() or other.isascii() or text_sort_key(one) == text_sort_key(other)


def slips_between(one: str, other: str, most: int) -> int:
    """Letters to add, drop, change or exchange with their neighbour to make one of the other; `most` + 1 if more than `most`."""
    if abs(len(one) - len(other)) > most:
        return most + 1
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, letter in enumerate(one, 1):
        earlier, before, row = before, row, [i]
        for j, counterpart in enumerate(other, 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (letter != counterpart))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == counterpart:
                cost = min(cost, earlier[j - 2] + 1)
            row.append(cost)
        if min(row) > most:
            return most + 1
    return row[-1]


def _differ(one: str, other: str) -> bool:
    return bool(one and other and one != other)


def _of_names(one: str, one_key: str, other: str, other_key: str, *, one_house: bool) -> tuple[int, str] | None:
    if one_key == other_key:
        return (50, "name_equal") if text_sort_key(one) == text_sort_key(other) else (45, "name_accents")
    given, other_given = one_key.rpartition(" ")[2], other_key.rpartition(" ")[2]
    if one_house and given == other_given and (" " not in one_key or " " not in other_key):
        return 25, "name_given"
    most = next((slips for length, slips in _SLIPS_OF if min(len(one_key), len(other_key)) >= length), 0)
    slips = slips_between(one_key, other_key, most) if most else 1
    # "Nguyễn Văn B" and "Nguyễn Văn C" are two people; so are most whose given names are that short.
    short = min(len(given), len(other_given)) < _SHORTEST_GIVEN_NAME
    if slips > most or (given != other_given and (short or slips_between(given, other_given, 1) > 1)):
        return None
    return (38, "name_slip") if slips == 1 else (30, "name_slip")


def _of_births(one: Described, other: Described) -> tuple[int, str] | None:
    if not one.birth_year or not other.birth_year:
        return 0, ""
    if one.birth_date and other.birth_date:
        return _of_dates(one.birth_date, other.birth_date)
    if one.birth_year == other.birth_year:
        return 22, "birth_year_equal"
    return (10, "birth_year_near") if abs(one.birth_year - other.birth_year) == 1 else None


def _of_dates(one: date, other: date) -> tuple[int, str] | None:
    if one == other:
        return 35, "birth_equal"
    if (one.year, one.day, one.month) == (other.year, other.month, other.day):
        return 28, "birth_swapped"
    if abs(one.year - other.year) == 1 and (one.month, one.day) == (other.month, other.day):
        return 20, "birth_year_near"
    return None


@dataclass(frozen=True, slots=True)
class Doubt:
    """Two that may be one: `key` names the pair in the user's answers, `other` a row of the file or a person of the roster.

    `kind` is "person" (row and roster), "row" (two rows) or "household" (two households of the file); `answer` is "",
    "same" or "different".
    """

    key: str
    kind: str
    score: int
    reasons: tuple[str, ...]
    name: str
    birth: str = ""
    sheet: str = ""
    row: int | None = None
    known: UUID | None = None
    answer: str = ""

    def as_json(self) -> dict[str, object]:
        """As a planned row keeps it for the page."""
        return {
            "key": self.key, "kind": self.kind, "score": self.score, "reasons": list(self.reasons), "name": self.name,
            "birth": self.birth, "sheet": self.sheet, "row": self.row, "answer": self.answer,
        }  # fmt: skip
