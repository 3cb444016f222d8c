"""Sheets on paper, and the visits that come back from it."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from django.db import transaction

from accounts import audit
from accounts.models import User
from communes.models import Household, Village
from literacy_portal.kit.codes import new_code
from literacy_portal.kit.ids import new_id
from sessions.actions.cards import issue_cards
from sessions.actions.visits import HouseholdGoneError, Recorded, Told, record_visit
from sessions.drafts import VisitDraft
from sessions.enums import Channel
from sessions.models import Sheet, Visit
from sessions.models.paper import SHEET_LETTERS
from sessions.queries.evening import visits_that_day
from sessions.queries.paper import Rows
from teams.models import Team


@dataclass(frozen=True, slots=True)
class Evening:
    """What is said once for all rows of a sheet: when they were out, and who."""

    visited_on: date
    team: Team | None = None
    members: Collection[User] = field(default_factory=tuple)


class AlreadyThatDayError(Exception):
    """Another visit to the household stands for the same day; `visit` is it."""

    def __init__(self, visit: Visit) -> None:
        super().__init__("The household was already visited on that day.")
        self.visit = visit


@transaction.atomic
def print_round(*, by: User, village: Village, pages: Sequence[Rows], skills: Sequence[str]) -> UUID:
    """Keeps what each page of a round says, so that it can be typed as it was printed; answers the key of the round."""
    key = new_id()
    sheets = [
        Sheet(
            code=new_code(SHEET_LETTERS),
            round=key,
            page=number,
            pages=len(pages),
            village=village,
            skills=list(skills),
            rows=[[str(home), [str(person) for person in people]] for home, people in rows],
            made_by=by,
        )
        for number, rows in enumerate(pages, start=1)
    ]
    Sheet.objects.bulk_create(sheets)
    households = [home for rows in pages for home, _people in rows]
    issue_cards(by=by, village=village, households=households)
    audit.record("round.print", by=by, target=village, place=village.pk, sheets=len(sheets), households=len(households))
    return key


@transaction.atomic
def say_evening(*, by: User, sheet: Sheet, evening: Evening) -> None:
    """Remembers with the sheet when its visits were and who was there; nothing is written when it says so already."""
    same = sheet.visited_on == evening.visited_on and sheet.team_id == (evening.team and evening.team.pk)
    if same and {*sheet.members.all()} == {*evening.members}:
        return
    sheet.visited_on, sheet.team = evening.visited_on, evening.team
    sheet.save(update_fields=["visited_on", "team"])
    sheet.members.set(evening.members)
    audit.record("sheet.evening", by=by, target=sheet, place=sheet.village_id, day=evening.visited_on.isoformat())


@transaction.atomic
def record_row(*, by: User, household: Household, village: str, draft: VisitDraft, evening: Evening, anyway: bool) -> Recorded:
    """Records one row of a sheet as a visit told on paper, in the village where it took place.

    The caller has checked that `by` may record there. Raises AlreadyThatDayError when another visit stands for the day, unless
    `anyway`; and what `record_visit` raises.
    """
    # The lock comes before the look: two people who type the same sheet at once meet here, one after the other.
    if not Household.objects.select_for_update(of=("self",), no_key=True).filter(pk=household.pk).exists():
        raise HouseholdGoneError
    others = visits_that_day([household.pk], draft.visited_on)
    if household.pk in others and not anyway and not Visit.objects.filter(pk=draft.id).exists():
        raise AlreadyThatDayError(others[household.pk])
    told = Told(Channel.PAPER, evening.team, evening.members, village)
    return record_visit(by=by, household=household, draft=draft, told=told)
