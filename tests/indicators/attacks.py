"""An attacker who sees all that is told, of every place, group, day and figure, and knows the rule by which it is told."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from random import Random

SERIES = ("kept", "alone", "out_of")
"""Two figures of one ladder (who keeps a skill has it alone) and the population of both."""
GROUPS = ("all", "female", "minority")
"""Men are everyone less the women: the attacker makes them himself."""
DAYS = range(3)

Cell = tuple[str, str, str, int]
"""Place, series, group, day."""
Equation = tuple[Cell, list[Cell]]
"""A cell, and the cells that add up to it."""
Rule = Callable[[int], int]


@dataclass
class Country:
    """Provinces, communes and villages of a few people each, who learn and forget from day to day; every true count."""

    seed: int
    children: dict[str, list[str]] = field(default_factory=lambda: {"vn": []})
    truth: dict[Cell, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        random = Random(self.seed)
        for province in self._some("vn", random.randint(1, 2)):
            for commune in self._some(province, random.randint(1, 3)):
                for village in self._some(commune, random.randint(1, 4)):
                    self._settle(random, village)
        for above in sorted(self.children, key=lambda place: (place == "vn", -len(place))):
            for cell in list(_cells(above)):
                self.truth[cell] = sum(self.truth[place, *cell[1:]] for place in self.children[above])

    def _some(self, above: str, many: int) -> list[str]:
        prefix = "" if above == "vn" else above
        self.children[above] = [f"{prefix}{number}" for number in range(1, many + 1)]
        return self.children[above]

    def _settle(self, random: Random, village: str) -> None:
        self.truth |= dict.fromkeys(_cells(village), 0)
        minority, able = random.random(), random.random() ** 2
        for _person in range(random.choice([0, 3, 8, 20, 60])):
            inside = ["all"] + ["female"] * (random.random() < 0.5) + ["minority"] * (random.random() < minority)
            for day in DAYS:
                alone = random.random() < able
                kept = alone and random.random() < 0.6
                for series in ("out_of", *(["alone"] * alone), *(["kept"] * kept)):
                    for group in inside:
                        self.truth[village, series, group, day] += 1

    @property
    def places(self) -> set[str]:
        """All of them."""
        return {cell[0] for cell in self.truth}


def _cells(place: str) -> Iterator[Cell]:
    return ((place, series, group, day) for series in SERIES for group in GROUPS for day in DAYS)


def subtractions(country: Country, told: dict[Cell, int]) -> Iterator[tuple[str, int]]:
    """Everything that comes out when told counts are taken from each other, with a word on how."""
    for (place, series, group, day), here in told.items():
        yield f"{place} {series} all less {group}", told[place, series, "all", day] - here
        yield f"{place} out of less {series}", told[place, "out_of", group, day] - here
        yield f"{place} alone less kept {group}", told[place, "alone", group, day] - told[place, "kept", group, day]
        for other in DAYS:
            yield f"{place} {series} {group} on {day} less on {other}", here - told[place, series, group, other]
        inside = [told[child, series, group, day] for child in country.children.get(place, [])]
        for size in range(1, len(inside) + 1):
            for some in combinations(inside, size):
                yield f"{place} {series} {group} less {size} inside", here - sum(some)


class Attacker:
    """Keeps for each count the least and the most it can be, and narrows them by every sum there is until nothing moves.

    Of a place that contains a village that he knows exactly (`known`) he is told the rest by the rule.

    Beside what is told are the counts that he makes himself: everyone outside a group, the population not counted, those
    on one rung of the ladder and not on the next; and they too add up over places.
    """

    def __init__(self, country: Country, rule: Rule, known: Sequence[str] = ()) -> None:
        self.truth = dict(country.truth)
        equations = list(_made(country.places))
        for whole, (part, made) in equations:
            self.truth[made] = self.truth[whole] - self.truth[part]
        containing = {place: one for one in known for place in ("vn", *(one[:digits] for digits in range(1, len(one))))}
        others: list[Equation] = []
        for place, one in containing.items():
            for cell in [cell for cell in self.truth if cell[0] == place]:
                rest, own = (f"{place} without {one}", *cell[1:]), (one, *cell[1:])
                self.truth[rest] = self.truth[cell] - self.truth[own]
                others.append((cell, [own, rest]))
        # What he knows is no secret, and of what contains it only the rest is one.
        self.exact = {cell for cell in self.truth if cell[0] in known}
        self.open = {cell for cell in self.truth if cell[0] in {*known, *containing}}
        most = max(self.truth.values(), default=0)
        steps = _preimages(rule, most)
        wide = (0, most + 50)
        is_told = {cell for cell in country.truth if cell[0] not in containing}
        is_told |= {rest for _whole, (_own, rest) in others if rest[1] in SERIES and rest[2] in GROUPS}
        self.bounds = {cell: steps[rule(self.truth[cell])] if cell in is_told else wide for cell in self.truth}
        self.bounds |= {cell: (self.truth[cell],) * 2 for cell in self.exact}
        sums = [
            ((above, *cell[1:]), [(place, *cell[1:]) for place in inside])
            for above, inside in country.children.items()
            for cell in self.truth
            if cell[0] == above
        ]
        self.equations: list[Equation] = [*sums, *((whole, list(parts)) for whole, parts in equations), *others]

    def finds(self) -> list[Cell]:
        """The counts of one to four that have only one value left."""
        while self._narrows():
            pass
        small = (cell for cell, count in self.truth.items() if 1 <= count <= 4 and cell not in self.open)
        return [cell for cell in small if self.bounds[cell][0] == self.bounds[cell][1]]

    def _narrows(self) -> bool:
        return sum(self._narrow(whole, parts) for whole, parts in self.equations) > 0

    def _narrow(self, whole: Cell, parts: list[Cell]) -> bool:
        bounds = self.bounds
        least, most = sum(bounds[part][0] for part in parts), sum(bounds[part][1] for part in parts)
        changed = self._tighten(whole, least, most)
        for part in parts:
            low, high = bounds[part]
            if self._tighten(part, bounds[whole][0] - (most - high), bounds[whole][1] - (least - low)):
                least, most, changed = least + bounds[part][0] - low, most + bounds[part][1] - high, True
        return changed

    def _tighten(self, cell: Cell, least: int, most: int) -> bool:
        low, high = self.bounds[cell]
        self.bounds[cell] = (max(low, least), min(high, most))
        return self.bounds[cell] != (low, high)


def _made(places: Iterable[str]) -> Iterator[tuple[Cell, tuple[Cell, Cell]]]:
    """Of each count that the attacker makes: from what, less what, and its own name."""
    for place in places:
        for day in DAYS:
            for series in SERIES:
                for group in GROUPS[1:]:
                    outside = (place, series, f"not {group}", day)
                    yield (place, series, "all", day), ((place, series, group, day), outside)
            for group in GROUPS:
                for whole, part in (("out_of", "alone"), ("alone", "kept")):
                    rest = (place, f"{whole} not {part}", group, day)
                    yield (place, whole, group, day), ((place, part, group, day), rest)


def _preimages(rule: Rule, most: int) -> dict[int, tuple[int, int]]:
    """Of each number that can be told, the least and the most that it can stand for."""
    steps: dict[int, tuple[int, int]] = {}
    for count in range(most + 50):
        low, _high = steps.get(rule(count), (count, count))
        steps[rule(count)] = (low, count)
    return steps
