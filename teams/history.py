"""Where somebody could act, day by day: what is told late is judged by the day on which it happened."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from accounts.models import User
from communes.scope import NOWHERE, Scope
from literacy_portal.kit.statements import Asked, Rows, Statement, ask
from teams.enums import MemberRole, Role, TeamLevel
from teams.roles import PERMISSIONS
from teams.scoping import Assignment, scope_at

_MEMBERSHIPS = Statement(
    """
    SELECT m.role, m.started_on, least(m.ended_on, t.closed_on), t.id, t.level,
        ARRAY(SELECT village_id FROM teams_team_villages WHERE team_id = t.id)
    FROM teams_membership m JOIN teams_team t ON t.id = m.team_id WHERE m.user_id = $1 ORDER BY m.id
    """,
    "teams_memberships",
    "bigint",
)
_POSTINGS = Statement(
    "SELECT role, started_on, ended_on, province_id, commune_id FROM teams_posting WHERE user_id = $1 ORDER BY id",
    "teams_postings",
    "bigint",
)


@dataclass(frozen=True)
class Spell:
    """One role in one scope, from a day (included) to a day (excluded, None: until now and on).

    `team` is the key of the team for which it is, `is_villages_own` whether that is a village's.
    """

    assignment: Assignment
    started_on: date
    ended_on: date | None
    team: int | None = None
    is_villages_own: bool = False

    def holds(self, day: date) -> bool:
        """Whether it is in force on the day."""
        return self.started_on <= day and (self.ended_on is None or day < self.ended_on)


class History:
    """Every role that a user has and had. Two statements at once, whatever is asked; none where `rows` answers `asked`."""

    def __init__(self, user: User, rows: tuple[Rows, Rows] | None = None) -> None:
        self.user, self._rows = user, rows

    @staticmethod
    def asked(user: User) -> tuple[Asked, Asked]:
        """What is asked of the database, for whoever asks more at the same time."""
        return _MEMBERSHIPS(user.pk), _POSTINGS(user.pk)

    @cached_property
    def spells(self) -> list[Spell]:
        """Memberships and postings of all days."""
        memberships, postings = self._rows or ask(*self.asked(self.user))
        return [*(_membership(*row) for row in memberships), *(_posting(*row) for row in postings)]

    def scope(self, permission: str, day: date) -> Scope:
        """Where the permission held on the day."""
        return self._scope(permission, [spell for spell in self.spells if spell.holds(day)])

    def ever(self, permission: str) -> Scope:
        """Where the permission held on some day."""
        return self._scope(permission, self.spells)

    def _scope(self, permission: str, spells: list[Spell]) -> Scope:
        scope = NOWHERE
        for spell in spells:
            if permission in PERMISSIONS[spell.assignment.role]:
                scope |= spell.assignment.scope
        return scope

    def team(self, village: str, day: date) -> int | None:
        """The key of the user's team that covered the village on the day, a village's own before a commune's."""
        covering = ((not s.is_villages_own, s.team) for s in self.spells if s.team and s.holds(day) and _covers(s, village))
        return min(covering, default=(True, None))[1]


def _covers(spell: Spell, village: str) -> bool:
    return village in spell.assignment.scope.villages


def _membership(role: str, started_on: date, ended_on: date | None, *of_team: Any) -> Spell:
    team, level, villages = of_team
    held = Role.TEAM_LEADER if role == MemberRole.LEADER else Role.TEAM_MEMBER
    assignment = Assignment(held, Scope(villages=frozenset(villages)))
    return Spell(assignment, started_on, ended_on, team, level == TeamLevel.VILLAGE)


def _posting(role: str, started_on: date, ended_on: date | None, *place: Any) -> Spell:
    return Spell(Assignment(Role(role), scope_at(*place)), started_on, ended_on)
