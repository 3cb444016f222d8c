"""The indicators of docs/indicators.md that are counted, in the order of every page: habits first, steps last."""

from indicators.catalogue import ground, habit, install, reach, steps, use
from indicators.catalogue.indicator import Indicator

BUILTIN: tuple[Indicator, ...] = (
    *habit.INDICATORS,
    *use.INDICATORS,
    *reach.INDICATORS,
    *install.INDICATORS,
    *ground.INDICATORS,
    *steps.INDICATORS,
)

BUILTIN_BY_CODE: dict[str, Indicator] = {indicator.code: indicator for indicator in BUILTIN}
