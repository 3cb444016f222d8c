"""Vietnamese pages are Vietnamese to the last word, French ones French: ours and those of the libraries."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from accounts.models import User
from communes.actions.roster_apply import apply_import
from communes.enums import VillageKind
from teams.resources import PostingResource
from tests.communes.roster_import.rosters import TITLES, planned, register
from tests.factories import PASSWORD
from tests.house.addresses import Sample, addresses, sample_of
from tests.house.leftovers import leftovers, sentences, skill_names, translations
from tests.sessions.drafts import url
from tests.world import World

NO_PAGES = {"components", "readyz", "healthz", "favicon"}
IN_THEIR_OWN_LANGUAGE = {"coaching:field", "coaching:shell", "coaching:offline"}
"""Their address says the language, whoever reads."""
OURS = [address for address in addresses() if address.is_ours and address.name not in NO_PAGES | IN_THEIR_OWN_LANGUAGE]
READERS = [
    ("team_member", "vi"), ("commune_officer", "vi"), ("province_admin", "vi"), ("system_admin", "vi"),
    ("commune_officer", "fr"), ("system_admin", "fr"),
]  # fmt: skip
"""Whoever has pages that others have not; French is a sample."""
BEFORE_SIGNING_IN = (
    "/accounts/login/", "/accounts/signup/", "/accounts/password/reset/", "/accounts/password/reset/done/",
    "/accounts/password/reset/key/x-y/", "/accounts/password/reset/key/done/", "/accounts/inactive/", "/accounts/login/code/",
    "/accounts/confirm-email/", "/accounts/confirm-email/x/", "/accounts/social/login/error/",
    "/accounts/social/login/cancelled/",
)  # fmt: skip
AFTER_SIGNING_IN = (
    "/accounts/logout/", "/accounts/password/change/", "/accounts/email/", "/accounts/2fa/", "/accounts/2fa/totp/activate/",
    "/accounts/2fa/webauthn/", "/accounts/2fa/webauthn/add/", "/accounts/2fa/recovery-codes/", "/accounts/sessions/",
    "/accounts/reauthenticate/", "/accounts/social/connections/",
)  # fmt: skip
MODELS = (
    "accounts/user", "accounts/auditevent", "communes/province", "communes/commune", "communes/village",
    "communes/villagecondition", "communes/formercommune", "communes/ethnicgroup", "teams/team", "teams/membership",
    "teams/posting", "teams/personalaccess", "coaching/skill",
)  # fmt: skip
BUILT_INTO_DJANGO = {"'True' (true)", "'False' (false)"}
"""The spoken text of the admin's signs for yes and no, which Django never translates."""
FILES = (
    ("teams/posting", "user,role,province,commune,started_on,ended_on\nteam_member,commune_officer,,24364,2026-01-01,\n"),
    ("teams/posting", "user,role,province,commune,started_on,ended_on\nteam_member,emperor,77,99999,yesterday,\n"),
    ("teams/posting", "a,b\n1,2\n"),
    ("teams/membership", "user,team,role,affiliation,started_on,ended_on\nteam_member,999999,x,y,2026-13-01,\n"),
    ("teams/team", "commune,name,level,kind,villages,decision_number,decided_on,zalo_link,closed_on\n99999,,x,y,1,,,z,\n"),
    ("accounts/user", "username,full_name,email,phone,is_active\nMột Hai,,nowhere,12,\n"),
    ("communes/village", "code,commune,kind,name,head,zalo_link,opened_on,closed_on\n12,99999,x,,,y,z,\n"),
)
"""Files to import: a good one, and bad ones of all kinds."""
FORMS_IN_ADMIN = ("", "add/", "import/", "export/")


@pytest.fixture
def sample(world: World) -> Sample:
    """The world with a visit and a roster in Phú Xuân."""
    return sample_of(world)


def reader(language: str, user: User | None = None) -> Client:
    """A browser set to the language, signed in as a person signs in."""
    client = Client(headers={"accept-language": language, "user-agent": "Mozilla/5.0"})
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    if user:
        client.post("/accounts/login/", {"login": user.username, "password": PASSWORD})
    return client


def data_of(world: World) -> set[str]:
    """What users wrote and places are called."""
    people = {text for user in world.users.values() for text in (user.full_name, user.username)}
    columns = ", ".join(PostingResource().get_import_id_fields())
    return (
        people
        | skill_names()
        | {str(world.phu_xuan), str(world.xuan_lang), columns, "Sheet1", "Chủ hộ", *TITLES, *VillageKind.labels}
    )


def wrong_on(pages: dict[str, str], language: str, world: World) -> list[str]:
    """Each sentence once, with the first page that has it."""
    data = data_of(world)
    found = {
        one: place for place, page in reversed(pages.items()) for one in leftovers(sentences(page, language), language, data)
    }
    return [f"{place}: {one}" for one, place in found.items() if one not in BUILT_INTO_DJANGO]


def opened(client: Client, urls: Iterator[str]) -> Iterator[tuple[str, str]]:
    """The pages among the addresses, with what they show."""
    for address in urls:
        answer = client.get(address, follow=True)
        if answer["Content-Type"].startswith("text/html"):
            yield address, b"".join(answer).decode()


def admin_urls(client: Client) -> Iterator[str]:
    """Each list, form and import of the administration, and the first row of each list with its history."""
    yield "/admin/"
    for model in MODELS:
        yield from (f"/admin/{model}/{part}" for part in FORMS_IN_ADMIN)
        page = client.get(f"/admin/{model}/")
        rows = list(page.context["cl"].result_list[:1]) if page.status_code == 200 else []
        for row in rows:
            yield from (f"/admin/{model}/{row.pk}/change/", f"/admin/{model}/{row.pk}/history/")


@pytest.mark.parametrize(("who", "language"), READERS)
def test_our_pages_speak_one_language(sample: Sample, who: str, language: str) -> None:
    client = reader(language, sample.world.users[who])

    shown = dict(opened(client, (sample.url(address) for address in OURS)))

    assert len(shown) > 5
    assert wrong_on(shown, language, sample.world) == []


WRITTEN_ALIKE = {"vi": {"Kinh"}, "fr": {"Kinh", "Minutes", "Note", "Pause", "Version", "Village", "Villages"}}
"""English words that the language writes the same."""


@pytest.mark.parametrize("language", ["vi", "fr"])
def test_what_a_phone_keeps_speaks_the_language_of_its_address(world: World, language: str) -> None:
    other = reader("en")
    shown = dict(opened(other, iter((f"/field/{language}/", f"/offline/{language}/"))))
    texts = json.loads(re.findall(r'<script id="words"[^>]*>(.*?)</script>', shown[f"/field/{language}/"])[0])

    assert wrong_on(shown, language, world) == []
    assert {english for english, text in texts.items() if english == text} - WRITTEN_ALIKE[language] == set()


@pytest.mark.parametrize("language", ["vi", "fr"])
def test_pages_of_signing_in_speak_one_language(sample: Sample, language: str) -> None:
    client = reader(language)
    shown = dict(opened(client, iter(BEFORE_SIGNING_IN)))
    for door in ("/accounts/login/", "/accounts/password/reset/", "/accounts/login/code/"):
        shown[f"{door} left empty"] = client.post(door, {}).content.decode()
    shown["a wrong password"] = client.post("/accounts/login/", {"login": "lan", "password": "x"}).content.decode()
    signed_in = reader(language, sample.world.users["team_member"])
    shown |= opened(signed_in, iter(AFTER_SIGNING_IN))
    sent = {"oldpassword": "x", "password1": "12345", "password2": "54321"}
    shown["a password too short"] = signed_in.post("/accounts/password/change/", sent).content.decode()
    shown["a wrong code"] = signed_in.post("/accounts/2fa/totp/activate/", {"code": "1"}).content.decode()

    assert wrong_on(shown, language, sample.world) == []


@pytest.mark.parametrize("language", ["vi", "fr"])
def test_letters_speak_one_language(sample: Sample, language: str) -> None:
    user = sample.world.users["team_member"]
    User.objects.filter(pk=user.pk).update(email="nothing@example.vn")
    client = reader(language, user)
    for email in ("nothing@example.vn", "unknown@example.vn"):
        client.post("/accounts/password/reset/", {"email": email})
        reader(language).post("/accounts/password/reset/", {"email": email})
    changed = {"oldpassword": PASSWORD, "password1": "ngoi nha ven song", "password2": "ngoi nha ven song"}
    client.post("/accounts/password/change/", changed)
    client.post("/accounts/email/", {"email": "moi@example.vn", "action_add": ""})

    letters = [f"{letter.subject}\n{letter.body}" for letter in mail.outbox]

    assert len(letters) >= 4
    assert [one for letter in letters for one in leftovers(letter.splitlines(), language, data_of(sample.world))] == []


@pytest.mark.parametrize(("who", "language"), READERS[2:4] + READERS[-1:])
def test_the_administration_speaks_one_language(sample: Sample, who: str, language: str) -> None:
    client = reader(language, sample.world.users[who])
    shown = dict(opened(client, admin_urls(client)))
    for model in ("teams/posting", "accounts/user", "teams/team"):
        shown[f"{model} left empty"] = client.post(f"/admin/{model}/add/", {}).content.decode()
    for number, (model, text) in enumerate(FILES):
        sent = {"import_file": SimpleUploadedFile("rows.csv", text.encode()), "format": "1", "resource": "0"}
        shown[f"import {number}"] = client.post(f"/admin/{model}/import/", sent).content.decode()

    assert len(shown) > 20
    assert wrong_on(shown, language, sample.world) == []


@pytest.mark.parametrize("language", ["vi", "fr"])
def test_a_roster_on_its_way_and_a_refused_visit_speak_one_language(sample: Sample, language: str) -> None:
    officer = sample.world.users["commune_officer"]
    client, shown = reader(language, officer), {}
    rows = [[3, "Lê Thị Mới", 1980, "Nữ", "Chủ hộ", "", "", ""], [4, "Lê Văn Sai", "31/02/1980", "Nam", "Chủ hộ", "Lạ", "", ""]]
    found = planned(register(*rows), by=officer, commune=sample.world.phu_xuan, village=sample.world.xuan_lang)
    for verdict in ("error", "new", "changed", "moved", "missing"):
        shown[f"the plan, {verdict}"] = client.get(f"{found.get_absolute_url()}?show={verdict}").content.decode()
    sent = {"fingerprint": found.fingerprint}
    shown["an undecided plan"] = client.post(f"{found.get_absolute_url()}confirm/", sent).content.decode()
    client.post(f"{found.get_absolute_url()}confirm/", sent | {"leave_out_errors": "on"})
    shown["a plan that waits"] = client.get(found.get_absolute_url()).content.decode()
    apply_import(found.pk)
    shown["what was applied"] = client.get(found.get_absolute_url()).content.decode()
    for name in ("a.xlsx", "b.txt"):
        upload = {"file": SimpleUploadedFile(name, b"<html>")}
        shown[f"a bad file {name}"] = client.post("/vn/66/24364/imports/new/", upload).content.decode()
    form = {"result": "refused", "visited_on": "2199-01-01", "minutes": "x", "next_on": "y", "setting": "z"}
    shown["a refused visit"] = client.post(url("visit_new", sample.household), form).content.decode()

    assert "Lê Văn Sai" in shown["the plan, error"]
    assert wrong_on(shown, language, sample.world) == []


def test_the_guide_names_what_is_on_the_screen() -> None:
    guide = (Path(settings.BASE_DIR) / "docs" / "huong-dan-su-dung.md").read_text()
    on_screen = {text.lower().rstrip(".:?") for text in translations("vi")}

    labels = set(re.findall(r"\*\*([^*]+)\*\*", guide))

    assert len(labels) > 40
    assert {label for label in labels if label.lower().rstrip(".:?") not in on_screen} == set()
