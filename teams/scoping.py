"""Who may act where: memberships and postings, turned into the `Reach` of a user."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.utils import timezone

from accounts.models import User
from communes.scope import EVERYWHERE, NOWHERE, Scope
from literacy_portal.kit.periods import today
from teams.enums import MemberRole, Role
from teams.models import Membership, PersonalAccess, Posting
from teams.roles import OPEN_PERSONAL_ACCESS, PERMISSIONS, WITH_STATED_REASON


@dataclass(frozen=True)
class Assignment:
    """One role in one scope."""

    role: Role
    scope: Scope


def assignments_of(user: User, day: date) -> list[Assignment]:
    """The user's roles on the day, each with its scope. Three queries at most, whatever the number of roles."""
    if not (user.is_authenticated and user.is_active):
        return []
    return [*_memberships(user, day), *_postings(user, day)]


def _memberships(user: User, day: date) -> Iterator[Assignment]:
    for membership in Membership.objects.on(day).filter(user=user).select_related("team").prefetch_related("team__villages"):
        leads = membership.role == MemberRole.LEADER
        villages = frozenset(village.code for village in membership.team.villages.all())
        yield Assignment(Role.TEAM_LEADER if leads else Role.TEAM_MEMBER, Scope(villages=villages))


def _postings(user: User, day: date) -> Iterator[Assignment]:
    for posting in Posting.objects.on(day).filter(user=user):
        yield Assignment(Role(posting.role), posted_scope(posting))


def posted_scope(posting: Posting) -> Scope:
    """The place of a posting; everywhere for one to the system."""
    if posting.commune_id:
        return Scope(communes=frozenset({posting.commune_id}))
    if posting.province_id:
        return Scope(provinces=frozenset({posting.province_id}))
    return EVERYWHERE


class Reach:
    """For each permission, where it holds for this user now. Read anew on every request, so changes apply at once."""

    def __init__(self, user: User) -> None:
        self.user = user

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
