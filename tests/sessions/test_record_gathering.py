from typing import Any

import pytest
from django.db import IntegrityError, transaction

from accounts.models import AuditEvent
from communes.enums import Sex
from literacy_portal.kit.ids import new_id
from literacy_portal.kit.periods import today
from sessions.actions.gatherings import (
    GatheringConflictError,
    GatheringCorrectedError,
    PeopleGoneError,
    SameGatheringError,
    correct_gathering,
    record_gathering,
)
from sessions.drafts import Attending, Observation
from sessions.enums import AgeGroup, Channel, GatheringKind, Source
from sessions.models import Attendance, Gathering, Outcome
from sessions.signals import outcomes_changed
from tests.sessions.drafts import gathered, saw
from tests.world import World


def _walk_in(**said: Any) -> Attending:
    return Attending(**{"sex": Sex.FEMALE, "age_group": AgeGroup.FROM_60, "minority": True, **said})


def test_a_gathering_keeps_who_came_what_each_practised_and_what_was_seen(world: World) -> None:
    binh, tam = world.people["Bình"], world.people["Tâm"]
    told = gathered(
        binh,
        tam,
        others=(_walk_in(topics=frozenset({"cashless_payment", "device_use"})), _walk_in()),
        observations=(saw(binh, "cashless_payment", 3), saw(tam, "vneid", 1)),
        minutes=90,
    )

    gathering = record_gathering(by=world.users["team_member"], village=world.xuan_lang, draft=told).gathering

    gathering.refresh_from_db()
    assert (gathering.pk, gathering.village, gathering.team) == (told.id, world.xuan_lang, world.team)
    assert (gathering.minutes, gathering.channel) == (90, Channel.PAGE)
    assert list(gathering.members.all()) == [world.users["team_member"]]
    assert set(gathering.outcomes.values_list("resident", "skill", "level", "observed_on", "source")) == {
        (binh.pk, "cashless_payment", 3, today(), Source.GATHERING),
        (tam.pk, "vneid", 1, today(), Source.GATHERING),
    }
    came = {row.pk: row for row in gathering.attendances.prefetch_related("topics")}
    assert {row.resident_id for row in came.values()} == {binh.pk, tam.pk, None}
    first = came[told.attendances[2].id]
    assert (first.sex, first.age_group, first.is_minority) == ("female", "60_plus", True)
    assert {skill.pk for skill in first.topics.all()} == {"cashless_payment", "device_use"}
    assert gathering.attendances.filter(resident=None).count() == 2


def test_those_who_coached_are_kept_as_told(world: World) -> None:
    coaches = frozenset({world.users["team_leader"].pk})

    gathering = record_gathering(
        by=world.users["team_member"], village=world.xuan_lang, draft=gathered(members=coaches), channel=Channel.PHONE
    ).gathering

    assert list(gathering.members.all()) == [world.users["team_leader"]]
    assert gathering.channel == Channel.PHONE


def test_an_officer_who_types_a_list_stands_for_no_team(world: World) -> None:
    gathering = record_gathering(by=world.users["commune_officer"], village=world.xuan_lang, draft=gathered()).gathering

    assert (gathering.team, gathering.members.count()) == (None, 0)


def test_sending_the_same_gathering_again_records_nothing(world: World) -> None:
    told = gathered(world.people["Bình"], others=(_walk_in(),), observations=(saw(world.people["Bình"], "device_use", 2),))
    heard = list[Any]()
    outcomes_changed.connect(hear := lambda sender, **_more: heard.append(sender))

    first, again = (record_gathering(by=world.users["team_member"], village=world.xuan_lang, draft=told) for _time in range(2))
    outcomes_changed.disconnect(hear)

    assert (first.is_repeat, again.is_repeat, again.gathering) == (False, True, first.gathering)
    assert (Gathering.objects.count(), Attendance.objects.count(), Outcome.objects.count()) == (1, 2, 1)
    assert heard == [Gathering]
    assert AuditEvent.objects.get(verb="gathering.record").facts == {"kind": "class", "attendances": 2, "outcomes": 1}


def test_another_content_or_village_under_the_same_id_is_refused(world: World) -> None:
    told = gathered(world.people["Bình"])
    record_gathering(by=world.users["commune_officer"], village=world.xuan_lang, draft=told)

    for village, draft in (
        (world.xuan_lang, gathered(world.people["Bình"], id=told.id, minutes=5)),
        (world.xuan_lang, gathered(world.people["Hòa"], id=told.id)),
        (world.xuan_lang, gathered(world.people["Bình"], id=told.id, others=(_walk_in(),))),
        (world.xuan_my, told),
    ):
        with pytest.raises(GatheringConflictError):
            record_gathering(by=world.users["commune_officer"], village=village, draft=draft)

    assert list(Attendance.objects.values_list("resident", flat=True)) == [world.people["Bình"].pk]


def test_an_attendance_of_another_gathering_is_a_conflict_and_writes_nothing(world: World) -> None:
    walk_in = _walk_in()
    record_gathering(by=world.users["team_member"], village=world.xuan_lang, draft=gathered(others=(walk_in,)))

    with pytest.raises(GatheringConflictError):
        record_gathering(by=world.users["team_member"], village=world.xuan_lang, draft=gathered(others=(walk_in,)))

    assert Gathering.objects.count() == 1


def test_somebody_who_is_on_no_roster_cannot_attend_as_a_resident(world: World) -> None:
    nobody = new_id()
    told = gathered(others=(Attending(resident=nobody),))

    with pytest.raises(PeopleGoneError) as refused:
        record_gathering(by=world.users["team_member"], village=world.xuan_lang, draft=told)

    assert refused.value.missing == {nobody}
    assert Gathering.objects.count() == 0


def test_a_draft_that_cannot_be_is_refused_before_anything_is_written(world: World) -> None:
    binh, hoa = world.people["Bình"], world.people["Hòa"]

    with pytest.raises(ValueError, match="twice"):
        gathered(binh, binh)
    with pytest.raises(ValueError, match="does not attend"):
        gathered(binh, observations=(saw(hoa, "device_use", 1),))
    with pytest.raises(ValueError, match="does not attend"):
        gathered(binh, observations=(Observation("trades", 1),))
    with pytest.raises(ValueError, match="roster says"):
        Attending(resident=binh.pk, sex="female")


def test_the_table_itself_refuses_a_resident_of_whom_something_else_is_noted(world: World) -> None:
    gathering = record_gathering(by=world.users["team_member"], village=world.xuan_lang, draft=gathered()).gathering

    with pytest.raises(IntegrityError, match="told_by_the_roster"), transaction.atomic():
        Attendance.objects.create(gathering=gathering, resident=world.people["Bình"], sex="female")


def test_a_correction_replaces_what_was_seen_and_withdraws_what_was_dropped(world: World) -> None:
    binh, hoa = world.people["Bình"], world.people["Hòa"]
    seen = (saw(binh, "device_use", 3), saw(hoa, "device_use", 2))
    wrong = record_gathering(
        by=world.users["team_member"], village=world.xuan_lang, draft=gathered(binh, hoa, observations=seen)
    ).gathering

    told = gathered(binh, observations=(saw(binh, "device_use", 1),), kind=GatheringKind.WORKSHOP)
    right = correct_gathering(by=world.users["commune_officer"], gathering=wrong, draft=told).gathering

    assert (right.replaces, right.team, right.village) == (wrong, world.team, world.xuan_lang)
    assert list(Gathering.objects.standing()) == [right]
    assert list(Outcome.objects.standing().values_list("resident", "level")) == [(binh.pk, 1)]
    assert Outcome.objects.filter(resident=hoa, level=None, gathering=right).count() == 1
    assert correct_gathering(by=world.users["commune_officer"], gathering=wrong, draft=told).is_repeat
    event = AuditEvent.objects.get(verb="gathering.correct")
    assert event.facts["corrects"] == str(wrong.pk)


def test_a_correction_that_says_the_same_or_comes_second_is_refused(world: World) -> None:
    member = world.users["team_member"]
    told = gathered(world.people["Bình"])
    wrong = record_gathering(by=member, village=world.xuan_lang, draft=told).gathering

    with pytest.raises(SameGatheringError):
        correct_gathering(by=member, gathering=wrong, draft=gathered(world.people["Bình"]))
    first = correct_gathering(by=member, gathering=wrong, draft=gathered(minutes=10)).gathering
    with pytest.raises(GatheringCorrectedError) as refused:
        correct_gathering(by=member, gathering=wrong, draft=gathered(minutes=20))

    assert refused.value.latest == first
