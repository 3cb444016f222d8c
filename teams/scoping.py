"""Who may act where: memberships and postings, turned into the `Reach` of a user."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.utils import timezone

from accounts.models import User
from communes.scope import EVERYWHERE, NOWHERE, Scope
from literacy_portal.kit.periods import today
from literacy_portal.kit.statements import Asked, Statement, ask
from teams.enums import MemberRole, Role
from teams.models import PersonalAccess, Posting
from teams.roles import OPEN_PERSONAL_ACCESS, PERMISSIONS, WITH_STATED_REASON


@dataclass(frozen=True)
class Assignment:
    """One role in one scope."""

    role: Role
    scope: Scope


_ASSIGNMENTS = Statement(
    """
    SELECT 'team', m.role, NULL, NULL, ARRAY(SELECT c.village_id::text FROM teams_team_villages c WHERE c.team_id = m.team_id)
    FROM teams_membership m JOIN teams_team t ON t.id = m.team_id
    WHERE m.user_id = $1 AND m.started_on <= $2 AND (m.ended_on IS NULL OR m.ended_on > $2)
        AND (t.closed_on IS NULL OR t.closed_on > $2)
    UNION ALL
    SELECT 'office', p.role, p.province_id, p.commune_id, '{}'
    FROM teams_posting p
    WHERE p.user_id = $1 AND p.started_on <= $2 AND (p.ended_on IS NULL OR p.ended_on > $2)
    ORDER BY 1 DESC, 2
    """,
    "teams_assignments",
    "bigint, date",
)
"""`Membership.objects.on(day)` and `Posting.objects.on(day)` of one user, in one statement: every request asks it."""


def asked_of(user: int, day: date) -> Asked:
    """What `assignments_of` asks, for whoever asks more at the same time."""
    return _ASSIGNMENTS(user, day)


def assignments_of(user: User, day: date) -> list[Assignment]:
    """The user's roles on the day, each with its scope. One query, whatever the number of roles."""
    if not (user.is_authenticated and user.is_active):
        return []
    [rows] = ask(asked_of(user.pk, day))
    return [_assignment(*row) for row in rows]


def _assignment(kind: str, role: str, province: str | None, commune: str | None, villages: list[str]) -> Assignment:
    if kind == "team":
        leads = role == MemberRole.LEADER
        return Assignment(Role.TEAM_LEADER if leads else Role.TEAM_MEMBER, Scope(villages=frozenset(villages)))
    return Assignment(Role(role), scope_at(province, commune))


def posted_scope(posting: Posting) -> Scope:
    """The place of a posting; everywhere for one to the system."""
    return scope_at(posting.province_id, posting.commune_id)


def scope_at(province: str | None, commune: str | None) -> Scope:
    """The commune, or the province, or everywhere."""
    if commune:
        return Scope(communes=frozenset({commune}))
    return Scope(provinces=frozenset({province})) if province else EVERYWHERE


class Reach:
    """For each permission, where it holds for this user now. Read anew on every request, so changes apply at once."""

    def __init__(self, user: User) -> None:
        self.user = user

    @classmethod
    def of(cls, assignments: list[Assignment]) -> "Reach":
        """The reach of nobody in particular: whoever has these roles, and no personal data open beyond them."""
        reach = cls(User())
        reach.assignments, reach.opened = assignments, []
        return reach

    @cached_property
    def assignments(self) -> list[Assignment]:
        """The roles of today."""
        return assignments_of(self.user, today())

    @property
    def roles(self) -> set[Role]:
        """The roles of today, wherever."""
        return {assignment.role for assignment in self.assignments}

    @cached_property
    def permissions(self) -> frozenset[str]:
        """Every permission that holds somewhere."""
        granted = frozenset[str]().union(*(PERMISSIONS[a.role] for a in self.assignments))
        return granted | WITH_STATED_REASON if self._opened else granted

    def to(self, permission: str) -> Scope:
        """Where the permission holds; empty where it does not."""
        scope = NOWHERE
        for assignment in self.assignments:
            if permission in PERMISSIONS[assignment.role]:
                scope |= assignment.scope
        return scope | self._opened if permission in WITH_STATED_REASON else scope

    @cached_property
    def opened(self) -> list[PersonalAccess]:
        """Stated reasons that are open now, as far as the user still administers the commune. No query for other roles."""
        administered = self.to(OPEN_PERSONAL_ACCESS)
        if not administered:
            return []
        open_now = PersonalAccess.objects.at(timezone.now()).filter(user=self.user)
        return list(open_now.within(administered).select_related("commune"))

    @property
    def _opened(self) -> Scope:
        return Scope(communes=frozenset(access.commune_id for access in self.opened))


def reach_of(user: User) -> Reach:
    """The user's reach, read once per user object (one request, one object)."""
    if not hasattr(user, "_reach"):
        user._reach = Reach(user)  # type: ignore[attr-defined]  # noqa: SLF001 -- kept with the user of one request
    reach: Reach = user._reach  # type: ignore[attr-defined]  # noqa: SLF001
    return reach


def scope_of(user: User, permission: str) -> Scope:
    """Where a permission holds for a user, outside a request (tasks, commands)."""
    return Reach(user).to(permission)
