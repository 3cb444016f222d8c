"""Where and when random worlds play: real places, the days that matter, and the keys of who is in them."""

from datetime import date, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

from tests.oracle.tables import Place

PLACES = [
    Place("24364001", "24364", "66"),
    Place("24364002", "24364", "66"),
    Place("24169001", "24169", "66"),
    Place("16831001", "16831", "40"),
]
DAYS = [
    date(2026, 10, 5),
    date(2026, 2, 28),
    date(2026, 3, 1),
    date(2026, 12, 31),
    date(2027, 1, 1),
    date(2027, 2, 28),
    date(2027, 3, 1),
    date(2028, 2, 28),
    date(2028, 2, 29),
    date(2028, 3, 1),
]
HOURS = [time(12, 0), time(0, 30), time(23, 30)]
"""Noon, and half an hour beside midnight in Vietnam, when it is another day in UTC."""
LONG = 500
NEAR = [0, 0, -1, 1, -LONG, -29, -30, -31, -370, 30]
"""Days from the day of counting: the day, its neighbours, the edges of thirty days, another year, the future."""
FUTURE = 40
TEAMS = (9001, 9002)
MEMBERS = (9001, 9002, 9003)
AGE_LIMITS = (18, 14, 15, 60)
LEAP_YEARS = (2008, 2012, 1964, 1968)
FIRST_HOUSEHOLD = 101
VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")


def near(chance: Random, day: date) -> date:
    """A day about the given one, most often one of those that matter."""
    return day + timedelta(days=chance.choice(NEAR) if chance.random() < 0.8 else chance.randint(-LONG, FUTURE))
