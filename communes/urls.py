"""Under a commune: its rosters on their way in. Under a province and the country: the boundaries of the places inside."""

from django.urls import path

from communes.converters import COMMUNE, PROVINCE
from communes.views import boundaries, boundary_map, import_answers, imports, places, roster_export, roster_history

app_name = "communes"

IMPORT = f"{COMMUNE}imports/<uuid:roster_import>/"

BOUNDARIES = [
    address
    for level, place in (("country", "vn/"), ("province", PROVINCE))
    for one in [f"{place}boundaries/<uuid:boundaries>/"]
    for address in (
        path(f"{place}boundaries/", boundaries.index, name=f"{level}_boundaries"),
        path(one, boundaries.draft, name=f"{level}_boundaries_draft"),
        path(f"{one}drop/", boundaries.drop, name=f"{level}_boundaries_drop"),
        path(f"{one}map.svg", boundary_map.shapes, name=f"{level}_boundaries_map"),
    )
]

urlpatterns = [
    *BOUNDARIES,
    path("places/", places.search, name="places"),
    path(f"{COMMUNE}imports/", imports.index, name="imports"),
    path(f"{COMMUNE}imports/new/", imports.new, name="import_new"),
    path(f"{COMMUNE}imports/history/", roster_history.history, name="roster_history"),
    path(f"{COMMUNE}imports/export/", roster_export.export, name="roster_export"),
    path(f"{COMMUNE}imports/template/", roster_export.template, name="roster_template"),
    path(IMPORT, imports.show, name="import"),
    path(f"{IMPORT}history/", roster_history.about, name="import_about"),
    path(f"{IMPORT}undo/", roster_history.undo, name="import_undo"),
    path(f"{IMPORT}file/", roster_history.file, name="import_file"),
    path(f"{IMPORT}step/", imports.step, name="import_step"),
    path(f"{IMPORT}choices/", imports.choices, name="import_choices"),
    path(f"{IMPORT}confirm/", imports.confirm, name="import_confirm"),
    path(f"{IMPORT}cancel/", imports.cancel, name="import_cancel"),
    path(f"{IMPORT}answers/", import_answers.answers, name="import_answers"),
    path(f"{IMPORT}everyone/", import_answers.everyone, name="import_everyone"),
    path(f"{IMPORT}workbook/", import_answers.workbook, name="import_workbook"),
    path(f"{IMPORT}corrected/", import_answers.corrected, name="import_corrected"),
    path(f"{IMPORT}forget/<int:memory>/", import_answers.forget_columns, name="import_forget"),
]
