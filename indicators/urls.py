"""The places, by their official codes: the same page at every level."""

from django.urls import path

from communes.converters import COMMUNE, PROVINCE, VILLAGE
from indicators.views import (
    activity,
    campaign,
    campaigns,
    compare,
    curves,
    declarations,
    definitions,
    evenings,
    fates,
    figure,
    ground,
    home,
    left_behind,
    meeting,
    people,
    place,
    public,
    publishing,
    report_paper,
    report_province,
    report_steps,
    reports,
    silent,
    steps,
    targets,
    work,
    work_list,
)

app_name = "indicators"

FIGURE = "figures/<slug:indicator>/"
"""Under a place: one of its figures."""

REPORT = f"{COMMUNE}reports/<int:report>/"
LEVELS = {"country": "vn/", "province": PROVINCE, "commune": COMMUNE, "village": VILLAGE}
"""Where the pages of places lie."""

ONE = "campaigns/<int:campaign>/"

CAMPAIGNS = [
    *(path(f"{place}campaigns/", campaigns.index, name=f"{level}_campaigns") for level, place in LEVELS.items()),
    *(path(f"{place}{ONE}", campaign.show, name=f"{level}_campaign") for level, place in LEVELS.items()),
    *(path(f"{LEVELS[level]}campaigns/new/", campaigns.new, name=f"{level}_campaign_new") for level in ("country", "province")),
    *(
        path(f"{LEVELS[level]}{ONE}change/", campaigns.change, name=f"{level}_campaign_change")
        for level in ("country", "province")
    ),
    *(
        path(f"{LEVELS[level]}{ONE}{step}", view, name=f"{level}_campaign_{name}")
        for level in ("country", "province", "commune")
        for step, view, name in (("targets/", targets.show, "targets"), ("targets/import/", targets.bring, "import"))
    ),
]

WORK = [
    *(path(f"{place}work-lists/", work.show, name=f"{level}_work") for level, place in LEVELS.items()),
    *(path(f"{place}work-lists/silent/", silent.show, name=f"{level}_silent") for level, place in LEVELS.items()),
    *(
        path(f"{LEVELS[level]}work-lists/<slug:work>/", work_list.show, name=f"{level}_work_list")
        for level in ("commune", "village")
    ),
]

SIDES = [
    path(f"{place}{view.WORD}/", view.show, name=f"{level}_{view.WORD.replace('-', '_')}")
    for view in (compare, ground, left_behind)
    for level, place in LEVELS.items()
]
CURVES = [path(f"{LEVELS[level]}curves/", curves.show, name=f"{level}_curves") for level in ("country", "province", "commune")]

urlpatterns = [
    # Looked for in this order: what is asked for most stands first.
    *(path(place_of, place.show, name=level) for level, place_of in LEVELS.items()),
    path("", home.home, name="home"),
    *CAMPAIGNS,
    *WORK,
    *SIDES,
    *CURVES,
    path(f"vn/{FIGURE}", figure.show, name="country_figure"),
    path(f"{PROVINCE}{FIGURE}", figure.show, name="province_figure"),
    path(f"{COMMUNE}{FIGURE}", figure.show, name="commune_figure"),
    path(f"{VILLAGE}{FIGURE}", figure.show, name="village_figure"),
    path(f"{VILLAGE}{FIGURE}people/", people.show, name="figure_people"),
    *(path(f"{place}steps/", steps.show, name=f"{level}_steps") for level, place in LEVELS.items()),
    *(path(f"{place}evenings/", evenings.show, name=f"{level}_evenings") for level, place in LEVELS.items()),
    path("vn/activity/", activity.show, name="country_activity"),
    path(f"{PROVINCE}activity/", activity.show, name="province_activity"),
    path(f"{COMMUNE}activity/", activity.show, name="commune_activity"),
    path(f"{VILLAGE}activity/", activity.show, name="village_activity"),
    path("sync/v1/fates", fates.fates, name="sync_fates"),
    path("figures/", definitions.index, name="definitions"),
    path("figures/new/", definitions.new, name="definition_new"),
    path("figures/<slug:indicator>/", definitions.show, name="definition"),
    path("figures/<slug:indicator>/counted/", definitions.counted, name="definition_counted"),
    path("figures/<slug:indicator>/change/", definitions.edit, name="definition_change"),
    path("figures/<slug:indicator>/retire/", definitions.withdraw, name="definition_retire"),
    *(path(f"{LEVELS[level]}meeting/", meeting.show, name=f"{level}_meeting") for level in ("country", "province", "commune")),
    path("public/<province:province>/", public.show, name="public"),
    path(f"{PROVINCE}public/", publishing.switch, name="public_page"),
    path(f"{PROVINCE}declared/", declarations.of_province, name="province_declared"),
    path(f"{PROVINCE}declared/enter/", declarations.enter_for_province, name="province_declared_enter"),
    path(f"{COMMUNE}declared/", declarations.of_commune, name="commune_declared"),
    path(f"{COMMUNE}declared/enter/", declarations.enter_for_commune, name="commune_declared_enter"),
    path(f"{PROVINCE}reports/", report_province.index, name="province_reports"),
    path(f"{PROVINCE}reports/remind/", report_province.remind_missing, name="reports_remind"),
    path(f"{PROVINCE}reports/xlsx/", report_province.workbook, name="province_reports_xlsx"),
    path(f"{PROVINCE}reports/schedule/", report_province.schedule, name="report_schedule"),
    path(f"{COMMUNE}reports/", reports.index, name="reports"),
    path(f"{COMMUNE}reports/new/", reports.new, name="report_new"),
    path(REPORT, reports.show, name="report"),
    path(f"{REPORT}edit/", reports.edit, name="report_edit"),
    path(f"{REPORT}submit/", report_steps.submit, name="report_submit"),
    path(f"{REPORT}approve/", report_steps.approve, name="report_approve"),
    path(f"{REPORT}return/", report_steps.give_back, name="report_return"),
    path(f"{REPORT}lock/", report_steps.lock, name="report_lock"),
    path(f"{REPORT}paper/", report_paper.paper, name="report_paper"),
    path(f"{REPORT}xlsx/", report_paper.workbook, name="report_xlsx"),
]
