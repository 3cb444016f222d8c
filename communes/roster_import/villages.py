"""Which village a roster means: "Thôn 1", "Thôn Một" and "T.1" are one; what is ambiguous is asked."""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache

from communes.enums import VillageKind
from communes.roster_import.labels import fold, lowered

_NUMBER_WORDS = ("một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín", "mười")
_NUMBERS = {word: str(number) for number, word in enumerate(_NUMBER_WORDS, 1)}
_SHORT = {"t": "thôn", "tdp": "tổ dân phố", "tdân phố": "tổ dân phố", "b": "buôn", "kp": "khu phố", "tổ": "tổ dân phố"}
_SHORTEST = 3
_KINDS = sorted([kind.label for kind in VillageKind] + list(_SHORT), key=len, reverse=True)
_KIND = re.compile(rf"^({'|'.join(map(re.escape, _KINDS))})(?=[\s.\d:])[\s.:]*", re.IGNORECASE)
_IN_TITLE = re.compile(
    rf"(?<!\w)((?:{'|'.join(re.escape(kind) for kind in _KINDS if len(kind) >= _SHORTEST)})\s+.+?)\s*(?:$|[,;(–]|\s-\s|\b(?:năm|tính đến|tháng|xã|phường|huyện)\b)",  # noqa: E501 -- one expression
    re.IGNORECASE,
)
_COMMUNE = re.compile(r"^(?:xã|phường|thị trấn|đặc khu|x\.|p\.)\s*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class VillageName:
    """A village by code, kind (a `VillageKind` value) and name."""

    code: str
    kind: str
    name: str


@dataclass(frozen=True, slots=True)
class Address:
    """An address in its parts; each "" where it is not said. `line` is what comes before the village."""

    line: str = ""
    village: str = ""
    commune: str = ""


@dataclass
class Villages:
    """The villages of one commune by every spelling, and the names by which the commune itself is known."""

    names: list[VillageName]
    commune_names: frozenset[str] = frozenset()
    chosen: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._by_key: dict[str, set[str]] = defaultdict(set)
        self._resolved: dict[str, str] = {}
        for village in self.names:
            kind = VillageKind(village.kind).label
            for key in {_key(village.name), _key(f"{kind} {village.name}")}:
                self._by_key[key].add(village.code)
            self._by_key[_bare_key(village.name)].add(village.code)

    def resolve(self, label: str) -> str:
        """The code of the one village that the label can mean, else ""."""
        if label not in self._resolved:
            self._resolved[label] = self._resolve(label)
        return self._resolved[label]

    def _resolve(self, label: str) -> str:
        if label in self.chosen:
            return self.chosen[label]
        if label in {village.code for village in self.names}:
            return label
        for key in (_key(label), _bare_key(label)):
            codes = self._by_key.get(key, set()) if key else set()
            if codes:
                return next(iter(codes)) if len(codes) == 1 else ""
        return ""

    def is_this_commune(self, commune: str) -> bool:
        """Whether a name as an address writes it means this commune, today or before a merger."""
        return not commune or commune_key(commune) in self.commune_names


@lru_cache(maxsize=8192)
def commune_key(name: str) -> str:
    """The name of a commune without its kind, folded."""
    return fold(_COMMUNE.sub("", name.strip()))


def commune_keys(names: Iterable[str]) -> frozenset[str]:
    """The keys of all names of a commune, empty ones left out."""
    return frozenset(key for name in names if (key := commune_key(name)))


def label_in_title(text: str) -> str:
    """The village that a title names, "" for none: "DANH SÁCH HỘ THÔN XUÂN LẠNG 2" says "THÔN XUÂN LẠNG 2"."""
    found = _IN_TITLE.search(text)
    return found[1].strip(" .:-") if found else ""


@lru_cache(maxsize=8192)
def split_address(text: str) -> Address:
    """The village and the commune that an address names, and what comes before them."""
    before: list[str] = []
    village = commune = ""
    for part in (part.strip() for part in text.split(",")):
        if not commune and _COMMUNE.match(part):
            commune = part
        elif not village and not commune and _KIND.match(f"{part} "):
            village = part
        elif not village and not commune:
            before.append(part)
    return Address(", ".join(before), village, commune)


def _key(label: str) -> str:
    """The folded label, its kind written out and a number word as a number."""
    kind, rest = _split_kind(label)
    return fold(f"{kind} {rest}")


def _bare_key(label: str) -> str:
    return fold(_split_kind(label)[1])


def _split_kind(label: str) -> tuple[str, str]:
    text = " ".join(label.split())
    found = _KIND.match(text)
    kind, rest = (lowered(found[1]), text[found.end() :]) if found else ("", text)
    rest = lowered(rest)
    rest = re.sub(r"^(?:số\s+)?0+(?=\d)", "", rest)
    return _SHORT.get(kind, kind), _NUMBERS.get(rest, rest)
