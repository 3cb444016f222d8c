from typing import Any

from django.contrib.auth.backends import BaseBackend

from accounts.models import User
from teams.scoping import reach_of


class RoleBackend(BaseBackend):
    """Answers `user.has_perm` from the user's roles of today. It signs nobody in."""

    def get_all_permissions(self, user_obj: Any, obj: Any = None) -> set[str]:
        if not isinstance(user_obj, User) or not user_obj.is_active or obj is not None:
            return set()
        return set(reach_of(user_obj).permissions)

    def has_perm(self, user_obj: Any, perm: str, obj: Any = None) -> bool:
        return perm in self.get_all_permissions(user_obj, obj)
