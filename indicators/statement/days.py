from datetime import date


def latest_birth(day: date, years: int) -> date:
    """The latest birth date with which one is `years` old on the day: who is born on it or before is old enough.

    Born on 29 February, the birthday is 1 March in common years (indicators.md, Terms).
    """
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        # The day is a 29 February without one in that year: who was born on 1 March has the birthday tomorrow.
        return date(day.year - years, 2, 28)
