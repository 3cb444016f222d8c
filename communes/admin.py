"""Places and their words in the admin. People and households are not here: they are personal data with their own pages."""

from typing import Any

from django.contrib import admin

from communes import resources
from communes.admin_scope import ScopedAdmin, ScopedSpreadsheets
from communes.models import Commune, EthnicGroup, FormerCommune, Province, Village, VillageCondition
from literacy_portal.kit.vietnamese import search_key


class SearchedByKey:
    """Search that finds "Hoà" by "hoa"."""

    def get_search_results(self, request: Any, queryset: Any, search_term: str) -> Any:
        return super().get_search_results(request, queryset, search_key(search_term))  # type: ignore[misc]


@admin.register(Province)
class ProvinceAdmin(SearchedByKey, ScopedSpreadsheets, ScopedAdmin):
    resource_classes = [resources.ProvinceResource]
    list_display = ["code", "name", "kind", "closed_on"]
    list_filter = ["kind"]
    search_fields = ["search_key", "code"]


@admin.register(Commune)
class CommuneAdmin(SearchedByKey, ScopedSpreadsheets, ScopedAdmin):
    resource_classes = [resources.CommuneResource]
    list_display = ["code", "name", "kind", "setting", "province", "closed_on"]
    list_filter = ["kind", "setting"]
    list_select_related = ["province"]
    search_fields = ["search_key", "code"]


@admin.register(FormerCommune)
class FormerCommuneAdmin(SearchedByKey, ScopedSpreadsheets, ScopedAdmin):
    resource_classes = [resources.FormerCommuneResource]
    list_display = ["name", "district", "province_name", "commune"]
    list_select_related = ["commune"]
    raw_id_fields = ["commune"]
    search_fields = ["search_key", "code"]


@admin.register(Village)
class VillageAdmin(SearchedByKey, ScopedSpreadsheets, ScopedAdmin):
    resource_classes = [resources.VillageResource]
    list_display = ["code", "name", "kind", "commune", "closed_on"]
    list_filter = ["kind"]
    list_select_related = ["commune"]
    raw_id_fields = ["commune"]
    search_fields = ["search_key", "code"]


@admin.register(VillageCondition)
class VillageConditionAdmin(ScopedSpreadsheets, ScopedAdmin):
    resource_classes = [resources.VillageConditionResource]
    list_display = ["village", "since", "has_4g", "has_telecom", "has_power"]
    list_filter = ["has_4g", "has_telecom", "has_power"]
    list_select_related = ["village"]
    raw_id_fields = ["village"]
    search_fields = ["village__search_key", "village__code"]


@admin.register(EthnicGroup)
class EthnicGroupAdmin(ScopedSpreadsheets, ScopedAdmin):
    resource_classes = [resources.EthnicGroupResource]
    list_display = ["slug", "name", "code_1979", "code_census"]
    search_fields = ["slug", "name"]
