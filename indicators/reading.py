"""Which figures a reader may see: exact where people are open to them, behind a curtain elsewhere."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from communes.models.places import COUNTRY
from communes.scope import Scope
from indicators.catalogue import CATALOGUE, Indicator
from indicators.queries.figures import Cells, Counts, cells_of
from indicators.queries.tree import Spot, above_all
from indicators.suppression import Curtain, Parts, Series, parts_of

Floor = tuple[str, Sequence[str]]
"""A place and all places directly inside it, by code."""


@dataclass(frozen=True)
class Reading:
    """The figures of a place and of the places in it, with what of them is hidden from this reader."""

    cells: Mapping[str, Cells]
    curtain: Curtain

    def counts(self, place: str, indicator: Indicator, group: str = "all") -> Counts:
        """Counted, out of; (0, 0) when there is nothing to count over."""
        return self.cells.get(place, {}).get((indicator.code, group), (0, 0))

    def hides(self, place: str, indicator: Indicator, group: str = "all") -> bool:
        """Whether this reader may not see the figure."""
        return self.curtain.hides(place, indicator, group)


def read(spot: Spot, children: Sequence[str], ranked: Indicator, floors: Callable[[], Sequence[Floor]], people: Scope) -> Reading:
    """The figures of a place, and of its children the one they are ranked by.

    `people` is where the reader may see people. `floors`, from the country down to the place, each with all
    its sisters, decide together what is hidden; they are asked for only behind a curtain.
    """
    below = cells_of(children, [ranked.code])
    if spot.is_inside(people):
        return Reading({**below, **cells_of([spot.code])}, Curtain())
    known, way = above_all(people), floors()
    sisters = [code for _above, codes in way for code in codes]
    cells = {**below, **cells_of({COUNTRY, *sisters, *known})}
    return Reading({**below, spot.code: cells[spot.code]}, _curtain(spot, children, ranked, way, unknown_cells(cells, known)))


def unknown_cells(cells: Mapping[str, Cells], known: Mapping[str, Iterable[str]]) -> dict[str, Cells]:
    """What the reader does not know exactly: places known are out, and taken out of all that contain them."""
    rest = {place: dict(of_place) for place, of_place in cells.items() if place not in known}
    for place, above in known.items():
        for container in above:
            for figure, (counted, out_of) in cells[place].items():
                if figure in rest.get(container, {}):
                    all_counted, all_out_of = rest[container][figure]
                    rest[container][figure] = (all_counted - counted, all_out_of - out_of)
    return rest


def _curtain(
    spot: Spot, children: Sequence[str], ranked: Indicator, floors: Sequence[Floor], unknown: Mapping[str, Cells]
) -> Curtain:
    curtain = Curtain()
    curtain.draw_at_top(COUNTRY, parts_of(unknown[COUNTRY]))
    for above, sisters in floors:
        curtain.draw(above, _parts(sisters, unknown, CATALOGUE))
    if children:
        curtain.draw(spot.code, _parts(children, unknown, [ranked]))
    return curtain


def _parts(places: Iterable[str], unknown: Mapping[str, Cells], catalogue: Sequence[Indicator]) -> dict[str, dict[Series, Parts]]:
    return {place: parts_of(unknown[place], catalogue) for place in places if place in unknown}
