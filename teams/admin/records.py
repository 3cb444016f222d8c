from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from accounts.models import AuditEvent
from communes.admin_scope import ScopedAdmin
from teams.models import PersonalAccess


class ReadOnlyAdmin(ScopedAdmin):
    """What happened, for those who check it; nobody changes it."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(AuditEvent)
class AuditEventAdmin(ReadOnlyAdmin):
    """The audit trail."""

    list_display = ["at", "actor", "verb", "target_type", "target_id", "place"]
    list_filter = ["verb"]
    list_select_related = ["actor"]
    search_fields = ["target_id", "place", "verb"]
    show_full_result_count = False


@admin.register(PersonalAccess)
class PersonalAccessAdmin(ReadOnlyAdmin):
    """Stated reasons to see the people of a commune."""

    list_display = ["opened_at", "closes_at", "user", "commune", "reason"]
    list_select_related = ["user", "commune"]
    search_fields = ["commune__search_key", "commune__code", "user__username"]
