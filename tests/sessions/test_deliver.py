from datetime import timedelta
from itertools import cycle, islice
from typing import Any
from unittest.mock import patch
from uuid import UUID

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import AuditEvent, User
from communes.models import Residence
from literacy_portal.kit.ids import new_id
from literacy_portal.kit.periods import today
from sessions.actions.visits import record_visit
from sessions.models import Device, FollowUp, Held, Outcome, Visit
from teams.models import Membership
from tests.factories import HouseholdFactory, ResidenceFactory
from tests.indicators.conftest import day_is
from tests.sessions.drafts import draft, saw
from tests.sessions.phones import delivery, results, seen, send, verdicts, visit
from tests.world import World


@pytest.fixture
def member(world: World) -> User:
    return world.users["team_member"]


@pytest.fixture
def phone(client: Client, member: User) -> Client:
    client.force_login(member)
    return client


def test_a_delivered_visit_is_what_it_says(phone: Client, member: User, world: World) -> None:
    home, binh, hoa = world.home_of("Bình"), world.people["Bình"], world.people["Hòa"]
    following = today() + timedelta(days=7)
    told = visit(
        home,
        setting="field",
        language="rad",
        people=[str(hoa.pk)],
        observations=[seen(binh, "device_use", 2), seen(None, "trades", 1)],
        minutes=25,
        note=" Hẹn  sau vụ gặt ",
        next_on=following.isoformat(),
    )

    (answer,) = results(phone, member, told)

    kept = Visit.objects.get()
    page = f"/vn/66/24364/001/households/{home.pk}/visits/{told['id']}/"
    assert answer == {
        "id": told["id"], "verdict": "accepted", "reason": "", "field": "", "message": "", "url": page,
    }  # fmt: skip
    assert phone.get(page).status_code == 200
    assert (str(kept.pk), kept.household, kept.village, kept.team) == (told["id"], home, world.xuan_lang, world.team)
    assert (kept.setting, kept.language, kept.minutes, kept.note) == ("field", "rad", 25, "Hẹn sau vụ gặt")
    assert (kept.recorded_by, kept.channel, list(kept.members.all())) == (member, "phone", [member])
    assert set(kept.people.all()) == {binh, hoa}
    assert set(Outcome.objects.values_list("resident", "household", "skill", "level", "mode", "visit", "observed_on")) == {
        (binh.pk, None, "device_use", 2, "own_phone", kept.pk, today()),
        (None, home.pk, "trades", 1, "own_phone", kept.pk, today()),
    }
    promise = FollowUp.objects.get()
    assert (promise.household, promise.visit, promise.due_on, promise.reason) == (home, kept, following, "continue")
    assert promise.owner == member


def test_what_a_phone_says_and_what_the_page_says_of_one_visit_is_one_content(phone: Client, member: User, world: World) -> None:

    binh = world.people["Bình"]
    told = visit(world.home_of("Bình"), observations=[seen(binh, "device_use", 2)])
    record_visit(
        by=member, household=world.home_of("Bình"), draft=draft(id=UUID(told["id"]), observations=(saw(binh, "device_use", 2),))
    )

    assert verdicts(phone, member, told) == ["duplicate"]


def test_sending_again_records_nothing_and_says_duplicate(phone: Client, member: User, world: World) -> None:
    told = visit(world.home_of("Bình"), observations=[seen(world.people["Bình"], "device_use", 2)], next_on="2099-01-01")
    results(phone, member, told)
    events = AuditEvent.objects.count()

    assert verdicts(phone, member, told, told) == ["duplicate", "duplicate"]
    assert (Visit.objects.count(), Outcome.objects.count(), FollowUp.objects.count()) == (1, 1, 1)
    assert AuditEvent.objects.count() == events


def test_equal_items_of_one_delivery_are_one_visit(phone: Client, member: User, world: World) -> None:
    told = visit(world.home_of("Bình"))

    assert verdicts(phone, member, told, told, told) == ["accepted", "duplicate", "duplicate"]
    assert Visit.objects.count() == 1


def test_another_content_under_the_same_key_is_kept_for_review_once(phone: Client, member: User, world: World) -> None:
    told = visit(world.home_of("Bình"), note="một")
    results(phone, member, told)

    for _time in range(2):
        (answer,) = results(phone, member, told | {"note": "hai"})
        assert (answer["verdict"], answer["reason"], answer["message"]) == (
            "held", "other_content", "it was sent twice with different words",
        )  # fmt: skip
    assert Visit.objects.get().note == "một"
    assert Held.objects.get().item["note"] == "hai"
    assert verdicts(phone, member, told) == ["duplicate"]


def test_one_bad_item_never_stops_the_others(phone: Client, member: User, world: World) -> None:
    good, bad = visit(world.home_of("Bình")), visit(world.home_of("Bình"), result="perhaps")

    assert verdicts(phone, member, bad, good, "junk", None) == ["refused result", "accepted", "refused", "refused"]
    assert str(Visit.objects.get().pk) == good["id"]


def test_a_household_that_nobody_knows_waits_in_the_village_that_was_named(phone: Client, member: User, world: World) -> None:
    told = visit(new_id())

    assert verdicts(phone, member, told) == ["held unknown_household"]
    assert verdicts(phone, member, told) == ["held unknown_household"]
    kept = Held.objects.get()
    assert (kept.village, str(kept.household), kept.sent_by, kept.item) == (world.xuan_lang, told["household"], member, told)


def test_somebody_who_is_on_no_roster_holds_the_visit(phone: Client, member: User, world: World) -> None:
    unknown, foreign = str(new_id()), str(world.people["Lạ"].pk)

    assert verdicts(
        phone, member, visit(world.home_of("Bình"), people=[unknown]), visit(world.home_of("Bình"), people=[foreign])
    ) == ["held unknown_person", "held unknown_person"]


def test_somebody_of_the_next_household_may_be_met_here(phone: Client, member: User, world: World) -> None:
    assert verdicts(phone, member, visit(world.home_of("Bình"), people=[str(world.people["H'Bŭt"].pk)])) == ["accepted"]


def test_of_a_household_of_strangers_nothing_is_told_not_even_that_it_exists(phone: Client, member: User, world: World) -> None:
    foreign, nothing = world.home_of("Lạ").pk, new_id()

    for village in ("24364001", "24169001", "99999999", ""):
        first, second = results(phone, member, visit(foreign, village=village), visit(nothing, village=village))
        assert first | {"id": ""} == second | {"id": ""}, village
    assert not Visit.objects.exists()


def test_a_day_that_has_not_come_waits_and_is_recorded_when_it_came(phone: Client, member: User, world: World) -> None:
    told = visit(world.home_of("Bình"), day=today() + timedelta(days=1))
    assert verdicts(phone, member, told) == ["held in_the_future"]

    kept = Held.objects.get()

    with day_is(today() + timedelta(days=1)):
        phone.force_login(member)
        assert verdicts(phone, member, told) == ["accepted"]

    kept.refresh_from_db()
    assert (kept.settled, kept.settled_at is not None) == ("recorded", True)


def test_before_anybody_lived_there_and_after_everybody_left_a_visit_waits(phone: Client, member: User, world: World) -> None:
    home = world.home_of("Bình")
    Residence.objects.filter(household=home).update(started_on=today() - timedelta(days=9), ended_on=today() - timedelta(days=2))

    days = [10, 5, 1]
    assert verdicts(phone, member, *(visit(home, day=today() - timedelta(days=days_ago)) for days_ago in days)) == [
        "held before_household", "accepted", "held household_closed",
    ]  # fmt: skip


def test_a_visit_counts_where_the_household_lived_on_its_day(phone: Client, member: User, world: World) -> None:
    home = HouseholdFactory(village=world.xuan_my)
    moved = today() - timedelta(days=5)
    stay = ResidenceFactory(household=home, village=world.xuan_lang)
    Residence.objects.filter(pk=stay.pk).update(ended_on=moved)
    ResidenceFactory(household=home, village=world.xuan_my, resident=stay.resident, started_on=moved)
    before = visit(home, day=moved - timedelta(days=1))

    assert verdicts(phone, member, before, visit(home)) == ["accepted", "held out_of_scope"]
    assert Visit.objects.get().village == world.xuan_lang
    assert Held.objects.get().village == world.xuan_my


def test_a_visit_that_lay_in_the_scope_on_its_day_is_recorded_after_the_membership_ended(
    phone: Client, member: User, world: World
) -> None:
    Membership.objects.filter(user=member).update(ended_on=today() - timedelta(days=3))
    inside, outside = (visit(world.home_of("Bình"), day=today() - timedelta(days=days)) for days in (4, 3))

    answers = results(phone, member, inside, outside)

    assert [(one["verdict"], one["reason"], one["url"]) for one in answers] == [
        ("accepted", "", ""), ("held", "out_of_scope", ""),
    ]  # fmt: skip
    assert Visit.objects.get().team == world.team


def test_a_member_who_came_later_may_tell_of_days_before(phone: Client, member: User, world: World) -> None:
    Membership.objects.filter(user=member).update(started_on=today())

    assert verdicts(phone, member, visit(world.home_of("Bình"), day=today() - timedelta(days=30))) == ["accepted"]


def test_the_first_version_of_the_contract_is_still_understood(phone: Client, member: User, world: World) -> None:
    old = {name: value for name, value in visit(world.home_of("Bình")).items() if name not in {"kind", "village", "written_at"}}

    assert verdicts(phone, member, old, old | {"kind": "visit", "id": str(new_id())}, schema=1) == ["accepted", "refused kind"]


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"visited_on": "27/11/2026"}, "visited_on"),
        ({"visited_on": "2019-12-31"}, "visited_on"),
        ({"visited_on": "2026-02-30"}, "visited_on"),
        ({"household": "12"}, "household"),
        ({"id": None}, "id"),
        ({"village": "24364"}, "village"),
        ({"minutes": 0}, "minutes"),
        ({"minutes": True}, "minutes"),
        ({"note": "x" * 1001}, "note"),
        ({"note": "\x00"}, "note"),
        ({"note": "\ud800"}, "note"),
        ({"people": "all"}, "people"),
        ({"people": ["Bình"]}, "people[0]"),
        ({"observations": [{"skill": "flying", "level": 1}]}, "observations[0].skill"),
        ({"observations": [{"skill": "device_use", "level": 4, "resident": str(new_id())}]}, "observations[0].level"),
        ({"observations": [{"skill": "device_use", "level": 1}]}, "observations[0].skill"),
        ({"observations": [{"skill": "trades", "level": 1, "resident": str(new_id())}]}, "observations[0].skill"),
        ({"observations": [{"skill": "trades", "level": 1}, {"skill": "trades", "level": 0}]}, "observations[1]"),
        ({"next_on": today().isoformat()}, "next_on"),
        ({"result": "nobody_home", "people": [str(new_id())]}, "result"),
        ({"written_at": "yesterday"}, "written_at"),
        ({"written_at": "2026-11-27T20:31:00"}, "written_at"),
        ({"kind": "party"}, "kind"),
        ({"colour": "red"}, "colour"),
    ],
)
def test_what_is_not_understood_is_refused_at_its_field(
    phone: Client, member: User, world: World, said: dict[str, Any], field: str
) -> None:
    (answer,) = results(phone, member, visit(world.home_of("Bình")) | said)

    assert (answer["verdict"], answer["field"]) == ("refused", field)
    assert answer["message"]
    assert not Visit.objects.exists()
    assert not Held.objects.exists()


def test_the_phone_is_known_by_what_it_told_last(phone: Client, member: User, world: World) -> None:
    device = str(new_id())
    oldest = timezone.now() - timedelta(days=2)

    results(phone, member, visit(world.home_of("Bình")), {}, device=device, unsent=5, oldest_unsent=oldest.isoformat())

    kept = Device.objects.get()
    assert (str(kept.pk), kept.user, kept.unsent, kept.oldest_unsent_at) == (device, member, 4, oldest)
    assert kept.session_key == phone.session.session_key


def test_a_phone_with_nothing_new_to_tell_is_noted_once_a_minute(phone: Client, member: User) -> None:
    device, start = str(new_id()), timezone.now()

    def heard_after(seconds: int, unsent: int = 0) -> float:
        with patch("django.utils.timezone.now", return_value=start + timedelta(seconds=seconds)):
            results(phone, member, device=device, unsent=unsent, oldest_unsent=start.isoformat())
        return (Device.objects.get().heard_at - start).total_seconds()

    assert [heard_after(0), heard_after(50), heard_after(70), heard_after(80, unsent=3), heard_after(90, unsent=3)] == [
        0, 0, 70, 80, 80,
    ]  # fmt: skip


def test_the_clock_of_the_phone_is_kept_beside_the_visit(phone: Client, member: User, world: World) -> None:
    ahead = timezone.now() + timedelta(days=3)

    results(phone, member, visit(world.home_of("Bình")), sent_at=ahead.isoformat())

    skew = Visit.objects.get().clock_skew
    assert skew is not None
    assert abs(skew - 3 * 24 * 3600) < 60


def _error(client: Client, said: Any) -> tuple[int, dict[str, Any]]:
    answer = send(client, said)
    return answer.status_code, answer.json()


def test_whole_requests_are_turned_away_in_json(phone: Client, member: User, world: World) -> None:
    told = delivery(member, visit(world.home_of("Bình")))
    malformed = (400, {"error": "malformed", "accepted": [1, 2]})

    assert _error(phone, told | {"schema": 3}) == (400, {"error": "schema", "accepted": [1, 2]})
    assert _error(phone, told | {"schema": True}) == (400, {"error": "schema", "accepted": [1, 2]})
    assert _error(phone, told | {"device": "x"}) == malformed
    assert _error(phone, told | {"items": {}}) == malformed
    assert _error(phone, "{") == malformed
    assert _error(phone, "[" * 100_000) == malformed
    assert _error(phone, '{"schema": NaN}') == malformed
    assert _error(phone, told | {"items": [{}] * 201}) == (413, {"error": "too_many", "most": 200})
    assert _error(phone, told | {"user": world.users["team_leader"].pk}) == (409, {"error": "wrong_user"})
    assert _error(phone, " " * (2 * 1024 * 1024 + 1)) == (413, {"error": "too_large", "most_bytes": 2 * 1024 * 1024})
    assert _error(Client(), told) == (401, {"error": "signed_out"})
    assert not Visit.objects.exists()


def test_without_the_token_the_phone_hears_so(member: User) -> None:
    strict = Client(enforce_csrf_checks=True)
    assert _error(strict, {}) == (401, {"error": "signed_out"})
    strict.force_login(member)
    assert _error(strict, {}) == (403, {"error": "csrf"})


def test_a_form_instead_of_json_is_malformed(member: User) -> None:
    strict, token = Client(enforce_csrf_checks=True), "k" * 32
    strict.force_login(member)
    strict.cookies["csrf"] = token

    answer = strict.post("/sync/v1/visits", {"schema": "2"}, headers={"x-csrftoken": token})

    assert (answer.status_code, answer.json()["error"]) == (400, "malformed")


def test_an_ended_phone_and_the_phone_of_another_deliver_nothing(phone: Client, member: User, world: World) -> None:
    told, now = visit(world.home_of("Bình")), timezone.now()
    ended = Device.objects.create(id=new_id(), user=member, heard_at=now, ended_at=now)
    foreign = Device.objects.create(id=new_id(), user=world.users["team_leader"], heard_at=now)

    assert _error(phone, delivery(member, told, device=str(ended.pk))) == (410, {"error": "ended"})
    assert _error(phone, delivery(member, told, device=str(foreign.pk))) == (404, {"error": "not_found"})
    assert not Visit.objects.exists()


@pytest.mark.parametrize("who", ["commune_leader", "province_analyst", "province_admin", "system_admin"])
def test_there_is_no_such_door_for_who_logs_no_visits(client: Client, world: World, who: str) -> None:
    client.force_login(world.users[who])

    assert _error(client, delivery(world.users[who], visit(world.home_of("Bình")))) == (404, {"error": "not_found"})


def test_a_phone_that_calls_without_end_is_told_to_wait(phone: Client, member: User, settings: Any) -> None:
    settings.SYNC_REQUESTS_A_MINUTE = 2
    for _time in range(2):
        assert verdicts(phone, member) == []

    answer = send(phone, delivery(member))

    assert (answer.status_code, answer.json()["error"]) == (429, "slow_down")
    assert 0 < int(answer["Retry-After"]) <= 60


ROUND_TRIPS, STATEMENTS = 10, 18


def test_the_number_of_statements_does_not_depend_on_the_number_of_visits(phone: Client, member: User, world: World) -> None:
    stays = [ResidenceFactory(household=HouseholdFactory(village=world.xuan_lang)) for _n in range(10)]

    def told(number: int) -> list[dict[str, Any]]:
        return [
            visit(
                stay.household,
                people=[str(stay.resident.pk)],
                observations=[seen(stay.resident, "device_use", 2)],
                next_on=(today() + timedelta(days=5)).isoformat(),
            )
            for stay in islice(cycle(stays), number)
        ] + [visit(new_id()) for _n in range(number)]

    verdicts(phone, member, *told(1))
    for number in (1, 100):
        with CaptureQueriesContext(connection) as sent:
            send(phone, delivery(member, *told(number)))
        words = " ".join(query["sql"] for query in sent)
        assert (len(sent), words.count("EXECUTE ")) == (ROUND_TRIPS, STATEMENTS)
    assert Visit.objects.count() == 102
