"""The commune that a measured roster is of, and how django-import-export would bring its people in."""

from datetime import datetime
from typing import Any

from import_export.resources import ModelResource

from communes import personal_id
from communes.enums import ProvinceKind, Sex, VillageKind
from communes.models import Commune, EthnicGroup, Province, Resident, Village
from literacy_portal.kit.ids import new_id

PERSONS = "bench"
"""Marks whom the library wrote."""
_SEX = {"Nam": Sex.MALE, "Nữ": Sex.FEMALE}
_GROUPS = {"kinh": "Kinh", "ede": "Ê-đê", "hmong": "Mông", "tay": "Tày", "nung": "Nùng"}
_OF_NAME = {name: slug for slug, name in _GROUPS.items()}
FIELDS = (
    "id", "full_name", "sort_key", "search_key", "sex", "birth_date", "birth_year", "ethnic_group", "phone", "other_phones",
    "id_last4", "id_hash",
)  # fmt: skip


def commune(villages: int) -> Commune:
    """"Thôn 1" to "Thôn n" of a made-up commune, and the ethnic groups of the file."""  # fmt: skip
    province, _ = Province.objects.get_or_create(code="66", defaults={"kind": ProvinceKind.PROVINCE, "name": "Đắk Lắk"})
    place, _ = Commune.objects.get_or_create(code="24364", defaults={"province": province, "kind": "xa", "name": "Phú Xuân"})
    codes = {f"24364{number:03d}": str(number) for number in range(1, villages + 1)}
    made = [Village(code=code, commune=place, kind=VillageKind.THON, name=name) for code, name in codes.items()]
    Village.objects.bulk_create(made, ignore_conflicts=True)
    groups = [EthnicGroup(slug=slug, name=name) for slug, name in _GROUPS.items()]
    EthnicGroup.objects.bulk_create(groups, ignore_conflicts=True)
    return place


class _People(ModelResource):
    """The people of the file, their keys and numbers made as the portal makes them."""

    def before_import_row(self, row: dict[str, Any], **kwargs: Any) -> None:
        born = datetime.strptime(row["Ngày sinh"], "%d/%m/%Y").date()  # noqa: DTZ007 -- a day without an hour
        kept = personal_id.reduce(row["Số CCCD"])
        row |= {
            "id": str(new_id()), "full_name": row["Họ và tên"], "sex": _SEX[row["Giới tính"]], "birth_date": born.isoformat(),
            "birth_year": born.year, "ethnic_group": _OF_NAME[row["Dân tộc"]], "id_hash": kept.digest, "id_last4": kept.last4,
            "phone": row["Số điện thoại"] or "", "other_phones": PERSONS, "sort_key": "", "search_key": "",
        }  # fmt: skip

    def before_save_instance(self, instance: Resident, row: Any, **kwargs: Any) -> None:
        instance.derive_keys()

    class Meta:
        model = Resident
        fields = FIELDS
        import_id_fields = ("id_hash",)


class _PeopleTuned(_People):
    class Meta(_People.Meta):
        use_bulk = True
        batch_size = 5_000
        skip_diff = True
        skip_html_diff = True
        force_init_instance = True


def resource(*, tuned: bool) -> ModelResource:
    """The library's way in, as it comes or in bulk and without differences."""
    return _PeopleTuned() if tuned else _People()
