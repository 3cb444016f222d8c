"""The households of one village, as its roster would have them."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from uuid import UUID

from communes.enums import PovertyClass, Relation, ResidenceEnd, ResidenceStatus, Sex
from communes.models import Household, PovertyStatus, Residence, Resident
from indicators.demo.atlas import CommunePlan, VillagePlan
from indicators.demo.chance import Chance
from indicators.demo.families import Kin, household, sizes
from indicators.demo.names import NAMINGS, family_name, full_name, keys_of
from indicators.demo.rows import unsaved
from literacy_portal.kit.periods import VIETNAM

# fmt: off
LANGUAGES = {
    "ede": "rad", "gia_rai": "jra", "mnong": "cmo", "tay": "tyz", "nung": "nut", "thai": "blt", "hmong": "hmn", "muong": "mtq",
    "bru_van_kieu": "bru",
}
# fmt: on
BEST_TIMES = {"": 50, "Buổi tối": 20, "Sau 19 giờ": 14, "Sau 20 giờ, đi rẫy về muộn": 9, "Chủ nhật": 5, "Buổi trưa": 2}


@dataclass
class Someone:
    """A person of the demonstration: the row, where they stand in the household, and what chance needs to know of them."""

    resident: Resident
    stay: Residence
    age: int
    has_phone: bool | None = None

    @property
    def lives_here(self) -> bool:
        """Whether they count in the village today."""
        return self.stay.ended_on is None and self.stay.status != ResidenceStatus.AWAY


@dataclass
class Home:
    """A household of the demonstration with its people."""

    row: Household
    group: str
    people: list[Someone]
    is_poor: bool = False
    poverty: list[PovertyStatus] = field(default_factory=list)

    @property
    def present(self) -> list[Someone]:
        """Who lives there now."""
        return [person for person in self.people if person.lives_here]


class VillageRoster:
    """Draws the households of a village. `since` is the day its roster was taken over, `today` the last day of the story."""

    def __init__(self, chance: Chance, commune: CommunePlan, plan: VillagePlan, *, since: date, today: date) -> None:
        self.chance, self.commune, self.plan, self.since, self.today = chance, commune, plan, since, today
        self.made = datetime.combine(since, time(8), VIETNAM)

    def homes(self) -> list[Home]:
        """All households, the poorest known."""
        drawn = sizes(self.chance, self.plan.households, self.plan.residents)
        groups = self._groups()
        homes = [self._home(number, size, group) for number, (size, group) in enumerate(zip(drawn, groups, strict=True), start=1)]
        self._decide_poverty(homes)
        return homes

    def _groups(self) -> list[str]:
        """The group of each household: every group of the plan at least once, where the plan is exact."""
        sure = list(self.plan.groups) if self.plan.exact else []
        groups = sure + [self.chance.one_of(self.plan.groups) for _more in range(self.plan.households - len(sure))]
        self.chance.shuffle(groups)
        return groups

    def _id(self) -> UUID:
        self.made += timedelta(milliseconds=1)
        return self.chance.id_at(self.made)

    def _home(self, number: int, size: int, group: str) -> Home:
        chance = self.chance
        row = unsaved(
            Household,
            id=self._id(),
            village_id=self.plan.code,
            number=f"{number:03d}",
            address=chance.choice(
                ["", f"Xóm {1 + number // 40}", f"Ngõ {1 + number // 12}", "Gần nhà văn hóa", f"Tổ {1 + number // 30}"]
            ),
            livelihood=chance.one_of(self.commune.livelihoods),
            has_internet=chance.one_of({True: 46, False: 34, None: 20}),
            best_time=chance.one_of(BEST_TIMES),
            language=LANGUAGES.get(group, "") if chance.happens(0.7) else "",
        )
        row.derive_keys()
        return Home(row, group, list(self._people(row, size, group)))

    def _people(self, row: Household, size: int, group: str) -> Iterator[Someone]:
        """Those on the list, and now and then one who left or died since."""
        kin = household(self.chance, size, woman_leads=0.42 if NAMINGS[group].matrilineal else 0.22)
        family = family_name(self.chance, group)
        for one in kin:
            yield self._someone(row, one, group, family)
        if self.chance.happens(0.05):
            gone = Kin(Relation.PARENT, self.chance.choice(Sex.values), self.chance.randint(74, 94))
            yield self._gone(self._someone(row, gone, group, family), ResidenceEnd.DIED)
        if self.chance.happens(0.04):
            moved = Kin(Relation.CHILD, self.chance.choice(Sex.values), self.chance.randint(18, 27))
            yield self._gone(self._someone(row, moved, group, family), ResidenceEnd.MOVED)

    def _someone(self, row: Household, kin: Kin, group: str, family: str) -> Someone:
        chance = self.chance
        comes_from_outside = kin.relation in (Relation.SPOUSE, Relation.CHILD_IN_LAW, Relation.LODGER)
        mixed = comes_from_outside and chance.happens(0.12)
        own_group = chance.one_of(self.plan.groups) if mixed else group
        name = full_name(chance, own_group, family_name(chance, own_group) if comes_from_outside else family, kin.sex)
        resident = unsaved(Resident, id=self._id(), full_name=name, sex=kin.sex, ethnic_group_id=own_group)
        resident.sort_key, resident.search_key = keys_of(name)
        self._born(resident, kin.age)
        self._phone(resident, kin.age)
        if not self.plan.exact and chance.happens(0.004):
            resident.ethnic_group_id = None
        return Someone(resident, self._stay(row, resident, kin), kin.age)

    def _born(self, resident: Resident, age: int) -> None:
        """The full date, or the year only, as lists have it of the old; rarely nothing."""
        day = self.today - timedelta(days=int(age * 365.2425) + self.chance.randint(1, 364))
        resident.birth_year = day.year
        if self.chance.happens(0.45 if age >= 65 else 0.94):
            resident.birth_date = day
        elif age > 40 and self.chance.happens(0.03):
            resident.birth_year = None

    def _phone(self, resident: Resident, age: int) -> None:
        if age >= 15 and self.chance.happens(0.74 if age < 60 else 0.38):
            resident.phone = f"+8451{self.chance.randrange(10**7):07d}"

    def _stay(self, row: Household, resident: Resident, kin: Kin) -> Residence:
        start = self.since
        if resident.birth_date and resident.birth_date > start:
            start = resident.birth_date
        elif kin.relation != Relation.HEAD and self.chance.happens(0.02):
            start += timedelta(days=self.chance.randrange((self.today - start).days))
        stay = unsaved(
            Residence,
            resident_id=resident.id,
            household_id=row.id,
            village_id=row.village_id,
            relation=kin.relation,
            started_on=start,
        )
        stay.status = self._status(kin)
        return stay

    def _status(self, kin: Kin) -> str:
        """The young work away, lodgers stay for a while; in the exact villages everyone counts."""
        if kin.relation == Relation.LODGER:
            return ResidenceStatus.TEMPORARY
        may_go = not self.plan.exact and kin.relation in (Relation.CHILD, Relation.CHILD_IN_LAW, Relation.SIBLING)
        is_away = may_go and 18 <= kin.age <= 40 and self.chance.happens(0.2)
        return ResidenceStatus.AWAY if is_away else ResidenceStatus.LIVING

    def _gone(self, someone: Someone, reason: str) -> Someone:
        stay = someone.stay
        stay.status, stay.started_on = ResidenceStatus.LIVING, self.since
        stay.ended_on = self.today - timedelta(days=self.chance.randint(5, 200))
        stay.end_reason = reason
        return someone

    def _decide_poverty(self, homes: list[Home]) -> None:
        """This year's list and last year's, which was a little longer."""
        poor, near = self._poverty_counts(len(homes))
        order = sorted(homes, key=lambda home: self.chance.random() * (0.45 if home.group != "kinh" else 1))
        risen = order[poor + near : poor + near + max(1, poor // 3)]
        for home in order[:poor]:
            self._class(home, PovertyClass.POOR, PovertyClass.POOR)
        for home in order[poor : poor + near]:
            self._class(home, self.chance.choice([PovertyClass.POOR, PovertyClass.NEAR_POOR]), PovertyClass.NEAR_POOR)
        for home in risen:
            self._class(home, PovertyClass.NEAR_POOR, PovertyClass.NOT_POOR)

    def _poverty_counts(self, households: int) -> tuple[int, int]:
        if self.plan.poor is not None and self.plan.near_poor is not None:
            return self.plan.poor, self.plan.near_poor
        rate = self.commune.poverty * self.chance.uniform(0.6, 1.5)
        return round(households * rate), round(households * rate * 0.8)

    def _class(self, home: Home, before: str, now: str) -> None:
        home.is_poor = now != PovertyClass.NOT_POOR
        for year, given in ((self.today.year - 1, before), (self.today.year, now)):
            decision = f"{int(self.plan.code) % 900 + 60}/QĐ-UBND"
            status = unsaved(PovertyStatus, household_id=home.row.id, year=year, poverty_class=given, decision=decision)
            home.poverty.append(status)
