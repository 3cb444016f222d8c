"""The places for which a reader sets targets, found by code or by name."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date

from communes.enums import VillageKind
from communes.models.places import COUNTRY
from indicators.enums import PlaceKind
from indicators.models import Campaign
from indicators.queries.campaigns import PROVINCE_DIGITS, home_of, takes_part
from indicators.queries.levels import COMMUNE_DIGITS, VILLAGE_DIGITS
from indicators.queries.tree import Spot, communes_of, provinces, villages_in
from literacy_portal.kit.vietnamese import search_key

Option = tuple[str, str]
"""What stands in a form for a place or a kind, and its name."""


_KINDS = tuple(
    f"{word} "
    for word in (
        *("dac khu", "special zone", "zone speciale", "thanh pho", "tinh", "phuong", "xa", "ward", "commune", "quartier"),
        *(search_key(str(kind.label)) for kind in sorted(VillageKind, key=lambda kind: -len(kind.label))),
    )
)
"""Words for kinds of places as search keys, longer ones in front."""


class UnknownPlaceError(Exception):
    """No place of that code or name; `is_ambiguous`: several."""

    def __init__(self, *, is_ambiguous: bool = False) -> None:
        super().__init__()
        self.is_ambiguous = is_ambiguous


@dataclass(frozen=True)
class Places:
    """What may carry a target: kinds of places, and places by code; `by_name` finds those called so, kind and accents apart."""

    kinds: list[Option]
    spots: dict[str, Spot]
    by_name: dict[str, set[str]] = field(default_factory=dict)

    @classmethod
    def of(cls, kinds: Iterable[PlaceKind], spots: Iterable[Spot]) -> "Places":
        """Of these."""
        found = {spot.code: spot for spot in spots}
        names: dict[str, set[str]] = {}
        for spot in found.values():
            key = search_key(spot.name)
            for name in {key, _bare(key)}:
                names.setdefault(name, set()).add(spot.code)
        return cls([(kind.value, str(kind.label)) for kind in kinds], found, names)

    def find(self, text: str) -> str:
        """The code of a place, or the word of a kind. Raises UnknownPlaceError."""
        said = text.strip()
        key = search_key(said)
        if said in self.spots:
            return said
        for kind, label in self.kinds:
            if key in (kind, search_key(label)):
                return kind
        # The spreadsheet program may have taken a code for a number.
        padded = [said.zfill(digits) for digits in (PROVINCE_DIGITS, COMMUNE_DIGITS, VILLAGE_DIGITS) if said.isdecimal()]
        codes = {code for code in padded if code in self.spots} or self.by_name.get(key) or self.by_name.get(_bare(key), set())
        if len(codes) != 1:
            raise UnknownPlaceError(is_ambiguous=len(codes) > 1)
        return next(iter(codes))

    def name(self, said: str) -> str:
        """What a code or the word of a kind is called."""
        return dict(self.kinds).get(said) or (self.spots[said].name if said in self.spots else said)


def _bare(key: str) -> str:
    """The key of a name without the kind of place before it, in whatever language."""
    return next((key.removeprefix(kind) for kind in _KINDS if key.startswith(kind) and key != kind), key)


def places_for(campaign: Campaign, spot: Spot, day: date, *, administers: bool) -> Places:
    """Where targets may be set from the page of a place, by who `administers` it or looks after its villages. Two queries."""
    own = [spot] if administers else []
    inside = [one for one in (*own, *_inside(spot, day)) if takes_part(campaign, one)]
    return Places.of(list(PlaceKind) if administers and home_of(campaign) == spot.code else [], inside)


def _inside(spot: Spot, day: date) -> Iterator[Spot]:
    if spot.code == COUNTRY:
        yield from provinces(day).answer()
    elif len(spot.code) == PROVINCE_DIGITS:
        yield from communes_of(spot.code, day).answer()
        yield from villages_in(spot.code, day)
    elif len(spot.code) == COMMUNE_DIGITS:
        yield from villages_in(spot.above[1], day, commune=spot.code)
