from datetime import date

from indicators.models import CountingDay
from literacy_portal.kit.periods import today


def counting_day() -> date:
    """The day as of whose end figures are counted: the last that began. One for all workers, whatever their clocks say."""
    day: date | None = CountingDay.objects.order_by("-day").values_list("day", flat=True).first()
    return day or today()
