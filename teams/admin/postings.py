from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from communes.admin_scope import ScopedSpreadsheets
from teams.admin.authorised import AuthorisedAdmin
from teams.enums import Role
from teams.models import Posting
from teams.resources import PostingResource


@admin.register(Posting)
class PostingAdmin(ScopedSpreadsheets, AuthorisedAdmin):
    """Roles of officials: below the reader's own, and never his own."""

    resource_classes = [PostingResource]
    list_display = ["user", "role", "province", "commune", "started_on", "ended_on"]
    list_filter = ["role"]
    list_select_related = ["user", "province", "commune"]
    autocomplete_fields = ["user", "commune"]
    search_fields = ["user__search_key", "user__username"]

    def get_autocomplete_fields(self, request: HttpRequest) -> Any:
        """Communes are looked up where there are thousands; a province's fit into a list."""
        return ["user", "commune"] if self.authority(request).scope.everything else ["user"]

    def _may(self, request: HttpRequest, obj: Any, *verbs: str) -> bool:
        decided = obj is None or "view" in verbs or self.authority(request).decides_on(obj)
        return decided and super()._may(request, obj, *verbs)

    def formfield_for_choice_field(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "role":
            given = self.authority(request).roles
            kwargs["choices"] = [("", "---------"), *((role.value, role.label) for role in Role if role in given)]
        return super().formfield_for_choice_field(db_field, request, **kwargs)

    def get_import_resource_kwargs(self, request: HttpRequest, **kwargs: Any) -> dict[str, Any]:
        return super().get_import_resource_kwargs(request, **kwargs) | {"authority": self.authority(request)}
