"""Under a village: its households, each with its visits. Across villages: the doors of one's own. For phones: `/sync/v1/`."""

from django.urls import path

from communes.converters import VILLAGE
from sessions.views import doors, household, phones, visits

app_name = "coaching"

HOUSEHOLD = f"{VILLAGE}households/<uuid:household>/"

urlpatterns = [
    path("households/", doors.all_doors, name="households"),
    path(f"{VILLAGE}households/", doors.village_doors, name="village_households"),
    path(HOUSEHOLD, household.show, name="household"),
    path(f"{HOUSEHOLD}visits/new/", visits.new, name="visit_new"),
    path(f"{HOUSEHOLD}visits/<uuid:visit>/", visits.show, name="visit"),
    path(f"{HOUSEHOLD}visits/<uuid:visit>/correct/", visits.correct, name="visit_correct"),
    path("sync/v1/me", phones.me, name="sync_me"),
    path("sync/v1/device", phones.register, name="sync_device"),
    path("sync/v1/slice", phones.take_slice, name="sync_slice"),
]
