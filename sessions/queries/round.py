"""A round to print: which households, and how they are dealt to pages."""

from collections.abc import Iterable, Sequence
from datetime import date
from itertools import groupby
from math import ceil
from uuid import UUID

from communes.enums import Relation
from communes.models import Household, Residence, Village
from communes.scope import Scope
from sessions.queries.doors import MET, doors
from sessions.queries.paper import LEAST_LINES, LONG_NAME
from sessions.queries.people import member_in, order_of_need

Door = tuple[Household, list[Residence]]
"""A household to print, with those who live in it."""

LINES_ON_PAGE = 20
"""Lines of 7 mm that fit under the head of an A4 page across."""

HOME_LETTERS = 20
"""Letters of the head's name that fit on one line beside the QR code; of what stands small below it, half as many again."""

MOST_ADDRESS, MOST_TIME = 60, 40
MM_OF_ROW, MM_OF_LINE = 4.0, 7.0


def to_print(scope: Scope, village: Village, *, tonight: bool, day: date) -> list[Door]:
    """Households of the village where someone lives, in the order of its list. Two queries.

    `tonight`: only those asked for, due, or never met.
    """
    found = doors(scope, day).filter(village=village).order_by("number_key", "pk")
    if tonight:
        found = found.filter(urgency__lt=MET)
    homes: list[Household] = list(found)
    lived_in = Residence.objects.within(scope).on(day).filter(household__in=homes)
    stays = lived_in.select_related("resident").order_by("household_id")
    by_home = {home: list(rows) for home, rows in groupby(stays, key=lambda stay: stay.household_id)}
    return [(home, sorted(by_home.get(home.pk, []), key=lambda stay: order_of_need(member_in(stay, day)))) for home in homes]


def paged(homes: Iterable[Door]) -> list[list[tuple[UUID, list[UUID]]]]:
    """Households dealt to pages, none over two; one with more people than a page has lines stands alone."""
    pages: list[list[tuple[UUID, list[UUID]]]] = []
    free = 0
    for home, stays in homes:
        height = max(
            LEAST_LINES, _lines_beside(home, stays), sum(1 + len(stay.resident.full_name) // (2 * LONG_NAME) for stay in stays)
        )
        if height > free:
            pages.append([])
            free = LINES_ON_PAGE
        pages[-1].append((home.pk, [stay.resident_id for stay in stays]))
        free -= height
    return pages


def _lines_beside(home: Household, stays: Sequence[Residence]) -> int:
    """How many lines of people stand beside the household's own words: its number, head, address and best time."""
    head = next((stay for stay in stays if stay.relation == Relation.HEAD), stays[0] if stays else None)
    said = (
        min(len(home.address), MOST_ADDRESS),
        min(len(home.best_time) + HOME_LETTERS // 2, MOST_TIME) if home.best_time else 0,
    )
    rows = (
        1 + ceil(len(head.resident.full_name if head else "") / HOME_LETTERS) + sum(ceil(n / (1.5 * HOME_LETTERS)) for n in said)
    )
    return ceil(rows * MM_OF_ROW / MM_OF_LINE)
