"""Habits: what people still do thirty days later (R4, R36). Shown first."""

from indicators.catalogue.conditions import Kept
from indicators.catalogue.indicator import Indicator
from indicators.catalogue.populations import ADULTS
from indicators.catalogue.skills import CORE, SKILL_WORDS
from indicators.catalogue.words import Words
from indicators.enums import Family

SOURCE = "R4, R36, R46"


def _kept(skill: str) -> Indicator:
    words = SKILL_WORDS[skill]
    return Indicator(
        code=f"{skill}_kept",
        family=Family.HABIT,
        names=Words(f"Giữ được: {words.vi}", f"Kept up: {words.en}", f"Gardé : {words.fr}"),
        rule=Words(
            f"Trong người từ 18 tuổi: người lần nào xem cũng tự làm được việc “{words.vi}”, từ 30 ngày trở lên.",
            f"Of people aged 18 or more: those seen doing “{words.en}” alone every time, for 30 days or more.",
            f"Parmi les 18 ans et plus : ceux vus faire seuls « {words.fr} » à chaque fois, sur 30 jours ou plus.",
        ),
        population=ADULTS,
        condition=Kept((skill,)),
        source=SOURCE,
    )


INDICATORS = (
    Indicator(
        code="adults_kept",
        family=Family.HABIT,
        names=Words(
            "Người lớn giữ được thói quen số", "Adults who keep a digital habit", "Adultes qui gardent une habitude numérique"
        ),
        rule=Words(
            "Trong người từ 18 tuổi: người vẫn tự làm được ít nhất một trong năm kỹ năng cốt lõi, sau 30 ngày trở lên.",
            "Of people aged 18 or more: those who still do at least one of the five core skills alone after 30 days or more.",
            "Parmi les 18 ans et plus : encore seuls avec au moins une des cinq compétences clés après 30 jours ou plus.",
        ),
        population=ADULTS,
        condition=Kept(CORE),
        source=SOURCE,
    ),
    *(_kept(skill) for skill in CORE),
)
