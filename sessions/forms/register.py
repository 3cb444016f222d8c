"""Who came to a gathering: a register that grows with each touch, and is kept in the form itself until it is saved."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from communes.enums import Sex
from communes.models import Resident
from literacy_portal.kit.ids import new_id
from sessions.drafts import Attending, Observation
from sessions.enums import AgeGroup, Ladder
from sessions.forms.subjects import NOT_TODAY, STEPS
from sessions.models import Gathering, Skill
from sessions.queries.levels import Levels

MINORITY = {"yes": True, "no": False, "": None}
MOST = 500
"""Rows of one register; a festival of more is several."""


@dataclass(frozen=True, slots=True)
class Ladderlike:
    """One skill of one person, as a row of radios: the name of the field, the choices, the one chosen."""

    name: str
    skill: Skill
    choices: Sequence[tuple[str, Any]]
    value: str
    before: str = ""

    @property
    def is_ladder(self) -> bool:
        """Whether it is a competence, which has a ladder of its own colours."""
        return self.skill.ladder == Ladder.COMPETENCE


@dataclass(slots=True)
class Row:
    """One who came. `key` is the attendance's; `resident` is a key of the roster, or None for somebody else."""

    key: UUID
    resident: UUID | None = None
    sex: str = ""
    age_group: str = ""
    minority: str = ""
    topics: list[str] = field(default_factory=list)
    levels: dict[str, str] = field(default_factory=dict)
    person: Resident | None = None

    @property
    def words(self) -> str:
        """Somebody on no roster, in words."""
        said = [str(Sex(self.sex).label) if self.sex else "", str(AgeGroup(self.age_group).label) if self.age_group else ""]
        said.append({"yes": _("ethnic minority"), "no": _("Kinh")}.get(self.minority, ""))
        return capfirst(", ".join(filter(None, said))) or _("Somebody")

    def ladders(self, skills: Iterable[Skill], before: Levels) -> Iterator[Ladderlike]:
        """The skills practised, with what was chosen, and in words what was known `before`."""
        for skill in skills:
            known = before.get(skill.code)
            words = "" if known is None else Ladder(skill.ladder).words(known)
            chosen = self.levels.get(skill.code, NOT_TODAY)
            yield Ladderlike(f"level-{self.key}-{skill.code}", skill, steps_of(skill), chosen, words)


def steps_of(skill: Skill) -> Sequence[tuple[str, Any]]:
    """The levels of a skill as choices, "not today" first."""
    if skill.ladder == Ladder.COMPETENCE:
        return STEPS
    return [STEPS[0], *((str(level), Ladder(skill.ladder).words(level)) for level in range(skill.top + 1))]


class DamagedError(ValueError):
    """The posted register is not one that the page can send."""


@dataclass
class Register:
    """All who came, in the order in which they were written down; `skills` are the codes of those practised."""

    rows: list[Row] = field(default_factory=list)
    skills: list[str] = field(default_factory=list)

    def add_resident(self, resident: UUID) -> None:
        """Adds somebody of the roster, once, on top."""
        if all(row.resident != resident for row in self.rows):
            self._add(Row(new_id(), resident))

    def add_other(self, row: Row) -> None:
        """Adds somebody on no roster, as the quick part of the form says: the same again is one touch more."""
        self._add(Row(new_id(), None, row.sex, row.age_group, row.minority, row.topics))

    def _add(self, row: Row) -> None:
        if len(self.rows) < MOST:
            self.rows.insert(0, row)

    def remove(self, key: str) -> None:
        """Takes somebody off again."""
        self.rows = [row for row in self.rows if str(row.key) != key]

    def name(self, people: Mapping[UUID, Resident]) -> None:
        """Tells the rows who their people are; whoever lives elsewhere stays without a name."""
        for row in self.rows:
            row.person = people.get(row.resident) if row.resident else None

    @property
    def residents(self) -> set[UUID]:
        """Those of the roster."""
        return {row.resident for row in self.rows if row.resident}

    @property
    def others(self) -> int:
        """How many are on no roster."""
        return sum(row.resident is None for row in self.rows)

    def attendances(self) -> tuple[Attending, ...]:
        """Who came, as an action takes it. Residents practised what the gathering was about."""
        return tuple(
            Attending(row.resident, topics=frozenset(self.skills), id=row.key)
            if row.resident
            else Attending(None, row.sex, row.age_group, MINORITY[row.minority], frozenset(row.topics), row.key)
            for row in self.rows
        )

    def observations(self, mode: str) -> tuple[Observation, ...]:
        """Every level chosen."""
        return tuple(
            Observation(skill, int(level), row.resident, mode)
            for row in self.rows
            if row.resident
            for skill, level in row.levels.items()
            if level != NOT_TODAY
        )


def read_register(data: Any, skills: Mapping[str, Skill]) -> Register:
    """The register as a form posted it. Raises DamagedError for what no page of ours sends."""
    try:
        rows = [_read_row(told, data, skills) for told in data.getlist("row")[:MOST]]
    except (ValueError, KeyError) as error:
        raise DamagedError from error
    residents = [row.resident for row in rows if row.resident]
    if len(set(residents)) < len(residents) or len({row.key for row in rows}) < len(rows):
        raise DamagedError
    chosen = {code for code in data.getlist("skills") if code in skills}
    # Whoever unticks a skill that has levels keeps it: nothing that was chosen vanishes.
    chosen |= {code for row in rows for code in row.levels}
    return Register(rows, [code for code in skills if code in chosen])


def _read_row(told: str, data: Any, skills: Mapping[str, Skill]) -> Row:
    key, _colon, resident = told.partition(":")
    if not resident:
        return read_other(UUID(key), data, key, skills)
    levels = {code: data.get(f"level-{key}-{code}", NOT_TODAY) for code in skills}
    for code, level in levels.items():
        if level not in {value for value, _words in steps_of(skills[code])}:
            raise DamagedError
    return Row(UUID(key), UUID(resident), levels={code: level for code, level in levels.items() if level != NOT_TODAY})


def read_other(key: UUID, data: Any, name: str, skills: Collection[str]) -> Row:
    """Somebody on no roster, from the fields that end in the name. Raises DamagedError for what is no choice."""
    sex, age, minority = (data.get(f"{part}-{name}", "") for part in ("sex", "age", "minority"))
    if (sex and sex not in Sex) or (age and age not in AgeGroup) or minority not in MINORITY:
        raise DamagedError
    return Row(key, None, sex, age, minority, [code for code in data.getlist(f"topics-{name}") if code in skills])


def register_of(gathering: Gathering) -> Register:
    """The register of a recorded gathering, to correct it: the same people, under new keys."""
    levels: dict[UUID | None, dict[str, str]] = {}
    for outcome in gathering.outcomes.all():
        if outcome.level is not None:
            levels.setdefault(outcome.resident_id, {})[outcome.skill_id] = str(outcome.level)
    words = {value: word for word, value in MINORITY.items()}
    rows, skills = [], {code for chosen in levels.values() for code in chosen}
    for one in gathering.attendances.all():
        topics = [skill.pk for skill in one.topics.all()]
        skills |= set(topics) if one.resident_id else set()
        noted = (one.sex, one.age_group, words[one.is_minority], [] if one.resident_id else topics)
        rows.append(Row(new_id(), one.resident_id, *noted, levels.get(one.resident_id, {}) if one.resident_id else {}))
    return Register(rows, sorted(skills))
