"""Under a commune: its rosters on their way in."""

from django.urls import path

from communes.converters import COMMUNE
from communes.views import imports, places

app_name = "communes"

IMPORT = f"{COMMUNE}imports/<uuid:roster_import>/"

urlpatterns = [
    path("places/", places.search, name="places"),
    path(f"{COMMUNE}imports/", imports.index, name="imports"),
    path(f"{COMMUNE}imports/new/", imports.new, name="import_new"),
    path(IMPORT, imports.show, name="import"),
    path(f"{IMPORT}step/", imports.step, name="import_step"),
    path(f"{IMPORT}choices/", imports.choices, name="import_choices"),
    path(f"{IMPORT}confirm/", imports.confirm, name="import_confirm"),
    path(f"{IMPORT}cancel/", imports.cancel, name="import_cancel"),
]
