"""The places, by their official codes: the same page at every level."""

from django.urls import path

from communes.converters import COMMUNE, PROVINCE, VILLAGE
from indicators.views import home, place

app_name = "indicators"

urlpatterns = [
    path("", home.home, name="home"),
    path("vn/", place.country, name="country"),
    path(PROVINCE, place.province, name="province"),
    path(COMMUNE, place.commune, name="commune"),
    path(VILLAGE, place.village, name="village"),
]
