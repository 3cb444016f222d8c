from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from communes.models import Residence, Resident
from literacy_portal.kit.ids import new_id
from literacy_portal.kit.periods import today
from sessions.models import Held, Outcome, Proposal, Visit
from tests.factories import HouseholdFactory, ResidenceFactory
from tests.sessions.phones import gathering, seen, visit
from tests.sessions.review import REVIEW, YESTERDAY, deliver, hold, new_home, propose, resident, someone
from tests.world import World


@pytest.fixture
def officer(client: Client, world: World) -> Client:
    client.force_login(world.users["commune_officer"])
    return client


def page(client: Client, query: str = "") -> str:
    answer = client.get(f"{REVIEW}{query}", headers={"accept-language": "en"})
    assert answer.status_code == 200
    return answer.content.decode()


def post(client: Client, path: str, **said: object) -> str:
    """The page that follows a touch."""
    answer = client.post(f"{REVIEW}{path}/", said, follow=True, headers={"accept-language": "en"})
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.fixture
def proposal(world: World) -> Proposal:
    levels = [{"skill": "device_use", "level": 2, "mode": "own_phone"}]
    said = {"said": someone(), "note": "Mới về ở với con", "observations": levels}
    return propose(world.users["team_member"], "new_person", world.home_of("Bình"), **said)


@pytest.fixture
def lost(world: World) -> Held:
    """A visit to a household that the roster does not know."""
    levels = [seen(None, "trades", 1)]
    return hold(world.users["team_member"], visit(new_id(), day=YESTERDAY, note="Nhà sau chợ", minutes=25, observations=levels))


def test_a_proposal_is_told_in_words_and_accepted_with_one_touch(officer: Client, proposal: Proposal) -> None:
    told = page(officer)

    for words in ("Đinh Thị Lan · female · born 1975", "1 · Nguyễn Văn Bình", "did it with help", "Mới về ở với con"):
        assert words in told
    assert "Tổ viên team member" in told

    after = post(officer, f"proposals/{proposal.pk}/accept")

    assert Residence.objects.filter(resident=proposal.resident).exists()
    assert "The roster says so now." in after
    assert "Đinh Thị Lan" not in after
    assert "Cán bộ commune officer" in page(officer, "?show=settled")


def test_whoever_may_be_on_the_roster_already_is_named_before_that_touch(officer: Client, world: World) -> None:
    said = {"said": someone("Tran Thi Hoa", birth_year=1970, relation="spouse")}
    propose(world.users["team_member"], "new_person", world.home_of("Bình"), **said)

    told = page(officer)

    assert "Perhaps on the roster already:" in told
    assert "Trần Thị Hòa (1970), household 1, thôn Xuân Lạng 2" in told.replace("&#x27;", "'")
    assert "the same birth year" in told
    assert "Accept as another person" in told


def test_nobody_is_warned_of_without_reason(officer: Client, proposal: Proposal) -> None:
    assert "Perhaps on the roster already" not in page(officer)


def test_a_proposal_of_a_death_names_the_person_of_the_roster(officer: Client, world: World) -> None:
    propose(world.users["team_member"], "died", None, resident=str(world.people["H'Bŭt"].pk))

    told = page(officer).replace("&#x27;", "'")

    assert "H'Bŭt Êban" in told
    assert "2 · H'Bŭt Êban" in told


def test_declining_takes_a_remark_and_keeps_what_was_typed(officer: Client, proposal: Proposal) -> None:
    empty = post(officer, f"proposals/{proposal.pk}/decline", remark="")
    too_long = post(officer, f"proposals/{proposal.pk}/decline", remark="Chỉ đến chơi. " * 30)

    assert "Say why, so that whoever sent it can learn from it." in empty
    assert "Chỉ đến chơi." in too_long
    assert not Proposal.objects.exclude(settled="").exists()

    post(officer, f"proposals/{proposal.pk}/decline", remark="Chỉ đến chơi.")
    proposal.refresh_from_db()

    assert (proposal.settled, proposal.remark) == ("declined", "Chỉ đến chơi.")
    assert "Chỉ đến chơi." in page(officer, "?show=settled")


def test_what_cannot_be_accepted_says_why_beside_it(officer: Client, world: World) -> None:
    proposal = propose(world.users["team_member"], "new_person", new_id(), said=someone())

    told = post(officer, f"proposals/{proposal.pk}/accept")

    assert "The household is not on the roster: accept its proposal first." in told
    assert not Resident.objects.filter(pk=proposal.resident).exists()


def test_a_new_household_says_how_many_visits_wait_for_it(officer: Client, world: World) -> None:
    home, mother = new_id(), new_id()
    hold(world.users["team_member"], visit(home, people=[str(mother)]))
    people = [resident(mother, "H'Liên Niê", "head", 1988)]
    proposal = propose(world.users["team_member"], "new_household", home, **new_home(people))

    told = page(officer).replace("&#x27;", "'")
    held = page(officer, "?show=held").replace("&#x27;", "'")
    after = post(officer, f"proposals/{proposal.pk}/accept")

    assert "1 visit waits for this household" in told
    assert "H'Liên Niê · female · born 1988 · head" in told
    assert "Sau chợ" in told
    assert "H'Liên Niê (proposed)" in held
    assert "1 visit that had waited was recorded." in after
    assert Visit.objects.filter(household=home).exists()


def test_a_held_visit_is_told_in_words_with_its_reason(officer: Client, lost: Held) -> None:
    told = page(officer)

    for words in ("Visit: the household is not on the roster", "Nhà sau chợ", "25", "Tổ viên team member", "Held (1)"):
        assert words in told


def test_a_held_visit_is_recorded_at_the_household_that_the_officer_names(officer: Client, world: World, lost: Held) -> None:
    told = post(officer, f"held/{lost.pk}", village="24364001", number="02", day=YESTERDAY.isoformat())

    recorded = Visit.objects.get()
    assert recorded.household == world.home_of("H'Bŭt")
    assert (recorded.pk, recorded.recorded_by, recorded.visited_on) == (lost.client_id, world.users["team_member"], YESTERDAY)
    assert recorded.outcomes.get().household == world.home_of("H'Bŭt")
    assert recorded.team == world.team
    assert "Recorded." in told
    assert deliver(world.users["team_member"], lost.item) == ["duplicate"]


def test_what_the_officer_mends_wrongly_is_said_at_the_field(officer: Client, lost: Held) -> None:
    told = post(officer, f"held/{lost.pk}", village="24364001", number="999", day="2999-01-01")

    assert "The village has no household of this number." in told
    assert "Give a day that is over, or today." in told
    assert 'value="999"' in told
    assert not Visit.objects.exists()


def test_people_nobody_knows_are_left_out_only_when_the_officer_says_so(officer: Client, world: World) -> None:
    unknown, binh = new_id(), world.people["Bình"]
    levels = [seen(binh, "device_use", 3), {"skill": "device_use", "level": 1, "resident": str(unknown), "mode": ""}]
    item = visit(world.home_of("Bình"), day=YESTERDAY, people=[str(binh.pk), str(unknown)], observations=levels)
    held = hold(world.users["team_member"], item)
    said = {"village": "24364001", "number": "1", "day": YESTERDAY.isoformat()}

    told = post(officer, f"held/{held.pk}", **said)
    assert "accept the proposal first, or leave them out" in told
    assert not Visit.objects.exists()

    post(officer, f"held/{held.pk}", **said, leave_out="on")
    assert list(Visit.objects.get().people.all()) == [binh]
    assert list(Outcome.objects.values_list("resident", "level")) == [(binh.pk, 3)]


def test_a_phone_whose_clock_was_wrong_is_put_right(officer: Client, world: World) -> None:
    ahead = today() + timedelta(days=3)
    item = visit(world.home_of("Bình"), day=ahead, next_on=(ahead + timedelta(days=7)).isoformat())
    held = hold(world.users["team_member"], item)

    post(officer, f"held/{held.pk}", village="24364001", number="1", day=today().isoformat())

    recorded = Visit.objects.get()
    assert recorded.visited_on == today()
    assert recorded.follow_ups.get().due_on == today() + timedelta(days=7)


def test_two_contents_under_one_key_stand_side_by_side_with_what_differs(officer: Client, world: World) -> None:
    first = visit(world.home_of("Bình"), day=YESTERDAY, minutes=20, note="Lần đầu")
    deliver(world.users["team_member"], first)
    held = hold(world.users["team_member"], first | {"minutes": 45, "note": "Lần sau"})

    told = page(officer)
    assert "Lần đầu" in told
    assert "Lần sau" in told
    assert told.count('class="differs"') == 2

    post(officer, f"held/{held.pk}/record")
    standing = Visit.objects.standing().get()
    assert (standing.minutes, standing.note, str(standing.replaces_id)) == (45, "Lần sau", first["id"])


def test_a_held_visit_is_declined_with_a_remark(officer: Client, lost: Held) -> None:
    told = post(officer, f"held/{lost.pk}/decline", remark="Nhà này ở xã khác.")

    lost.refresh_from_db()
    assert (lost.settled, lost.remark) == ("declined", "Nhà này ở xã khác.")
    assert not Visit.objects.exists()
    assert "Declined." in told
    assert "Somebody decided about this before you." in post(officer, f"held/{lost.pk}/decline", remark="Nữa")


def test_a_held_gathering_can_be_read_too(officer: Client, world: World) -> None:
    hold(world.users["team_member"], gathering(day=today() + timedelta(days=2), title="Quầy chợ phiên"))

    told = page(officer)

    assert "Gathering: the day lies in the future" in told
    assert "Quầy chợ phiên" in told


def test_the_leader_reads_and_decides_nothing(client: Client, world: World, proposal: Proposal, lost: Held) -> None:
    client.force_login(world.users["commune_leader"])

    told = page(client, "?show=proposals")

    assert "Đinh Thị Lan" in told
    assert "/accept/" not in told
    for path in (f"proposals/{proposal.pk}/accept", f"held/{lost.pk}/decline", f"held/{lost.pk}/record", f"held/{lost.pk}"):
        assert client.post(f"{REVIEW}{path}/", {"remark": "x"}).status_code == 404
    assert not Proposal.objects.exclude(settled="").exists()
    assert not Held.objects.exclude(settled="").exists()


@pytest.mark.parametrize("who", ["stranger_officer", "team_member", "province_analyst", "province_admin", "system_admin"])
def test_for_everyone_else_there_is_nothing_to_decide(
    client: Client, world: World, proposal: Proposal, lost: Held, who: str
) -> None:
    client.force_login(world.users[who])
    touched = [f"proposals/{proposal.pk}/accept", f"proposals/{proposal.pk}/decline", f"held/{lost.pk}/record"]

    assert client.get(REVIEW).status_code == 404
    assert [client.post(f"{REVIEW}{path}/", {"remark": "x"}).status_code for path in touched] == [404, 404, 404]
    assert client.get(f"{REVIEW}held/{lost.pk}/").status_code == 404
    assert not Proposal.objects.exclude(settled="").exists()


def test_a_stranger_decides_nothing_through_the_own_communes_address(
    client: Client, world: World, proposal: Proposal, lost: Held
) -> None:
    client.force_login(world.users["stranger_officer"])
    own = "/vn/66/24169/review/"

    assert client.get(own).status_code == 200
    assert client.post(f"{own}proposals/{proposal.pk}/accept/").status_code == 404
    assert client.post(f"{own}held/{lost.pk}/record/").status_code == 404


@pytest.mark.parametrize("shown", ["proposals", "held", "settled"])
def test_a_long_list_takes_the_same_queries_as_a_short_one(officer: Client, world: World, shown: str) -> None:
    member, numbers = world.users["team_member"], []
    for more in (2, 5):
        for number in range(more):
            home = HouseholdFactory(village=world.xuan_lang, number=str(100 * more + number))
            ResidenceFactory(household=home, relation="head")
            propose(member, "new_person", home, said=someone(f"Đinh Thị Lan {number}"))
            hold(member, visit(home, people=[str(new_id())], observations=[seen(None, "trades", 1)]))
            first = visit(home)
            deliver(member, first)
            hold(member, first | {"note": "khác"})
        with CaptureQueriesContext(connection) as queries:
            page(officer, f"?show={shown}")
        numbers.append(len(queries))

    assert numbers[0] == numbers[1] <= 24


def test_what_waits_is_counted_on_the_communes_page_and_beside_its_figures(
    officer: Client, proposal: Proposal, lost: Held
) -> None:
    def commune() -> str:
        return officer.get("/vn/66/24364/", headers={"accept-language": "en"}).content.decode()

    before = commune()
    decline = {"remark": "Không đúng"}
    post(officer, f"proposals/{proposal.pk}/decline", **decline)
    post(officer, f"held/{lost.pk}/decline", **decline)
    after = commune()

    assert "To decide (2)" in before
    assert "1 visit is held for review, in no figure" in before
    assert "To decide (" not in after
    assert "held for review" not in after


def test_somebody_who_only_reads_figures_hears_that_visits_are_held(client: Client, world: World, lost: Held) -> None:
    client.force_login(world.users["province_analyst"])

    told = client.get("/vn/66/", headers={"accept-language": "en"}).content.decode()

    assert "1 visit is held for review, in no figure" in told
    assert "To decide" not in told


def test_the_menu_leads_an_officer_there(officer: Client, world: World) -> None:
    assert f'href="{REVIEW}" aria-current="page"' in page(officer)
