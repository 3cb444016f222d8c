# ruff: noqa: E501 -- one line per commune reads better than ten
"""Where the demonstration takes place: real communes, and villages named as villages there are."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from indicators.demo.chance import Chance

PHU_XUAN, EA_KAO = "24364", "24169"


@dataclass(frozen=True)
class Course:
    """How a village's campaign went.

    `reach` is the share of doors opened in the end; `began` and `silent` are days before today, of the first evening and of
    the last (None: still going); `again` is how often a met household is met again.
    """

    reach: float
    began: int
    silent: int | None = None
    again: float = 0.75


@dataclass(frozen=True)
class VillagePlan:
    """A village to be. `exact` villages have precisely these residents, poor and near-poor households."""

    code: str
    name: str
    kind: str
    households: int
    groups: Mapping[str, float]
    course: Course
    residents: int | None = None
    poor: int | None = None
    near_poor: int | None = None
    has_4g: bool = True
    has_power: bool = True

    @property
    def exact(self) -> bool:
        """Whether its numbers are given."""
        return self.residents is not None


@dataclass(frozen=True)
class CommunePlan:
    """A commune that is alive: its villages by kind, the groups that live there, what they live on, how poor they are."""

    code: str
    villages: Mapping[str, str]
    groups: Mapping[str, float]
    livelihoods: Mapping[str, float]
    poverty: float
    reach: float
    households: tuple[int, int] = (90, 150)
    own_groups: Mapping[str, Mapping[str, float]] = field(default_factory=dict)


_COFFEE = {"Cà phê": 30, "Cà phê, hồ tiêu": 18, "Sầu riêng, cà phê": 12, "Cao su": 6, "Mắc ca": 4, "Chăn nuôi bò": 8, "Làm thuê": 9, "Buôn bán tạp hóa": 6, "Công chức, viên chức": 4, "Lúa, ngô": 6}  # fmt: skip
_HILLS = {"Sắn, mía": 28, "Lúa, ngô": 24, "Keo": 14, "Chăn nuôi bò": 16, "Làm thuê": 12, "Buôn bán tạp hóa": 4}
_COAST = {"Đánh bắt hải sản": 24, "Nuôi tôm": 18, "Lúa": 20, "Buôn bán": 16, "Công nhân": 14, "Công chức, viên chức": 5}
_TOWN = {"Cà phê": 24, "Buôn bán": 22, "Công nhân": 16, "Công chức, viên chức": 16, "Làm thuê": 14, "Rau, hoa": 8}
_PEAKS = {"Ngô, lúa nương": 40, "Chăn nuôi bò, trâu": 26, "Gừng, mận": 14, "Làm thuê": 12, "Buôn bán tạp hóa": 4}

_EDE = {"ede": 86, "kinh": 12, "tay": 2}

COMMUNES = [
    CommunePlan(
        PHU_XUAN,
        {
            "thon": "Xuân Lạng 1, Xuân Lạng 2, Xuân Mỹ, Xuân An, Xuân Bình, Xuân Đoàn, Xuân Hà 1, Xuân Hà 2, Xuân Hà 3, Xuân Hòa, "
            "Xuân Lộc, Xuân Long, Xuân Ninh, Xuân Phú, Xuân Tây, Xuân Thanh, Xuân Thành, Xuân Thủy, Xuân Tiến, Xuân Trường, "
            "Xuân Vĩnh, Giang Châu, Giang Đông, Giang Hà, Giang Hòa, Giang Mỹ, Giang Sơn, Giang Thanh, Giang Thọ, Giang Xuân, "
            "Thanh Bình, Thanh Cao, Thanh Xuân, Trung Hòa, Bình Minh, Đồng Tâm, Quyết Thắng",
            "buon": "Ea Bi, Ea Krôm, Ea Kung, Dhiă, Đrao, Mngoan, Ur, Wiao A, Wiao B",
        },
        {"kinh": 62, "tay": 13, "nung": 12, "ede": 5, "dao": 4, "hmong": 3, "thai": 1},
        _COFFEE, poverty=0.07, reach=0.84, households=(120, 200),
    ),
    CommunePlan(EA_KAO, {"to_dan_pho": "1, 2, 3, 4", "buon": "Tơng Jú, Cư Êbông, H'Drát, Alê A"}, {"kinh": 82, "ede": 15, "tay": 3}, _TOWN, poverty=0.03, reach=0.86),
    CommunePlan("22090", {"thon": "Lãnh Vân, Lãnh Trường, Lãnh Tú", "lang": "Soi Nga, Da Dù, Xí Thoại"}, {"kinh": 48, "cham": 34, "ba_na": 18}, _HILLS, poverty=0.21, reach=0.52),
    CommunePlan("22081", {"khu_pho": "Long Hà, Long Bình, Long Châu", "thon": "Long Mỹ, Tân Long"}, {"kinh": 93, "cham": 7}, _HILLS, poverty=0.1, reach=0.68),
    CommunePlan("24316", {"thon": "Tân Lập 1, Tân Lập 2, Ea Nho", "buon": "Ea Tút, Cư Kanh, Tâng Mai"}, {"kinh": 68, "ede": 24, "gia_rai": 4, "mnong": 2, "nung": 2}, _COFFEE, poverty=0.06, reach=0.74),
    CommunePlan("22258", {"khu_pho": "Phú Lương, Bàn Thạch, Vĩnh Xuân, Nam Bình, Phước Lâm"}, {"kinh": 100}, _COAST, poverty=0.02, reach=0.9),
    CommunePlan("16831", {"ban": "Mường Lống 1, Mường Lống 2, Trung Tâm, Huồi Khun"}, {"hmong": 96, "kinh": 3, "thai": 1}, _PEAKS, poverty=0.42, reach=0.35, households=(50, 90)),
    CommunePlan("17335", {"thon": "Bồng Khê, Thành Nam, Kim Đa", "ban": "Vều, Bộng"}, {"kinh": 84, "thai": 14, "kho_mu": 2}, _HILLS, poverty=0.09, reach=0.62, households=(70, 120)),
    CommunePlan("18859", {"to_dan_pho": "Bắc Lý 3, Bắc Lý 7, Lộc Đại", "thon": "Quang Phú"}, {"kinh": 99, "bru_van_kieu": 1}, _COAST, poverty=0.02, reach=0.77),
    CommunePlan("03169", {"ban": "Nà Hỳ 1, Nà Hỳ 2, Huổi Hoi"}, {"hmong": 52, "thai": 30, "kinh": 10, "dao": 8}, _PEAKS, poverty=0.38, reach=0.46, households=(60, 100)),
]  # fmt: skip

_XUAN_LANG_2 = {
    "households": 196, "residents": 1111, "poor": 14, "near_poor": 12, "course": Course(0.97, 118, again=0.82),
    "groups": {"kinh": 44, "tay": 17, "nung": 15, "ede": 9, "dao": 7, "hmong": 5, "thai": 3},
}  # fmt: skip
_XUAN_MY = {
    "households": 141, "residents": 636, "poor": 11, "near_poor": 9, "course": Course(0.9, 109, again=0.74),
    "groups": {"kinh": 71, "nung": 18, "ede": 11},
}  # fmt: skip
EXACT = {f"{PHU_XUAN}002": _XUAN_LANG_2, f"{PHU_XUAN}003": _XUAN_MY}


def villages(seed: str, commune: CommunePlan) -> Iterator[VillagePlan]:
    """The villages of the commune, numbered from 001 in their order here."""
    names = [(kind, name.strip()) for kind, listed in commune.villages.items() for name in listed.split(",")]
    for serial, (kind, name) in enumerate(names, start=1):
        code = f"{commune.code}{serial:03d}"
        yield _village(Chance(f"{seed}:atlas:{code}"), commune, code, kind, name)


def _village(chance: Chance, commune: CommunePlan, code: str, kind: str, name: str) -> VillagePlan:
    is_remote = kind in ("buon", "ban", "lang") and chance.happens(0.45)
    drawn = {
        "households": chance.randint(*commune.households),
        "groups": _EDE if kind == "buon" else commune.groups,
        "course": _course(chance, commune.reach * (0.8 if is_remote else 1)),
    }
    ground = {"has_4g": not (is_remote and chance.happens(0.6)), "has_power": not (is_remote and chance.happens(0.15))}
    return VillagePlan(code=code, name=name, kind=kind, **(drawn | ground | EXACT.get(code, {})))  # type: ignore[arg-type]


def _course(chance: Chance, reach: float) -> Course:
    """Most villages keep at it, some stop after the first weeks, a few have not begun."""
    story = chance.one_of({"steady": 68, "strong": 13, "silent": 12, "late": 5, "never": 4})
    began = chance.randint(85, 125)
    if story == "never":
        return Course(0, began)
    if story == "strong":
        return Course(min(0.97, reach + 0.28), began, again=0.8)
    if story == "silent":
        return Course(reach * 0.8, began, silent=chance.randint(24, 70), again=0.4)
    if story == "late":
        return Course(reach, chance.randint(18, 32), again=0.3)
    return Course(min(0.95, max(0.1, chance.gauss(reach, 0.12))), began, again=chance.uniform(0.65, 0.95))
