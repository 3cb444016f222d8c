"""Which boundary is of which place: by official code, else by name without accents. The property is found, not asked for."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from communes.boundaries.geojson import Feature
from literacy_portal.kit.vietnamese import search_key

KINDS = ("thi tran ", "dac khu ", "thanh pho ", "phuong ", "tinh ", "xa ", "tp. ", "tp ")
"""Words before a name, without accents."""

NEAR = 0.3
"""Degrees beyond its boundary's box within which the known centre of a place must lie when only the name speaks for it."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A place that needs a boundary: its code, kind (its official Vietnamese word without accents), name, and centre if known."""

    code: str
    kind: str
    name: str
    latitude: float | None = None
    longitude: float | None = None


@dataclass(frozen=True, slots=True)
class Matched:
    """The place of each feature by its number, and the properties that told it; empty if none did."""

    places: dict[int, str]
    code_property: str = ""
    name_property: str = ""


@dataclass(frozen=True, slots=True)
class _Told:
    """What one property says: the place of each feature by its number."""

    name: str = ""
    places: dict[int, str] = field(default_factory=dict)

    @property
    def reach(self) -> int:
        """How many places it names."""
        return len(set(self.places.values()))


def matched(features: Sequence[Feature], among: Collection[int], wanted: Sequence[Wanted]) -> Matched:
    """The places of the features with these numbers; several may be of one place, which then has several parts.

    The property that names most places is believed, the other fills in. Numbers that run from one may be codes by chance: a
    code property must name half of what it can.
    """
    codes, names, places = {one.code for one in wanted}, _names(wanted), {one.code: one for one in wanted}
    by_code = _best(features, among, lambda text: text if (text := _padded(text, wanted)) in codes else "")
    by_name = _best(features, among, lambda text: _named(text, names))
    if 2 * len(by_code.places) < min(len(among), len(wanted)):
        by_code = _Told()
    near = {number: code for number, code in by_name.places.items() if _is_near(features[number], places[code])}
    by_name = _Told(by_name.name if near else "", near)
    first, second = (by_code, by_name) if by_code.reach >= by_name.reach else (by_name, by_code)
    return Matched({**second.places, **first.places}, by_code.name, by_name.name)


def _best(features: Sequence[Feature], among: Iterable[int], understood: Callable[[str], str]) -> _Told:
    """The one property that names most places; of equals the first by name."""
    found: dict[str, dict[int, str]] = {}
    for number in among:
        for name, text in features[number].said.items():
            if code := understood(text):
                found.setdefault(name, {})[number] = code
    return max((_Told(name, found[name]) for name in sorted(found)), key=lambda told: told.reach, default=_Told())


def _padded(text: str, wanted: Sequence[Wanted]) -> str:
    """Programs that take a code for a number lose its zeros in front."""
    return text.removesuffix(".0").zfill(len(wanted[0].code))


def _names(wanted: Iterable[Wanted]) -> dict[str, str]:
    """Codes by name, with its kind and without, as far as that names one place only."""
    found: dict[str, set[str]] = {}
    for one in wanted:
        for name in {search_key(one.name), f"{one.kind} {search_key(one.name)}"}:
            found.setdefault(name, set()).add(one.code)
    return {name: next(iter(codes)) for name, codes in found.items() if len(codes) == 1}


def _named(text: str, names: Mapping[str, str]) -> str:
    """A place by its name as written, or without the kind before it, which may be one of before."""
    key = search_key(text)
    bare = next((key.removeprefix(kind) for kind in KINDS if key.startswith(kind)), key)
    return names.get(key) or names.get(bare, "")


def _is_near(feature: Feature, place: Wanted) -> bool:
    if place.latitude is None or place.longitude is None:
        return True
    lons, lats = zip(*feature.places(), strict=True)
    is_across = min(lons) - NEAR <= place.longitude <= max(lons) + NEAR
    return is_across and min(lats) - NEAR <= place.latitude <= max(lats) + NEAR
