"""The official columns of a commune's report, in order (domain.md §1.7).

One list: page, paper, workbook and the province's sheet are made from it. How to add one: docs/howto/add-a-report-column.md.
"""

from dataclasses import dataclass
from enum import StrEnum

from indicators.catalogue.declared import DECLARED_BY_CODE
from indicators.catalogue.words import Words


class Source(StrEnum):
    """Where the counts of a column come from."""

    STANDING = "standing"
    """How many there are on the last day: one number, no persons of the roster, always told as it is."""

    DONE = "done"
    """What was done: in the period, and from the beginning to its last day."""

    STOCK = "stock"
    """An indicator (its code is the column's): on the last day, and its change since the eve of the period."""

    DECLARED = "declared"
    """What the commune declares (indicators.md): as it stands on the last day and stood on the eve. No figure of a village."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column. `names` head it, `unit` says what is counted; `part_of` names the column of which it counts a part."""

    code: str
    names: Words
    unit: Words
    source: Source
    part_of: str = ""

    @property
    def is_told_exactly(self) -> bool:
        """Whether nobody's data can follow from it: it is of no residents."""
        if self.source is Source.DECLARED:
            return not DECLARED_BY_CODE[self.code].is_of_residents
        return self.source is Source.STANDING


TEAMS = Words("tổ", "teams", "équipes")
MEMBERS = Words("người", "people", "personnes")
TIMES = Words("lượt", "times", "fois")
PEOPLE = MEMBERS
HOUSEHOLDS = Words("hộ", "households", "ménages")
CLASSES = Words("buổi", "sessions", "séances")
DOSSIERS = Words("hồ sơ", "applications", "dossiers")


def _stock(code: str, vi: str, en: str, fr: str, unit: Words = PEOPLE) -> Column:
    return Column(code=code, names=Words(vi, en, fr), unit=unit, source=Source.STOCK)


def _of_people(code: str, vi: str, en: str, fr: str) -> Column:
    return Column(code=code, names=Words(vi, en, fr), unit=PEOPLE, source=Source.DONE, part_of="people")


COLUMNS = (
    Column(
        code="teams",
        names=Words("Số tổ công nghệ số cộng đồng", "Community teams", "Équipes de proximité"),
        unit=TEAMS,
        source=Source.STANDING,
    ),
    Column(
        code="members",
        names=Words("Số thành viên tổ", "Team members", "Membres des équipes"),
        unit=MEMBERS,
        source=Source.STANDING,
    ),
    Column(
        code="gatherings",
        names=Words("Số buổi, lớp đã tổ chức", "Classes and gatherings", "Séances collectives"),
        unit=CLASSES,
        source=Source.DONE,
    ),
    Column(
        code="guided",
        names=Words("Lượt người được hướng dẫn", "Times people were coached", "Accompagnements (fois)"),
        unit=TIMES,
        source=Source.DONE,
    ),
    Column(
        code="attendances",
        names=Words("trong đó: lượt dự lớp, đến điểm hỗ trợ", "of them at classes and desks", "dont en séance ou au guichet"),
        unit=TIMES,
        source=Source.DONE,
        part_of="guided",
    ),
    Column(
        code="walk_ins",
        names=Words("trong đó: khách ngoài danh sách hộ", "of them people on no roster", "dont hors liste"),
        unit=TIMES,
        source=Source.DONE,
        part_of="guided",
    ),
    Column(
        code="people",
        names=Words("Số người được hướng dẫn", "People coached, each once", "Personnes accompagnées"),
        unit=PEOPLE,
        source=Source.DONE,
    ),
    _of_people("people_female", "trong đó: nữ", "of them women", "dont femmes"),
    _of_people("people_minority", "trong đó: dân tộc thiểu số", "of them ethnic minorities", "dont minorités ethniques"),
    _of_people("people_age_60_plus", "trong đó: từ 60 tuổi", "of them aged 60 or more", "dont 60 ans et plus"),
    _of_people("people_poor", "trong đó: hộ nghèo, cận nghèo", "of them poor or near-poor", "dont ménages pauvres"),
    Column(
        code="visits",
        names=Words("Lượt đến hộ", "Visits to households", "Visites à domicile"),
        unit=TIMES,
        source=Source.DONE,
    ),
    _stock("households_visited", "Số hộ đã đến", "Households visited", "Ménages visités", HOUSEHOLDS),
    _stock("adults_trained", "Người lớn đã được tập huấn", "Adults trained", "Adultes formés"),
    _stock("vneid_level1", "Định danh điện tử mức 1 trở lên", "e-ID level 1 or more", "Identité numérique niveau 1"),
    _stock("vneid_level2", "Định danh điện tử mức 2", "e-ID level 2", "Identité numérique niveau 2"),
    _stock("payment_account", "Tài khoản thanh toán điện tử", "Payment accounts", "Comptes de paiement"),
    _stock("business_qr", "Hộ kinh doanh có mã QR", "Businesses with a QR code", "Commerces avec code QR", HOUSEHOLDS),
    _stock(
        "online_public_service_alone",
        "Tự nộp hồ sơ dịch vụ công trực tuyến",
        "File public services online alone",
        "Démarches en ligne seuls",
    ),
    _stock("digital_signature", "Chữ ký số", "Digital signatures", "Signatures numériques"),
    _stock("province_app", "Cài ứng dụng của tỉnh", "Province’s app", "Application de la province"),
    _stock("mooc_completed", "Hoàn thành khóa học trực tuyến", "Online course completed", "Cours en ligne achevé"),
    _stock("vneid_confirmed", "Xác nhận phổ cập trên VNeID", "Confirmed on VNeID", "Confirmés sur VNeID"),
    Column(
        code="officials_trained",
        names=Words("Cán bộ đã được tập huấn (tự khai)", "Officials trained (declared)", "Agents formés (déclarés)"),
        unit=PEOPLE,
        source=Source.DECLARED,
    ),
    Column(
        code="pupils_trained",
        names=Words("Học sinh đã học kỹ năng số (tự khai)", "Pupils trained (declared)", "Élèves formés (déclarés)"),
        unit=PEOPLE,
        source=Source.DECLARED,
    ),
    Column(
        code="disabled_trained",
        names=Words(
            "Người khuyết tật được hướng dẫn (tự khai)",
            "People with a disability (declared)",
            "Personnes handicapées (déclarées)",
        ),
        unit=PEOPLE,
        source=Source.DECLARED,
    ),
    Column(
        code="dossiers_online",
        names=Words("Hồ sơ nộp trực tuyến (tự khai)", "Applications filed online (declared)", "Démarches en ligne (déclarées)"),
        unit=DOSSIERS,
        source=Source.DECLARED,
    ),
)

BY_CODE = {column.code: column for column in COLUMNS}

OF_VILLAGES = tuple(column for column in COLUMNS if column.source is not Source.DECLARED)
"""Columns that a village has a figure of."""
