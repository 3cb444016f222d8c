from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from communes.admin import SearchedByKey
from communes.admin_scope import ScopedSpreadsheets
from teams.admin.authorised import AuthorisedAdmin
from teams.models import Membership, Team
from teams.resources import MembershipResource, TeamResource


class TeamForm(forms.ModelForm):
    """A team and its villages, which lie in its own commune."""

    class Meta:
        model = Team
        fields = ["commune", "name", "level", "kind", "villages", "decision_number", "decided_on", "zalo_link", "closed_on"]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        commune, villages = cleaned.get("commune"), cleaned.get("villages")
        if commune and villages is not None and any(village.commune_id != commune.pk for village in villages):
            raise ValidationError({"villages": _("A team covers villages of its own commune.")})
        return cleaned


@admin.register(Team)
class TeamAdmin(ScopedSpreadsheets, AuthorisedAdmin):
    """Teams of the reader's places."""

    form = TeamForm
    resource_classes = [TeamResource]
    list_display = ["name", "commune", "level", "kind", "decision_number", "closed_on"]
    list_filter = ["level", "kind"]
    list_select_related = ["commune"]
    autocomplete_fields = ["villages"]
    search_fields = ["name", "commune__search_key", "commune__code"]


@admin.register(Membership)
class MembershipAdmin(SearchedByKey, ScopedSpreadsheets, AuthorisedAdmin):
    """Who is in a team, and who leads it; never the reader's own."""

    resource_classes = [MembershipResource]
    list_display = ["user", "team", "role", "affiliation", "started_on", "ended_on"]
    list_filter = ["role", "affiliation"]
    list_select_related = ["user", "team"]
    autocomplete_fields = ["user", "team"]
    search_fields = ["user__search_key", "user__username"]

    def _may(self, request: HttpRequest, obj: Any, *verbs: str) -> bool:
        mine = obj is not None and "view" not in verbs and obj.user_id == request.user.pk
        return not mine and super()._may(request, obj, *verbs)

    def get_import_resource_kwargs(self, request: HttpRequest, **kwargs: Any) -> dict[str, Any]:
        return super().get_import_resource_kwargs(request, **kwargs) | {"authority": self.authority(request)}
