"""Reach: whom the teams have come to (R73)."""

from indicators.catalogue.conditions import ActiveTeam, Several, Visited
from indicators.catalogue.indicator import Indicator
from indicators.catalogue.populations import ADULTS, HOUSEHOLDS, VILLAGES
from indicators.catalogue.skills import CORE
from indicators.catalogue.words import Words
from indicators.enums import Family

INDICATORS = (
    Indicator(
        code="adults_trained",
        family=Family.REACH,
        names=Words("Người lớn đã được hướng dẫn", "Adults trained", "Adultes formés"),
        rule=Words(
            "Trong người từ 18 tuổi: người đã làm được, tự làm hoặc có người giúp, ít nhất một trong năm kỹ năng cốt lõi.",
            "Of people aged 18 or more: those who did at least one of the five core skills, alone or with help.",
            "Parmi les 18 ans et plus : ceux qui ont fait au moins une des cinq compétences clés, seuls ou aidés.",
        ),
        population=ADULTS,
        condition=Several(CORE, at_least=2, how_many=1),
        source="R8, R10",
    ),
    Indicator(
        code="households_visited",
        family=Family.REACH,
        names=Words("Hộ đã gặp", "Households met", "Foyers rencontrés"),
        rule=Words(
            "Trong các hộ đang có người ở: hộ đã được tổ đến và gặp ít nhất một lần.",
            "Of households where someone lives: those that the team visited and met at least once.",
            "Parmi les foyers habités : ceux que l’équipe a rencontrés au moins une fois.",
        ),
        population=HOUSEHOLDS,
        condition=Visited(),
        source="R73",
    ),
    Indicator(
        code="villages_with_active_team",
        family=Family.REACH,
        names=Words("Thôn có tổ đang hoạt động", "Villages with an active team", "Villages avec une équipe active"),
        rule=Words(
            "Trong các thôn đang hoạt động: thôn được tổ phụ trách đến thăm ít nhất một lần trong 30 ngày gần nhất.",
            "Of villages that exist: those in which a team covering them made a visit within the last 30 days.",
            "Parmi les villages existants : ceux où une équipe chargée d’eux a fait une visite dans les 30 derniers jours.",
        ),
        population=VILLAGES,
        condition=ActiveTeam(),
        source="R35, R73, R76",
    ),
)
