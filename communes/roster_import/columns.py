"""The columns a roster may have: each declared once, with the titles that villages give it."""

import re
from dataclasses import dataclass
from functools import lru_cache

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from communes.roster_import.labels import fold, lowered
from communes.roster_import.legacy import WRITINGS, decode

_YEAR_BEHIND = re.compile(r"( nam)? 20\d\d$")
EXACT = 1.0
SIMILAR = 0.6


@dataclass(frozen=True, slots=True)
class Column:
    """What a column says: `titles` are the spellings seen, `stems` what a longer title may begin with."""

    key: str
    name: Promise
    titles: tuple[str, ...]
    stems: tuple[str, ...] = ()
    is_personal: bool = False


COLUMNS = (
    Column(
        "household_number",
        _("Household number"),
        ("STT hộ", "Số hộ", "Hộ số", "Mã hộ", "Hộ", "TT hộ", "Số TT hộ", "Số thứ tự hộ"),
    ),
    Column("ordinal", _("Line number"), ("STT", "TT", "Số TT", "Số thứ tự", "STT khẩu", "TT khẩu", "STT nhân khẩu")),
    Column(
        "full_name",
        _("Full name"),
        ("Họ và tên", "Họ tên", "Họ, chữ đệm và tên", "Họ chữ đệm tên", "Tên", "Họ và tên thành viên", "Tên nhân khẩu"),
        ("họ và tên nhân khẩu", "họ và tên thành viên", "họ tên thành viên"),
    ),
    Column(
        "head_name",
        _("Name of the head"),
        ("Họ và tên chủ hộ", "Họ tên chủ hộ", "Chủ hộ", "Tên chủ hộ"),
    ),
    Column(
        "name_and_birth",
        _("Name and birth in one"),
        ("Họ tên / Năm sinh", "Họ và tên, năm sinh", "Họ và tên / ngày sinh", "Tên / năm sinh"),
    ),
    Column(
        "birth",
        _("Birth date or year"),
        ("Năm sinh", "Ngày sinh", "Sinh năm", "NS", "Ngày tháng năm sinh", "Ngày, tháng, năm sinh", "Ngày/tháng/năm sinh"),
    ),
    Column("sex", _("Sex"), ("Giới tính", "GT", "Phái", "Giới", "Nam/Nữ")),
    Column(
        "male",
        _("Male: a mark, or the birth"),
        ("Nam", "Năm sinh Nam", "Ngày sinh Nam", "Giới tính Nam", "Ngày, tháng, năm sinh Nam", "Sinh năm Nam"),
    ),
    Column(
        "female",
        _("Female: a mark, or the birth"),
        ("Nữ", "Năm sinh Nữ", "Ngày sinh Nữ", "Giới tính Nữ", "Ngày, tháng, năm sinh Nữ", "Sinh năm Nữ"),
    ),
    Column("ethnic_group", _("Ethnic group"), ("Dân tộc", "DT", "D.tộc")),
    Column(
        "relation",
        _("Relation to the head"),
        ("Quan hệ với chủ hộ", "Quan hệ", "Q.hệ chủ hộ", "QH với chủ hộ", "Quan hệ chủ hộ", "QHCH", "Q.hệ", "QH chủ hộ"),
        ("mối quan hệ", "quan hệ với"),
    ),
    Column(
        "personal_id",
        _("Personal number"),
        (
            "Số CCCD",
            "CCCD",
            "Số ĐDCN",
            "ĐDCN",
            "Số định danh",
            "Số định danh cá nhân",
            "CMND",
            "Số CMND",
            "CMND/CCCD",
            "CCCD/CMND",
        ),
        ("số cccd", "số định danh cá nhân", "số cmnd"),
        is_personal=True,
    ),
    Column(
        "head_id",
        _("Personal number of the head"),
        (
            "Số ĐDCN chủ hộ",
            "Số định danh chủ hộ",
            "Số định danh của chủ hộ",
            "CCCD chủ hộ",
            "Số CCCD chủ hộ",
            "Số CCCD của chủ hộ",
        ),
        is_personal=True,
    ),
    Column(
        "phone",
        _("Phone"),
        ("Số điện thoại", "SĐT", "Điện thoại", "ĐT", "Số ĐT", "Di động", "Số điện thoại/Zalo"),
        ("số điện thoại", "sđt"),
    ),
    Column(
        "address",
        _("Address"),
        ("Địa chỉ", "Nơi thường trú", "Nơi ở hiện tại", "Nơi ở hiện nay", "Chỗ ở", "Chỗ ở hiện nay", "Thường trú"),
        ("địa chỉ", "nơi thường trú", "nơi ở"),
    ),
    Column(
        "village",
        _("Village"),
        ("Thôn", "Buôn", "Bản", "Làng", "Ấp", "Xóm", "Thôn, buôn", "Thôn/buôn", "Thôn/bản", "Tổ dân phố", "TDP", "Khu dân cư"),
        ("tên thôn",),
    ),
    Column(
        "members",
        _("Members, as declared"),
        ("Số khẩu", "Số nhân khẩu", "Nhân khẩu", "Số người", "Tổng số khẩu", "Số thành viên"),
    ),
    Column("poor", _("Poor household"), ("Hộ nghèo", "Nghèo")),
    Column("near_poor", _("Near-poor household"), ("Hộ cận nghèo", "Cận nghèo")),
    Column(
        "poverty",
        _("Poverty class"),
        ("Diện hộ", "Loại hộ", "Phân loại hộ", "Hộ nghèo/cận nghèo", "Hộ nghèo, cận nghèo", "Diện", "Hoàn cảnh"),
    ),
    Column("residence", _("State of residence"), ("Tình trạng", "Tình trạng cư trú", "Cư trú", "Hiện trạng")),
    Column(
        "smartphone",
        _("Has a smartphone"),
        ("Có ĐT thông minh", "Có điện thoại thông minh", "ĐT thông minh", "Điện thoại thông minh", "Smartphone", "ĐTTM"),
    ),
    Column("internet", _("Internet at home"), ("Có Internet", "Internet", "Wifi", "Có wifi", "Internet/wifi", "Mạng Internet")),
    Column(
        "vneid",
        _("VNeID level"),
        ("VNeID", "VNeID (mức 1/2)", "Mức VNeID", "Mức độ VNeID", "Định danh điện tử", "Mức định danh"),
        ("vneid", "định danh mức"),
    ),
    Column(
        "payment_account",
        _("Bank account or wallet"),
        ("TK ngân hàng", "Tài khoản ngân hàng", "Có tài khoản ngân hàng", "Tài khoản thanh toán", "Ví điện tử"),
    ),
    Column("digital_signature", _("Digital signature"), ("Chữ ký số", "Có chữ ký số")),
    Column("province_app", _("Province's app"), ("App tỉnh", "Ứng dụng của tỉnh", "Ứng dụng tỉnh")),
    Column("livelihood", _("Livelihood"), ("Nghề nghiệp", "Nghề", "Sinh kế")),
    Column("household_code", _("Household, as the portal knows it"), ("Mã hộ trên cổng",)),
    Column("person_code", _("Person, as the portal knows them"), ("Mã người trên cổng",)),
    Column("note", _("Note"), ("Ghi chú", "Ghi chú khác", "Chú thích")),
)

BY_KEY = {column.key: column for column in COLUMNS}
NAME_COLUMNS = ("full_name", "head_name", "name_and_birth")
FACTS = {
    "smartphone": "own_smartphone",
    "vneid": "vneid",
    "payment_account": "payment_account",
    "digital_signature": "digital_signature",
    "province_app": "province_app",
}
"""Columns that say what a person has: column key -> code of the skill that keeps it."""

_EXACTLY = {lowered(title): column.key for column in reversed(COLUMNS) for title in column.titles}
_FOLDED = {fold(title): column.key for column in reversed(COLUMNS) for title in column.titles}
_STEMS = {fold(stem): column.key for column in reversed(COLUMNS) for stem in column.stems}


@lru_cache(maxsize=20_000)
def recognise(title: str) -> tuple[str, float]:
    """The key of the column with this title, and how sure that is; ("", 0) for one that nobody knows.

    A title in an old font is recognised too; that converts no cell below it.
    """
    key, sure = _recognise(title)
    if key or title.isascii():
        return key, sure
    return max((_recognise(decode(title, writing)) for writing in WRITINGS), key=lambda found: found[1])


def _recognise(title: str) -> tuple[str, float]:
    accented, folded = lowered(title), _YEAR_BEHIND.sub("", fold(title))
    if accented in _EXACTLY:
        return _EXACTLY[accented], EXACT
    # Without its accents a title still says enough, except "nam": a year or a man.
    if folded in _FOLDED and folded != "nam":
        return _FOLDED[folded], 0.9
    stem = max((s for s in _STEMS if folded.startswith(s)), key=len, default="")
    return (_STEMS[stem], SIMILAR) if stem else ("", 0.0)
