"""Which village a text means; what is ambiguous is asked."""

import pytest

from communes.roster_import.villages import Address, VillageName, Villages, commune_keys, label_in_title, split_address

VILLAGES = Villages(
    [
        VillageName("24364001", "thon", "Xuân Lạng 2"),
        VillageName("24364002", "thon", "1"),
        VillageName("24364003", "buon", "Ea Bông"),
        VillageName("24364004", "to_dan_pho", "2 Cư Êbur"),
        VillageName("24364005", "buon", "Tơng Jú"),
        VillageName("24364006", "thon", "Tơng Jú"),
        VillageName("24364007", "thon", "5"),
    ],
    commune_keys(["Phú Xuân", "Xã Ea Drông"]),
)


@pytest.mark.parametrize(
    ("label", "code"),
    [
        ("THÔN XUÂN LẠNG 2", "24364001"),
        ("Xuan Lang 2", "24364001"),
        ("Thôn 1", "24364002"),
        ("Thôn Một", "24364002"),
        ("T.1", "24364002"),
        ("thôn 01", "24364002"),
        ("Thôn Năm", "24364007"),
        ("Thôn Nam", ""),
        ("buôn Ea Bông", "24364003"),
        ("TDP 2 Cư Êbur", "24364004"),
        ("24364003", "24364003"),
        ("Tơng Jú", ""),
        ("buôn Tơng Jú", "24364005"),
        ("thôn Tơng Jú", "24364006"),
        ("Xuân Lạng", ""),
        ("", ""),
    ],
)
def test_a_label_means_one_village_or_is_asked(label: str, code: str) -> None:
    assert VILLAGES.resolve(label) == code


def test_what_the_user_chose_for_a_label_stands() -> None:
    villages = Villages(VILLAGES.names, chosen={"Tơng Jú": "24364005"})

    assert villages.resolve("Tơng Jú") == "24364005"


@pytest.mark.parametrize(
    ("title", "label"),
    [
        ("DANH SÁCH HỘ, NHÂN KHẨU THÔN XUÂN LẠNG 2", "THÔN XUÂN LẠNG 2"),
        ("DANH SÁCH HỘ GIA ĐÌNH BUÔN EA BÔNG NĂM 2025", "BUÔN EA BÔNG"),
        ("Danh sách tổ dân phố 3, phường Ea Kao", "tổ dân phố 3"),
        ("ỦY BAN NHÂN DÂN XÃ PHÚ XUÂN", ""),
        ("(Tính đến ngày 01/11/2025)", ""),
    ],
)
def test_a_title_names_its_village(title: str, label: str) -> None:
    assert label_in_title(title) == label


def test_an_address_is_parted_into_house_village_and_commune() -> None:
    assert split_address("Bản Bộng, xã Thành Bình Thọ, tỉnh Nghệ An") == Address("", "Bản Bộng", "xã Thành Bình Thọ")
    assert split_address("Nhà 5, hẻm 2, Thôn 1") == Address("Nhà 5, hẻm 2", "Thôn 1", "")
    assert split_address("cạnh nhà văn hóa") == Address("cạnh nhà văn hóa", "", "")


def test_a_commune_is_known_by_its_name_of_today_and_of_before() -> None:
    assert [VILLAGES.is_this_commune(name) for name in ("xã Phú Xuân", "Xã Ea Drông", "", "xã Ea Kao")] == [
        True,
        True,
        True,
        False,
    ]
