"""Declared figures: what a commune or a province states with its evidence, because no roster of ours holds it (R8, R61)."""

from dataclasses import dataclass
from datetime import date

from indicators.catalogue.indicator import PROGRAMME, REVIEWED
from indicators.catalogue.words import Words
from indicators.enums import Family


@dataclass(frozen=True, kw_only=True)
class Declared:
    """A figure that is typed in, not counted. `out_of` names whom it is out of; the rest is as in `Indicator`.

    `is_of_residents`: small counts of it tell of people, so readers of aggregates see it in steps like any figure of persons.
    """

    code: str
    names: Words
    rule: Words
    out_of: Words
    source: str
    family: Family = Family.REACH
    owner: str = PROGRAMME
    reviewed_on: date = REVIEWED
    version: int = 1
    is_of_residents: bool = False

    @property
    def name(self) -> str:
        """The name in the language of the page."""
        return str(self.names)


DECLARED = (
    Declared(
        code="officials_trained",
        names=Words("Cán bộ đã được tập huấn", "Officials trained", "Agents publics formés"),
        rule=Words(
            "Trong cán bộ, công chức, viên chức: người đã được tập huấn kỹ năng số, theo số cơ quan tự khai, có minh chứng.",
            "Of officials and public employees: those trained in digital skills, as their office declares, with evidence.",
            "Parmi les agents publics : ceux formés aux compétences numériques, déclarés par leur service, avec preuve.",
        ),
        out_of=Words("cán bộ, công chức, viên chức", "officials and public employees", "agents publics"),
        source="R8, R61",
    ),
    Declared(
        code="pupils_trained",
        names=Words("Học sinh đã học kỹ năng số", "Pupils trained", "Élèves formés"),
        rule=Words(
            "Trong học sinh, sinh viên: người đã học kỹ năng số ở trường, theo số nhà trường tự khai, có minh chứng.",
            "Of pupils and students: those taught digital skills at school, as their school declares, with evidence.",
            "Parmi les élèves et étudiants : ceux formés au numérique à l’école, déclarés par leur école, avec preuve.",
        ),
        out_of=Words("học sinh, sinh viên", "pupils and students", "élèves et étudiants"),
        source="R61",
    ),
    Declared(
        code="dossiers_online",
        names=Words("Hồ sơ dịch vụ công nộp trực tuyến", "Applications filed online", "Démarches déposées en ligne"),
        rule=Words(
            "Trong hồ sơ xã đã nhận từ đầu năm: hồ sơ dịch vụ công nộp trực tuyến, kể cả được hỗ trợ nộp, theo số của bộ phận "
            "một cửa.",
            "Of the applications received by the commune since the new year: those filed online, helped or alone, as the "
            "one-stop desk counts them.",
            "Parmi les démarches reçues par la commune depuis le nouvel an : celles déposées en ligne, avec aide ou seuls, selon "
            "le guichet unique.",
        ),
        out_of=Words("hồ sơ xã đã nhận", "applications received", "démarches reçues"),
        source="R43, domain.md §1.7",
        family=Family.USE,
    ),
    Declared(
        code="disabled_trained",
        names=Words(
            "Người khuyết tật đã được hướng dẫn", "People with a disability coached", "Personnes handicapées accompagnées"
        ),
        rule=Words(
            "Trong người khuyết tật xã quản lý: người đã được hướng dẫn kỹ năng số, theo số xã tự khai. Danh sách hộ không ghi "
            "tình trạng khuyết tật của ai.",
            "Of people with a disability known to the commune: those coached in digital skills, as the commune declares. No "
            "roster holds anybody's disability.",
            "Parmi les personnes handicapées connues de la commune : celles accompagnées au numérique, déclarées par la commune. "
            "Aucune liste ne contient le handicap de quiconque.",
        ),
        out_of=Words("người khuyết tật xã quản lý", "people with a disability", "personnes handicapées"),
        source="R26, domain.md §1.7",
        is_of_residents=True,
    ),
)

DECLARED_BY_CODE: dict[str, Declared] = {one.code: one for one in DECLARED}
