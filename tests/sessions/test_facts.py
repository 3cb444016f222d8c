from datetime import date

import pytest

from accounts.models import AuditEvent
from communes.signals import Fact, facts_learned
from sessions.actions.facts import record_facts
from sessions.enums import Source
from sessions.models import Outcome, Skill
from sessions.queries.levels import known_levels
from tests.factories import OutcomeFactory, VisitFactory
from tests.world import World

ROSTER_DAY = date(2026, 9, 1)


def _outcomes() -> list[tuple[str, int | None, date]]:
    rows = Outcome.objects.order_by("observed_on", "skill")
    return list(rows.values_list("skill", "level", "observed_on"))


def test_a_roster_column_becomes_an_outcome_of_the_rosters_day(world: World) -> None:
    binh, home = world.people["Bình"], world.home_of("Bình")
    facts = [Fact("vneid", 2, resident=binh.pk), Fact("trades", 1, household=home.pk)]

    facts_learned.send(sender=Fact, facts=facts, on=ROSTER_DAY, by=world.users["commune_officer"])

    assert set(Outcome.objects.values_list("resident", "household", "skill", "level", "observed_on", "source")) == {
        (binh.pk, None, "vneid", 2, ROSTER_DAY, Source.ROSTER),
        (None, home.pk, "trades", 1, ROSTER_DAY, Source.ROSTER),
    }
    assert AuditEvent.objects.get(verb="facts.record").facts == {"outcomes": 2, "on": "2026-09-01"}


def test_the_same_roster_again_writes_nothing(world: World) -> None:
    facts = [Fact("vneid", 1, resident=world.people["Bình"].pk), Fact("own_smartphone", 1, resident=world.people["Hòa"].pk)]
    officer = world.users["commune_officer"]

    written = [len(record_facts(by=officer, facts=facts, on=ROSTER_DAY)) for _time in range(2)]

    assert written == [2, 0]
    assert AuditEvent.objects.filter(verb="facts.record").count() == 1


def test_a_later_roster_writes_only_what_changed(world: World) -> None:
    binh, hoa, officer = world.people["Bình"], world.people["Hòa"], world.users["commune_officer"]
    record_facts(by=officer, facts=[Fact("vneid", 1, binh.pk), Fact("vneid", 1, hoa.pk)], on=ROSTER_DAY)
    later = date(2026, 10, 1)

    written = record_facts(by=officer, facts=[Fact("vneid", 2, binh.pk), Fact("vneid", 1, hoa.pk)], on=later)

    assert len(written) == 1
    assert known_levels([binh.pk], day=later).of(binh.pk) == {"vneid": 2}
    assert known_levels([binh.pk], day=ROSTER_DAY).of(binh.pk) == {"vneid": 1}


def test_no_is_not_written_where_nothing_was_known(world: World) -> None:
    facts = [Fact("own_smartphone", 0, resident=world.people["Bình"].pk)]

    assert record_facts(by=world.users["commune_officer"], facts=facts, on=ROSTER_DAY) == []


def test_a_roster_imported_again_does_not_overrule_what_a_visit_of_the_same_day_saw(world: World) -> None:
    binh, officer = world.people["Bình"], world.users["commune_officer"]
    facts = [Fact("vneid", 1, resident=binh.pk)]
    record_facts(by=officer, facts=facts, on=ROSTER_DAY)
    visit = VisitFactory(household=world.home_of("Bình"), visited_on=ROSTER_DAY, recorded_by=officer)
    OutcomeFactory(resident=binh, skill=Skill.objects.get(pk="vneid"), level=2, observed_on=ROSTER_DAY, visit=visit)

    assert record_facts(by=officer, facts=facts, on=ROSTER_DAY) == []
    assert known_levels([binh.pk], day=ROSTER_DAY).of(binh.pk) == {"vneid": 2}


def test_a_corrected_outcome_does_not_count_as_known(world: World) -> None:
    binh, officer = world.people["Bình"], world.users["commune_officer"]
    wrong = OutcomeFactory(resident=binh, level=1, observed_on=date(2026, 8, 1), skill=Skill.objects.get(pk="vneid"))
    OutcomeFactory(resident=binh, level=None, observed_on=date(2026, 8, 1), replaces=wrong, skill=Skill.objects.get(pk="vneid"))

    assert len(record_facts(by=officer, facts=[Fact("vneid", 1, resident=binh.pk)], on=ROSTER_DAY)) == 1


@pytest.mark.parametrize(("code", "level"), [("vneid", 3), ("own_smartphone", 2), ("no_such_skill", 1), ("vneid", -1)])
def test_a_level_beyond_the_ladder_is_refused_and_nothing_is_written(world: World, code: str, level: int) -> None:
    facts = [Fact("vneid", 1, resident=world.people["Hòa"].pk), Fact(code, level, resident=world.people["Bình"].pk)]

    with pytest.raises(ValueError, match="No such level"):
        record_facts(by=world.users["commune_officer"], facts=facts, on=ROSTER_DAY)

    assert _outcomes() == []


def test_two_levels_of_one_thing_are_refused(world: World) -> None:
    binh = world.people["Bình"].pk

    with pytest.raises(ValueError, match="Two levels"):
        record_facts(by=world.users["commune_officer"], facts=[Fact("vneid", 1, binh), Fact("vneid", 2, binh)], on=ROSTER_DAY)
