"""The skill catalogue in the admin. Visits and outcomes are not here: they are people's, and are never edited."""

from django.contrib import admin
from django.http import HttpRequest

from communes.admin_scope import ScopedAdmin, ScopedSpreadsheets
from communes.resources import ScopedResource
from sessions.models import Skill


class SkillResource(ScopedResource):
    """Skills by code."""

    class Meta:
        model = Skill
        import_id_fields = ["code"]
        fields = ["code", "family", "subject", "ladder", "order", "name_vi", "name_en", "name_fr", "is_active"]
        skip_unchanged = True
        clean_model_instances = True


@admin.register(Skill)
class SkillAdmin(ScopedSpreadsheets, ScopedAdmin):
    """The curriculum, looked after by the system's administrators (`teams.roles`)."""

    resource_classes = [SkillResource]
    list_display = ["order", "code", "name_vi", "family", "subject", "ladder", "is_active"]
    list_display_links = ["code"]
    list_filter = ["family", "subject", "is_active"]
    search_fields = ["code", "name_vi", "name_en", "name_fr"]

    def get_readonly_fields(self, request: HttpRequest, obj: Skill | None = None) -> list[str]:
        """What figures refer to is fixed once outcomes may exist."""
        return ["code", "subject", "ladder"] if obj else []
