"""The same gathering sent many times at the same moment, over real connections."""

from sessions.actions.gatherings import correct_gathering, record_gathering
from sessions.models import Attendance, Gathering, Outcome
from tests.sessions.at_once import at_once
from tests.sessions.drafts import gathered, saw
from tests.world import World

AT_ONCE = 6


def test_the_same_gathering_sent_at_once_is_one_gathering(lasting_world: World) -> None:
    world, member = lasting_world, lasting_world.users["team_member"]
    told = gathered(world.people["Bình"], observations=(saw(world.people["Bình"], "device_use", 2),))

    answers = at_once([lambda: record_gathering(by=member, village=world.xuan_lang, draft=told)] * AT_ONCE)

    assert sorted(answer.is_repeat for answer in answers) == [False] + [True] * (AT_ONCE - 1)
    assert (Gathering.objects.count(), Attendance.objects.count(), Outcome.objects.count()) == (1, 1, 1)


def test_two_corrections_of_a_gathering_at_once_leave_one_that_stands(lasting_world: World) -> None:
    world, member = lasting_world, lasting_world.users["team_member"]
    wrong = record_gathering(by=member, village=world.xuan_lang, draft=gathered(title="sai")).gathering

    answers = at_once(
        [lambda n=n: correct_gathering(by=member, gathering=wrong, draft=gathered(title=str(n))) for n in range(AT_ONCE)]
    )

    standing = Gathering.objects.standing().get()
    refused = [answer for answer in answers if isinstance(answer, Exception)]
    assert {error.latest for error in refused} == {standing}
    assert len(refused) == AT_ONCE - 1
