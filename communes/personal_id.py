"""The personal identification number: checked, then reduced to a keyed hash and four digits (domain.md §3.2)."""

import hmac
from dataclasses import dataclass
from functools import lru_cache

from django.conf import settings

from communes.enums import Sex

LENGTH = 12
LEGACY_LENGTH = 9

# The provinces of birth registration, on the list of 63 that the merger of 2025 did not touch.
_PROVINCES = frozenset(
    # One line is easier to compare with the circular than a list of 63 strings.
    [
        "001",
        "002",
        "004",
        "006",
        "008",
        "010",
        "011",
        "012",
        "014",
        "015",
        "017",
        "019",
        "020",
        "022",
        "024",
        "025",
        "026",
        "027",
        "030",
        "031",
        "033",
        "034",
        "035",
        "036",
        "037",
        "038",
        "040",
        "042",
        "044",
        "045",
        "046",
        "048",
        "049",
        "051",
        "052",
        "054",
        "056",
        "058",
        "060",
        "062",
        "064",
        "066",
        "067",
        "068",
        "070",
        "072",
        "074",
        "075",
        "077",
        "079",
        "080",
        "082",
        "083",
        "084",
        "086",
        "087",
        "089",
        "091",
        "092",
        "093",
        "094",
        "095",
        "096",
    ]
)


@dataclass(frozen=True, slots=True)
class Reduced:
    """What is kept of a number: enough to recognise it, not enough to tell it."""

    digest: str
    last4: str


def reduce(number: str) -> Reduced:
    """The hash and the last four digits of a number of 12 digits, or of the 9 of an old card."""
    return Reduced(hmac.digest(_key(settings.PERSONAL_ID_KEY), number.encode(), "sha256").hex(), number[-4:])


@lru_cache(maxsize=1)
def _key(secret: str) -> bytes:
    """From setting PERSONAL_ID_KEY, so that SECRET_KEY may be rotated; without it, SECRET_KEY."""
    return hmac.digest(str(secret).encode(), b"personal number", "sha256")


def knows_province(number: str) -> bool:
    """Whether the first three digits name a province; of people born abroad they name a country."""
    return number[:3] in _PROVINCES


def contradicts(number: str, *, sex: str, birth_year: int | None) -> bool:
    """Whether the number tells another sex or year of birth than the roster."""
    century = int(number[3])
    told_sex = Sex.FEMALE if century % 2 else Sex.MALE
    told_year = 1900 + 100 * (century // 2) + int(number[4:6])
    return bool((sex and sex != told_sex) or (birth_year and birth_year != told_year))
