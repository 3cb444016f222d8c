"""Words of a closed list: sex, relation, poverty, state of residence, marks. Accents first, then without.

A list of 100,000 people has a few dozen of them, so each is understood once.
"""

from functools import lru_cache

from communes.enums import PovertyClass, Relation, ResidenceStatus, Sex
from communes.roster_import.labels import fold, lowered
from communes.roster_import.reader import Cell

_SEX = {
    **dict.fromkeys(["nam", "m", "male", "trai", "nam giới"], Sex.MALE),
    **dict.fromkeys(["nữ", "nu", "f", "female", "gái", "gai", "nữ giới"], Sex.FEMALE),
}

_RELATIONS = {
    Relation.HEAD: "chủ hộ, ch, chủ, chuho",
    Relation.SPOUSE: "vợ, chồng, v",
    Relation.CHILD: "con, con đẻ, con trai, con gái, con nuôi, con riêng, con ruột, con trưởng, con út",
    Relation.CHILD_IN_LAW: "con dâu, con rể, dâu, rể",
    Relation.PARENT: "bố, mẹ, cha, ba, má, bố đẻ, mẹ đẻ, cha đẻ, bố vợ, mẹ vợ, bố chồng, mẹ chồng, cha vợ, cha chồng, "
    "bố nuôi, mẹ nuôi, dượng, bố dượng, cha dượng, mẹ kế",
    Relation.GRANDPARENT: "ông, bà, ông nội, bà nội, ông ngoại, bà ngoại, cụ, cụ nội, cụ ngoại",
    Relation.GRANDCHILD: "cháu, cháu nội, cháu ngoại, chắt, cháu cố, cháu dâu, cháu rể",
    Relation.SIBLING: "anh, chị, em, anh ruột, chị ruột, em ruột, em trai, em gái, anh trai, chị gái, anh em, chị em",
    Relation.OTHER: "cô, dì, chú, bác, cậu, mợ, thím, cháu ruột, cháu họ, anh rể, chị dâu, em dâu, em rể, khác, họ hàng, "
    "người giám hộ, người được giám hộ, cháu gái, cháu trai",
    Relation.LODGER: "ở nhờ, ở thuê, người ở nhờ, người ở thuê, ở trọ, người thuê nhà, thuê trọ, ở đậu, người ở trọ",
}
_RELATION = {word.strip(): relation for relation, words in _RELATIONS.items() for word in words.split(",")}
_RELATION_FOLDED = {fold(word): relation for word, relation in reversed(_RELATION.items())}

_YES = frozenset(["x", "có", "co", "1", "true", "yes", "y", "✓", "✔", "v", "rồi", "đã có", "đang có"])
_NO = frozenset(["0", "không", "khong", "ko", "k", "false", "no", "n", "chưa", "chua", "không có", "chưa có"])

_NOT_POOR = ("thoat ngheo", "khong ngheo", "khong", "binh thuong", "trung binh", "kha", "giau", "khac")
_SHORT = {"hn": PovertyClass.POOR, "hcn": PovertyClass.NEAR_POOR}
_AWAY = ("tam vang", "di lam an xa", "lam an xa", "di lam xa", "di xa", "xuat khau lao dong", "xkld", "di vang", "vang mat")
_TEMPORARY = ("tam tru", "o nho", "o tro", "luu tru")
_LIVING = ("thuong tru", "co mat", "dang o", "o nha", "dang cu tru", "sinh song", "hien dien")
_DEAD = ("da chet", "da mat", "chet", "qua doi", "tu vong", "tu tran")


@lru_cache(maxsize=8192, typed=True)
def parse_sex(cell: Cell) -> Sex | None:
    """Male, female, or None for what is neither."""
    return _SEX.get(lowered(str(cell)))


@lru_cache(maxsize=8192, typed=True)
def parse_relation(cell: Cell) -> Relation | None:
    """The relation to the head; None for an unknown word."""
    text = str(cell)
    return _RELATION.get(lowered(text)) or _RELATION_FOLDED.get(fold(text))


@lru_cache(maxsize=8192, typed=True)
def parse_mark(cell: Cell) -> bool | None:
    """Yes for x, có, 1…; no for 0, không…; None for anything else."""
    if isinstance(cell, bool):
        return cell
    text = str(cell).strip().casefold()
    if text in _YES:
        return True
    return False if text in _NO or text in {"-", "–", "/"} else None


@lru_cache(maxsize=8192, typed=True)
def poverty_in(text: str) -> PovertyClass | None:
    """The class that a note or a cell names, if any."""
    folded = fold(text)
    if "can ngheo" in folded:
        return PovertyClass.NEAR_POOR
    if any(words in folded for words in _NOT_POOR[:2]):
        return PovertyClass.NOT_POOR
    return PovertyClass.POOR if "ngheo" in folded.split() else None


@lru_cache(maxsize=8192, typed=True)
def poverty_class(text: str) -> PovertyClass | None:
    """The class in a column of classes, where "khá" or "không" mean not poor."""
    folded = fold(text)
    short = _SHORT.get(folded.split()[0]) if folded else None
    return poverty_in(text) or short or (PovertyClass.NOT_POOR if folded.startswith(_NOT_POOR) else None)


@lru_cache(maxsize=8192, typed=True)
def residence_in(text: str) -> ResidenceStatus | None:
    """The state of residence that a note or a cell names, if any."""
    folded = fold(text)
    for words, status in (
        (_AWAY, ResidenceStatus.AWAY),
        (_TEMPORARY, ResidenceStatus.TEMPORARY),
        (_LIVING, ResidenceStatus.LIVING),
    ):
        if any(word in folded for word in words):
            return status
    return None


@lru_cache(maxsize=8192, typed=True)
def says_dead(text: str) -> bool:
    """Whether a note or a state says that the person has died ("chồng đã mất" speaks of another)."""
    return fold(text).startswith(_DEAD)
