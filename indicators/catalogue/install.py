"""Installed: accounts and apps. Not the aim of the movement, so shown last (R46)."""

from indicators.catalogue.conditions import Level, has
from indicators.catalogue.indicator import Indicator
from indicators.catalogue.populations import ADULTS, BUSINESS_HOUSEHOLDS, RESIDENTS_14, RESIDENTS_15, SMARTPHONE_OWNERS
from indicators.catalogue.words import Words
from indicators.enums import Family

INDICATORS = (
    Indicator(
        code="vneid_level1",
        family=Family.INSTALL,
        names=Words("VNeID mức 1 trở lên", "VNeID level 1 or 2", "VNeID niveau 1 ou 2"),
        rule=Words(
            "Trong người từ 14 tuổi: người có tài khoản VNeID mức 1 hoặc mức 2.",
            "Of people aged 14 or more: those with a VNeID account of level 1 or 2.",
            "Parmi les 14 ans et plus : ceux qui ont un compte VNeID de niveau 1 ou 2.",
        ),
        population=RESIDENTS_14,
        condition=Level("vneid", at_least=1),
        source="R61, R95",
    ),
    Indicator(
        code="vneid_level2",
        family=Family.INSTALL,
        names=Words("VNeID mức 2", "VNeID level 2", "VNeID niveau 2"),
        rule=Words(
            "Trong người từ 14 tuổi: người có tài khoản VNeID mức 2.",
            "Of people aged 14 or more: those with a VNeID account of level 2.",
            "Parmi les 14 ans et plus : ceux qui ont un compte VNeID de niveau 2.",
        ),
        population=RESIDENTS_14,
        condition=Level("vneid", exactly=2),
        source="R61, R95",
    ),
    Indicator(
        code="payment_account",
        family=Family.INSTALL,
        names=Words("Có tài khoản thanh toán", "Have a payment account", "Ont un compte de paiement"),
        rule=Words(
            "Trong người từ 15 tuổi: người có tài khoản thanh toán.",
            "Of people aged 15 or more: those with a payment account.",
            "Parmi les 15 ans et plus : ceux qui ont un compte de paiement.",
        ),
        population=RESIDENTS_15,
        condition=has("payment_account"),
        source="R61, R92",
    ),
    Indicator(
        code="digital_signature",
        family=Family.INSTALL,
        names=Words("Có chữ ký số", "Have a digital signature", "Ont une signature numérique"),
        rule=Words(
            "Trong người từ 15 tuổi: người có chữ ký số cá nhân.",
            "Of people aged 15 or more: those with a digital signature of their own.",
            "Parmi les 15 ans et plus : ceux qui ont leur signature numérique.",
        ),
        population=RESIDENTS_15,
        condition=has("digital_signature"),
        source="Buôn Ma Thuột ward, plan of December 2025",
    ),
    Indicator(
        code="vneid_confirmed",
        family=Family.INSTALL,
        names=Words("Đã xác nhận kỹ năng số trên VNeID", "Digital skills confirmed on VNeID", "Compétences confirmées sur VNeID"),
        rule=Words(
            "Trong người từ 18 tuổi: người đã được VNeID xác nhận phổ cập kỹ năng số, theo lời khai và có người xem.",
            "Of people aged 18 or more: those whose basic digital skills VNeID has confirmed, as declared and seen.",
            "Parmi les 18 ans et plus : ceux dont VNeID a confirmé les compétences de base, selon déclaration vérifiée.",
        ),
        population=ADULTS,
        condition=has("vneid_confirmed"),
        source="plans of Quảng Ngãi, Đồng Tháp, Tuyên Quang, 2025",
    ),
    Indicator(
        code="mooc_completed",
        family=Family.INSTALL,
        names=Words("Đã học xong khóa trực tuyến", "Completed the online course", "Ont terminé le cours en ligne"),
        rule=Words(
            "Trong người từ 18 tuổi: người đã học xong khóa học trên nền tảng Bình dân học vụ số.",
            "Of people aged 18 or more: those who completed the course on the movement’s platform.",
            "Parmi les 18 ans et plus : ceux qui ont terminé le cours de la plateforme du mouvement.",
        ),
        population=ADULTS,
        condition=has("mooc_completed"),
        source="R59",
    ),
    Indicator(
        code="province_app",
        family=Family.INSTALL,
        names=Words("Đã cài ứng dụng của tỉnh", "Have the province’s app", "Ont l’application de la province"),
        rule=Words(
            "Trong người có điện thoại thông minh: người đã cài ứng dụng của tỉnh.",
            "Of people with a smartphone: those who have installed the province’s app.",
            "Parmi les personnes ayant un smartphone : celles qui ont installé l’application de la province.",
        ),
        population=SMARTPHONE_OWNERS,
        condition=has("province_app"),
        source="R11",
    ),
    Indicator(
        code="business_qr",
        family=Family.INSTALL,
        names=Words(
            "Hộ buôn bán nhận tiền bằng mã QR", "Trading households paid by QR code", "Foyers commerçants payés par code QR"
        ),
        rule=Words(
            "Trong các hộ có buôn bán: hộ nhận tiền bằng mã QR.",
            "Of households that trade: those that are paid by QR code.",
            "Parmi les foyers qui font du commerce : ceux qui encaissent par code QR.",
        ),
        population=BUSINESS_HOUSEHOLDS,
        condition=has("business_qr"),
        source="R38, R93",
    ),
)
