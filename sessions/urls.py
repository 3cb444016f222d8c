"""Under a village: households, their visits, and gatherings. Across villages: one's own doors. And what phones keep and send."""

from django.urls import path

from communes.converters import COMMUNE, VILLAGE
from sessions.views import (
    cards,
    devices,
    doors,
    field,
    gathering_form,
    gatherings,
    household,
    mending,
    paper,
    paper_entry,
    paper_find,
    phones,
    review,
    sync,
    visits,
)

app_name = "coaching"

HOUSEHOLD = f"{VILLAGE}households/<uuid:household>/"
GATHERING = f"{VILLAGE}gatherings/<uuid:gathering>/"

SYNC = [
    path("me", phones.me, name="me"),
    path("device", phones.register, name="device"),
    path("slice", phones.take_slice, name="slice"),
    path("visits", sync.visits, name="visits"),
    path("parcels", sync.parcels, name="parcels"),
]
"""What phones call, in a place of its own: looked for before the hundred and fifty addresses of pages."""

urlpatterns = [
    path("field/", field.field, name="field"),
    path("field/<str:language>/", field.shell, name="shell"),
    path("offline/<str:language>/", field.offline, name="offline"),
    path("manifest.webmanifest", field.manifest, name="manifest"),
    path("worker.js", field.worker, name="worker"),
    path("households/", doors.all_doors, name="households"),
    path(f"{VILLAGE}households/", doors.village_doors, name="village_households"),
    path(HOUSEHOLD, household.show, name="household"),
    path(f"{HOUSEHOLD}card/", cards.of_household, name="household_card"),
    path(f"{HOUSEHOLD}visits/new/", visits.new, name="visit_new"),
    path(f"{HOUSEHOLD}visits/<uuid:visit>/", visits.show, name="visit"),
    path(f"{HOUSEHOLD}visits/<uuid:visit>/correct/", visits.correct, name="visit_correct"),
    path(f"{COMMUNE}review/", review.show, name="review"),
    path(f"{COMMUNE}review/proposals/<uuid:proposal>/accept/", review.accept, name="proposal_accept"),
    path(f"{COMMUNE}review/proposals/<uuid:proposal>/decline/", review.decline, name="proposal_decline"),
    path(f"{COMMUNE}review/held/<uuid:held>/", mending.mend, name="held_mend"),
    path(f"{COMMUNE}review/held/<uuid:held>/record/", review.record, name="held_record"),
    path(f"{COMMUNE}review/held/<uuid:held>/decline/", review.refuse, name="held_decline"),
    path("account/phones/", devices.mine, name="devices"),
    path("account/phones/<uuid:device>/end/", devices.end_mine, name="device_end"),
    path(f"{COMMUNE}teams/<int:team>/phones/", devices.of_team, name="team_devices"),
    path(f"{COMMUNE}teams/<int:team>/phones/<uuid:device>/end/", devices.end_of_team, name="team_device_end"),
    path(f"{COMMUNE}gatherings/", gatherings.of_commune, name="commune_gatherings"),
    path(f"{COMMUNE}gatherings/new/", gatherings.choose, name="gathering_choose"),
    path(f"{VILLAGE}gatherings/", gatherings.of_village, name="village_gatherings"),
    path(f"{VILLAGE}gatherings/new/", gathering_form.new, name="gathering_new"),
    path(GATHERING, gatherings.show, name="gathering"),
    path(f"{GATHERING}correct/", gathering_form.correct, name="gathering_correct"),
    path("h/<str:card>/", cards.opened, name="card"),
    path("p/<str:sheet>/", paper_find.by_code, name="sheet_by_code"),
    path("households/paper/", paper_find.find, name="paper"),
    path(f"{VILLAGE}households/paper/", paper.of_village, name="village_paper"),
    path(f"{VILLAGE}households/paper/cards/", cards.of_village, name="village_cards"),
    path(f"{VILLAGE}households/paper/<uuid:round>/", paper.show, name="round"),
    path(f"{VILLAGE}households/paper/sheets/<str:sheet>/", paper_entry.entry, name="sheet"),
]
