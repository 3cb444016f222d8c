from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from accounts.models import AuditEvent
from communes.enums import ResidenceEnd
from literacy_portal.kit.periods import today
from sessions.actions.visits import correct_visit
from sessions.models import Outcome, Sheet, Visit
from tests.factories import ResidenceFactory, VisitFactory
from tests.sessions.drafts import draft
from tests.sessions.papers import fill, print_sheets, typed, url_of
from tests.world import World

STRANGERS = ["stranger_officer", "stranger_member", "neighbour_member", "province_analyst", "commune_leader", "system_admin"]
YESTERDAY = today() - timedelta(days=1)


@pytest.fixture
def sheet(world: World) -> Sheet:
    """Household 1 (Bình 1, Hòa 2, Minh 3) and household 2 (H'Bŭt 1)."""
    (sheet,) = print_sheets(world.users["team_member"], world.xuan_lang)
    return sheet


@pytest.fixture
def officer(client: Client, world: World) -> Client:
    client.force_login(world.users["commune_officer"])
    client.cookies["language"] = "en"
    return client


def _complaints(answer: Any) -> list[list[str]]:
    return [line.complaints for line in answer.context["lines"]]


def test_a_row_becomes_a_visit_of_that_day_told_on_paper(officer: Client, world: World, sheet: Sheet) -> None:
    officer.post(url_of(sheet), typed(world, day=YESTERDAY, r1_result="m", r1_who="12", r1_p1="3-1", r1_again="7", r1_note="Tốt"))

    visit = Visit.objects.get()
    assert (visit.household, visit.village, visit.visited_on) == (world.home_of("Bình"), world.xuan_lang, YESTERDAY)
    assert (visit.channel, visit.result, visit.note) == ("paper", "met", "Tốt")
    assert (visit.recorded_by, visit.team) == (world.users["commune_officer"], world.team)
    assert list(visit.members.all()) == [world.users["team_member"]]
    assert set(visit.people.all()) == {world.people["Bình"], world.people["Hòa"]}
    assert set(visit.outcomes.values_list("resident", "skill", "level", "observed_on", "mode")) == {
        (world.people["Bình"].pk, "device_use", 3, YESTERDAY, "own_phone"),
        (world.people["Bình"].pk, "online_safety", 1, YESTERDAY, "own_phone"),
    }
    assert [promise.due_on for promise in visit.follow_ups.all()] == [YESTERDAY + timedelta(days=7)]


def test_good_rows_are_recorded_and_a_bad_one_stays_as_it_was_typed(officer: Client, world: World, sheet: Sheet) -> None:
    answer = officer.post(url_of(sheet), typed(world, r1_result="m", r1_who="9", r1_note="chưa rõ", r2_result="n", r2_again="7"))

    assert list(Visit.objects.values_list("household", "result")) == [(world.home_of("H'Bŭt").pk, "nobody_home")]
    assert _complaints(answer) == [["There is no person number 9: 3 people stand on the sheet."], []]
    assert 'value="chưa rõ"' in answer.content.decode()
    assert answer.context["has_errors"] is True


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"r1_result": "x", "r1_who": "1"}, "Type one of these keys: m, n, c, r."),
        ({"r1_who": "1"}, "Type one of these keys: m, n, c, r."),
        ({"r1_result": "m"}, "Type the numbers of those met, or write in the note whom you met."),
        ({"r1_result": "n", "r1_p2": "3"}, "People are typed beside. Choose “met”, or take them away."),
        ({"r1_result": "m", "r1_p1": "4"}, "“4” is no level of “Using a smartphone”: 0 to 3, or - for not seen."),
        ({"r1_result": "m", "r1_p1": "3333333"}, "The sheet has 6 columns: type 6 digits at most."),
        ({"r1_result": "n", "r1_again": "0"}, "Come again on a day after the visit."),
    ],
)
def test_what_is_wrong_is_said_at_the_row(officer: Client, world: World, sheet: Sheet, fields: dict[str, str], said: str) -> None:
    assert _complaints(officer.post(url_of(sheet), typed(world, **fields))) == [[said], []]
    assert not Visit.objects.exists()


@pytest.mark.parametrize("day", [today() + timedelta(days=1), today().replace(year=1926)])
def test_a_day_that_cannot_be_is_told_at_the_top_and_nothing_is_recorded(
    officer: Client, world: World, sheet: Sheet, day: Any
) -> None:
    answer = officer.post(url_of(sheet), typed(world, day=day, r1_result="n"))

    assert answer.context["screen"].evening.errors.keys() == {"visited_on"}
    assert not Visit.objects.exists()
    assert 'value="n"' in answer.content.decode()


def test_who_was_not_in_the_team_that_day_cannot_have_been_there(officer: Client, world: World, sheet: Sheet) -> None:
    world.users["team_member"].memberships.update(started_on=today())

    answer = officer.post(url_of(sheet), typed(world, day=YESTERDAY, r1_result="n"))

    assert answer.context["screen"].evening.errors.keys() == {"members"}
    assert not Visit.objects.exists()


def test_the_evening_is_asked_once(officer: Client, world: World, sheet: Sheet) -> None:
    officer.post(url_of(sheet), typed(world, day=YESTERDAY, r1_result="n"))

    evening = officer.get(url_of(sheet)).context["screen"].evening

    assert evening["visited_on"].value() == YESTERDAY
    assert evening["members"].value() == [str(world.users["team_member"].pk)]
    assert AuditEvent.objects.filter(verb="sheet.evening").count() == 1


def test_one_row_is_answered_with_that_row_alone(officer: Client, world: World, sheet: Sheet) -> None:
    answer = officer.post(url_of(sheet), typed(world, r1_result="n", r2_result="r", row="2"))

    text = answer.content.decode()
    assert text.strip().startswith('<section class="line is-saved" data-line="2"')
    assert "<html" not in text
    assert list(Visit.objects.values_list("household", flat=True)) == [world.home_of("H'Bŭt").pk]


def test_the_same_row_sent_twice_is_one_visit(officer: Client, world: World, sheet: Sheet) -> None:
    said = typed(world, r1_result="m", r1_who="1", r1_p1="31")

    answers = [officer.post(url_of(sheet), said) for _time in range(2)]

    assert [bool(answer.context["lines"][0].saved) for answer in answers] == [True, True]
    assert (Visit.objects.count(), Outcome.objects.filter(visit__isnull=False).count()) == (1, 2)


def test_a_row_sent_again_with_other_words_leaves_the_first_and_shows_it(officer: Client, world: World, sheet: Sheet) -> None:
    said = typed(world, r1_result="n")
    officer.post(url_of(sheet), said)

    answer = officer.post(url_of(sheet), {**said, "r1-result": "r"})

    (visit,) = Visit.objects.all()
    assert visit.result == "nobody_home"
    assert answer.context["lines"][0].visit_url.endswith(f"/visits/{visit.pk}/")
    assert "with other words" in _complaints(answer)[0][0]


def test_a_second_person_who_types_the_sheet_is_told_and_nothing_is_doubled(officer: Client, world: World, sheet: Sheet) -> None:
    member = Client()
    member.force_login(world.users["team_member"])
    member.cookies["language"] = "en"
    member.post(url_of(sheet), typed(world, r1_result="n"))
    assert Visit.objects.count() == 1

    opened = officer.get(url_of(sheet)).content.decode()
    again = typed(world, r1_result="n")
    told = officer.post(url_of(sheet), again)

    assert "by Tổ viên team member: nobody home" in opened
    assert "Compare, then tick if yours is another" in _complaints(told)[0][0]
    assert Visit.objects.count() == 1

    officer.post(url_of(sheet), {**again, "r1-anyway": "on"})
    assert Visit.objects.count() == 2


def test_a_corrected_visit_of_that_day_stands_in_the_way_once(officer: Client, world: World, sheet: Sheet) -> None:
    wrong = VisitFactory(household=world.home_of("Bình"), visited_on=today(), recorded_by=world.users["team_member"])
    correct_visit(by=world.users["team_member"], visit=wrong, draft=draft(result="refused"))

    text = officer.get(url_of(sheet)).content.decode()
    assert "Already recorded" not in text  # the day of the sheet is not known yet
    told = officer.post(url_of(sheet), typed(world, r1_result="n"))
    assert told.context["lines"][0].other.result == "refused"


def test_a_correction_of_what_was_on_paper_keeps_who_was_there(officer: Client, world: World, sheet: Sheet) -> None:
    officer.post(url_of(sheet), typed(world, r1_result="n"))

    right = correct_visit(by=world.users["commune_officer"], visit=Visit.objects.get(), draft=draft(result="refused")).visit

    assert (right.team, list(right.members.all())) == (world.team, [world.users["team_member"]])


def test_a_household_that_moved_since_is_recorded_where_it_was_met(officer: Client, world: World, sheet: Sheet) -> None:
    home = world.home_of("H'Bŭt")
    home.residences.update(ended_on=today(), end_reason=ResidenceEnd.MOVED)
    home.village = world.xuan_my
    home.save()
    ResidenceFactory(resident=world.people["H'Bŭt"], household=home, started_on=today())

    officer.post(url_of(sheet), typed(world, day=YESTERDAY, r2_result="m", r2_who="1"))

    assert Visit.objects.get().village == world.xuan_lang


def test_a_household_that_was_elsewhere_on_that_day_is_told_at_its_row(client: Client, world: World, sheet: Sheet) -> None:
    home = world.home_of("H'Bŭt")
    home.residences.update(ended_on=YESTERDAY, end_reason=ResidenceEnd.MOVED)
    home.village = world.stranger_village
    home.save()
    ResidenceFactory(resident=world.people["H'Bŭt"], household=home, started_on=YESTERDAY)
    client.force_login(world.users["team_member"])

    client.cookies["language"] = "en"

    answer = client.post(url_of(sheet), typed(world, r2_result="n"))

    nobody = "On that day nobody of this household lived in your villages. Check the day, or ask the commune’s officer."
    assert _complaints(answer)[1] == [nobody]
    assert not Visit.objects.exists()


def test_a_person_who_did_not_live_there_that_day_is_told_by_number(officer: Client, world: World, sheet: Sheet) -> None:
    world.people["Minh"].residences.update(ended_on=YESTERDAY, end_reason=ResidenceEnd.MOVED)

    answer = officer.post(url_of(sheet), typed(world, r1_result="m", r1_who="13"))

    assert _complaints(answer)[0] == [
        "Number 3 did not live here on that day. Take the number away, or have the roster put right first."
    ]
    assert not Visit.objects.exists()


def test_numbers_stay_those_of_the_print_whoever_joins_the_household(officer: Client, world: World, sheet: Sheet) -> None:
    ResidenceFactory(household=world.home_of("Bình"), resident__full_name="Aa Mới Về", resident__birth_year=1930)

    officer.post(url_of(sheet), typed(world, r1_result="m", r1_who="2"))

    assert list(Visit.objects.get().people.all()) == [world.people["Hòa"]]


@pytest.mark.parametrize("name", STRANGERS)
def test_for_a_stranger_no_sheet_exists(client: Client, world: World, sheet: Sheet, name: str) -> None:
    client.force_login(world.users[name])

    answers = [
        client.get(url_of(sheet)),
        client.post(url_of(sheet), typed(world, r1_result="n")),
        client.get(f"/p/{sheet.code}/"),
    ]

    assert [answer.status_code for answer in answers] == [404, 404, 404]
    assert not Visit.objects.exists()


@pytest.mark.parametrize("code", ["K7QM", "ZZZZ-ZZZZ", "🤡🤡🤡🤡🤡🤡🤡🤡", "'; DROP TABLE", "", "0" * 41])
def test_a_wrong_number_is_told_at_its_field_and_stays_typed(officer: Client, code: str) -> None:
    answer = officer.post("/households/paper/", {"code": code})

    assert answer.status_code == 200
    assert answer.context["form"].errors.keys() == {"code"}
    assert answer.context["form"]["code"].value() == code


def test_a_strangers_sheet_is_answered_as_a_number_that_never_was(client: Client, world: World, sheet: Sheet) -> None:
    client.force_login(world.users["stranger_officer"])

    said = [client.post("/households/paper/", {"code": code}).context["form"].errors["code"] for code in (sheet.code, "ZZZZZZZZ")]

    assert said[0] == said[1]


def test_the_number_opens_the_sheet_however_it_is_written(officer: Client, world: World, sheet: Sheet) -> None:
    Sheet.objects.filter(pk=sheet.pk).update(code="K0QM1XR4")

    for text in ("K0QM-1XR4", "koqm lxr4", " k0qm1xr4 "):
        assert officer.post("/households/paper/", {"code": text})["Location"] == url_of(sheet).replace(sheet.code, "K0QM1XR4")
    assert officer.get("/p/k0qm1xr4/")["Location"].endswith("/paper/sheets/K0QM1XR4/")


def test_the_screen_asks_the_same_number_of_questions_for_two_households_and_for_twenty(
    officer: Client, world: World, sheet: Sheet, django_assert_num_queries: Any
) -> None:
    officer.post(url_of(sheet), typed(world, r1_result="n"))
    officer.get(url_of(sheet))
    with django_assert_num_queries(19):
        officer.get(url_of(sheet))
    fill(world.xuan_lang, 18, people=1)
    Sheet.objects.update(rows=[row for one in print_sheets(world.users["team_member"], world.xuan_lang) for row in one.rows])
    with django_assert_num_queries(19):
        assert len(officer.get(url_of(sheet)).context["lines"]) == 20
