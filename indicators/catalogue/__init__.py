"""Every indicator, each defined once: docs/indicators.md as data. How to add one: docs/howto/add-an-indicator.md."""

from indicators.catalogue import habit, install, reach, use
from indicators.catalogue.indicator import Indicator

CATALOGUE: tuple[Indicator, ...] = (*habit.INDICATORS, *use.INDICATORS, *reach.INDICATORS, *install.INDICATORS)
"""In the order of every page: habits first, installs last."""

BY_CODE: dict[str, Indicator] = {indicator.code: indicator for indicator in CATALOGUE}

__all__ = ["BY_CODE", "CATALOGUE", "Indicator"]
