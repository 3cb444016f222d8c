"""Use: what people can do alone, today."""

from indicators.catalogue.conditions import Aged, Several, SomeMember, alone, every, has
from indicators.catalogue.indicator import Indicator
from indicators.catalogue.populations import ADULTS, BUSINESS_HOUSEHOLDS, HOUSEHOLDS, RESIDENTS_15
from indicators.catalogue.skills import CORE, SKILL_WORDS
from indicators.catalogue.words import Words
from indicators.enums import Family


def _alone(skill: str) -> Indicator:
    words = SKILL_WORDS[skill]
    return Indicator(
        code=f"{skill}_alone",
        family=Family.USE,
        names=Words(f"Tự làm được: {words.vi}", f"Alone: {words.en}", f"Seuls : {words.fr}"),
        rule=Words(
            f"Trong người từ 18 tuổi: người tự làm được việc “{words.vi}” ở lần xem gần nhất.",
            f"Of people aged 18 or more: those who did “{words.en}” alone when last seen.",
            f"Parmi les 18 ans et plus : ceux qui ont fait seuls « {words.fr} » la dernière fois.",
        ),
        population=ADULTS,
        condition=alone(skill),
        source="R7, R61",
    )


INDICATORS = (
    Indicator(
        code="adults_able",
        family=Family.USE,
        names=Words("Người lớn tự dùng được", "Adults who manage alone", "Adultes autonomes"),
        rule=Words(
            "Trong người từ 18 tuổi: người tự dùng được điện thoại và tự làm được ít nhất hai trong năm kỹ năng cốt lõi.",
            "Of people aged 18 or more: those who use a smartphone alone and do at least two of the five core skills alone.",
            "Parmi les 18 ans et plus : seuls avec un smartphone et avec deux des cinq compétences clés ou plus.",
        ),
        population=ADULTS,
        condition=every(alone("device_use"), Several(CORE, at_least=3, how_many=2)),
        source="R10",
    ),
    *(_alone(skill) for skill in CORE),
    Indicator(
        code="epayment_adoption",
        family=Family.USE,
        names=Words("Tự thanh toán không dùng tiền mặt", "Pay without cash", "Paient sans espèces"),
        rule=Words(
            "Trong người từ 15 tuổi: người tự thanh toán không dùng tiền mặt ở lần xem gần nhất.",
            "Of people aged 15 or more: those who paid without cash alone when last seen.",
            "Parmi les 15 ans et plus : ceux qui ont payé seuls sans espèces la dernière fois.",
        ),
        population=RESIDENTS_15,
        condition=alone("cashless_payment"),
        source="R61",
    ),
    Indicator(
        code="epayment_households",
        family=Family.USE,
        names=Words("Hộ thanh toán không dùng tiền mặt", "Households that pay without cash", "Foyers qui paient sans espèces"),
        rule=Words(
            "Trong các hộ: hộ có ít nhất một người từ 15 tuổi tự thanh toán không dùng tiền mặt.",
            "Of households: those in which someone aged 15 or more pays without cash alone.",
            "Parmi les foyers : ceux où une personne de 15 ans ou plus paie seule sans espèces.",
        ),
        population=HOUSEHOLDS,
        condition=SomeMember(every(Aged(15), alone("cashless_payment"))),
        source="R92",
    ),
    Indicator(
        code="households_five_skills",
        family=Family.USE,
        names=Words("Hộ có người đủ năm kỹ năng", "Households with all five skills", "Foyers aux cinq compétences"),
        rule=Words(
            "Trong các hộ: hộ có một người tự làm được cả năm kỹ năng cốt lõi.",
            "Of households: those in which one person does all five core skills alone.",
            "Parmi les foyers : ceux où une personne fait seule les cinq compétences clés.",
        ),
        population=HOUSEHOLDS,
        condition=SomeMember(Several(CORE, at_least=3, how_many=5)),
        source="letter 3240/BTTTT-CĐSQG of 8 August 2024; R25, R57",
    ),
    Indicator(
        code="online_sellers",
        family=Family.USE,
        names=Words(
            "Hộ buôn bán có bán qua mạng", "Trading households that sell online", "Foyers commerçants qui vendent en ligne"
        ),
        rule=Words(
            "Trong các hộ có buôn bán: hộ đã bán hàng qua mạng.",
            "Of households that trade: those that have sold online.",
            "Parmi les foyers qui font du commerce : ceux qui ont vendu en ligne.",
        ),
        population=BUSINESS_HOUSEHOLDS,
        condition=has("online_sale"),
        source="R98, R99",
    ),
)
