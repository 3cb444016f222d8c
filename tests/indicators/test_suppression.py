"""What is hidden stays hidden: an attacker who adds and subtracts everything that is shown, at every level."""

from collections.abc import Iterable, Iterator
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from indicators.catalogue import BY_CODE, Indicator
from indicators.reading import unknown_cells
from indicators.suppression import Curtain, parts_of

ABLE, TRAINED = BY_CODE["adults_able"], BY_CODE["adults_trained"]
INDICATORS = [ABLE, TRAINED]
GROUPS = ("all", "female", "male", "age_60_plus", "minority", "poor")
PRIME = 2**61 - 1

Cells = dict[tuple[str, str], tuple[int, int]]
Row = dict[tuple[str, str], int]


def cells(**counts: tuple[int, int]) -> Cells:
    """Cells of ABLE; a group not given is everybody's complement: nobody."""
    return {("adults_able", group): counts.get(group, (0, 0)) for group in GROUPS}


def shown(curtain: Curtain, place: str) -> set[str]:
    return {group for group in GROUPS if not curtain.hides(place, ABLE, group)}


def drawn(top: Cells, below: dict[str, Cells]) -> Curtain:
    curtain = Curtain()
    curtain.draw_at_top("vn", parts_of(top, [ABLE]))
    curtain.draw("vn", {place: parts_of(one, [ABLE]) for place, one in below.items()})
    return curtain


def test_a_cell_of_one_to_four_is_hidden_and_one_of_five_or_of_nobody_is_shown() -> None:
    curtain = drawn(
        cells(all=(50, 300)),
        {"01": cells(all=(4, 100)), "02": cells(all=(5, 100)), "03": cells(all=(0, 50)), "04": cells(all=(41, 50))},
    )

    assert curtain.hides("01", ABLE, "all")
    assert not curtain.hides("03", ABLE, "all")
    assert not curtain.hides("04", ABLE, "all")


def test_the_smallest_sister_keeps_a_lonely_hidden_cell_company() -> None:
    curtain = drawn(cells(all=(59, 300)), {"01": cells(all=(4, 100)), "02": cells(all=(15, 100)), "03": cells(all=(40, 100))})

    assert {place for place in ("01", "02", "03") if curtain.hides(place, ABLE, "all")} == {"01", "02"}


def test_an_empty_sister_is_no_company() -> None:
    curtain = drawn(cells(all=(44, 300)), {"01": cells(all=(4, 100)), "02": cells(all=(0, 100)), "03": cells(all=(40, 100))})

    assert {place for place in ("01", "02", "03") if curtain.hides(place, ABLE, "all")} == {"01", "03"}


def test_women_and_men_are_hidden_together_and_the_total_stays_exact() -> None:
    curtain = drawn(
        cells(all=(100, 300), female=(43, 150), male=(57, 150)),
        {
            "01": cells(all=(30, 100), female=(3, 50), male=(27, 50)),
            "02": cells(all=(30, 100), female=(15, 50), male=(15, 50)),
            "03": cells(all=(40, 100), female=(25, 50), male=(15, 50)),
        },
    )

    assert shown(curtain, "01") & {"all", "female", "male"} == {"all"}
    assert shown(curtain, "02") & {"all", "female", "male"} == {"all"}
    assert shown(curtain, "03") & {"all", "female", "male"} == {"all", "female", "male"}


def test_a_group_is_hidden_when_those_outside_it_are_few() -> None:
    curtain = Curtain()

    curtain.draw_at_top("vn", parts_of(cells(all=(40, 100), minority=(37, 90)), [ABLE]))

    assert curtain.hides("vn", ABLE, "minority")
    assert not curtain.hides("vn", ABLE, "all")


def test_what_is_hidden_in_a_place_is_hidden_inside_it() -> None:
    curtain = drawn(cells(all=(4, 300)), {"01": cells(all=(0, 100)), "02": cells(all=(4, 200))})

    assert curtain.hides("01", ABLE, "all")
    assert curtain.hides("02", ABLE, "all")


def test_a_place_shows_the_same_in_the_ranking_above_it_and_on_its_own_page() -> None:
    world = Villages(7)

    everything = world.curtain(INDICATORS)
    of_one_indicator = world.curtain([ABLE])

    places = [place for floor in world.floors() for place in floor[1]]
    assert [everything.hides(place, ABLE, "all") for place in places] == [
        of_one_indicator.hides(place, ABLE, "all") for place in places
    ]


class Villages:
    """A random country: provinces, communes and villages of a few people each, with all their cells."""

    def __init__(self, seed: int) -> None:
        self.random = Random(seed)
        self.children: dict[str, list[str]] = {"vn": []}
        self.cells: dict[str, Cells] = {}
        for province in self._some("vn", 3):
            for commune in self._some(province, 3):
                for village in self._some(commune, 4):
                    self.cells[village] = self._village()
        for place in sorted(self.children, key=lambda place: (place == "vn", -len(place))):
            self.cells[place] = self._sum(self.children[place])

    def _some(self, above: str, most: int) -> list[str]:
        prefix = "" if above == "vn" else above
        self.children[above] = [f"{prefix}{number}" for number in range(1, self.random.randint(1, most) + 1)]
        return self.children[above]

    def _village(self) -> Cells:
        counts: dict[tuple[str, str], list[int]] = {(one.code, group): [0, 0] for one in INDICATORS for group in GROUPS}
        minority, able, poor = self.random.random(), self.random.random() ** 2, self.random.random() ** 3
        for _ in range(self.random.choice([0, 3, 8, 20, 60])):
            inside = {"all", self.random.choice(["female", "male"])}
            chances = {"age_60_plus": 0.2, "minority": minority, "poor": poor}
            inside |= {group for group, chance in chances.items() if self.random.random() < chance}
            for one in INDICATORS:
                met = self.random.random() < able
                for group in inside:
                    counts[one.code, group][0] += met
                    counts[one.code, group][1] += 1
        return {key: (counted, out_of) for key, (counted, out_of) in counts.items()}

    def _sum(self, places: Iterable[str]) -> Cells:
        keys = [(one.code, group) for one in INDICATORS for group in GROUPS]
        every = [self.cells[place] for place in places]
        return {key: (sum(one[key][0] for one in every), sum(one[key][1] for one in every)) for key in keys}

    def floors(self) -> list[tuple[str, list[str]]]:
        return sorted(self.children.items(), key=lambda floor: (floor[0] != "vn", len(floor[0]), floor[0]))

    def above(self, place: str) -> tuple[str, ...]:
        return ("vn", *(place[:digits] for digits in range(1, len(place))))

    def curtain(self, catalogue: list[Indicator], known: Iterable[str] = ()) -> Curtain:
        """As a reader meets it who knows some places exactly."""
        unknown = unknown_cells(self.cells, {place: self.above(place) for place in known})
        curtain = Curtain()
        curtain.draw_at_top("vn", parts_of(unknown["vn"], catalogue))
        for above, sisters in self.floors():
            if above in unknown:
                curtain.draw(above, {place: parts_of(unknown[place], catalogue) for place in sisters if place in unknown})
        return curtain

    def equations(self) -> Iterator[Row]:
        """Everything an attacker knows to be true of the cells of one series."""
        for above, sisters in self.children.items():
            for group in GROUPS:
                yield {(above, group): -1, **{(place, group): 1 for place in sisters}}
        for place in self.cells:
            yield {(place, "all"): -1, (place, "female"): 1, (place, "male"): 1}


def secrets(value: dict[tuple[str, str], int]) -> Iterator[Row]:
    """Cells of one to four, and those of the people outside a group."""
    for (place, group), count in value.items():
        if 0 < count < 5:
            yield {(place, group): 1}
        if group in ("age_60_plus", "minority", "poor") and 0 < value[place, "all"] - count < 5:
            yield {(place, "all"): 1, (place, group): -1}


class Attacker:
    """Solves what is linear: which sums of hidden cells follow from the equations, all shown cells being known."""

    def __init__(self, equations: Iterable[Row], hidden: set[tuple[str, str]]) -> None:
        self.hidden = hidden
        self.basis: dict[tuple[str, str], Row] = {}
        for equation in equations:
            rest = self._reduce(equation)
            if rest:
                pivot, factor = next(iter(rest.items()))
                inverse = pow(factor, -1, PRIME)
                self.basis[pivot] = {cell: value * inverse % PRIME for cell, value in rest.items()}

    def _reduce(self, row: Row) -> Row:
        rest = {cell: value % PRIME for cell, value in row.items() if cell in self.hidden}
        while pivot := next((cell for cell in rest if cell in self.basis), None):
            factor = rest[pivot]
            for cell, value in self.basis[pivot].items():
                rest[cell] = (rest.get(cell, 0) - factor * value) % PRIME
            rest = {cell: value for cell, value in rest.items() if value}
        return rest

    def finds(self, secret: Row) -> bool:
        return not self._reduce(secret)


@settings(max_examples=120, deadline=None)
@given(st.integers(0, 10**9))
def test_no_subtraction_of_shown_cells_brings_a_small_one_back(seed: int) -> None:
    world = Villages(seed)

    assert found_by_an_attacker(world, known=set()) == []


@settings(max_examples=120, deadline=None)
@given(st.integers(0, 10**9))
def test_nor_does_it_for_a_reader_who_knows_some_villages_exactly(seed: int) -> None:
    world = Villages(seed)
    villages = [place for place in world.cells if len(place) == 3]
    known = set(world.random.sample(villages, world.random.randint(1, min(3, len(villages)))))

    assert found_by_an_attacker(world, known) == []


def found_by_an_attacker(world: Villages, known: set[str]) -> list[Row]:
    """The small cells that follow from all that is shown: of those counted, and of those they are counted out of.

    Of a place that contains known ones, the secret is what is left without them.
    """
    curtain = world.curtain(INDICATORS, known)
    unknown = unknown_cells(world.cells, {place: world.above(place) for place in known})
    found = []
    for number, shows in enumerate([[ABLE], INDICATORS]):
        value = {(place, group): one["adults_able", group][number] for place, one in unknown.items() for group in GROUPS}
        hidden = {cell for cell in value if all(curtain.hides(cell[0], indicator, cell[1]) for indicator in shows)}
        attacker = Attacker(world.equations(), hidden)
        found += [secret for secret in secrets(value) if attacker.finds(secret)]
    return found


def test_the_attacker_of_these_tests_finds_what_is_badly_hidden() -> None:
    attacker = Attacker([{("vn", "all"): -1, ("1", "all"): 1, ("2", "all"): 1}], {("1", "all")})

    assert attacker.finds({("1", "all"): 1})
    assert not Attacker([{("vn", "all"): -1, ("1", "all"): 1, ("2", "all"): 1}], {("1", "all"), ("2", "all")}).finds(
        {("1", "all"): 1}
    )
