from django.urls import path

from communes.converters import COMMUNE
from teams import views

app_name = "teams"

urlpatterns = [
    path("account/", views.account, name="account"),
    path("account/languages/", views.languages, name="languages"),
    path("personal-access/", views.personal_access, name="personal_access"),
    path("personal-access/<int:access>/close/", views.close_access, name="close_access"),
    path(f"{COMMUNE}teams/", views.teams, name="teams"),
    path(f"{COMMUNE}teams/found-missing/", views.found_teams, name="found_teams"),
    path(f"{COMMUNE}teams/<int:team>/", views.team, name="team"),
]
