"""The demonstration: exact where the articles are, lifelike elsewhere, the same every time, and lawful in every row."""

from collections import Counter
from datetime import datetime
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.db.models import Count, Exists, F, OuterRef, Q
from django.test import Client

from accounts.models import User
from communes.models import Commune, Household, PovertyStatus, Residence, Resident
from indicators.actions import demo
from indicators.demo import PASSWORD, world
from indicators.demo.atlas import COMMUNES
from indicators.demo.crews import ACCOUNTS
from indicators.models import Measurement, Stale
from literacy_portal.kit.periods import VIETNAM, today
from sessions.actions.follow_ups import settle
from sessions.enums import AgeGroup, GatheringKind, Result
from sessions.models import Attendance, FollowUp, Gathering, Outcome, Visit
from teams.models import Membership, Team
from tests.emptying import empty_tables

NOW = datetime(2026, 11, 22, 21, 0, tzinfo=VIETNAM)
XUAN_LANG_2, XUAN_MY, EA_KAO_1 = "24364002", "24364003", "24169001"


@pytest.fixture(scope="module")
def loaded(django_db_setup: None, django_db_blocker: Any) -> Any:
    """Three villages of the demonstration, as of now, counted."""
    with django_db_blocker.unblock():
        demo.load(now=datetime.now(VIETNAM), only=[XUAN_LANG_2, XUAN_MY, EA_KAO_1])
        demo.count()
        yield
        empty_tables()


@pytest.fixture
def demonstration(loaded: Any, db: None) -> None:
    """The three villages, inside a test's own transaction."""


def living(village: str) -> Any:
    """Open residences of people who count."""
    return Residence.objects.filter(village=village).on(today()).counted()


@pytest.mark.parametrize(
    ("village", "households", "residents", "groups", "poor", "near_poor"),
    [(XUAN_LANG_2, 196, 1111, 7, 14, 12), (XUAN_MY, 141, 636, 3, 11, 9)],
)
def test_the_villages_of_the_articles_have_exactly_their_numbers(  # noqa: PLR0917
    demonstration: None, village: str, households: int, residents: int, groups: int, poor: int, near_poor: int
) -> None:
    assert Household.objects.filter(village=village).count() == households
    assert living(village).values("household").distinct().count() == households
    assert living(village).count() == Residence.objects.filter(village=village, ended_on=None).count() == residents
    assert living(village).values("resident__ethnic_group").distinct().count() == groups
    classes = Counter(
        PovertyStatus.objects.filter(household__village=village, year=today().year).values_list("poverty_class", flat=True)
    )
    assert (classes["poor"], classes["near_poor"]) == (poor, near_poor)


def test_every_household_has_one_head_who_lives_there_and_nobody_lives_twice(demonstration: None) -> None:
    heads = Household.objects.annotate(
        heads=Count("residences", filter=Q(residences__relation="head", residences__ended_on=None, residences__status="living"))
    )
    assert set(heads.values_list("heads", flat=True)) == {1}
    assert (
        not Resident.objects.annotate(homes=Count("residences", filter=Q(residences__ended_on=None))).filter(homes__gt=1).exists()
    )


def test_nothing_happens_in_the_future_or_before_someone_lived_there(demonstration: None) -> None:
    assert not Visit.objects.filter(visited_on__gt=today()).exists()
    assert not Visit.objects.filter(received_at__gt=datetime.now(VIETNAM)).exists()
    assert not Outcome.objects.filter(resident__residences__started_on__gt=F("observed_on")).exists()
    assert not Residence.objects.filter(resident__birth_date__gt=F("started_on")).exists()


def test_levels_stay_on_their_ladders_and_only_met_visits_teach(demonstration: None) -> None:
    assert not [one for one in Outcome.objects.exclude(level=None).select_related("skill") if (one.level or 0) > one.skill.top]
    assert not Outcome.objects.filter(visit__isnull=False).exclude(visit__result=Result.MET).exists()
    assert Outcome.objects.filter(replaces__isnull=False).exists()


def test_desks_see_mostly_the_elderly_and_minorities_and_no_gathering_teaches_who_was_not_there(demonstration: None) -> None:
    strangers = Attendance.objects.filter(resident=None, gathering__kind=GatheringKind.WALK_IN)
    assert strangers.filter(age_group=AgeGroup.FROM_60).count() > 0.35 * strangers.count() > 50
    there = Attendance.objects.filter(gathering=OuterRef("gathering"), resident=OuterRef("resident"))
    seen = Outcome.objects.filter(gathering__isnull=False, level__isnull=False)
    assert seen.count() > 20
    assert not seen.exclude(Exists(there)).exists()
    assert not Gathering.objects.filter(Q(received_at__gt=datetime.now(VIETNAM)) | Q(held_on__gt=today())).exists()


def test_promises_are_closed_as_the_product_itself_would_close_them(demonstration: None) -> None:
    columns = ("pk", "closed_on", "closed_by_visit")
    before = list(FollowUp.objects.order_by("pk").values_list(*columns))
    for household in Household.objects.filter(follow_ups__isnull=False).distinct()[:60]:
        settle([household.pk], on=today())
    assert list(FollowUp.objects.order_by("pk").values_list(*columns)) == before
    assert FollowUp.objects.due(today()).exists()


def test_evenings_are_when_people_are_at_home(demonstration: None) -> None:
    hours = Counter(moment.astimezone(VIETNAM).hour for moment in Visit.objects.values_list("received_at", flat=True))
    assert sum(hours[hour] for hour in (18, 19, 20, 21, 22)) > 0.7 * hours.total()
    assert set(Visit.objects.values_list("result", flat=True)) == set(Result.values)


def test_teams_are_of_four_to_fifteen_and_have_one_leader(demonstration: None) -> None:
    sizes = Team.objects.annotate(size=Count("memberships"), leaders=Count("memberships", filter=Q(memberships__role="leader")))
    assert all(4 <= team.size <= 15 and team.leaders == 1 and team.decision_number for team in sizes)
    accounts = Membership.objects.filter(user__username__in=["team_leader", "team_member"])
    assert set(accounts.values_list("team__villages", "role")) == {(XUAN_LANG_2, "leader"), (XUAN_LANG_2, "member")}


def test_the_figures_are_counted_and_no_village_waits(demonstration: None) -> None:
    assert not Stale.objects.exists()
    residents = Measurement.objects.filter(place=XUAN_LANG_2, indicator="households_visited", group="all").latest("day")
    met = Household.objects.filter(village=XUAN_LANG_2, visits__result=Result.MET, visits__replaced_by=None).distinct()
    assert (residents.counted, residents.out_of) == (met.count(), 196)


@pytest.mark.parametrize("account", list(ACCOUNTS))
def test_each_account_has_the_one_password_and_the_others_have_none(demonstration: None, account: str) -> None:
    assert User.objects.get(username=account).check_password(PASSWORD)
    assert not User.objects.get(username=f"tv{XUAN_MY}01").has_usable_password()


def test_the_stranger_finds_nothing_of_phu_xuan(demonstration: None, client: Client) -> None:
    client.force_login(User.objects.get(username="stranger_officer"))
    assert client.get("/vn/66/24364/").status_code == 404
    assert client.get("/vn/66/24169/").status_code == 200


def test_a_second_load_says_so_and_writes_nothing(demonstration: None) -> None:
    before = (User.objects.count(), Visit.objects.count())
    out = StringIO()
    call_command("demo", stdout=out)
    assert "The demonstration is there already." in out.getvalue()
    assert PASSWORD in out.getvalue()
    assert (User.objects.count(), Visit.objects.count()) == before


def story(code: str) -> list[tuple[Any, ...]]:
    """Every row of one village's roster and evenings, told without a database."""
    communes = {plan.code: Commune(code=plan.code, province_id="66", kind="xa", name=plan.code) for plan in COMMUNES}
    settlement = next(one for one in world.settlements(NOW, communes) if one.village.pk == code)
    for number, user in enumerate(settlement.crew.members, start=1):
        user.pk = number
    homes = world.roster(settlement, NOW)
    curriculum = ["device_use", "online_safety", "cashless_payment"]
    rows = [*world.roster_rows(homes), *world.coaching_rows(settlement, homes, curriculum, settlement.crew.members[0], NOW)]
    return [(type(row).__name__, *(getattr(row, field.attname) for field in row._meta.concrete_fields)) for row in rows]


def test_the_same_moment_tells_the_same_story_to_the_last_row() -> None:
    assert story(XUAN_MY) == story(XUAN_MY)


def test_the_whole_country_has_46_villages_in_phu_xuan_and_four_provinces() -> None:
    communes = {plan.code: Commune(code=plan.code, kind="xa", name=plan.code) for plan in COMMUNES}
    villages = [one.village.pk for one in world.settlements(NOW, communes)]
    assert sum(code.startswith("24364") for code in villages) == 46
    assert len({one.team.name for one in (s.crew for s in world.settlements(NOW, communes)) if one.village[:5] == "24364"}) == 46
    assert len(villages) == len(set(villages)) == 92
