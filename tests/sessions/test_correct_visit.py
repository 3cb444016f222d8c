from datetime import timedelta

import pytest

from communes.scope import EVERYWHERE
from literacy_portal.kit.periods import today
from sessions.actions.visits import (
    AlreadyCorrectedError,
    NothingChangedError,
    VisitConflictError,
    correct_visit,
    record_visit,
)
from sessions.drafts import VisitDraft
from sessions.enums import Result
from sessions.models import FollowUp, Outcome, Visit
from sessions.queries.levels import known_levels
from sessions.queries.visits import latest_version, timeline
from tests.sessions.drafts import draft, saw
from tests.world import World


def _recorded(world: World, told: VisitDraft) -> Visit:
    return record_visit(by=world.users["team_member"], household=world.home_of("Bình"), draft=told).visit


def _levels(world: World, name: str) -> dict[str, int]:
    return known_levels([world.people[name].pk], day=today()).of(world.people[name].pk)


def test_a_correction_keeps_both_and_only_the_new_one_stands(world: World) -> None:
    binh = world.people["Bình"]
    wrong = _recorded(world, draft(observations=(saw(binh, "online_safety", 3),)))

    right = correct_visit(
        by=world.users["team_leader"], visit=wrong, draft=draft(observations=(saw(binh, "online_safety", 1),))
    ).visit

    assert Visit.objects.count() == 2
    assert list(Visit.objects.standing()) == [right]
    assert right.replaces == wrong
    assert _levels(world, "Bình") == {"online_safety": 1}
    [outcome] = right.outcomes.all()
    assert outcome.replaces == wrong.outcomes.get()


def test_what_a_correction_drops_is_withdrawn_and_what_it_adds_stands(world: World) -> None:
    binh, hoa = world.people["Bình"], world.people["Hòa"]
    wrong = _recorded(world, draft(observations=(saw(binh, "online_safety", 3), saw(binh, "device_use", 3))))

    right = correct_visit(
        by=world.users["team_leader"],
        visit=wrong,
        draft=draft(observations=(saw(binh, "device_use", 3), saw(hoa, "device_use", 2))),
    ).visit

    assert (_levels(world, "Bình"), _levels(world, "Hòa")) == ({"device_use": 3}, {"device_use": 2})
    withdrawn = right.outcomes.get(level=None)
    assert (withdrawn.resident, withdrawn.skill_id) == (binh, "online_safety")
    assert withdrawn.replaces == wrong.outcomes.get(skill="online_safety")
    assert Outcome.objects.filter(visit=wrong).count() == 2


def test_a_withdrawn_level_lets_the_one_before_it_stand_again(world: World) -> None:
    binh = world.people["Bình"]
    _recorded(world, draft(visited_on=today() - timedelta(days=9), observations=(saw(binh, "online_safety", 1),)))
    wrong = _recorded(world, draft(observations=(saw(binh, "online_safety", 3),)))

    correct_visit(by=world.users["team_member"], visit=wrong, draft=draft(result=Result.NOBODY_HOME))

    assert _levels(world, "Bình") == {"online_safety": 1}


def test_a_correction_may_be_corrected_and_the_history_tells_all_three(world: World) -> None:
    first = _recorded(world, draft(note="một"))
    second = correct_visit(by=world.users["team_member"], visit=first, draft=draft(note="hai")).visit
    third = correct_visit(by=world.users["team_member"], visit=second, draft=draft(note="ba")).visit

    [chapter] = timeline(world.home_of("Bình"), EVERYWHERE)

    assert (chapter.visit, chapter.corrected) == (third, [second, first])
    assert latest_version(Visit.objects.get(pk=first.pk)) == third


def test_a_visit_is_corrected_once_and_the_late_one_is_told_what_stands(world: World) -> None:
    wrong = _recorded(world, draft(note="một"))
    right = correct_visit(by=world.users["team_member"], visit=wrong, draft=draft(note="hai")).visit

    with pytest.raises(AlreadyCorrectedError) as refused:
        correct_visit(by=world.users["team_leader"], visit=wrong, draft=draft(note="ba"))

    assert refused.value.latest == right
    assert Visit.objects.count() == 2


def test_a_correction_that_says_the_same_is_none(world: World) -> None:
    told = draft(note="một")
    wrong = _recorded(world, told)

    with pytest.raises(NothingChangedError):
        correct_visit(by=world.users["team_member"], visit=wrong, draft=draft(note="một"))

    assert Visit.objects.count() == 1


def test_sending_a_correction_again_records_it_once(world: World) -> None:
    wrong, told = _recorded(world, draft(note="một")), draft(note="hai")
    first = correct_visit(by=world.users["team_member"], visit=wrong, draft=told)

    again = correct_visit(by=world.users["team_member"], visit=wrong, draft=told)

    assert (again.visit, again.is_repeat) == (first.visit, True)
    assert Visit.objects.count() == 2


def test_a_visit_cannot_be_sent_again_as_its_own_correction(world: World) -> None:
    told = draft(note="một")
    wrong = _recorded(world, told)

    with pytest.raises(VisitConflictError):
        correct_visit(by=world.users["team_member"], visit=wrong, draft=told)


def test_a_promise_of_a_corrected_visit_is_taken_back(world: World) -> None:
    wrong = _recorded(world, draft(next_on=today() + timedelta(days=7)))

    right = correct_visit(by=world.users["team_member"], visit=wrong, draft=draft(next_on=today() + timedelta(days=3))).visit

    assert list(FollowUp.objects.open().values_list("visit", "due_on")) == [(right.pk, today() + timedelta(days=3))]


def test_a_promise_kept_by_a_visit_that_met_nobody_after_all_is_open_again(world: World) -> None:
    _recorded(world, draft(visited_on=today() - timedelta(days=7), next_on=today()))
    wrong = _recorded(world, draft())
    assert FollowUp.objects.open().count() == 0

    correct_visit(by=world.users["team_member"], visit=wrong, draft=draft(result=Result.NOBODY_HOME))

    assert list(FollowUp.objects.open().values_list("due_on", "closed_by_visit")) == [(today(), None)]
