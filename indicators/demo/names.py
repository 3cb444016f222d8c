# ruff: noqa: E501 -- lists of names
"""Invented names, as each ethnic group forms them (domain.md §3.4)."""

from dataclasses import dataclass
from functools import cache

from indicators.demo.chance import Chance
from literacy_portal.kit.vietnamese import name_sort_key, search_key


@dataclass(frozen=True)
class Naming:
    """How a group names people. `matrilineal`: children carry the mother's clan. `clan_last`: "Y Sơn Mlô"."""

    families: list[str]
    male_middle: list[str]
    male_given: list[str]
    female_middle: list[str]
    female_given: list[str]
    matrilineal: bool = False
    clan_last: bool = False


def _of(
    families: str, men: str, women: str, middles: str = "Văn/Thị", *, matrilineal: bool = False, clan_last: bool = False
) -> Naming:
    """Lists written with commas; `middles` are the men's, a slash, the women's."""
    male_middle, female_middle = (_words(half) for half in middles.split("/"))
    return Naming(_words(families), male_middle, _words(men), female_middle, _words(women), matrilineal, clan_last)


def _words(text: str) -> list[str]:
    return [word.strip() for word in text.split(",")]


_MEN = (
    "An, Bảo, Bình, Chiến, Cường, Dũng, Duy, Đạt, Điền, Định, Đông, Giáp, Hải, Hậu, Hiếu, Hòa, Hoàn, Hùng, Huy, Khang, Khánh, "
    "Khôi, Kiên, Lâm, Lộc, Long, Lợi, Luân, Mạnh, Nam, Nghĩa, Nhân, Phát, Phong, Phú, Phúc, Quân, Quang, Quý, Sơn, Tài, Tâm, "
    "Tân, Thắng, Thành, Thịnh, Thuận, Tiến, Toàn, Trí, Trung, Tuấn, Tùng, Việt, Vinh, Vượng"
)
_WOMEN = (
    "Anh, Ánh, Bích, Chi, Cúc, Diễm, Dung, Duyên, Đào, Giang, Hà, Hạnh, Hằng, Hậu, Hiền, Hoa, Hoài, Hồng, Huệ, Hương, Khuyên, "
    "Lan, Lê, Liên, Linh, Loan, Lý, Mai, Minh, My, Nga, Ngân, Ngọc, Nguyệt, Nhàn, Nhung, Oanh, Phượng, Quyên, Sen, Tâm, Thanh, "
    "Thảo, Thu, Thủy, Thúy, Thư, Trâm, Trang, Trinh, Tuyết, Uyên, Vân, Xuân, Yến"
)
_KINH_MIDDLES = "Văn, Văn, Đức, Hữu, Minh, Quốc, Công, Xuân, Đình, Ngọc, Thanh/Thị, Thị, Thị, Thị Ngọc, Thị Thu, Thị Kim, Thị Thanh, Ngọc, Thùy"
_TAY = "Nông, Hoàng, Lý, Triệu, Đàm, Bế, Hà, Ma, Lương, Vi, Lục, Chu, Phùng"

NAMINGS = {
    "kinh": _of(
        "Nguyễn, Nguyễn, Nguyễn, Trần, Trần, Lê, Lê, Phạm, Hoàng, Huỳnh, Phan, Vũ, Võ, Đặng, Bùi, Đỗ, Hồ, Ngô, Dương, Trương, "
        "Đinh, Mai, Cao, Tô, Đoàn, Trịnh, Phùng, Thái, Tạ, Lưu",
        _MEN, _WOMEN, _KINH_MIDDLES,
    ),
    "tay": _of(_TAY, _MEN, _WOMEN, "Văn, Văn, Đức, Quang/Thị, Thị, Bích"),
    "nung": _of(_TAY, _MEN, _WOMEN, "Văn, Văn, Minh/Thị, Thị, Thu"),
    "muong": _of("Bùi, Đinh, Quách, Hà, Trương, Bạch", _MEN, _WOMEN),
    "dao": _of("Triệu, Đặng, Bàn, Phùng, Chảo, Lý, Tẩn", "Chòi, Ghến, Phấu, Phin, Tá, Tình, Quyên, Sinh, Vạn, Vượng", "Chản, Mẩy, Nhậy, Pham, Sểnh, Xoang, Hoa, Lai, Liều", "Văn, Tiến, Tòn, Phụ/Thị, Mùi"),
    "thai": _of("Lò, Lường, Quàng, Cà, Lương, Vi, Lô, Ngân, Tòng", "Hặc, Inh, Ơn, Pâng, Thoong, Xiên, Hùng, Phong, Tiến, Quyết, Bun", "Ánh, Biên, Inh, Lả, Ọi, Pản, Piêng, Thoa, Xuân, Hặc, Bua"),
    "hmong": _of("Vàng, Sùng, Giàng, Thào, Lầu, Mùa, Hờ, Vừ, Hạng, Cứ", "Dế, Dính, Giống, Lồng, Nủ, Páo, Sính, Tủa, Vảng, Xà, Lử, Nhìa", "Chi, Dợ, Dua, Mái, Máy, Mỷ, Pàng, Sua, Xía, Chở, Dở, Ná", "A, Bá/Thị, Y"),
    "ede": _of(
        "Niê, Mlô, Êban, Ayŭn, Kbuôr, Knul, Ktla, Hmŏk, Byă, Niê Kdăm, Mlô Duôn Du, Kpă, Hwing, Adrơng",
        "Blô, Brăm, Dhŭn, Găm, Hăm, Jut, Kuan, Klec, Luyn, Nguê, Ngol, Phăn, Rin, Sang, Sơn, Suôl, Tem, Thoan, Wăn, Wik, Yôm",
        "Bê, Bliêm, Chăm, Dim, Djuôn, Grưn, Juin, Lam, Lan, Loan, Lưn, Ngŭm, Nga, Nhơn, Rơi, Siêng, Thu, Tuyn, Wơn, Yăm, Yuôm",
        "Y/H'", matrilineal=True, clan_last=True,
    ),
    "mnong": _of("Bkrông, Liêng, Teh, Triêk, Lưk, Du, Rcăm", "Bông, Đăm, Khiêm, Krang, Mang, Nhông, Rơih, Thil, Xuyên", "Bưih, Đôi, Kim, Mai, Măng, Nhuê, Rê, Thúc, Wan", "Y/H'", matrilineal=True, clan_last=True),
    "gia_rai": _of("Siu, Ksor, Rơ Châm, Rơ Mah, Kpă, Nay, Rcom", "Blơi, Đoan, Khơn, Phát, Thim, Thul, Tin, Wen", "H'Diêm, H'Lan, H'Mơi, H'Nhung, H'Ranh, H'Uyên", "/", matrilineal=True),
    "cham": _of("La O, La Mo, Mang, So, Lê Mo, Ma", "Bé, Cạn, Chung, Đá, Ky, Minh, Nghị, Phước, Thế, Vinh", "Bơi, Đào, Hiền, Lanh, Mận, Nhí, Thoại, Xí", "Văn, Y/Thị, H'"),
    "ba_na": _of("Đinh", "Blưk, Bơl, Hmưnh, Nghim, Ngút, Phên, Yang", "Hnhung, Lem, Mlai, Phyên, Yơi, Bưch", "/Thị"),
    "kho_mu": _of("Moong, Lữ, Cụt, Ốc, Xeo", "Khăm, Phò, May, Thành, Tiến, Hoàn", "Khăm, Lan, May, Xoan, Thoong, Hoa"),
    "bru_van_kieu": _of("Hồ", "Bun, Chơn, Ing, Khăm, Lôi, Pả, Thuôn, Xa", "Hơn, Lơn, Mênh, Nhơi, Pưn, Thôm, Xơn", "Văn/Thị"),
}  # fmt: skip


def family_name(chance: Chance, group: str) -> str:
    """A family or clan of the group."""
    return chance.choice(NAMINGS[group].families)


def full_name(chance: Chance, group: str, family: str, sex: str) -> str:
    """A full name of the family, formed as the group forms it."""
    naming = NAMINGS[group]
    is_man = sex == "male"
    middle = chance.choice(naming.male_middle if is_man else naming.female_middle)
    given = chance.choice(naming.male_given if is_man else naming.female_given)
    if naming.clan_last:
        return f"{middle}{'' if middle.endswith(chr(39)) else ' '}{given} {family}"
    return " ".join(word for word in (family, middle, given) if word).replace("H' ", "H'")


@cache
def keys_of(name: str) -> tuple[str, str]:
    """Sort and search key of a name; names repeat, so they are made once."""
    return name_sort_key(name), search_key(name)
