"""The admin of places keeps to the reader's scope, in lists, forms and files."""

import zipfile
from io import BytesIO
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from accounts.models import AuditEvent
from communes.models import Village
from communes.resources import quoted, unquoted
from tests.world import World

VILLAGES = "/admin/communes/village/"


@pytest.fixture
def admin(client: Client, world: World) -> Client:
    """The administrator of Đắk Lắk."""
    client.force_login(world.users["province_admin"])
    client.cookies["language"] = "en"
    return client


def send(client: Client, rows: str) -> Any:
    """Uploads a CSV of villages and confirms what the preview shows, if it lets us."""
    file = SimpleUploadedFile("villages.csv", rows.encode())
    shown = client.post(f"{VILLAGES}import/", {"import_file": file, "format": "1", "resource": ""})
    assert shown.status_code == 200
    if "confirm_form" not in shown.context or not shown.context["confirm_form"]:
        return shown
    return client.post(f"{VILLAGES}process_import/", shown.context["confirm_form"].initial)


def test_a_province_administrator_sees_and_opens_the_villages_of_the_province_only(admin: Client, world: World) -> None:
    page = admin.get(VILLAGES).content.decode()
    assert "24364001" in page
    assert "16831001" not in page
    assert admin.get(f"{VILLAGES}24364001/change/").status_code == 200
    assert admin.get(f"{VILLAGES}16831001/change/").status_code == 404
    assert admin.get(f"{VILLAGES}99999001/change/").status_code == 404


def test_a_village_cannot_be_made_in_another_province(admin: Client, world: World) -> None:
    response = admin.post(f"{VILLAGES}add/", {"code": "16831009", "commune": "16831", "kind": "ban", "name": "Lén"})

    assert response.status_code == 200
    assert "commune" in response.context["adminform"].form.errors
    assert not Village.objects.filter(pk="16831009").exists()


def test_a_change_is_saved_with_its_keys_and_leaves_an_audit_row_without_values(admin: Client, world: World) -> None:
    row = {"code": "24364002", "commune": "24364", "kind": "thon", "name": "Xuân Đẹp"}
    assert admin.post(f"{VILLAGES}24364002/change/", row).status_code == 302

    assert Village.objects.get(pk="24364002").search_key == "xuan dep"
    event = AuditEvent.objects.get(verb="village.change")
    assert (event.target_id, event.facts) == ("24364002", {"fields": ["name"], "through": "admin"})


@pytest.mark.parametrize("who", ["commune_officer", "province_analyst", "team_leader"])
def test_others_do_not_find_the_admin_of_villages(client: Client, world: World, who: str) -> None:
    client.force_login(world.users[who])
    assert client.get(VILLAGES).status_code in (302, 404)
    assert client.get(f"{VILLAGES}import/").status_code in (302, 404)
    assert client.get(f"{VILLAGES}export/").status_code in (302, 404)


def test_a_province_administrator_does_not_find_the_catalogue_of_ethnic_groups(admin: Client) -> None:
    assert admin.get("/admin/communes/ethnicgroup/").status_code == 404


def test_a_file_adds_and_changes_villages_of_the_province(admin: Client, world: World) -> None:
    assert send(admin, "code,commune,kind,name\n24364002,24364,buon,Xuân Mỹ\n24364010,24364,thon,Hoà Bình\n").status_code == 302

    assert Village.objects.get(pk="24364002").kind == "buon"
    assert Village.objects.get(pk="24364010").search_key == "hoa binh"
    assert AuditEvent.objects.get(verb="village.import").facts["new"] == 1


@pytest.mark.parametrize(
    "row",
    [
        "16831001,16831,thon,Chiếm",
        "16831009,16831,ban,Lén",
        "24364002,16831,thon,Dời đi",
        "24364002,24364,vô lý,Sai",
        "x,24364,thon,Sai",
    ],
)
def test_one_row_out_of_place_or_in_error_keeps_the_whole_file_out(admin: Client, world: World, row: str) -> None:
    answer = send(admin, f"code,commune,kind,name\n24364010,24364,thon,Mới\n{row}\n")

    assert answer.status_code == 200
    assert not Village.objects.filter(pk="24364010").exists()
    assert Village.objects.get(pk="16831001").name == "Mường Lống 1"
    assert Village.objects.get(pk="24364002").commune_id == "24364"


def test_an_export_holds_the_province_only_and_no_formula(admin: Client, world: World) -> None:
    Village.objects.filter(pk="24364002").update(name="=HYPERLINK(1)", head="+84 xấu")
    fields = {f"villageresource_{name}": "on" for name in ("code", "commune", "kind", "name", "head")}
    response = admin.post(f"{VILLAGES}export/", {"format": "0", "resource": "0", **fields})

    sheet = openpyxl.load_workbook(BytesIO(response.content)).active
    assert sheet is not None
    cells = [cell for row in sheet.iter_rows() for cell in row]
    assert "'=HYPERLINK(1)" in {cell.value for cell in cells}
    assert "'+84 xấu" in {cell.value for cell in cells}
    assert "f" not in {cell.data_type for cell in cells}
    assert "16831001" not in {cell.value for cell in cells}
    assert AuditEvent.objects.get(verb="village.export").facts == {"rows": 3}


@pytest.mark.parametrize("cell", ["=1+1", "+84912", "-1", "@x", "\tx", "\rx", "Xuân Mỹ", "'quoted", "", None, 7])
def test_a_quoted_cell_comes_back_as_it_was(cell: object) -> None:
    assert unquoted(quoted(cell)) == cell


def test_a_file_that_unpacks_to_too_much_is_refused_with_a_message(admin: Client, world: World) -> None:
    bomb = BytesIO()

    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * 70_000_000)
    file = SimpleUploadedFile("big.xlsx", bomb.getvalue())
    response = admin.post(f"{VILLAGES}import/", {"import_file": file, "format": "0", "resource": ""})

    assert response.status_code == 200
    assert response.context["form"].errors["import_file"]
