"""What a phone takes along for the evening (docs/sync.md): households of some villages, in a constant number of queries.

No number of an identity card, no telephone, no note of a visit. What is empty or false is left out.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, F, IntegerField, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce

from accounts.models import User
from communes.enums import Relation, ResidenceStatus
from communes.models import Residence, Village
from communes.scope import Scope
from sessions.enums import Mode
from sessions.models import FollowUp, Skill, Visit, VisitRequest
from sessions.queries.doors import Doors, doors, is_poor
from sessions.queries.levels import Known, known_levels
from sessions.queries.visits import habits_of
from teams.models import Membership

SCHEMA = 2
KEPT_DAYS = 14
"""So long a phone that meets no network may keep its list."""

Said = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Slice:
    """Whose list, of which villages, on which day. `scope` is where the user may log visits."""

    user: User
    scope: Scope
    day: date
    villages: Collection[str]

    def said(self) -> Said:
        """The list as the phone reads it, but the moment it was made. Ten queries at most, whatever its size."""
        habits = habits_of(self.user)
        homes = list(_homes(self.scope, self.villages, self.day))
        people = list(_people(self.scope, [home.pk for home in homes], self.day))
        known = known_levels([row.resident_id for row in people], [home.pk for home in homes], day=self.day)
        written = _Writer(homes, people, known, self.scope, self.day).by_village()
        return {
            "schema": SCHEMA,
            "user": self.user.pk,
            "day": self.day.isoformat(),
            "drop_after": (self.day + timedelta(days=KEPT_DAYS)).isoformat(),
            "defaults": {
                "setting": str(habits.setting),
                "language": str(habits.language),
                "mode": str(habits.mode or Mode.OWN_PHONE),
            },
            "speaks": self.user.speaks,
            "skills": _skills(),
            **self._places(written),
        }

    def _places(self, written: dict[str, list[Said]]) -> Said:
        """The villages with their households, and those that could be taken along, too."""
        teams = _teams(self.villages, self.day)
        reachable = Village.objects.within(self.scope).open_on(self.day).select_related("commune")
        taken, others = [], []
        for village in reachable:
            told = {"code": village.pk, "name": village.full_name}
            if village.pk in self.villages:
                more = {"url": village.get_absolute_url(), "team": teams.get(village.pk, [])}
                taken.append({**told, **more, "households": written.get(village.pk, [])})
            else:
                others.append(told)
        return {"villages": taken, "others": others}


def villages_of(user: User, scope: Scope, day: date, named: Collection[str] = ()) -> list[str]:
    """The villages of the user's teams and those named, as far as visits may be logged there. One query."""
    mine = user.memberships.on(day).values("team__villages")
    return list(Village.objects.within(scope).filter(Q(pk__in=mine) | Q(pk__in=named)).values_list("pk", flat=True))


def _homes(scope: Scope, villages: Collection[str], day: date) -> Doors:
    visits = Visit.objects.standing().filter(household=OuterRef("pk")).order_by().values("household")
    counted = Subquery(visits.annotate(n=Count("pk")).values("n"), output_field=IntegerField())
    found = doors(scope, day).filter(village__in=villages).annotate(visit_count=Coalesce(counted, Value(0)))
    return found.order_by("village", "number_key", "pk")


def _people(scope: Scope, homes: Collection[UUID], day: date) -> Any:
    here = Residence.objects.within(scope).on(day).filter(household__in=homes)
    return here.select_related("resident__ethnic_group").order_by("household", "resident__birth_year", "pk")


def _teams(villages: Collection[str], day: date) -> dict[str, list[Said]]:
    """Who goes to each village, with the languages spoken; once, in however many teams."""
    members = (
        Membership.objects.on(day)
        .filter(team__villages__in=villages)
        .annotate(village=F("team__villages"))
        .order_by("user__sort_key", "user")
        .values_list("village", "user", "user__full_name", "user__speaks")
    )
    found: dict[str, dict[int, Said]] = defaultdict(dict)
    for village, user, name, speaks in members:
        found[village][user] = {"user": user, "name": name} | ({"speaks": speaks} if speaks else {})
    return {village: list(users.values()) for village, users in found.items()}


def _skills() -> list[Said]:
    fields = ("code", "name", "subject", "ladder", "family", "order")
    return [{field: getattr(skill, field) for field in fields} for skill in Skill.objects.active()]


class _Writer:
    """Households as the phone reads them, of rows that were read for all of them at once."""

    def __init__(self, homes: list[Any], people: Iterable[Residence], known: Known, scope: Scope, day: date) -> None:
        self.homes = homes
        self.people: dict[UUID, list[Residence]] = defaultdict(list)
        for row in people:
            self.people[row.household_id].append(row)
        self.levels: dict[UUID, Said] = defaultdict(dict)
        for (subject, skill), (level, seen) in known.rows.items():
            self.levels[subject][skill] = [level, seen.isoformat()]
        self.due: dict[UUID, list[Said]] = defaultdict(list)
        open_promises = FollowUp.objects.within(scope).open().filter(household__in=[home.pk for home in homes])
        for household, due_on, reason in open_promises.values_list("household", "due_on", "reason"):
            self.due[household].append({"on": due_on.isoformat(), "reason": reason})
        self.asked: dict[UUID, list[Said]] = defaultdict(list)
        for one in VisitRequest.objects.within(scope).open(day).filter(household__in=[home.pk for home in homes]):
            self.asked[one.household_id].append(_asked(one))

    def by_village(self) -> dict[str, list[Said]]:
        """All households, by the code of their village."""
        found: dict[str, list[Said]] = defaultdict(list)
        for home in self.homes:
            found[home.village_id].append(self._home(home))
        return found

    def _home(self, home: Any) -> Said:
        last = {"on": home.last_visit_on.isoformat(), "result": home.last_result} if home.last_visit_on else None
        facts = {skill: level for skill, (level, _seen) in self.levels[home.pk].items() if level}
        said = {
            "id": str(home.pk),
            "number": home.number,
            "address": home.address,
            "best_time": home.best_time,
            "language": home.language,
            "poor": is_poor(home.poverty_class),
            "visits": home.visit_count,
            "last": last,
            "due": self.due[home.pk],
            "facts": facts,
            "asked": self.asked[home.pk],
        }
        return _filled(said) | {"people": [self._person(row) for row in self.people[home.pk]]}

    def _person(self, row: Residence) -> Said:
        resident = row.resident
        group = resident.ethnic_group
        return _filled(
            {
                "id": str(resident.pk),
                "name": resident.full_name,
                "born": resident.birth_year,
                "sex": resident.sex,
                "head": row.relation == Relation.HEAD,
                "away": row.status == ResidenceStatus.AWAY,
                "minority": bool(group and group.is_minority),
                "levels": self.levels[resident.pk],
            }
        )


def _asked(one: VisitRequest) -> Said:
    until = one.until.isoformat() if one.until else ""
    return _filled({"on": one.asked_on.isoformat(), "reason": one.reason, "remark": one.remark, "until": until})


def _filled(said: Said) -> Said:
    return {name: value for name, value in said.items() if value}
