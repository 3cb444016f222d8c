from indicators.models.counting_day import CountingDay
from indicators.models.headcount import Headcount
from indicators.models.measurement import Measurement
from indicators.models.recount import Recount
from indicators.models.stale import Stale

__all__ = ["CountingDay", "Headcount", "Measurement", "Recount", "Stale"]
