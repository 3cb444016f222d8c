"""What an administrator may do with others' accounts and roles: only downwards, in the own places, never with the own account."""

from dataclasses import dataclass
from typing import Any

from django.db.models import CharField, Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Cast

from accounts.models import AuditEvent, User
from communes.scope import NOWHERE, Scope
from literacy_portal.kit.periods import today
from teams.enums import COMMUNE_ROLES, POSTED_ROLES, Role
from teams.models import Membership, Posting

GRANTS: dict[Role, frozenset[Role]] = {
    Role.PROVINCE_ADMIN: frozenset({*COMMUNE_ROLES, Role.PROVINCE_ANALYST}),
    Role.SYSTEM_ADMIN: frozenset(POSTED_ROLES),
}
"""Which postings a role gives and ends: lower ones only; the highest is given by another of the highest."""

USER_ADDED = "user.add"


@dataclass(frozen=True)
class Authority:
    """The places and the roles over which one administrator decides."""

    by: User
    scope: Scope = NOWHERE
    roles: frozenset[Role] = frozenset()

    def users(self) -> QuerySet[User]:
        """Accounts to look after: everything they are today lies in the places and below the own role.

        Those who are nothing today follow the same rule with what they once were, or belong to whoever made the account.
        Nobody looks after himself.
        """
        others = User.objects.exclude(pk=self.by.pk)
        if not self.scope:
            return others.none()
        if self.scope.everything:
            return others
        now = _Assigned(self, _unended())
        ever = _Assigned(self, Q())
        return others.filter((now.ours & ~now.foreign) | (~now.ours & ~now.foreign & (ever.ours | self._made()) & ~ever.foreign))

    def decides_on(self, posting: Posting) -> bool:
        """Whether this posting may be changed: below the own role, and another's."""
        return posting.role in self.roles and posting.user_id != self.by.pk

    def _made(self) -> Exists:
        made = AuditEvent.objects.filter(actor=self.by, verb=USER_ADDED, target_type=User._meta.label_lower)  # noqa: SLF001 -- Django's own way
        return Exists(made.filter(target_id=Cast(OuterRef("pk"), CharField())))


class _Assigned:
    """Conditions on users: has assignments in the authority's places and roles; has others."""

    def __init__(self, authority: Authority, when: Q) -> None:
        postings = Posting.objects.filter(when, user=OuterRef("pk"))
        memberships = Membership.objects.filter(when, user=OuterRef("pk"))
        our_postings = Posting.objects.within(authority.scope).filter(role__in=authority.roles).values("pk")
        our_memberships = Membership.objects.within(authority.scope).values("pk")
        self.ours = Q(Exists(postings.filter(pk__in=our_postings))) | Q(Exists(memberships.filter(pk__in=our_memberships)))
        self.foreign = Q(Exists(postings.exclude(pk__in=our_postings))) | Q(Exists(memberships.exclude(pk__in=our_memberships)))


def _unended() -> Q:
    return Q(ended_on__isnull=True) | Q(ended_on__gt=today())


def authority_of(reach: Any) -> Authority:
    """The authority that follows from a reach; empty for those who administer nothing."""
    granted = frozenset[Role]().union(*(GRANTS.get(role, frozenset()) for role in reach.roles))
    return Authority(reach.user, reach.to("teams.change_posting"), granted)
