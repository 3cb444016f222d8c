"""The first administrator of a new portal."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from accounts.models import User
from teams.models import Posting

pytestmark = pytest.mark.django_db


def appoint(username: str) -> str:
    told = StringIO()
    call_command("appoint_administrator", username, "Đinh Thị Quản Trị", stdout=told)
    return told.getvalue()


def test_the_first_administrator_chooses_a_password_by_the_printed_link_and_enters() -> None:
    link = appoint("quan-tri").split()[-1]
    client = Client()
    form = client.get(link)
    client.post(form["Location"], {"password1": "ngoi nha ven song", "password2": "ngoi nha ven song"})
    client.post("/accounts/login/", {"login": "quan-tri", "password": "ngoi nha ven song"})

    assert client.get("/admin/").status_code == 200


def test_appointing_twice_makes_one_account_and_one_posting() -> None:
    appoint("quan-tri")
    appoint("Quan-Tri".lower())

    assert (User.objects.count(), Posting.objects.count()) == (1, 1)


def test_a_name_that_could_be_an_address_or_a_number_is_refused() -> None:
    with pytest.raises(CommandError):
        appoint("0912345678")
