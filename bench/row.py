"""A line of the table: two times of one run, their ratio, and the goal for it."""

import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from statistics import median
from typing import Any

Timed = Callable[[], object]


@dataclass(frozen=True, slots=True)
class Row:
    """`ours` against `baseline`, both in `unit`; `ratio` is ours ÷ baseline, or, where `times_faster`, baseline ÷ ours.

    `at_most` says whether the ratio must stay below the goal or reach it. `note`: what was sampled, or why a goal is missed.
    """

    name: str
    baseline: str
    ours: float
    theirs: float
    goal: float
    at_most: bool = True
    times_faster: bool = False
    unit: str = "s"
    note: str = ""

    @property
    def ratio(self) -> float:
        """Without a unit."""
        above, below = (self.theirs, self.ours) if self.times_faster else (self.ours, self.theirs)
        return above / below if below else float("inf")

    @property
    def met(self) -> bool:
        """Whether the goal is reached."""
        return self.ratio <= self.goal if self.at_most else self.ratio >= self.goal

    def as_json(self) -> dict[str, Any]:
        """For bench.json: name, baseline, ratio, goal and met first."""
        rest = {key: value for key, value in asdict(self).items() if key not in {"name", "baseline", "goal"}}
        return {
            "name": self.name,
            "baseline": self.baseline,
            "ratio": round(self.ratio, 4),
            "goal": f"{'≤' if self.at_most else '≥'} {self.goal:g}",
            "met": self.met,
        } | rest


def seconds(work: Timed, *, times: int = 1, before: Timed | None = None) -> float:
    """The median time of several runs, each after `before`, which is not counted."""
    taken = []
    for _run in range(times):
        if before:
            before()
        started = time.perf_counter()
        work()
        taken.append(time.perf_counter() - started)
    return median(taken)
