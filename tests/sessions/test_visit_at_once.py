"""The same visit sent many times at the same moment, over real connections."""

from datetime import timedelta

from literacy_portal.kit.ids import new_id
from literacy_portal.kit.periods import today
from sessions.actions.visits import AlreadyCorrectedError, correct_visit, record_visit
from sessions.models import FollowUp, Outcome, Visit
from tests.sessions.at_once import at_once
from tests.sessions.drafts import draft, saw
from tests.world import World

AT_ONCE = 6


def test_the_same_visit_sent_at_once_is_one_visit_and_everyone_is_told_the_same(lasting_world: World) -> None:
    world = lasting_world
    told = draft(observations=(saw(world.people["Bình"], "device_use", 2),), next_on=today() + timedelta(days=7))
    member, home = world.users["team_member"], world.home_of("Bình")

    answers = at_once([lambda: record_visit(by=member, household=home, draft=told)] * AT_ONCE)

    assert {answer.visit.pk for answer in answers} == {told.id}
    assert sorted(answer.is_repeat for answer in answers) == [False] + [True] * (AT_ONCE - 1)
    assert (Visit.objects.count(), Outcome.objects.count(), FollowUp.objects.count()) == (1, 1, 1)


def test_one_id_for_two_households_at_once_is_one_visit_and_one_conflict(lasting_world: World) -> None:
    world, member, key = lasting_world, lasting_world.users["team_member"], new_id()
    homes = [world.home_of("Bình"), world.home_of("H'Bŭt")]

    answers = at_once([lambda home=home: record_visit(by=member, household=home, draft=draft(id=key)) for home in homes])

    assert sorted(type(answer).__name__ for answer in answers) == ["Recorded", "VisitConflictError"]
    assert Visit.objects.count() == 1


def test_two_corrections_at_once_leave_one_that_stands(lasting_world: World) -> None:
    world, member = lasting_world, lasting_world.users["team_member"]
    wrong = record_visit(by=member, household=world.home_of("Bình"), draft=draft(note="sai")).visit

    answers = at_once([lambda n=n: correct_visit(by=member, visit=wrong, draft=draft(note=str(n))) for n in range(AT_ONCE)])

    refused = [answer for answer in answers if isinstance(answer, AlreadyCorrectedError)]
    assert len(refused) == AT_ONCE - 1
    assert Visit.objects.standing().count() == 1
    assert {error.latest for error in refused} == {Visit.objects.standing().get()}
