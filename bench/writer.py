"""`python -m bench.writer NUMBER SECONDS RATE RINGS START`: records visits from the moment START; prints how many.

At RATE 0 as fast as it can. RINGS 0: nobody is told, as where there are no figures.
"""

import random
import sys
import time

import django

django.setup()

from accounts.models import User  # noqa: E402 -- after the apps are ready
from communes.models import Household  # noqa: E402
from communes.signals import facts_learned, roster_changed  # noqa: E402
from literacy_portal.kit.ids import new_id  # noqa: E402
from literacy_portal.kit.periods import today  # noqa: E402
from sessions.actions.visits import record_visit  # noqa: E402
from sessions.drafts import Observation, VisitDraft  # noqa: E402
from sessions.signals import outcomes_changed  # noqa: E402

SKILLS = ("device_use", "cashless_payment", "online_safety")


def main(number: int, lasting: float, rate: float, *, rings: bool, start: float) -> int:
    """Records until the time is over. Returns how many."""
    if not rings:
        for signal in (roster_changed, facts_learned, outcomes_changed):
            signal.receivers = []
    dice = random.Random(number)  # noqa: S311 -- any household will do
    user = User.objects.get(username="bench")
    homes = list(Household.objects.order_by("pk").values_list("pk", flat=True))
    # The first visit of a process loads modules and opens connections.
    _record(user, Household.objects.get(pk=homes[number]), dice)
    time.sleep(max(0.0, start - time.time()))
    done, started = 0, time.monotonic()
    while (elapsed := time.monotonic() - started) < lasting:
        if rate and done > elapsed * rate:
            time.sleep(0.01)
            continue
        _record(user, Household.objects.get(pk=dice.choice(homes)), dice)
        done += 1
    return done


def _record(user: User, home: Household, dice: random.Random) -> None:
    people = list(home.residences.values_list("resident", flat=True))[:2]
    observed = tuple(Observation(skill, dice.randint(1, 3), people[0], "own_phone") for skill in SKILLS)
    draft = VisitDraft(id=new_id(), visited_on=today(), result="met", people=frozenset(people), observations=observed, minutes=20)
    record_visit(by=user, household=home, draft=draft)


if __name__ == "__main__":
    who, lasting, rate, rings, start = sys.argv[1:]
    print(main(int(who), float(lasting), float(rate), rings=rings == "1", start=float(start)))
