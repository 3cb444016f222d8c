"""A commune's roster as a workbook: as many people as asked for, 15 columns, the same for the same seed."""

import random
from collections.abc import Iterator
from datetime import date, timedelta
from io import BytesIO
from typing import Any

import xlsxwriter

TITLES = (
    "STT hộ", "Họ và tên", "Ngày sinh", "Giới tính", "Quan hệ với chủ hộ", "Dân tộc", "Số CCCD", "Số điện thoại", "Địa chỉ",
    "Thôn", "Diện hộ", "Nghề nghiệp", "Có Internet", "Tình trạng", "Ghi chú",
)  # fmt: skip
_FAMILY = ("Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Huỳnh", "Phan", "Vũ", "Võ", "Đặng", "Bùi", "Đỗ", "Hồ", "Ngô", "Dương", "Lý")
_MIDDLE = {"Nam": ("Văn", "Đức", "Hữu", "Minh", "Quốc", "Công", "Xuân"), "Nữ": ("Thị", "Ngọc", "Thị Kim", "Thu", "Thanh")}
_GIVEN = {
    "Nam": ("Bình", "Dũng", "Hùng", "Long", "Minh", "Nam", "Phong", "Quân", "Sơn", "Tâm", "Thắng", "Tuấn", "Việt", "Khánh"),
    "Nữ": ("An", "Hòa", "Hằng", "Hương", "Lan", "Mai", "Nga", "Oanh", "Phượng", "Thảo", "Trang", "Tuyết", "Vân", "Yến"),
}
_GROUPS = ("Kinh", "Kinh", "Kinh", "Ê-đê", "Mông", "Tày", "Nùng")
_WORK = ("Làm ruộng", "Làm rẫy", "Buôn bán", "Công nhân", "Giáo viên", "Hưu trí")
_POVERTY = ("", "", "", "", "", "", "Hộ nghèo", "Hộ cận nghèo")
_RELATIONS = ("Vợ", "Con", "Con", "Cháu", "Mẹ")
_NOTES = ("", "", "", "", "", "", "", "Đi làm ăn xa")
_LARGEST = 7


def roster_rows(people: int, villages: int, seed: int = 1) -> Iterator[tuple[Any, ...]]:
    """One row per person, household by household, village by village ("Thôn 1" to "Thôn n")."""
    chance = random.Random(seed)  # noqa: S311 -- no secret
    done = 0
    for village in range(1, villages + 1):
        number, last = 0, people * village // villages
        while done < last:
            number += 1
            members = min(chance.randint(1, _LARGEST), last - done)
            yield from _household(chance, number, village, members)
            done += members


def _household(chance: random.Random, number: int, village: int, members: int) -> Iterator[tuple[Any, ...]]:
    family, group, work = chance.choice(_FAMILY), chance.choice(_GROUPS), chance.choice(_WORK)
    poverty, internet = chance.choice(_POVERTY), chance.choice(("x", ""))
    address = f"Số nhà {number}, đường liên thôn {village}"
    for member in range(members):
        sex = chance.choice(("Nam", "Nữ"))
        relation = "Chủ hộ" if member == 0 else _RELATIONS[min(member - 1, len(_RELATIONS) - 1)]
        name = f"{family} {chance.choice(_MIDDLE[sex])} {chance.choice(_GIVEN[sex])}"
        born = date(1936, 1, 1) + timedelta(days=chance.randrange(31_000))
        yield (
            number, name, f"{born:%d/%m/%Y}", sex, relation, group, _number(chance, born, sex), _phone(chance), address,
            f"Thôn {village}", poverty, work, internet, "Thường trú", chance.choice(_NOTES),
        )  # fmt: skip


def _number(chance: random.Random, born: date, sex: str) -> str:
    century = 2 * (born.year // 100 - 19) + (sex == "Nữ")
    return f"066{century}{born.year % 100:02d}{chance.randrange(1_000_000):06d}"


def _phone(chance: random.Random) -> str:
    return f"098{chance.randrange(1_000_000, 9_999_999)}" if chance.randrange(2) else ""


def workbook(rows: Iterator[tuple[Any, ...]] | list[tuple[Any, ...]]) -> bytes:
    """The rows under `TITLES`, as .xlsx."""
    out = BytesIO()
    book = xlsxwriter.Workbook(out, {"constant_memory": True})
    sheet = book.add_worksheet("Nhân khẩu")
    sheet.write_row(0, 0, TITLES)
    for number, row in enumerate(rows, 1):
        sheet.write_row(number, 0, row)
    book.close()
    return out.getvalue()
