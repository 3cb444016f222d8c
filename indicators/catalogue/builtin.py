"""The indicators of docs/indicators.md that are counted, in the order of every page: habits first, installs and ground last."""

from indicators.catalogue import ground, habit, install, reach, use
from indicators.catalogue.indicator import Indicator

BUILTIN: tuple[Indicator, ...] = (
    *habit.INDICATORS,
    *use.INDICATORS,
    *reach.INDICATORS,
    *install.INDICATORS,
    *ground.INDICATORS,
)

BUILTIN_BY_CODE: dict[str, Indicator] = {indicator.code: indicator for indicator in BUILTIN}
