"""Where somebody could act, day by day: what is told late is judged by the day on which it happened."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from accounts.models import User
from communes.scope import NOWHERE, Scope
from teams.enums import MemberRole, Role, TeamLevel
from teams.models import Membership, Posting, Team
from teams.roles import PERMISSIONS
from teams.scoping import Assignment, posted_scope


@dataclass(frozen=True)
class Spell:
    """One role in one scope, from a day (included) to a day (excluded, None: until now and on)."""

    assignment: Assignment
    started_on: date
    ended_on: date | None
    team: Team | None = None

    def holds(self, day: date) -> bool:
        """Whether it is in force on the day."""
        return self.started_on <= day and (self.ended_on is None or day < self.ended_on)


class History:
    """Every role that a user has and had. Three queries, whatever is asked."""

    def __init__(self, user: User) -> None:
        self.user = user

    @cached_property
    def spells(self) -> list[Spell]:
        """Memberships and postings of all days."""
        return [*self._memberships(), *self._postings()]

    def _memberships(self) -> list[Spell]:
        found = Membership.objects.filter(user=self.user).select_related("team").prefetch_related("team__villages").order_by("pk")
        return [_spell(membership) for membership in found]

    def _postings(self) -> list[Spell]:
        found = Posting.objects.filter(user=self.user).order_by("pk")
        return [Spell(Assignment(Role(one.role), posted_scope(one)), one.started_on, one.ended_on) for one in found]

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

    def team(self, village: str, day: date) -> Team | None:
        """The team of the user's that covered the village on the day, a village's own before a commune's."""
        covering = (s.team for s in self.spells if s.team and s.holds(day) and village in s.assignment.scope.villages)
        return min(covering, key=lambda team: (team.level != TeamLevel.VILLAGE, team.pk), default=None)


def _spell(membership: Membership) -> Spell:
    role = Role.TEAM_LEADER if membership.role == MemberRole.LEADER else Role.TEAM_MEMBER
    villages = frozenset(village.code for village in membership.team.villages.all())
    ends = [day for day in (membership.ended_on, membership.team.closed_on) if day]
    return Spell(Assignment(role, Scope(villages=villages)), membership.started_on, min(ends, default=None), membership.team)
