from datetime import timedelta

import pytest

from accounts.models import AuditEvent
from communes.models import Household, Residence, Resident
from communes.scope import Scope
from indicators.actions.recount import rebuild
from literacy_portal.kit.ids import new_id
from literacy_portal.kit.periods import today
from sessions.actions.proposals import Accepted, ProposalRefusedError, accept_proposal, decline_proposal
from sessions.models import Held, Outcome, Proposal, Visit
from tests.factories import VisitFactory
from tests.indicators.conftest import head
from tests.sessions.phones import visit
from tests.sessions.review import YESTERDAY, deliver, hold, new_home, propose, resident, someone
from tests.world import World

COMMUNE = Scope(communes=frozenset({"24364"}))
SEEN = [{"skill": "device_use", "level": 2, "mode": "own_phone"}]


def accept(world: World, proposal: Proposal) -> Accepted:
    return accept_proposal(by=world.users["commune_officer"], proposal=proposal, scope=COMMUNE)


def test_a_new_person_lives_there_from_the_day_seen_on_and_counts_from_that_day(world: World) -> None:
    member, home = world.users["team_member"], world.home_of("Bình")
    proposal = propose(member, "new_person", home, said=someone())

    accept(world, proposal)
    rebuild()

    stay = Residence.objects.get(resident=proposal.resident)
    assert (stay.household, stay.village, stay.started_on, stay.ended_on) == (home, world.xuan_lang, YESTERDAY, None)
    assert (stay.resident.full_name, stay.resident.sex, stay.resident.birth_year) == ("Đinh Thị Lan", "female", 1975)
    before = YESTERDAY - timedelta(days=1)
    assert [head("24364001", "residents", day=day) for day in (before, YESTERDAY)] == [4, 5]
    assert head("24364", "residents", day=today()) == 6


def test_what_was_seen_of_a_new_person_becomes_outcomes_of_the_visit_that_carried_it(world: World) -> None:
    member, home = world.users["team_member"], world.home_of("Bình")
    item = visit(home, day=YESTERDAY, note="Có người mới")
    deliver(member, item)
    proposal = propose(member, "new_person", home, said=someone(), visit=item["id"], observations=SEEN)

    accepted = accept(world, proposal)

    seen = Outcome.objects.get(resident=proposal.resident)
    assert accepted.outcomes == 1
    assert (seen.skill_id, seen.level, seen.mode, seen.observed_on) == ("device_use", 2, "own_phone", YESTERDAY)
    assert (str(seen.visit_id), seen.recorded_by) == (item["id"], member)
    assert list(Visit.objects.get().people.all()) == [Resident.objects.get(pk=proposal.resident)]


def test_it_does_so_also_when_the_visit_arrives_after_the_officer_accepted(world: World) -> None:
    member, home = world.users["team_member"], world.home_of("Bình")
    item = visit(home, day=YESTERDAY, note="Có người mới")
    proposal = propose(member, "new_person", home, said=someone(), visit=item["id"], observations=SEEN)

    assert accept(world, proposal).outcomes == 0
    deliver(member, item)
    deliver(member, item)

    assert Outcome.objects.filter(resident=proposal.resident, visit=item["id"]).count() == 1


def test_nothing_is_added_to_the_visit_of_another_neighbour(world: World) -> None:
    home = world.home_of("Bình")
    theirs = VisitFactory(household=home, recorded_by=world.users["team_leader"])
    said = {"said": someone(), "visit": str(theirs.pk), "observations": SEEN}

    accept(world, propose(world.users["team_member"], "new_person", home, **said))

    assert not Outcome.objects.exists()


def test_a_new_household_comes_with_its_people_and_the_visits_that_waited_for_it(world: World) -> None:
    member, home, mother, child = world.users["team_member"], new_id(), new_id(), new_id()
    people = [resident(mother, "H'Liên Niê", "head", 1988), resident(child, "Y Bin Niê", "child", 2015)]
    seen = [{"skill": "device_use", "level": 1, "resident": str(mother), "mode": "own_phone"}]
    item = visit(home, day=YESTERDAY, people=[str(mother)], observations=seen)
    waits = hold(member, item)
    proposal = propose(member, "new_household", home, **new_home(people))

    accepted = accept(world, proposal)

    made = Household.objects.get(pk=home)
    assert (made.village, made.number, made.address, made.language) == (world.xuan_lang, "77", "Sau chợ", "rad")
    assert set(made.residences.values_list("resident", "relation", "started_on")) == {
        (mother, "head", YESTERDAY),
        (child, "child", YESTERDAY),
    }
    assert accepted.visits == 1
    assert str(Visit.objects.get(household=made).pk) == item["id"]
    assert Outcome.objects.get(resident=mother).level == 1
    waits.refresh_from_db()
    assert waits.settled == "recorded"


def test_a_birth_counts_from_the_day_of_birth(world: World) -> None:
    born = YESTERDAY - timedelta(days=20)
    said = someone("Nguyễn Bé", birth_date=born.isoformat(), birth_year=born.year, relation="grandchild")

    proposal = propose(world.users["team_member"], "birth", world.home_of("Bình"), said=said)
    accept(world, proposal)

    stay = Residence.objects.get(resident=proposal.resident)
    assert (stay.started_on, stay.resident.birth_date, stay.relation) == (born, born, "grandchild")


@pytest.mark.parametrize(("kind", "reason"), [("moved_away", "moved"), ("died", "died")])
def test_whoever_left_or_died_counts_no_more_from_that_day(world: World, kind: str, reason: str) -> None:
    who = world.people["Hòa"]
    proposal = propose(world.users["team_member"], kind, world.home_of("Bình"), resident=str(who.pk))

    accept(world, proposal)
    rebuild()

    stay = Residence.objects.get(resident=who)
    assert (stay.ended_on, stay.end_reason) == (YESTERDAY, reason)
    days = (YESTERDAY - timedelta(days=1), YESTERDAY)
    assert [head("24364001", "residents", day=day) for day in days] == [4, 3]


def test_a_declined_proposal_changes_nothing_and_keeps_the_remark(world: World) -> None:
    proposal = propose(world.users["team_member"], "new_person", world.home_of("Bình"), said=someone())

    decline_proposal(by=world.users["commune_officer"], proposal=proposal, remark="Chị ấy chỉ đến chơi.")

    proposal.refresh_from_db()
    assert (proposal.settled, proposal.remark) == ("declined", "Chị ấy chỉ đến chơi.")
    assert proposal.settled_by == world.users["commune_officer"]
    assert not Resident.objects.filter(pk=proposal.resident).exists()
    assert AuditEvent.objects.filter(verb="proposal.decline").count() == 1


def test_what_was_decided_is_decided_once(world: World) -> None:
    proposal = propose(world.users["team_member"], "new_person", world.home_of("Bình"), said=someone())
    accept(world, proposal)

    with pytest.raises(ProposalRefusedError):
        accept(world, proposal)
    with pytest.raises(ProposalRefusedError):
        decline_proposal(by=world.users["commune_officer"], proposal=proposal, remark="Nhầm")

    assert Residence.objects.filter(resident=proposal.resident).count() == 1
    assert AuditEvent.objects.filter(verb="resident.add").count() == 1


def test_what_the_roster_cannot_take_up_changes_nothing(world: World) -> None:
    member, home = world.users["team_member"], world.home_of("Bình")
    second_head = propose(member, "new_person", home, said=someone(relation="head"))
    homeless = propose(member, "new_person", new_id(), said=someone("Trần Không Nhà"))
    twice = propose(member, "moved_away", home, resident=str(world.people["Minh"].pk))
    Residence.objects.filter(resident=world.people["Minh"]).update(ended_on=YESTERDAY, end_reason="moved")
    people = Resident.objects.count()

    for proposal in (second_head, homeless, twice):
        with pytest.raises(ProposalRefusedError):
            accept(world, proposal)

    assert Resident.objects.count() == people
    assert Proposal.objects.waiting().count() == 3
    assert not AuditEvent.objects.filter(verb="proposal.accept").exists()


def test_an_officer_changes_no_household_of_another_commune(world: World) -> None:
    proposal = propose(world.users["team_member"], "new_person", world.home_of("Bình"), said=someone())
    Proposal.objects.filter(pk=proposal.pk).update(household=world.home_of("Lạ").pk)

    with pytest.raises(ProposalRefusedError):
        accept(world, proposal)

    assert not Residence.objects.filter(resident=proposal.resident).exists()
    assert not Held.objects.exists()
