"""Factories: one valid row each, with no more than the test says."""

from datetime import date
from functools import cache
from typing import Any

import factory
from django.contrib.auth.hashers import make_password
from factory.django import DjangoModelFactory

from accounts.models import User
from communes.enums import CommuneKind, PovertyClass, ProvinceKind, Relation, Sex, VillageKind
from communes.models import (
    Commune,
    EthnicGroup,
    Household,
    PovertyStatus,
    Province,
    Residence,
    Resident,
    Village,
    VillageCondition,
)
from indicators.models import Campaign, Target
from literacy_portal.kit.ids import new_id
from sessions.enums import GatheringKind, Mode, Result, Source
from sessions.models import Attendance, FollowUp, Gathering, Outcome, Skill, Visit
from teams.enums import Role
from teams.models import Membership, Posting, Team

LONG_AGO = date(2025, 7, 1)
PASSWORD = "mot-mat-khau-dai"

# Hashed once a run: the hash is slow on purpose.
hashed = cache(make_password)


class UserFactory(DjangoModelFactory[User]):
    class Meta:
        model = User

    username = factory.Sequence(lambda n: f"user{n}")
    full_name = factory.Sequence(lambda n: f"Lê Thị Người {n}")
    password = factory.LazyFunction(lambda: hashed(PASSWORD))


class ProvinceFactory(DjangoModelFactory[Province]):
    class Meta:
        model = Province
        django_get_or_create = ("code",)

    code = "66"
    name = "Đắk Lắk"
    kind = ProvinceKind.PROVINCE


class CommuneFactory(DjangoModelFactory[Commune]):
    class Meta:
        model = Commune
        django_get_or_create = ("code",)

    code = "24364"
    name = "Phú Xuân"
    kind = CommuneKind.COMMUNE
    province = factory.SubFactory(ProvinceFactory)


class VillageFactory(DjangoModelFactory[Village]):
    class Meta:
        model = Village
        django_get_or_create = ("code",)

    class Params:
        serial = factory.Sequence(lambda n: f"{n % 900 + 100:03d}")

    commune = factory.SubFactory(CommuneFactory)
    code = factory.LazyAttribute(lambda village: f"{village.commune.code}{village.serial}")
    name = factory.LazyAttribute(lambda village: f"Thôn {village.code[5:]}")
    kind = VillageKind.THON


class VillageConditionFactory(DjangoModelFactory[VillageCondition]):
    class Meta:
        model = VillageCondition

    village = factory.SubFactory(VillageFactory)
    since = LONG_AGO
    has_4g = True
    has_telecom = True
    has_power = True


class EthnicGroupFactory(DjangoModelFactory[EthnicGroup]):
    class Meta:
        model = EthnicGroup
        django_get_or_create = ("slug",)

    slug = "kinh"
    name = factory.LazyAttribute(lambda group: {"kinh": "Kinh", "ede": "Ê Đê"}.get(group.slug, group.slug))


class HouseholdFactory(DjangoModelFactory[Household]):
    class Meta:
        model = Household

    village = factory.SubFactory(VillageFactory)
    number = factory.Sequence(lambda n: str(n + 1))


class PovertyStatusFactory(DjangoModelFactory[PovertyStatus]):
    class Meta:
        model = PovertyStatus

    household = factory.SubFactory(HouseholdFactory)
    year = 2025
    poverty_class = PovertyClass.POOR


class ResidentFactory(DjangoModelFactory[Resident]):
    """A person without a home; `ResidenceFactory` gives one."""

    class Meta:
        model = Resident

    full_name = factory.Sequence(lambda n: f"Nguyễn Văn Dân {n}")
    sex = Sex.MALE
    birth_year = 1980
    ethnic_group = factory.SubFactory(EthnicGroupFactory)


class ResidenceFactory(DjangoModelFactory[Residence]):
    class Meta:
        model = Residence

    resident = factory.SubFactory(ResidentFactory)
    household = factory.SubFactory(HouseholdFactory)
    village = factory.LazyAttribute(lambda residence: residence.household.village)
    relation = Relation.OTHER
    started_on = LONG_AGO


class TeamFactory(DjangoModelFactory[Team]):
    class Meta:
        model = Team
        skip_postgeneration_save = True

    commune = factory.SubFactory(CommuneFactory)
    name = factory.Sequence(lambda n: f"Tổ công nghệ số cộng đồng {n}")

    @factory.post_generation
    def villages(self: Any, create: Any, extracted: list[Village] | None, **kwargs: Any) -> None:
        """The villages it covers."""
        if create:
            self.villages.set(extracted or [])


class MembershipFactory(DjangoModelFactory[Membership]):
    class Meta:
        model = Membership

    user = factory.SubFactory(UserFactory)
    team = factory.SubFactory(TeamFactory)
    started_on = LONG_AGO


class PostingFactory(DjangoModelFactory[Posting]):
    class Meta:
        model = Posting

    user = factory.SubFactory(UserFactory)
    role = Role.SYSTEM_ADMIN
    started_on = LONG_AGO


class VisitFactory(DjangoModelFactory[Visit]):
    class Meta:
        model = Visit
        skip_postgeneration_save = True

    id = factory.LazyFunction(new_id)
    household = factory.SubFactory(HouseholdFactory)
    village = factory.LazyAttribute(lambda visit: visit.household.village)
    visited_on = date(2026, 10, 1)
    result = Result.MET
    recorded_by = factory.SubFactory(UserFactory)


class GatheringFactory(DjangoModelFactory[Gathering]):
    class Meta:
        model = Gathering

    id = factory.LazyFunction(new_id)
    kind = GatheringKind.CLASS
    village = factory.SubFactory(VillageFactory)
    held_on = date(2026, 10, 1)
    recorded_by = factory.SubFactory(UserFactory)


class AttendanceFactory(DjangoModelFactory[Attendance]):
    """Somebody of the roster, unless `resident` is None."""

    class Meta:
        model = Attendance

    gathering = factory.SubFactory(GatheringFactory)
    resident = factory.SubFactory(ResidentFactory)


class OutcomeFactory(DjangoModelFactory[Outcome]):
    """An outcome of a resident learned from a roster, unless a visit or gathering is given."""

    class Meta:
        model = Outcome

    resident = factory.SubFactory(ResidentFactory)
    skill = factory.LazyFunction(lambda: Skill.objects.get(code="online_shopping"))
    level = 3
    observed_on = date(2026, 10, 1)
    mode = Mode.OWN_PHONE
    visit = None
    gathering = None
    source = factory.LazyAttribute(
        lambda outcome: Source.VISIT if outcome.visit else Source.GATHERING if outcome.gathering else Source.ROSTER
    )
    recorded_by = factory.SubFactory(UserFactory)


class CampaignFactory(DjangoModelFactory[Campaign]):
    """The hundred days of Đắk Lắk."""

    class Meta:
        model = Campaign

    name = "Chiến dịch 100 ngày"
    first_day = date(2026, 7, 15)
    last_day = date(2026, 10, 25)
    province = factory.SubFactory(ProvinceFactory)
    indicators = factory.LazyFunction(lambda: ["adults_able", "households_visited"])
    opened_by = factory.SubFactory(UserFactory)


class TargetFactory(DjangoModelFactory[Target]):
    class Meta:
        model = Target

    campaign = factory.SubFactory(CampaignFactory)
    indicator = "adults_able"
    place = "66"
    minimum = 50
    set_by = factory.SubFactory(UserFactory)


class FollowUpFactory(DjangoModelFactory[FollowUp]):
    class Meta:
        model = FollowUp

    household = factory.SubFactory(HouseholdFactory)
    visit = factory.SubFactory(VisitFactory, household=factory.SelfAttribute("..household"))
    due_on = date(2026, 10, 8)
