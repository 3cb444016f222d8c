"""Days in SQL."""


def birthday_sql(years: int) -> str:
    """The day on which a row of `communes_resident` turns `years`; null when not even the year of birth is known.

    Born on 29 February, the birthday is 1 March in common years (indicators.md, Terms). PostgreSQL's years later is the
    28th then, and no other day of the month changes, so the day after it is right. Only the year known is born on its
    1 January.
    """
    years_later = f"(birth_date + interval '{int(years)} years')::date"
    return f"""COALESCE(
        {years_later} + (extract(day FROM birth_date) <> extract(day FROM {years_later}))::int,
        make_date(birth_year + {int(years)}, 1, 1)
    )"""


def samples_sql(keys: str, days: str) -> str:
    """The days in order, each with the next of the same `keys` (columns of `days`): between them nothing changes."""
    return f"""
        SELECT {keys}, day, lead(day, 1, 'infinity') OVER (PARTITION BY {keys} ORDER BY day) AS next_day
        FROM ({days}) AS days
    """  # noqa: S608 -- names of columns and pieces of this package only
