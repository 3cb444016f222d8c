"""What a definition counts, said in the three languages: made from the definition itself, so that words and figures agree."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import singledispatch

from indicators.catalogue.conditions import (
    ActiveTeam,
    Aged,
    Condition,
    Every,
    Kept,
    Level,
    Minority,
    Poor,
    Several,
    Sexed,
    SomeMember,
    VillageHas,
    Visited,
)
from indicators.catalogue.populations import Population
from indicators.catalogue.words import Words
from indicators.enums import Ground, Unit
from sessions.enums import Ladder


@dataclass(frozen=True, slots=True)
class Named:
    """A skill's name in three languages, and its ladder."""

    words: Words
    ladder: Ladder


Names = Mapping[str, Named]
"""Skills by code."""

_OF: dict[Unit, Words] = {
    Unit.PERSONS: Words("người", "those who", "ceux qui"),
    Unit.HOUSEHOLDS: Words("hộ", "those that", "ceux qui"),
    Unit.VILLAGES: Words("thôn", "those that", "ceux qui"),
}
_GROUND = {
    Ground.MOBILE: Words("có sóng 4G", "have 4G coverage", "sont couverts en 4G"),
    Ground.TELECOM: Words("có dịch vụ viễn thông", "have telecom service", "ont un service de télécommunications"),
    Ground.POWER: Words("có điện lưới", "have grid power", "sont raccordés au réseau électrique"),
}


def rule_of(population: Population, condition: Condition, names: Names) -> Words:
    """The rule in words: whom it counts over, and who of them is counted."""
    over, one, asked = population.names, _OF[population.unit], said(condition, names)
    return Words(
        f"Trong {over.vi}: {one.vi} {asked.vi}.",
        f"Of {over.en}: {one.en} {asked.en}.",
        f"Parmi {over.fr} : {one.fr} {asked.fr}.",
    )


@singledispatch
def said(condition: Condition, names: Names) -> Words:
    """A condition as the end of a sentence. Raises TypeError for what no word is known for."""
    raise TypeError(f"no words for {condition!r}")


@said.register
def _(condition: Level, names: Names) -> Words:
    skill = names[condition.skill]
    if condition.exactly is None:
        return _reached((skill.words,), condition.at_least or 0, skill.ladder, 1)
    if skill.ladder is Ladder.FACT and condition.exactly == 1:
        name = skill.words
        return Words(f"được ghi nhận: “{name.vi}”", f"are recorded with: “{name.en}”", f"sont notés avec : « {name.fr} »")
    level, name = condition.exactly, skill.words
    return Words(
        f"ở đúng mức {level} “{name.vi}”", f"are at level {level} of “{name.en}”", f"sont au niveau {level} de « {name.fr} »"
    )


@said.register
def _(condition: Several, names: Names) -> Words:
    skills = [names[skill] for skill in condition.skills]
    return _reached([skill.words for skill in skills], condition.at_least, skills[0].ladder, condition.how_many)


def _reached(skills: Sequence[Words], level: int, ladder: Ladder, how_many: int) -> Words:
    some, did = (
        _some(skills, how_many),
        Words(f"đạt mức {level} trở lên", f"reached level {level} or more in", f"ont atteint le niveau {level} pour"),
    )
    if ladder is Ladder.COMPETENCE:
        did = _DONE[level]
    return Words(f"{did.vi} {some.vi}", f"{did.en} {some.en}", f"{did.fr} {some.fr}")


_DONE = {
    0: Words("đã hoặc chưa làm được", "have or have not yet done", "ont fait ou non"),
    1: Words("ít nhất đã được chỉ cách làm", "were at least shown", "se sont au moins fait montrer"),
    2: Words("đã làm được, tự làm hoặc có người giúp,", "did, alone or with help,", "ont fait, seuls ou aidés,"),
    3: Words("tự làm được, ở lần xem gần nhất,", "did alone, when last seen,", "ont fait seuls, la dernière fois,"),
}


def _some(skills: Sequence[Words], how_many: int) -> Words:
    quoted = Words(
        ", ".join(f"“{one.vi}”" for one in skills),
        ", ".join(f"“{one.en}”" for one in skills),
        ", ".join(f"« {one.fr} »" for one in skills),
    )
    if len(skills) == 1:
        return quoted
    if how_many == len(skills):
        return Words(f"tất cả các việc: {quoted.vi}", f"all of: {quoted.en}", f"tout ceci : {quoted.fr}")
    return Words(
        f"ít nhất {how_many} trong các việc: {quoted.vi}",
        f"at least {how_many} of: {quoted.en}",
        f"au moins {how_many} parmi : {quoted.fr}",
    )


@said.register
def _(condition: Kept, names: Names) -> Words:
    some, days = _some([names[skill].words for skill in condition.skills], condition.how_many), condition.days
    return Words(
        f"lần nào xem cũng tự làm được, từ {days} ngày trở lên, {some.vi}",
        f"were seen doing alone every time, for {days} days or more, {some.en}",
        f"ont été vus faire seuls à chaque fois, sur {days} jours ou plus, {some.fr}",
    )


@said.register
def _(condition: Aged, names: Names) -> Words:
    years = condition.years
    return Words(f"từ {years} tuổi", f"are aged {years} or more", f"ont {years} ans ou plus")


@said.register
def _(condition: Sexed, names: Names) -> Words:
    women = condition.sex == "female"
    return Words("là nữ", "are women", "sont des femmes") if women else Words("là nam", "are men", "sont des hommes")


@said.register
def _(condition: Minority, names: Names) -> Words:
    return Words("thuộc dân tộc thiểu số", "are of an ethnic minority", "sont d’une minorité ethnique")


@said.register
def _(condition: Poor, names: Names) -> Words:
    return Words("thuộc hộ nghèo hoặc cận nghèo", "are poor or near-poor", "sont pauvres ou quasi pauvres")


@said.register
def _(condition: SomeMember, names: Names) -> Words:
    inner = said(condition.condition, names)
    return Words(
        f"có ít nhất một người mà: {inner.vi}",
        f"have one member of whom all this is so: they {inner.en}",
        f"ont au moins un membre parmi ceux qui {inner.fr}",
    )


@said.register
def _(condition: Visited, names: Names) -> Words:
    return Words(
        "đã được tổ đến và gặp ít nhất một lần", "a team visited and met at least once", "ont été rencontrés au moins une fois"
    )


@said.register
def _(condition: VillageHas, names: Names) -> Words:
    return _GROUND[Ground(condition.ground)]


@said.register
def _(condition: ActiveTeam, names: Names) -> Words:
    days = condition.days
    return Words(
        f"được tổ phụ trách đến thăm ít nhất một lần trong {days} ngày gần nhất",
        f"a team covering them visited within the last {days} days",
        f"ont reçu une visite de leur équipe dans les {days} derniers jours",
    )


@said.register
def _(condition: Every, names: Names) -> Words:
    parts = [said(one, names) for one in condition.conditions]
    if not parts:
        return Words("bất kỳ", "are there", "sont là")
    return Words("; và ".join(p.vi for p in parts), "; and ".join(p.en for p in parts), " ; et ".join(p.fr for p in parts))
