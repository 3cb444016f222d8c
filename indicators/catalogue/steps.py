"""Steps from the door to the habit, skill by skill (R36): read one after another on a page of their own, not on the board.

How many were shown a skill is what the figure of those who did it with help is out of: one figure says two steps.
"""

from indicators.catalogue.conditions import Level, Several, Visited
from indicators.catalogue.indicator import Indicator
from indicators.catalogue.populations import ADULTS, ADULTS_SHOWN, SHOWN
from indicators.catalogue.skills import CORE, SKILL_WORDS
from indicators.catalogue.words import Words
from indicators.enums import Family

SOURCE = "R36"


def _helped(skill: str) -> Indicator:
    words, shown = SKILL_WORDS[skill], SHOWN[skill]
    return Indicator(
        code=f"{skill}_helped",
        family=Family.STEPS,
        names=Words(f"Làm được sau khi được chỉ: {words.vi}", f"Did after being shown: {words.en}", f"Fait ensuite : {words.fr}"),
        rule=Words(
            f"Trong {shown.names.vi}: người đã làm được, tự làm hoặc có người giúp, ở lần xem gần nhất.",
            f"Of {shown.names.en}: those who did it, alone or with help, when last seen.",
            f"Parmi {shown.names.fr} : ceux qui l’ont fait, seuls ou aidés, la dernière fois.",
        ),
        population=shown,
        condition=Level(skill, at_least=2),
        source=SOURCE,
    )


INDICATORS = (
    Indicator(
        code="adults_visited",
        family=Family.STEPS,
        names=Words("Người lớn ở hộ đã gặp", "Adults in households met", "Adultes des foyers rencontrés"),
        rule=Words(
            "Trong người từ 18 tuổi: người đang ở trong hộ đã được tổ đến và gặp ít nhất một lần.",
            "Of people aged 18 or more: those who live in a household that the team visited and met at least once.",
            "Parmi les 18 ans et plus : ceux qui vivent dans un foyer que l’équipe a rencontré au moins une fois.",
        ),
        population=ADULTS,
        condition=Visited(),
        source=SOURCE,
    ),
    Indicator(
        code="adults_alone",
        family=Family.STEPS,
        names=Words("Tự làm được sau khi được chỉ", "Alone after being shown", "Seuls après avoir vu faire"),
        rule=Words(
            f"Trong {ADULTS_SHOWN.names.vi}: người tự làm được ít nhất một trong năm kỹ năng đó, ở lần xem gần nhất.",
            f"Of {ADULTS_SHOWN.names.en}: those who did at least one of the five alone when last seen.",
            f"Parmi {ADULTS_SHOWN.names.fr} : ceux qui en ont fait seuls au moins une la dernière fois.",
        ),
        population=ADULTS_SHOWN,
        condition=Several(CORE, at_least=3, how_many=1),
        source=SOURCE,
    ),
    *(_helped(skill) for skill in CORE),
)
