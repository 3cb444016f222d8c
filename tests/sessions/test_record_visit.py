from datetime import timedelta
from typing import Any

import pytest

from accounts.models import AuditEvent
from literacy_portal.kit.periods import today
from sessions.actions.visits import VisitConflictError, record_visit
from sessions.enums import FollowUpReason, Result, Source
from sessions.models import FollowUp, Outcome, Visit
from sessions.queries.visits import habits_of
from sessions.signals import outcomes_changed
from tests.sessions.drafts import draft, saw
from tests.world import World


def test_a_visit_keeps_what_was_said_of_each_person_and_of_the_household(world: World) -> None:
    binh, hoa = world.people["Bình"], world.people["Hòa"]
    told = draft(
        observations=(saw(binh, "cashless_payment", 3), saw(hoa, "device_use", 1), saw(None, "trades", 1)),
        minutes=25,
        note="Hẹn sau vụ gặt",
    )

    visit = record_visit(by=world.users["team_member"], household=world.home_of("Bình"), draft=told).visit

    visit.refresh_from_db()
    assert visit.pk == told.id
    assert (visit.village_id, visit.team, visit.minutes, visit.note) == ("24364001", world.team, 25, "Hẹn sau vụ gặt")
    assert set(visit.people.all()) == {binh, hoa}
    assert list(visit.members.all()) == [world.users["team_member"]]
    assert set(visit.outcomes.values_list("resident", "household", "skill", "level", "observed_on", "source")) == {
        (binh.pk, None, "cashless_payment", 3, today(), Source.VISIT),
        (hoa.pk, None, "device_use", 1, today(), Source.VISIT),
        (None, world.home_of("Bình").pk, "trades", 1, today(), Source.VISIT),
    }


def test_an_officer_who_types_a_paper_list_stands_for_no_team(world: World) -> None:
    visit = record_visit(by=world.users["commune_officer"], household=world.home_of("Bình"), draft=draft()).visit

    assert visit.team is None
    assert visit.members.count() == 0


def test_sending_the_same_visit_again_records_nothing_and_answers_the_same(world: World) -> None:
    told = draft(observations=(saw(world.people["Bình"], "online_safety", 2),), next_on=today() + timedelta(days=7))
    member, home = world.users["team_member"], world.home_of("Bình")
    first = record_visit(by=member, household=home, draft=told)
    events = AuditEvent.objects.count()

    again = record_visit(by=member, household=home, draft=told)

    assert (first.is_repeat, again.is_repeat) == (False, True)
    assert again.visit == first.visit
    assert (Visit.objects.count(), Outcome.objects.count(), FollowUp.objects.count()) == (1, 1, 1)
    assert AuditEvent.objects.count() == events


def test_another_content_under_the_same_id_is_refused_and_changes_nothing(world: World) -> None:
    told = draft(note="một")
    member, home = world.users["team_member"], world.home_of("Bình")
    record_visit(by=member, household=home, draft=told)

    with pytest.raises(VisitConflictError):
        record_visit(by=member, household=home, draft=draft(id=told.id, note="hai"))

    assert list(Visit.objects.values_list("note", flat=True)) == ["một"]


def test_the_same_content_under_the_same_id_at_another_household_is_a_conflict(world: World) -> None:
    told = draft()
    record_visit(by=world.users["team_member"], household=world.home_of("Bình"), draft=told)

    with pytest.raises(VisitConflictError):
        record_visit(by=world.users["team_member"], household=world.home_of("H'Bŭt"), draft=told)

    assert Visit.objects.get().household == world.home_of("Bình")


def test_the_audit_trail_counts_and_names_nobody(world: World) -> None:
    told = draft(observations=(saw(world.people["Bình"], "online_safety", 2),), note="Bình học nhanh")

    visit = record_visit(by=world.users["team_member"], household=world.home_of("Bình"), draft=told).visit

    event = AuditEvent.objects.get(verb="visit.record")
    assert (event.actor, event.target_id, event.place) == (world.users["team_member"], str(visit.pk), "24364001")
    assert event.facts == {"result": "met", "people": 1, "outcomes": 1}


def test_a_visit_is_told_once_when_it_is_new_and_not_when_it_is_sent_again(world: World) -> None:
    told, heard = draft(), list[Any]()
    outcomes_changed.connect(hear := lambda sender, **_more: heard.append(sender))

    for _time in range(2):
        record_visit(by=world.users["team_member"], household=world.home_of("Bình"), draft=told)
    outcomes_changed.disconnect(hear)

    assert heard == [Visit]


def test_a_promise_opens_a_follow_up_with_a_reason_by_how_the_visit_went(world: World) -> None:
    due = today() + timedelta(days=3)

    visit = record_visit(
        by=world.users["team_member"],
        household=world.home_of("Bình"),
        draft=draft(result=Result.NOBODY_HOME, next_on=due),
    ).visit

    promise = FollowUp.objects.get()
    assert (promise.visit, promise.due_on, promise.reason) == (visit, due, FollowUpReason.NOBODY_HOME)
    assert (promise.owner, promise.closed_on) == (world.users["team_member"], None)


def test_a_visit_that_meets_the_household_keeps_the_promises_due_until_its_day(world: World) -> None:
    member, home = world.users["team_member"], world.home_of("Bình")
    first_day = today() - timedelta(days=10)
    record_visit(by=member, household=home, draft=draft(visited_on=first_day, next_on=today()))
    record_visit(by=member, household=home, draft=draft(visited_on=first_day, next_on=today() + timedelta(days=9)))

    kept_by = record_visit(by=member, household=home, draft=draft()).visit

    assert list(FollowUp.objects.order_by("due_on").values_list("closed_on", "closed_by_visit")) == [
        (today(), kept_by.pk),
        (None, None),
    ]


def test_nobody_home_keeps_no_promise(world: World) -> None:
    member, home = world.users["team_member"], world.home_of("Bình")
    record_visit(by=member, household=home, draft=draft(visited_on=today() - timedelta(days=3), next_on=today()))

    record_visit(by=member, household=home, draft=draft(result=Result.NOBODY_HOME))

    assert FollowUp.objects.open().count() == 1


def test_visits_that_arrive_in_the_wrong_order_settle_promises_the_same_way(world: World) -> None:
    member, home = world.users["team_member"], world.home_of("Bình")
    later = record_visit(by=member, household=home, draft=draft()).visit

    record_visit(by=member, household=home, draft=draft(visited_on=today() - timedelta(days=7), next_on=today()))

    assert list(FollowUp.objects.values_list("closed_on", "closed_by_visit")) == [(today(), later.pk)]


def test_the_next_form_starts_from_how_the_users_last_visit_went(world: World) -> None:
    told = draft(observations=(saw(world.people["Bình"], "online_safety", 2),), setting="field", language="rad")
    record_visit(by=world.users["team_member"], household=world.home_of("Bình"), draft=told)

    habits, others = habits_of(world.users["team_member"]), habits_of(world.users["team_leader"])

    assert (habits.setting, habits.language, habits.mode) == ("field", "rad", "own_phone")
    assert (others.setting, others.language, others.mode) == ("home", "vie", "")
