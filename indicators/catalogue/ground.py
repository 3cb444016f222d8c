"""Ground: what a village has to stand on before anyone in it can be online (R51–R53). Unknown is not counted, and stays in."""

from indicators.catalogue.conditions import VillageHas
from indicators.catalogue.indicator import Indicator
from indicators.catalogue.populations import VILLAGES
from indicators.catalogue.words import Words
from indicators.enums import Family, Ground


def _has(code: str, ground: Ground, names: Words, has: Words) -> Indicator:
    return Indicator(
        code=code,
        family=Family.GROUND,
        names=names,
        rule=Words(
            f"Trong các thôn đang hoạt động: thôn {has.vi}. Chưa rõ thì chưa tính.",
            f"Of villages that exist: those {has.en}. Not known is not counted.",
            f"Parmi les villages existants : ceux {has.fr}. Ce qui n’est pas connu n’est pas compté.",
        ),
        population=VILLAGES,
        condition=VillageHas(ground),
        source="R51, R52, R53",
    )


INDICATORS = (
    _has(
        "villages_4g",
        Ground.MOBILE,
        Words("Thôn có sóng 4G", "Villages with 4G", "Villages couverts en 4G"),
        Words("có sóng 4G", "with 4G coverage", "couverts en 4G"),
    ),
    _has(
        "villages_telecom",
        Ground.TELECOM,
        Words("Thôn có dịch vụ viễn thông", "Villages with telecom service", "Villages avec télécommunications"),
        Words("có dịch vụ viễn thông, loại nào cũng được", "with telecom service of any kind", "avec un service quelconque"),
    ),
    _has(
        "villages_power",
        Ground.POWER,
        Words("Thôn có điện lưới", "Villages with grid power", "Villages raccordés au réseau électrique"),
        Words("có điện lưới", "with grid power", "raccordés au réseau électrique"),
    ),
)
