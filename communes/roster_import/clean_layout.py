"""The portal's own layout of a roster, for people and for the importer alike: what is written here is read back unchanged."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Case, Max, OuterRef, QuerySet, Subquery, When

from communes.enums import PovertyClass, Relation, ResidenceStatus, Sex
from communes.models import Commune, PovertyStatus, Residence, Village
from communes.roster_import.columns import BY_KEY

KEYS = (
    "household_number", "full_name", "birth", "sex", "relation", "ethnic_group", "phone", "residence", "poverty", "address",
    "village", "livelihood", "members", "internet",
)  # fmt: skip
"""The columns, in order; each carries a title by which the importer knows it."""
_TITLES = {"birth": "Ngày sinh", "residence": "Tình trạng cư trú"}
CODES = ("household_code", "person_code")

SEXES = {Sex.MALE: "Nam", Sex.FEMALE: "Nữ"}
STATUSES = {ResidenceStatus.LIVING: "Thường trú", ResidenceStatus.TEMPORARY: "Tạm trú", ResidenceStatus.AWAY: "Đi làm ăn xa"}
CLASSES = {PovertyClass.POOR: "Nghèo", PovertyClass.NEAR_POOR: "Cận nghèo", PovertyClass.NOT_POOR: "Không nghèo"}
MARKS = {True: "Có", False: "Không"}
RELATIONS = {
    Relation.HEAD: ("Chủ hộ", "Chủ hộ"),
    Relation.SPOUSE: ("Chồng", "Vợ"),
    Relation.CHILD: ("Con", "Con"),
    Relation.CHILD_IN_LAW: ("Con rể", "Con dâu"),
    Relation.PARENT: ("Bố", "Mẹ"),
    Relation.GRANDPARENT: ("Ông", "Bà"),
    Relation.GRANDCHILD: ("Cháu", "Cháu"),
    Relation.SIBLING: ("Anh em", "Chị em"),
    Relation.OTHER: ("Khác", "Khác"),
    Relation.LODGER: ("Ở nhờ", "Ở nhờ"),
}
"""What a man and what a woman is called in each relation."""

_FIELDS = (
    "household__number", "resident__full_name", "resident__birth_date", "resident__birth_year", "resident__sex", "relation",
    "resident__ethnic_group__name", "resident__phone", "resident__other_phones", "status", "poverty_class",
    "household__address", "village_id", "household__livelihood", "household__declared_members", "household__has_internet",
    "household_id", "resident_id",
)  # fmt: skip
_OF_HOUSEHOLD = ("poverty", "address", "livelihood", "members", "internet")


@dataclass(frozen=True, slots=True)
class Sheet:
    """A roster to be written: what stands above the titles, the titles, and how many rows `rows()` will give."""

    commune: Commune
    village: Village | None
    day: date
    year: int | None
    people: QuerySet[Residence, Any]

    @property
    def name(self) -> str:
        """Of the place, as a title and a file carry it."""
        return self.village.full_name if self.village else str(self.commune)

    def above(self) -> list[str]:
        """The lines above the titles: the place, the day, the year of the poverty list."""
        lines = [f"DANH SÁCH HỘ VÀ NHÂN KHẨU {self.name.upper()}", f"Tính đến ngày {self.day:%d/%m/%Y}"]
        return [*lines, f"Diện hộ năm {self.year}"] if self.year else lines

    def titles(self) -> list[str]:
        """One title a column."""
        return [title_of(key) for key in (*KEYS, *CODES)]

    def rows(self) -> Iterator[list[str]]:
        """One row a person, all text, the household's own cells on its first row; read from the database as it is taken."""
        names = {village.pk: village for village in Village.objects.filter(commune=self.commune)}
        full_names = [village.full_name for village in names.values()]
        unique = {code: v.full_name if full_names.count(v.full_name) == 1 else code for code, v in names.items()}
        last = None
        for values in self.people.values_list(*_FIELDS).iterator(chunk_size=2_000):
            cells = _cells(dict(zip(_FIELDS, values, strict=True)), unique)
            if cells["household_code"] == last:
                cells |= dict.fromkeys(_OF_HOUSEHOLD, "")
            last = cells["household_code"]
            yield [cells[key] for key in (*KEYS, *CODES)]


def title_of(key: str) -> str:
    """The title that a column of the portal's own files carries."""
    return _TITLES.get(key, BY_KEY[key].titles[0])


def sheet_of(people: QuerySet[Residence, Any], commune: Commune, village: Village | None, day: date) -> Sheet:
    """The roster of a village, or of the whole commune, from residences already narrowed to what the reader may see.

    Poverty classes are those of the latest list of the place: a file has one year.
    """
    here = people.filter(ended_on__isnull=True, village__commune=commune)
    if village:
        here = here.filter(village=village)
    listed = PovertyStatus.objects.filter(household__village__commune=commune, year__lte=day.year)
    year = (listed.filter(household__village=village) if village else listed).aggregate(latest=Max("year"))["latest"]
    status = PovertyStatus.objects.filter(household=OuterRef("household"), year=year or day.year)
    ordered = here.annotate(poverty_class=Subquery(status.values("poverty_class")[:1])).order_by(
        "village__sort_key", "village", "household__number_key", "household",
        Case(When(relation=Relation.HEAD, then=0), default=1), "resident__birth_year", "resident",
    )  # fmt: skip
    return Sheet(commune, village, day, year, ordered)


def _cells(row: dict[str, Any], villages: dict[str, str]) -> dict[str, str]:
    members = row["household__declared_members"]
    return {
        "household_number": row["household__number"],
        "full_name": row["resident__full_name"],
        "birth": _birth(row["resident__birth_date"], row["resident__birth_year"]),
        "sex": SEXES.get(row["resident__sex"], ""),
        "relation": relation_word(row["relation"], row["resident__sex"]),
        "ethnic_group": row["resident__ethnic_group__name"] or "",
        "phone": "; ".join(_national(number) for number in _numbers(row)),
        "residence": STATUSES[row["status"]],
        "poverty": CLASSES.get(row["poverty_class"], ""),
        "address": row["household__address"],
        "village": villages[row["village_id"]],
        "livelihood": row["household__livelihood"],
        "members": "" if members is None else str(members),
        "internet": MARKS.get(row["household__has_internet"], ""),
        "household_code": str(row["household_id"]),
        "person_code": str(row["resident_id"]),
    }


def relation_word(relation: str, sex: str) -> str:
    """What the person is to the head, in Vietnamese; "" where that is not known."""
    male, female = RELATIONS.get(relation, ("", ""))  # type: ignore[call-overload]
    return female if sex == Sex.FEMALE else male


def _birth(day: date | None, year: int | None) -> str:
    return f"{day:%d/%m/%Y}" if day else str(year or "")


def _numbers(row: dict[str, Any]) -> list[str]:
    return [number for number in [row["resident__phone"], *row["resident__other_phones"].split(", ")] if number]


def _national(number: str) -> str:
    """As people dial it."""
    return f"0{number[3:]}" if number.startswith("+84") else number
