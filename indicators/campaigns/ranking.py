"""The places inside a place in a campaign: who will miss the target, and why."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from indicators.campaigns.card import Card
from indicators.campaigns.words import why
from indicators.pace import Verdict
from indicators.queries.levels import VILLAGE_DIGITS
from indicators.queries.obstacles import Obstacles
from literacy_portal.kit.figures import number_text

ORDER = (Verdict.MISSED, Verdict.MISS, Verdict.MAY, Verdict.OPEN, Verdict.WILL, Verdict.REACHED)


@dataclass(frozen=True)
class Row:
    """A place inside: its figures, and what stands in its way where it will not make it."""

    code: str
    card: Card
    reasons: list[str]

    @property
    def name(self) -> str:
        """What it is called."""
        return self.card.figure.label


@dataclass(frozen=True)
class Ranking:
    """The places, those that will miss by most in front; and that in a sentence."""

    rows: list[Row]
    headline: str


def ranking(cards: Mapping[str, Card], obstacles: Mapping[str, Obstacles]) -> Ranking:
    """Of the places by code."""
    rows = [Row(code, card, _reasons(code, card, obstacles)) for code, card in cards.items()]
    rows.sort(key=lambda row: (ORDER.index(row.card.pace.verdict), -_gap(row.card), row.name))
    return Ranking(rows, headline([row.card.pace.verdict for row in rows]))


def _gap(card: Card) -> float:
    """By how much of its population it will miss."""
    pace = card.pace
    return (pace.short if pace.left else pace.missing) / pace.out_of if pace.out_of else 0.0


def _reasons(code: str, card: Card, obstacles: Mapping[str, Obstacles]) -> list[str]:
    if card.pace.verdict in (Verdict.REACHED, Verdict.WILL):
        return []
    found = why(obstacles.get(code), is_village=len(code) == VILLAGE_DIGITS)
    if not found and card.pace.left and card.pace.needed is not None and card.pace.recent is not None:
        return [_("too slow: %(recent)s, needed are %(needed)s") % {"recent": card.recent, "needed": card.needed}]
    return found


def headline(verdicts: Sequence[Verdict]) -> str:
    """How many will miss it, in a sentence; nothing where nobody has a target."""
    seen, aiming = Counter(verdicts), sum(verdict is not Verdict.OPEN for verdict in verdicts)
    told = {"all": number_text(aiming)}
    if not aiming:
        return ""
    if missed := seen[Verdict.MISSED]:
        return ngettext(
            "%(number)s of %(all)s place missed the target.", "%(number)s of %(all)s places missed the target.", missed
        ) % {**told, "number": number_text(missed)}  # fmt: skip
    miss = seen[Verdict.MISS] + seen[Verdict.MAY]
    if not miss:
        return ngettext(
            "At this pace the place makes it.", "At this pace all %(number)s places make it.", aiming
        ) % {"number": number_text(aiming)}  # fmt: skip
    return ngettext(
        "At this pace %(number)s of %(all)s places will miss the target.",
        "At this pace %(number)s of %(all)s places will miss the target.",
        miss,
    ) % {**told, "number": number_text(miss)}
