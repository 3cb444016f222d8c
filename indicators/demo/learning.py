"""How one person learns: what they have, what they could do before, and what an evening adds."""

from collections.abc import Iterator, Sequence

from indicators.demo.chance import Chance
from indicators.demo.roster import Home, Someone
from sessions.drafts import Observation
from sessions.enums import Mode

TOP = 3
FOR_CHILDREN = {"device_use", "online_safety", "local_platforms"}

# Age from which the share holds: of owners of a smartphone, of talent.
_OWNERS = [(70, 0.26), (60, 0.52), (46, 0.8), (15, 0.93), (0, 0.25)]
_TALENT = [(70, 0.14), (60, 0.3), (46, 0.52), (31, 0.72), (13, 0.88), (0, 0.45)]


def _at_age(steps: Sequence[tuple[int, float]], age: int) -> float:
    return next(share for from_age, share in steps if age >= from_age)


def owns_phone(chance: Chance, home: Home, someone: Someone) -> bool:
    """Whether this person has a smartphone; asked once, it stays the answer."""
    if someone.has_phone is None:
        hardship = (0.85 if home.is_poor else 1) * (0.9 if home.group != "kinh" else 1)
        someone.has_phone = chance.happens(_at_age(_OWNERS, someone.age) * hardship)
    return someone.has_phone


class Learner:
    """One resident before the team: talent between 0 and 1, a phone or none, and the levels recorded so far."""

    def __init__(self, chance: Chance, home: Home, someone: Someone) -> None:
        hardship = (0.78 if home.is_poor else 1) * (0.82 if home.group != "kinh" else 1)
        self.chance, self.age, self.id = chance, someone.age, someone.resident.id
        self.talent = min(0.97, max(0.03, _at_age(_TALENT, self.age) * hardship * chance.uniform(0.75, 1.2)))
        self.has_phone = owns_phone(chance, home, someone)
        self.levels: dict[str, int] = {}
        self.met_before = False

    def evening(self, curriculum: Sequence[str]) -> Iterator[Observation]:
        """What the team records of this person at one visit."""
        yield from self._facts()
        yield from self._skills(curriculum)
        self.met_before = True

    def _record(self, skill: str, level: int, mode: str = "") -> Iterator[Observation]:
        if self.levels.get(skill) != level:
            self.levels[skill] = level
            yield Observation(skill, level, self.id, mode)

    def _facts(self) -> Iterator[Observation]:
        if not self.met_before:
            yield from self._record("own_smartphone", int(self.has_phone))
        elif not self.has_phone and self.chance.happens(0.07):
            self.has_phone = True
            yield from self._record("own_smartphone", 1)
        if self.age >= 14 and self.chance.happens(0.75):
            yield from self._record("vneid", self._vneid())
        if self.age >= 15:
            for fact, ease in (("payment_account", 0.62), ("province_app", 0.4), ("digital_signature", 0.06)):
                yield from self._fact(fact, ease)
        if self.age >= 18 and self.met_before:
            yield from self._fact("vneid_confirmed", 0.25 if self.levels.get("device_use", 0) == TOP else 0.03)
            yield from self._fact("mooc_completed", 0.05)

    def _fact(self, fact: str, ease: float) -> Iterator[Observation]:
        """A fact stays true once it is; where it is not, few teams write that down."""
        if self.levels.get(fact) == 1:
            return
        gets = self.has_phone and self.levels.get("vneid", 0) > 0 and self.chance.happens(ease * (0.35 + 0.7 * self.talent))
        if gets or (fact not in self.levels and self.chance.happens(0.1)):
            yield from self._record(fact, int(gets))

    def _vneid(self) -> int:
        """Level 2 needs the police; the team helps to switch the account on (domain.md §4.1)."""
        known = self.levels.get("vneid")
        if known is None:
            card = 0.95 if self.age < 60 else 0.8
            level = 2 if self.chance.happens(card * (0.3 + 0.6 * self.talent)) else int(self.chance.happens(0.5))
            return level if self.has_phone or self.chance.happens(0.3) else 0
        return min(2, known + int(self.chance.happens(0.35)))

    def _skills(self, curriculum: Sequence[str]) -> Iterator[Observation]:
        """What they need, easy things rather than hard ones; at the first visit also what they can do already."""
        offered = [skill for skill in curriculum if self.age >= 15 or skill in FOR_CHILDREN]
        mastered = [skill for skill in offered if self.levels.get(skill) == TOP]
        count = self.chance.one_of({1: 2, 2: 4, 3: 3} if self.met_before else {2: 2, 3: 4, 4: 4})
        for skill in self._wanted([skill for skill in offered if skill not in mastered])[:count]:
            yield from self._record(skill, self._level(skill, curriculum.index(skill)), self._mode())
        if mastered and self.chance.happens(0.85):
            yield from self._check(self.chance.choice(mastered))

    def _wanted(self, skills: list[str]) -> list[str]:
        """Nearly in the order of the curriculum: a trader asks for payment first, a pensioner for public services."""
        return sorted(skills, key=lambda skill: skills.index(skill) + self.chance.uniform(0, 5))

    def _level(self, skill: str, rank: int) -> int:
        before = self.levels.get(skill)
        if before is None:
            before = self._prior(rank)
        gain = self.chance.one_of({0: 0.75 - 0.6 * self.talent, 1: 1, 2: 1.1 * self.talent})
        return min(TOP if self.has_phone else 2, before + gain)

    def _prior(self, rank: int) -> int:
        """What they could do before anyone came: the easier and the younger, the more."""
        ease = self.talent - 0.04 * rank
        return TOP if self.chance.happens(ease - 0.12) else int(self.chance.happens(ease)) + int(self.chance.happens(ease - 0.1))

    def _check(self, skill: str) -> Iterator[Observation]:
        """Seen again alone, which keeps the habit; rarely it was lost."""
        level = 2 if self.chance.happens(0.07) else TOP
        self.levels[skill] = level
        yield Observation(skill, level, self.id, self._mode())

    def _mode(self) -> str:
        if self.chance.happens(0.06):
            return Mode.SELF_REPORTED
        return Mode.OWN_PHONE if self.has_phone else Mode.ASSISTED


class Trade:
    """What a household sells and how it is paid."""

    def __init__(self, chance: Chance, home: Home) -> None:
        self.chance = chance
        shop = "Buôn bán" in home.row.livelihood
        self.trades = chance.happens(0.92 if shop else 0.13)
        self.known: dict[str, int] = {}

    def evening(self) -> Iterator[Observation]:
        """What the team records of the household at one visit."""
        facts = {"trades": self.trades}
        if self.trades:
            facts["business_qr"] = self.known.get("business_qr") == 1 or self.chance.happens(0.36)
            facts["online_sale"] = self.known.get("online_sale") == 1 or self.chance.happens(0.17)
        for fact, holds in facts.items():
            if self.known.get(fact) != int(holds):
                self.known[fact] = int(holds)
                yield Observation(fact, int(holds))
