from datetime import timedelta

import pytest
from django.test import Client

from communes.models import Household
from literacy_portal.kit.ids import new_id
from literacy_portal.kit.periods import today
from sessions.actions.visits import record_visit
from sessions.drafts import VisitDraft
from sessions.forms import VisitSheet
from sessions.models import FollowUp, Outcome, Skill, Visit
from tests.factories import HouseholdFactory, OutcomeFactory, ResidenceFactory, VisitFactory
from tests.sessions.drafts import draft, met, posted, saw, url
from tests.world import World


@pytest.fixture
def member(client: Client, world: World) -> Client:
    client.force_login(world.users["team_member"])
    return client


def _levels(visit: Visit) -> set[tuple[str, str, int | None]]:
    return set(visit.outcomes.values_list("resident__full_name", "skill", "level"))


def test_two_people_and_three_skills_become_one_visit(member: Client, world: World) -> None:
    home, binh, hoa = world.home_of("Bình"), world.people["Bình"], world.people["Hòa"]
    form = posted(**met(binh, device_use=3, cashless_payment=2), **met(hoa, device_use=1), minutes="30")

    answer = member.post(url("visit_new", home), form)

    visit = Visit.objects.get()
    assert answer.status_code == 302
    assert answer["Location"] == url("visit", home, visit.pk)
    assert _levels(visit) == {
        ("Nguyễn Văn Bình", "device_use", 3),
        ("Nguyễn Văn Bình", "cashless_payment", 2),
        ("Trần Thị Hòa", "device_use", 1),
    }
    assert (visit.recorded_by, visit.minutes, visit.visited_on) == (world.users["team_member"], 30, today())


def test_sending_the_form_twice_makes_one_visit_and_says_so(member: Client, world: World) -> None:
    home = world.home_of("Bình")
    form = posted(**met(world.people["Bình"], device_use=3))
    member.post(url("visit_new", home), form)

    again = member.post(url("visit_new", home), form, follow=True, headers={"accept-language": "en"})

    assert Visit.objects.count() == 1
    assert again.redirect_chain == [(url("visit", home, form["id"]), 302)]
    assert [message.level_tag for message in again.context["messages"]] == ["success", "info"]


def test_the_same_form_with_other_words_is_kept_under_a_fresh_id(member: Client, world: World) -> None:
    home = world.home_of("Bình")
    form = posted(note="một", **met(world.people["Bình"], device_use=3))
    member.post(url("visit_new", home), form)

    refused = member.post(url("visit_new", home), form | {"note": "hai"})

    sheet = refused.context["sheet"]
    assert refused.status_code == 200
    assert list(Visit.objects.values_list("note", flat=True)) == ["một"]
    assert sheet.visit["note"].value() == "hai"
    assert sheet.visit["id"].value() != form["id"]
    assert refused.context["instead"] == url("visit", home, form["id"])
    second = member.post(url("visit_new", home), form | {"note": "hai", "id": sheet.visit["id"].value()})
    assert second.status_code == 302
    assert Visit.objects.count() == 2


def test_a_household_taken_off_the_roster_at_this_very_moment_loses_nothing_that_was_typed(
    member: Client, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = HouseholdFactory(village=world.xuan_lang)
    read = VisitSheet.draft

    def read_while_the_import_is_undone(sheet: VisitSheet) -> VisitDraft:
        Household.objects.filter(pk=home.pk).delete()
        return read(sheet)

    monkeypatch.setattr(VisitSheet, "draft", read_while_the_import_is_undone)
    refused = member.post(url("visit_new", home), posted(note="đã gặp cả nhà"), headers={"accept-language": "en"})

    assert refused.status_code == 200
    assert "has just been taken off the roster" in refused.content.decode()
    assert refused.context["sheet"].visit["note"].value() == "đã gặp cả nhà"
    assert not Visit.objects.exists()


def test_an_id_taken_by_a_stranger_tells_nothing_of_the_strangers_visit(member: Client, world: World) -> None:
    taken = VisitFactory(household=world.home_of("Lạ"))

    refused = member.post(url("visit_new", world.home_of("Bình")), posted(taken.pk, note="x"))

    assert refused.status_code == 200
    assert refused.context["instead"] == ""
    assert Visit.objects.count() == 1


def test_a_fact_is_recorded_only_when_the_user_changed_it(member: Client, world: World) -> None:
    home, binh = world.home_of("Bình"), world.people["Bình"]
    p = f"p-{binh.pk}"
    form = posted(**met(binh)) | {
        f"{p}-was-own_smartphone": "1",
        f"{p}-own_smartphone": "on",
        f"{p}-was-vneid": "1",
        f"{p}-vneid": "2",
        f"{p}-was-payment_account": "1",
        f"{p}-was-province_app": "0",
        "h-was-trades": "0",
        "h-trades": "on",
    }

    member.post(url("visit_new", home), form)

    assert set(Visit.objects.get().outcomes.values_list("resident", "household", "skill", "level")) == {
        (binh.pk, None, "vneid", 2),
        (binh.pk, None, "payment_account", 0),
        (None, home.pk, "trades", 1),
    }


def test_a_fact_that_was_not_on_the_page_is_not_undone(member: Client, world: World) -> None:
    binh = world.people["Bình"]
    OutcomeFactory(resident=binh, skill=Skill.objects.get(pk="own_smartphone"), level=1)

    member.post(url("visit_new", world.home_of("Bình")), posted(**met(binh, device_use=2)))

    assert set(Visit.objects.get().outcomes.values_list("skill", "level")) == {("device_use", 2)}


def test_another_way_of_seeing_one_person_is_kept_with_that_person(member: Client, world: World) -> None:
    binh, hoa = world.people["Bình"], world.people["Hòa"]
    form = posted(**met(binh, device_use=3), **met(hoa, device_use=2)) | {f"p-{hoa.pk}-mode": "assisted"}

    member.post(url("visit_new", world.home_of("Bình")), form)

    assert set(Outcome.objects.values_list("resident", "mode")) == {(binh.pk, "own_phone"), (hoa.pk, "assisted")}


def test_a_paper_visit_is_entered_on_its_own_day_and_promises_from_that_day(member: Client, world: World) -> None:
    day = today() - timedelta(days=20)

    member.post(url("visit_new", world.home_of("Bình")), posted(day=day, next="7", **met(world.people["Bình"])))

    assert Visit.objects.get().visited_on == day
    assert FollowUp.objects.get().due_on == day + timedelta(days=7)


def test_a_vietnamese_day_typed_by_hand_is_read_day_first(member: Client, world: World) -> None:
    form = posted(**met(world.people["Bình"])) | {"visited_on": "05/10/2025"}

    member.post(url("visit_new", world.home_of("Bình")), form)

    assert Visit.objects.get().visited_on.isoformat() == "2025-10-05"


BAD = [
    ({"result": ""}, "result"),
    ({"result": "gone"}, "result"),
    ({"visited_on": "31/02/2026"}, "visited_on"),
    ({"visited_on": (today() + timedelta(days=1)).isoformat()}, "visited_on"),
    ({"visited_on": "0202-10-05"}, "visited_on"),
    ({"minutes": "-5"}, "minutes"),
    ({"minutes": "nhiều"}, "minutes"),
    ({"note": "x" * 1001}, "note"),
    ({"note": "a\x00b"}, "note"),
    ({"setting": "moon"}, "setting"),
    ({"language": "xxx"}, "language"),
    ({"mode": "telepathy"}, "mode"),
    ({"next": "day"}, "next_on"),
    ({"next": "day", "next_on": "hôm nào đó"}, "next_on"),
    ({"next": "day", "next_on": today().isoformat()}, "next_on"),
    ({"next": "365000"}, "next"),
    ({"next_reason": "because"}, "next_reason"),
    ({"id": "not-an-id"}, "id"),
    ({"id": ""}, "id"),
]


@pytest.mark.parametrize(("wrong", "field"), BAD)
def test_a_wrong_field_is_named_and_nothing_typed_is_lost(
    member: Client, world: World, wrong: dict[str, str], field: str
) -> None:
    binh = world.people["Bình"]
    form = posted(**{"note": "giữ lại", **wrong}, **met(binh, device_use=3))

    answer = member.post(url("visit_new", world.home_of("Bình")), form)

    sheet = answer.context["sheet"]
    assert answer.status_code == 200
    assert Visit.objects.count() == 0
    assert list(sheet.visit.errors) == [field]
    person = next(p for p in sheet.people if p.member.resident == binh)
    assert person["met"].value() is True
    assert person["device_use"].value() == "3"
    assert sheet.visit["note"].value() == form["note"]


def test_a_damaged_id_is_replaced_so_that_saving_again_works(member: Client, world: World) -> None:
    form = posted(**met(world.people["Bình"])) | {"id": "%%%"}
    page = member.post(url("visit_new", world.home_of("Bình")), form)

    again = member.post(url("visit_new", world.home_of("Bình")), form | {"id": page.context["sheet"].visit["id"].value()})

    assert again.status_code == 302


def test_levels_of_someone_not_ticked_are_refused_at_that_person(member: Client, world: World) -> None:
    binh, hoa = world.people["Bình"], world.people["Hòa"]
    form = posted(**met(binh), **{f"p-{hoa.pk}-device_use": "2"})

    answer = member.post(url("visit_new", world.home_of("Bình")), form)

    wrong = [p.member.resident for p in answer.context["sheet"].people if p.errors]
    assert wrong == [hoa]
    assert Visit.objects.count() == 0


@pytest.mark.parametrize("result", ["nobody_home", "refused", "come_back"])
def test_people_and_a_result_that_met_nobody_contradict_each_other(member: Client, world: World, result: str) -> None:
    form = posted(result=result, **met(world.people["Bình"], device_use=3))

    answer = member.post(url("visit_new", world.home_of("Bình")), form)

    assert list(answer.context["sheet"].visit.errors) == ["result"]
    assert b"is-kept" in answer.content
    assert Visit.objects.count() == 0


def test_met_without_anyone_needs_a_name_or_a_note(member: Client, world: World) -> None:
    refused = member.post(url("visit_new", world.home_of("Bình")), posted())
    accepted = member.post(url("visit_new", world.home_of("Bình")), posted(note="Gặp con rể"))

    assert list(refused.context["sheet"].visit.errors) == ["result"]
    assert accepted.status_code == 302


@pytest.mark.parametrize("name", ["H'Bŭt", "Lạ"])
def test_a_person_of_another_household_in_the_form_is_an_error_in_plain_words(member: Client, world: World, name: str) -> None:
    form = posted(**met(world.people["Bình"]), **met(world.people[name], device_use=3))

    answer = member.post(url("visit_new", world.home_of("Bình")), form)

    assert answer.status_code == 200
    assert list(answer.context["sheet"].visit.errors) == ["__all__"]
    assert world.people[name].full_name not in answer.content.decode()
    assert Outcome.objects.count() == 0


def test_someone_who_moved_away_while_the_form_was_open_is_still_recorded(member: Client, world: World) -> None:
    hoa = world.people["Hòa"]
    form = posted(**met(hoa, device_use=2))
    hoa.residences.update(ended_on=today())

    member.post(url("visit_new", world.home_of("Hòa")), form)

    assert set(Visit.objects.get().people.all()) == {hoa}


@pytest.mark.parametrize("level", ["4", "-1", "tự làm", "3.0", ""])
def test_a_level_off_the_ladder_is_never_recorded(member: Client, world: World, level: str) -> None:
    binh = world.people["Bình"]
    form = posted(**met(binh)) | {f"p-{binh.pk}-device_use": level, f"p-{binh.pk}-was-vneid": "9"}

    answer = member.post(url("visit_new", world.home_of("Bình")), form)

    assert answer.status_code == (302 if level == "" else 200)
    assert Outcome.objects.count() == 0


def test_a_flood_of_fields_is_refused_as_a_bad_request(member: Client, world: World) -> None:
    form = posted() | {f"p-{new_id()}-device_use": "3" for _n in range(5000)}

    assert member.post(url("visit_new", world.home_of("Bình")), form).status_code == 400


def test_the_easiest_skill_not_yet_alone_is_offered_first(member: Client, world: World) -> None:
    binh = world.people["Bình"]
    for skill in ("device_use", "online_safety"):
        OutcomeFactory(resident=binh, skill=Skill.objects.get(pk=skill), level=3)

    sheet = member.get(url("visit_new", world.home_of("Bình"))).context["sheet"]

    person = next(p for p in sheet.people if p.member.resident == binh)
    assert person.offered == [
        "local_platforms",
        "cashless_payment",
        "online_public_service",
        "online_shopping",
        "online_selling",
        "ai_basics",
        "device_use",
        "online_safety",
    ]


def test_the_form_opens_with_its_own_id_and_the_habits_of_the_last_visit(member: Client, world: World) -> None:
    told = draft(setting="field", language="rad", observations=(saw(world.people["Bình"], "device_use", 1),))
    record_visit(by=world.users["team_member"], household=world.home_of("Bình"), draft=told)

    pages = [member.get(url("visit_new", world.home_of("H'Bŭt"))) for _time in range(2)]

    visits = [page.context["sheet"].visit for page in pages]
    assert visits[0]["id"].value() != visits[1]["id"].value()
    assert [visits[0][name].value() for name in ("setting", "language", "mode", "visited_on")] == [
        "field",
        "rad",
        "own_phone",
        today(),
    ]
    assert "no-store" not in pages[0]["Cache-Control"]


def test_a_correction_starts_from_what_was_recorded_and_saving_it_unchanged_is_refused(member: Client, world: World) -> None:
    home, binh = world.home_of("Bình"), world.people["Bình"]
    member.post(
        url("visit_new", home),
        posted(note="một", next="7", **met(binh, device_use=3)) | {f"p-{binh.pk}-was-vneid": "0", f"p-{binh.pk}-vneid": "1"},
    )
    wrong = Visit.objects.get()

    page = member.get(url("visit_correct", home, wrong.pk))

    form = _fields_of(page.context["sheet"])
    assert form[f"p-{binh.pk}-met"] == "on"
    assert (form[f"p-{binh.pk}-device_use"], form[f"p-{binh.pk}-vneid"], form[f"p-{binh.pk}-was-vneid"]) == ("3", "1", "0")
    assert (form["note"], form["next"], form["next_on"]) == ("một", "day", (today() + timedelta(days=7)).isoformat())
    unchanged = member.post(url("visit_correct", home, wrong.pk), form)
    assert list(unchanged.context["sheet"].visit.errors) == ["__all__"]
    changed = member.post(url("visit_correct", home, wrong.pk), form | {f"p-{binh.pk}-device_use": "1"})
    assert changed["Location"] == url("visit", home, form["id"])
    assert _levels(Visit.objects.standing().get()) == {
        ("Nguyễn Văn Bình", "device_use", 1),
        ("Nguyễn Văn Bình", "vneid", 1),
    }


def _fields_of(sheet: object) -> dict[str, str]:
    """What a browser would post of an untouched form."""
    fields: dict[str, str] = {}
    for form in sheet.forms:  # type: ignore[attr-defined]
        for bound in form:
            value = bound.value()
            if value is True:
                fields[bound.html_name] = "on"
            elif value not in (None, False):
                fields[bound.html_name] = value.isoformat() if hasattr(value, "isoformat") else str(value)
        if hasattr(form, "facts"):
            fields |= {fact.was_name: fact.was for fact in form.facts()}
    return fields


def test_correcting_what_was_already_corrected_leads_to_what_stands(member: Client, world: World) -> None:
    home = world.home_of("Bình")
    wrong = record_visit(by=world.users["team_member"], household=home, draft=draft(note="một")).visit
    member.post(url("visit_correct", home, wrong.pk), posted(note="hai"))
    right = Visit.objects.standing().get()

    opened = member.get(url("visit_correct", home, wrong.pk))
    late = member.post(url("visit_correct", home, wrong.pk), posted(note="ba"))

    assert opened["Location"] == url("visit", home, right.pk)
    assert late.status_code == 200
    assert late.context["instead"] == url("visit", home, right.pk)
    assert late.context["sheet"].visit["note"].value() == "ba"
    assert Visit.objects.count() == 2


def test_opening_the_form_asks_the_same_number_of_questions_for_one_person_and_for_a_dozen(
    member: Client, world: World, django_assert_num_queries: object
) -> None:
    member.get(url("visit_new", world.home_of("Bình")))
    with django_assert_num_queries(7):  # type: ignore[operator]
        member.get(url("visit_new", world.home_of("H'Bŭt")))
    for _n in range(11):
        ResidenceFactory(household=world.home_of("H'Bŭt"))
    with django_assert_num_queries(7):  # type: ignore[operator]
        member.get(url("visit_new", world.home_of("H'Bŭt")))
