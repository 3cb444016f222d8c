"""Lines with fewer points: each arc is made simpler once, so that neighbours keep one border between them."""

from collections.abc import Iterable, Sequence

from literacy_portal.kit.borders.arcs import Arc, Cut, Way
from literacy_portal.kit.borders.rings import FEWEST, Point, doubled_area
from literacy_portal.kit.borders.weights import weights

POINTS = 5_000
"""Points between the ends of arcs that a whole map may keep: drawn from both sides, less than 20 kB on the wire."""

UNSEEN = 4
"""Twice the area, in steps of the grid, that nobody sees missing."""


class Simple:
    """The arcs of a map without the points that matter least; `least` is what the last of those left out was worth."""

    def __init__(self, cut: Cut, points: int = POINTS) -> None:
        self.arcs = cut.arcs
        self.worth = [weights(arc) for arc in cut.arcs]
        order = sorted((worth for arc in self.worth for worth in arc), reverse=True)
        self.least = max(order[points] if len(order) > points else 0, UNSEEN)
        self.kept = [{at for at, worth in enumerate(arc, 1) if worth > self.least} for arc in self.worth]

    def show(self, ways: Sequence[Way]) -> None:
        """Takes points back until each of these rings, which run clockwise, holds some ground again as it did before.

        All rings are looked at before any point is taken back, so that their order says nothing.
        """
        flat = [way for way in ways if not self._holds_ground(way)]
        while flat:
            for number, at in {best for way in flat for best in self._best(way)}:
                self.kept[number].add(at)
            flat = [way for way in flat if not self._holds_ground(way)]

    def ring(self, way: Way) -> list[Point]:
        """The ring along its arcs, with the points that are kept."""
        ring: list[Point] = []
        for number, is_back in way:
            line = self._line(self.arcs[number], self.kept[number])
            ring += line[:0:-1] if is_back else line[:-1]
        return [point for at, point in enumerate(ring) if point != ring[at - 1]]

    @staticmethod
    def _line(arc: Arc, kept: Iterable[int]) -> list[Point]:
        return [arc[0], *(arc[at] for at in sorted(kept)), arc[-1]]

    def _holds_ground(self, way: Way) -> bool:
        ring = self.ring(way)
        # A ring so simple that it crosses itself may run the other way round: its ground would be a hole.
        return len(ring) >= FEWEST and doubled_area(ring) > 0

    def _best(self, way: Way) -> list[tuple[int, int]]:
        """The points of a ring worth most of those left out."""
        out = [
            (self.worth[number][at - 1], number, at)
            for number, _is_back in way
            for at in range(1, len(self.arcs[number]) - 1)
            if at not in self.kept[number]
        ]
        most = max((worth for worth, *_where in out), default=0)
        return [(number, at) for worth, number, at in out if worth == most]
