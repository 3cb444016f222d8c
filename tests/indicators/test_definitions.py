"""Indicators as data: defined, counted for all days, changed, retired; and the form that makes them."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client
from django.utils import timezone

from accounts.models import AuditEvent
from indicators.actions.clearing import clear_retired
from indicators.actions.definitions import NotInForceError, TooManyError, change, define, retire
from indicators.actions.recount import drain, rebuild
from indicators.catalogue import BUILTIN, BUILTIN_BY_CODE, Indicator, in_force
from indicators.catalogue.populations import ADULTS, population_of
from indicators.catalogue.words import Words
from indicators.enums import Family
from indicators.forms.definition import DefinitionForm
from indicators.models import Definition, Measurement, Stale
from indicators.queries.definitions import Progress, names_of_skills, progress, skills_by_subject
from indicators.queries.preview import TooSlowError, preview
from literacy_portal.kit.periods import today
from sessions.models import Skill
from teams.actions.access import open_personal_access
from tests.factories import OutcomeFactory, UserFactory, VisitFactory
from tests.indicators.drafts import NAME, draft
from tests.world import World

pytestmark = pytest.mark.django_db


@pytest.fixture
def counted(world: World) -> World:
    """H'Bŭt, born in 1955, shops alone since 1 October; Bình, born in 1968, too. All is counted."""
    for name in ("H'Bŭt", "Bình"):
        OutcomeFactory(
            resident=world.people[name], skill=Skill.objects.get(code="online_shopping"), observed_on=date(2026, 10, 1)
        )
    rebuild()
    return world


def history(place: str, code: str) -> list[tuple[date, int, int]]:
    rows = Measurement.objects.filter(place=place, indicator=code, group="all").order_by("day")
    return list(rows.values_list("day", "counted", "out_of"))


def test_a_definition_is_counted_for_all_past_days_at_every_level(counted: World) -> None:
    made = define(by=counted.users["province_admin"], draft=draft(), province=counted.dak_lak)
    drain()

    village = history("24364001", made.code)
    assert village[0][1:] == (0, 1)
    assert village[0][0] == date(2025, 7, 1)
    assert village[-1] == (date(2026, 10, 1), 1, 1)
    assert history("66", made.code) == history("24364", made.code) == village
    assert Measurement.objects.get(place="vn", indicator=made.code, group="minority", day=date(2026, 10, 1)).counted == 1


def test_the_code_is_made_of_the_name_and_never_used_again(world: World) -> None:
    admin = world.users["system_admin"]
    made = [define(by=admin, draft=draft(), province=None) for _time in range(2)]
    retire(by=admin, latest=made[0])
    made.append(define(by=admin, draft=draft(), province=None))
    made.append(define(by=admin, draft=draft(names=Words("Adults able", "x", "y")), province=None))
    made.append(define(by=admin, draft=draft(names=Words("!!!", "x", "y")), province=None))
    made.append(define(by=admin, draft=draft(names=Words("New", "x", "y")), province=None))

    assert [one.code for one in made] == [
        "nguoi_tu_60_tuoi_tu_mua_hang",
        "nguoi_tu_60_tuoi_tu_mua_hang_2",
        "nguoi_tu_60_tuoi_tu_mua_hang_3",
        "adults_able_2",
        "figure",
        "new_2",
    ]


def test_the_catalogue_in_force_is_what_the_code_brings_and_what_was_added_in_the_order_of_the_page(world: World) -> None:
    before = in_force()
    made = define(by=world.users["system_admin"], draft=draft(), province=None)
    after = in_force()

    assert tuple(before) == BUILTIN
    assert set(after.codes) == {*BUILTIN_BY_CODE, made.code}
    assert after.by_code[made.code].population == population_of("residents", 60)
    families = [one.family for one in after]
    assert families == sorted(families, key=list(Family).index)
    assert (before.version == after.version, in_force() is after) == (False, True)


def test_asking_for_the_catalogue_costs_one_small_query(world: World, django_assert_num_queries: Any) -> None:
    define(by=world.users["system_admin"], draft=draft(), province=None)
    in_force()

    with django_assert_num_queries(1):
        in_force()


def test_a_definition_that_was_rolled_back_is_in_force_nowhere(world: World) -> None:
    seen = []
    with transaction.atomic():
        define(by=world.users["system_admin"], draft=draft(), province=None)
        seen.append(len(in_force()))
        transaction.set_rollback(True)

    assert [*seen, len(in_force())] == [len(BUILTIN) + 1, len(BUILTIN)]


def test_progress_tells_how_many_villages_are_counted_and_nothing_more_when_all_are(counted: World) -> None:
    made = define(by=counted.users["system_admin"], draft=draft(), province=None)
    asked = progress()
    Stale.objects.filter(village__in=["24364001", "24364002"]).delete()
    later = progress()
    drain()
    Stale.objects.create(village=counted.xuan_lang, since=today())

    assert asked == {made.code: Progress(0, 4)}
    assert later == {made.code: Progress(2, 4)}
    assert progress() == {}


def test_a_changed_definition_is_a_new_version_counted_anew_for_all_days(counted: World) -> None:
    admin = counted.users["system_admin"]
    first = define(by=admin, draft=draft(), province=None)
    drain()
    second = change(by=admin, latest=first, draft=draft(population=ADULTS))
    drain()

    assert (second.code, second.version) == (first.code, 2)
    assert in_force().by_code[first.code].version == 2
    assert history("24364001", first.code)[-1] == (date(2026, 10, 1), 2, 3)
    assert Definition.objects.get(pk=first.pk).population == {"base": "residents", "age": 60}


def test_another_name_is_a_new_version_and_nothing_is_counted_anew(counted: World) -> None:
    admin = counted.users["system_admin"]
    first = define(by=admin, draft=draft(), province=None)
    drain()

    second = change(by=admin, latest=first, draft=draft(names=Words("Tên khác", "Other", "Autre")))

    assert (second.version, Stale.objects.count(), progress()) == (2, 0, {})
    assert in_force().by_code[first.code].names.vi == "Tên khác"


def test_a_retired_figure_leaves_the_catalogue_and_its_rows_go_and_only_its(counted: World) -> None:
    admin = counted.users["system_admin"]
    made = define(by=admin, draft=draft(), province=None)
    drain()
    others = list(Measurement.objects.exclude(indicator=made.code).values())
    assert Measurement.objects.filter(indicator=made.code).exists()

    gone = retire(by=admin, latest=made)
    assert made.code not in in_force().codes
    assert clear_retired() == [made.code]

    assert not Measurement.objects.filter(indicator=made.code).exists()
    assert list(Measurement.objects.values()) == others
    assert clear_retired() == []
    with pytest.raises(NotInForceError):
        change(by=admin, latest=gone, draft=draft())


def test_who_comes_second_is_told_and_changes_nothing(counted: World) -> None:
    admin = counted.users["system_admin"]
    first = define(by=admin, draft=draft(), province=None)
    change(by=admin, latest=first, draft=draft(source="Kế hoạch khác"))

    with pytest.raises(NotInForceError):
        change(by=admin, latest=first, draft=draft())
    with pytest.raises(NotInForceError):
        retire(by=admin, latest=first)
    assert Definition.objects.count() == 2


def test_no_more_than_so_many_can_be_added(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("indicators.actions.definitions.MOST_ADDED", 1)
    define(by=world.users["system_admin"], draft=draft(), province=None)

    with pytest.raises(TooManyError):
        define(by=world.users["system_admin"], draft=draft(), province=None)


def test_each_step_is_in_the_audit_trail(world: World) -> None:
    admin = world.users["province_admin"]
    made = define(by=admin, draft=draft(), province=world.dak_lak)
    changed = change(by=admin, latest=made, draft=draft(population=ADULTS))
    retire(by=admin, latest=changed)

    trail = AuditEvent.objects.filter(verb__startswith="indicator.").order_by("pk")
    assert list(trail.values_list("verb", "place", "actor")) == [
        (verb, "66", admin.pk) for verb in ("indicator.define", "indicator.change", "indicator.retire")
    ]


# A worker with an older catalogue


def test_a_definition_that_arrives_while_a_village_is_counted_is_counted_by_the_next_batch(world: World) -> None:
    """The mark of the definition stays, because the batch noted its marks before it."""
    rebuild()
    Stale.objects.create(village=world.xuan_lang, since=today())
    noted = list(Stale.objects.values_list("pk", flat=True))
    made = define(by=world.users["system_admin"], draft=draft(), province=None)
    Stale.objects.filter(pk__in=noted).delete()

    assert progress() == {made.code: Progress(0, 4)}
    drain()
    assert history("24364001", made.code)[-1][1:] == (0, 1)


def test_rows_that_a_catalogue_does_not_know_are_not_harmed_by_a_recount(counted: World) -> None:
    """As when a worker of an older release still runs beside a newer one."""
    row = Measurement.objects.create(
        place="24364001", indicator="of_a_newer_release", group="all", day=today(), counted=1, out_of=2
    )

    rebuild()

    assert Measurement.objects.filter(pk=row.pk).exists()


# The preview


def test_a_preview_gives_what_would_be_stored_and_stores_nothing(counted: World) -> None:
    indicator = BUILTIN_BY_CODE["online_shopping_alone"]
    before = Measurement.objects.count()

    found = preview(indicator, counted.phu_xuan)

    stored = {village: history(village, indicator.code)[-1][1:] for village in ("24364001", "24364002")}
    assert {village.pk: counts for village, counts in found.villages} == stored
    assert found.together == history("24364", indicator.code)[-1][1:] == (2, 4)
    assert Measurement.objects.count() == before


def test_a_preview_of_villages_and_of_households_is_counted_too(counted: World) -> None:
    VisitFactory(household=counted.home_of("Bình"), team=counted.team, visited_on=today() - timedelta(days=3))

    found = {
        code: preview(BUILTIN_BY_CODE[code], counted.phu_xuan).together
        for code in ("villages_with_active_team", "households_visited")
    }

    assert found == {"villages_with_active_team": (1, 2), "households_visited": (1, 3)}


def test_a_preview_that_nobody_would_wait_for_is_given_up_and_said_to_be(
    counted: World, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("indicators.queries.preview.LONGEST_MILLISECONDS", 1)
    with pytest.raises(TooSlowError):
        preview(BUILTIN_BY_CODE["adults_able"], counted.phu_xuan)

    client.force_login(counted.users["province_admin"])
    page = client.post("/figures/new/", CHOSEN | {"preview": "1", "place": "24364"})
    assert page.context["too_slow"]


# The pages


CHOSEN = {
    "name_vi": NAME, "name_en": "", "name_fr": "", "family": "use", "base": "residents", "age": "60", "kind": "level",
    "skills": ["online_shopping"], "how_many": "1", "level": "3", "days": "30", "also": "", "also_level": "3",
    "member_age": "", "ground": "4g", "source": "Kế hoạch 12/KH-UBND", "valid_from": "2026-11-01", "place": "",
}  # fmt: skip


@pytest.fixture
def admin(world: World, client: Client) -> Client:
    client.force_login(world.users["province_admin"])
    return client


def test_everyone_who_is_signed_in_reads_how_each_figure_is_counted(world: World, client: Client) -> None:
    client.force_login(UserFactory())
    page = client.get("/figures/").content.decode()

    assert all(one.rule.vi.split("“")[0] in page for one in BUILTIN)
    assert "/figures/new/" not in page
    for code in ("adults_able", "officials_trained"):
        assert client.get(f"/figures/{code}/").status_code == 200
    assert client.get("/figures/nothing/").status_code == 404


def test_the_list_costs_the_same_number_of_queries_however_many_figures_there_are(
    admin: Client, world: World, django_assert_num_queries: Any
) -> None:
    admin.get("/figures/")
    for _more in range(3):
        define(by=world.users["province_admin"], draft=draft(), province=world.dak_lak)
    admin.get("/figures/")
    with django_assert_num_queries(4):
        admin.get("/figures/")


def test_an_administrator_adds_a_figure_by_the_form(admin: Client, world: World) -> None:
    answer = admin.post("/figures/new/", CHOSEN)

    made = Definition.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, f"/figures/{made.code}/")
    assert (made.province, made.created_by, made.names["en"]) == (world.dak_lak, world.users["province_admin"], NAME)
    assert made.rule["en"].startswith("Of people aged 60 or more: those who did alone")
    page = admin.get(f"/figures/{made.code}/").content.decode()
    assert "0 / 4" in page


def test_the_page_that_waits_loads_anew_when_all_villages_are_counted(admin: Client, world: World) -> None:
    made = define(by=world.users["province_admin"], draft=draft(), province=world.dak_lak)
    waiting = admin.get(f"/figures/{made.code}/counted/")
    drain()

    assert "0 / 4" in waiting.content.decode()
    assert admin.get(f"/figures/{made.code}/counted/")["HX-Refresh"] == "true"


WRONG: list[tuple[dict[str, Any], str]] = [
    ({"name_vi": " "}, "name_vi"),
    ({"base": "nobody"}, "base"),
    ({"base": "households", "skills": ["trades"], "level": "1"}, "age"),
    ({"age": "0"}, "age"),
    ({"age": "mười"}, "age"),
    ({"kind": "team"}, "kind"),
    ({"base": "villages", "age": ""}, "kind"),
    ({"skills": []}, "skills"),
    ({"skills": ["trades"], "level": "1"}, "skills"),
    ({"skills": ["no_such_skill"]}, "skills"),
    ({"kind": "kept", "skills": ["vneid"]}, "skills"),
    ({"kind": "kept", "days": ""}, "days"),
    ({"kind": "kept", "days": "4000"}, "days"),
    ({"skills": ["vneid"]}, "level"),
    ({"level": ""}, "level"),
    ({"skills": ["online_shopping", "online_safety"], "how_many": "3"}, "how_many"),
    ({"skills": ["online_shopping", "online_safety"], "how_many": ""}, "how_many"),
    ({"skills": ["online_shopping", "online_safety"], "exactly": "on"}, "exactly"),
    ({"also": "online_shopping"}, "also"),
    ({"also": "device_use", "also_level": ""}, "also_level"),
    ({"by_member": "on"}, "by_member"),
    ({"member_age": "15"}, "member_age"),
    ({"source": ""}, "source"),
    ({"valid_from": "2999-01-01"}, "valid_from"),
    ({"valid_from": "hôm qua"}, "valid_from"),
    ({"place": "99999"}, "place"),
]
"""What is chosen otherwise than in `CHOSEN`, and the field at which it is told."""


def form_of(world: World, data: dict[str, Any] | None, of: Indicator | None = None) -> DefinitionForm:
    return DefinitionForm(data, of=of, skills=skills_by_subject(), names=names_of_skills(), communes=[world.phu_xuan])


def test_what_cannot_be_meant_is_told_at_its_field(world: World) -> None:
    forms = [(wrong, form_of(world, CHOSEN | wrong)) for wrong, _field in WRONG]

    assert [(wrong, next((name for name in form.errors), "")) for wrong, form in forms] == WRONG
    assert form_of(world, CHOSEN).is_valid()


def test_what_was_typed_stands_in_the_form_that_is_refused(admin: Client) -> None:
    answer = admin.post("/figures/new/", CHOSEN | {"age": "0"})

    assert "12/KH-UBND" in answer.content.decode()
    assert NAME in answer.content.decode()
    assert not Definition.objects.exists()


def test_every_figure_can_be_saved_as_a_variant_just_as_the_form_offers_it(world: World) -> None:
    for builtin in BUILTIN:
        empty = form_of(world, None, of=builtin)
        offered = {name: empty.get_initial_for_field(field, name) for name, field in empty.fields.items()}
        form = form_of(world, {name: value for name, value in offered.items() if value not in (None, False)})

        assert form.errors == {}, builtin.code
        assert (form.draft.population, form.draft.condition) == (builtin.population, builtin.condition)


def test_the_form_shows_what_it_would_give_before_anything_is_saved(admin: Client, counted: World) -> None:
    page = admin.post("/figures/new/", CHOSEN | {"preview": "1", "place": "24364"})
    part = admin.post(
        "/figures/new/", CHOSEN | {"preview": "1", "place": "24364"}, headers={"HX-Request": "true"}
    ).content.decode()

    # One of one, as those are told who may not see them.
    assert {(one.hidden, one.percent) for one in (page.context["together"], *page.context["villages"])} == {
        (True, "không hiển thị")
    }
    assert "Trong người từ 60 tuổi" in part
    assert "<html" not in part
    assert not Definition.objects.exists()


def test_where_people_are_open_for_a_stated_reason_the_preview_is_exact(admin: Client, counted: World) -> None:
    open_personal_access(by=counted.users["province_admin"], commune=counted.phu_xuan, reason="Giúp cán bộ xã kiểm tra số liệu")
    page = admin.post("/figures/new/", CHOSEN | {"preview": "1", "place": "24364"})

    assert page.context["together"].counts == "1 / 1"
    assert [one.counts for one in page.context["villages"]] == ["1 / 1", ""]


def test_an_administrator_changes_and_retires_by_the_pages(admin: Client, world: World) -> None:
    made = define(by=world.users["province_admin"], draft=draft(), province=world.dak_lak)
    address = f"/figures/{made.code}/"

    form = admin.get(f"{address}change/").context["form"]
    assert (form.initial["age"], form.initial["skills"], form.initial["kind"]) == (60, ["online_shopping"], "level")
    assert admin.post(f"{address}change/", CHOSEN | {"age": "65", "latest": made.pk}).status_code == 302
    assert in_force().by_code[made.code].population.age == 65
    late = admin.post(f"{address}change/", CHOSEN | {"age": "70", "latest": made.pk})
    assert late.context["form"].non_field_errors()
    assert admin.post(f"{address}retire/").status_code == 302
    assert made.code not in in_force().codes
    assert admin.post(f"{address}retire/").status_code == 404
    assert admin.get(address).status_code == 200


def test_nobody_else_can_add_change_or_retire(world: World, client: Client) -> None:
    made = define(by=world.users["system_admin"], draft=draft(), province=None)

    for who in ("commune_officer", "team_member", "province_analyst", "stranger_officer"):
        client.force_login(world.users[who])
        for step in ("new", f"{made.code}/change", f"{made.code}/retire"):
            assert client.post(f"/figures/{step}/", CHOSEN).status_code == 404, who
    assert Definition.objects.count() == 1


def test_an_administrator_of_a_province_does_not_touch_what_others_answer_for(admin: Client, world: World) -> None:
    others = [define(by=world.users["system_admin"], draft=draft(), province=province) for province in (None, world.nghe_an)]

    for other in others:
        assert admin.get(f"/figures/{other.code}/").status_code == 200
        assert admin.get(f"/figures/{other.code}/change/").status_code == 404
        assert admin.post(f"/figures/{other.code}/retire/").status_code == 404
    assert admin.get("/figures/adults_able/change/").status_code == 404


def test_what_counts_is_asked_of_the_database_without_text_of_the_form(admin: Client, counted: World) -> None:
    with connection.execute_wrapper(
        lambda execute, sql, params, many, context: _no_text(sql, execute(sql, params, many, context))
    ):
        answer = admin.post("/figures/new/", CHOSEN | {"name_vi": "x'); DROP TABLE--", "preview": "1", "place": "24364"})

    assert answer.status_code == 200


def _no_text(sql: Any, done: Any) -> Any:
    assert "DROP TABLE" not in str(sql)
    return done


def test_a_version_says_since_when(admin: Client, world: World) -> None:
    made = define(by=world.users["province_admin"], draft=draft(), province=world.dak_lak)
    change(by=world.users["province_admin"], latest=made, draft=draft(population=ADULTS, valid_from=date(2026, 11, 15)))

    page = admin.get(f"/figures/{made.code}/").content.decode()

    assert "15/11/2026" in page
    assert timezone.localdate().strftime("%d/%m/%Y") in page
