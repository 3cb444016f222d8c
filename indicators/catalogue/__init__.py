"""Every indicator, each defined once: docs/indicators.md as data. How to add one: docs/howto/add-an-indicator.md.

`BUILTIN` is what the code brings; `in_force()` is that and what administrators have added, and the only list to count by
or to show.
"""

from indicators.catalogue.builtin import BUILTIN, BUILTIN_BY_CODE
from indicators.catalogue.declared import DECLARED, Declared
from indicators.catalogue.force import Catalogue, in_force, seen
from indicators.catalogue.indicator import Indicator

__all__ = ["BUILTIN", "BUILTIN_BY_CODE", "DECLARED", "Catalogue", "Declared", "Indicator", "in_force", "seen"]
