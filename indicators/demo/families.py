"""Who lives together: ages, sexes and relations of a household of a given size."""

from dataclasses import dataclass

from communes.enums import Relation, Sex
from indicators.demo.chance import Chance

SIZES = {1: 6, 2: 12, 3: 17, 4: 26, 5: 17, 6: 11, 7: 6, 8: 3, 9: 1.5, 10: 0.5}
"""Persons per household and how usual they are: 4.2 on average in the countryside of Đắk Lắk."""
SMALLEST, LARGEST = 1, 12


@dataclass
class Kin:
    """One person of a household to be: relation to the head, sex, age in completed years."""

    relation: str
    sex: str
    age: int


def sizes(chance: Chance, households: int, residents: int | None) -> list[int]:
    """A size for each household; they add up to `residents` where that is given."""
    drawn = [chance.one_of(SIZES) for _household in range(households)]
    while residents is not None and (missing := residents - sum(drawn)):
        step = 1 if missing > 0 else -1
        at = chance.randrange(households)
        if SMALLEST <= drawn[at] + step <= LARGEST:
            drawn[at] += step
    return drawn


def household(chance: Chance, size: int, *, woman_leads: float) -> list[Kin]:
    """A head and `size` − 1 others, generations apart as they are in life."""
    head = Kin(Relation.HEAD, Sex.FEMALE if chance.happens(woman_leads) else Sex.MALE, _head_age(chance, size))
    people = [head]
    if size > 1 and chance.happens(0.88 if head.age < 68 else 0.6):
        people.append(Kin(Relation.SPOUSE, _other(head.sex), max(19, head.age + chance.randint(-6, 4))))
    while len(people) < size:
        people.append(_next(chance, people, size))
    return people


def _head_age(chance: Chance, size: int) -> int:
    typical = {1: 66, 2: 58, 3: 44, 4: 42, 5: 46, 6: 52}.get(size, 57)
    return min(92, max(21, round(chance.gauss(typical, 11))))


def _other(sex: str) -> str:
    return Sex.MALE if sex == Sex.FEMALE else Sex.FEMALE


def _sex(chance: Chance) -> str:
    return Sex.MALE if chance.happens(0.512) else Sex.FEMALE


def _next(chance: Chance, people: list[Kin], size: int) -> Kin:
    """The next of kin: parents with a young head, children, then what a grown child brings."""
    head = people[0]
    parents = [kin for kin in people if kin.relation == Relation.PARENT]
    if size >= 4 and head.age < 55 and len(parents) < 2 and chance.happens(0.22):
        return Kin(Relation.PARENT, _other(parents[0].sex) if parents else Sex.FEMALE, min(97, head.age + chance.randint(20, 31)))
    grown = next((kin for kin in people if kin.relation == Relation.CHILD and kin.age >= 22), None)
    if grown and (from_grown := _of_grown_child(chance, people, grown)):
        return from_grown
    children = [kin for kin in people if kin.relation == Relation.CHILD]
    oldest = head.age - 20
    if len(children) < (3 if head.age < 60 else 2) and oldest >= 0:
        return Kin(Relation.CHILD, _sex(chance), _child_age(chance, oldest, children))
    return _further(chance, head)


def _of_grown_child(chance: Chance, people: list[Kin], grown: Kin) -> Kin | None:
    """A grown child's spouse, then their children."""
    if not any(kin.relation == Relation.CHILD_IN_LAW for kin in people):
        is_married = chance.happens(0.75)
        return Kin(Relation.CHILD_IN_LAW, _other(grown.sex), max(18, grown.age + chance.randint(-5, 3))) if is_married else None
    if chance.happens(0.7):
        return Kin(Relation.GRANDCHILD, _sex(chance), chance.randint(0, max(0, grown.age - 20)))
    return None


def _child_age(chance: Chance, oldest: int, children: list[Kin]) -> int:
    if children:
        return max(0, min(kin.age for kin in children) - chance.randint(1, 5))
    return max(0, min(oldest, 38) - chance.randint(0, 9))


def _further(chance: Chance, head: Kin) -> Kin:
    relation = chance.one_of(
        {Relation.SIBLING: 3, Relation.GRANDCHILD: 3 if head.age > 45 else 0, Relation.OTHER: 2, Relation.LODGER: 0.6}
    )
    if relation == Relation.GRANDCHILD:
        return Kin(relation, _sex(chance), chance.randint(0, head.age - 42))
    age = head.age + chance.randint(-9, 9) if relation == Relation.SIBLING else chance.randint(8, 70)
    return Kin(relation, _sex(chance), max(16, age) if relation != Relation.OTHER else age)
