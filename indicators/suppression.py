"""What those who may only see aggregates see instead of a count: steps of five, and nothing below eight.

Whoever may see the people of a place sees its counts as they are. Everyone else sees each count of persons or households
as the nearest multiple of five, and of 0 to 7 only that they are fewer than eight. Each shown number follows from its own
count alone: the same on every page, for every day and group, and no other place is asked.

- Sums and differences of multiples of five are multiples of five: over groups, places, days, figures or what is left of a
  population, no subtraction comes to 1, 2, 3 or 4.
- Nothing is told of a count but the four around it; and the lowest step reaches from 0 to 7, so that where sums leave
  no choice at all (all parts at the very edge of their steps), they leave 0 or 7.
- Men are everyone less the women. Shown apart they would be a second equation for the same people.

Why not exact totals with small cells left out: docs/decisions/0009-small-numbers-stay-hidden.md.
"""

from collections.abc import Mapping

from indicators.enums import Group, Unit

STEP, SMALLEST_TOLD = 5, 8
"""Counts are told in steps; those below the smallest are not told."""

Counts = tuple[int, int]

Cells = Mapping[tuple[str, str], Counts]
"""By indicator and group: counted, out of. What is missing is 0 out of 0."""

NOT_TOLD = frozenset({str(Group.MALE)})
"""Groups that are left out because they follow from others."""


def in_steps(count: int) -> int:
    """The count as it may be told to anyone who may see figures; 0 stands for "fewer than eight", nobody included."""
    return (count + STEP // 2) // STEP * STEP if count >= SMALLEST_TOLD else 0


def told(counts: Counts, unit: Unit) -> Counts:
    """Both counts in steps. Villages are no persons: how many there are is public."""
    counted, out_of = counts
    return counts if unit is Unit.VILLAGES else (in_steps(counted), in_steps(out_of))
