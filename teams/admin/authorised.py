from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest

from accounts.models import User
from communes.admin_scope import ScopedAdmin
from teams.authority import Authority, authority_of


class AuthorisedAdmin(ScopedAdmin):
    """A scoped admin whose relations to users offer only accounts that the reader looks after."""

    def authority(self, request: HttpRequest) -> Authority:
        """What this reader decides on."""
        return authority_of(request.reach)  # type: ignore[attr-defined]

    def choices_for(self, db_field: Any, request: HttpRequest) -> QuerySet[Any]:
        """Users by authority, places by scope."""
        if db_field.remote_field.model is User:
            return self.authority(request).users()
        return super().choices_for(db_field, request)
