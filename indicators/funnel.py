"""From the door to the habit: how many adults came as far as each step, and where most are lost."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from indicators.catalogue import Catalogue
from indicators.catalogue.skills import CORE, SKILL_WORDS
from indicators.enums import Group
from indicators.queries.tree import Spot
from indicators.reading import Reading
from indicators.suppression import SMALLEST_TOLD
from literacy_portal.kit.figures import Figure, number_text, percent_text

VISITED, TRAINED, ANY_ALONE, ANY_KEPT = "adults_visited", "adults_trained", "adults_alone", "adults_kept"

STEPS = (
    gettext_lazy("Adults"),
    gettext_lazy("Live in a household that was met"),
    gettext_lazy("Were shown"),
    gettext_lazy("Did it with help"),
    gettext_lazy("Did it alone"),
    gettext_lazy("Kept it for 30 days"),
)
"""Whoever came as far as a step also came as far as those before it; only the second is of the household."""

CODES = frozenset(
    {VISITED, TRAINED, ANY_ALONE, ANY_KEPT, *(f"{skill}_{end}" for skill in CORE for end in ("helped", "alone", "kept"))}
)
"""The figures that the steps are read from."""


@dataclass(frozen=True, slots=True)
class Step:
    """How many came so far, of all adults, and of the step before; `before` is its width for SVG."""

    figure: Figure
    of_before: str
    before: str

    @property
    def number(self) -> str:
        """The people, as far as they may be told."""
        return self.figure.percent if self.figure.few or self.figure.hidden else number_text(self.figure.counted)


@dataclass(frozen=True, slots=True)
class Funnel:
    """The steps in one skill, or in any; `lost` says in words where most are lost, "" where nobody is."""

    skill: str
    title: str
    steps: list[Step]
    lost: str

    @property
    def is_empty(self) -> bool:
        """Whether nobody lives there of whom anything may be told."""
        return not self.steps[0].figure.out_of


def funnels(spot: Spot, catalogue: Catalogue, reading: Reading, group: Group, kept: str) -> list[Funnel]:
    """One for any core skill, then one for each; `kept` is what the addresses keep of the reader's choice."""

    def read(code: str) -> Figure:
        return reading.figure(spot.code, catalogue.by_code[code], group, label="", url=f"{spot.figure_url(code)}{kept}")

    visited, few = read(VISITED), 0 if spot.code in reading.exact else SMALLEST_TOLD
    over_any, any_skill = read(ANY_ALONE), _("Any core skill")
    made = [_funnel("", any_skill, [visited, over_any, read(TRAINED), over_any, read(ANY_KEPT)], few)]
    for skill in CORE:
        helped = read(f"{skill}_helped")
        title = str(SKILL_WORDS[skill])
        figures = [visited, helped, helped, read(f"{skill}_alone"), read(f"{skill}_kept")]
        made.append(_funnel(skill, title[:1].upper() + title[1:], figures, few))
    return made


def _funnel(skill: str, title: str, read: list[Figure], few: int) -> Funnel:
    """`read`: visited, the one that is out of who was shown, with help, alone, kept. `few`: what is told of less, 0 for all."""
    visited, shown, helped, alone, kept = read
    adults = visited.out_of
    reached = [
        (adults, ""), (visited.counted, visited.url), (shown.out_of, shown.url), (helped.counted, helped.url),
        (alone.counted, alone.url), (kept.counted, kept.url),
    ]  # fmt: skip
    figures = [
        Figure(str(label), number, adults, url, hidden=bool(few and not adults), few=0 if number else few)
        for label, (number, url) in zip(STEPS, reached, strict=True)
    ]
    pairs = list(zip([figures[0], *figures], figures, strict=False))
    steps = [Step(now, _of_before(before, now), before.width) for before, now in pairs]
    return Funnel(skill, title, steps, _lost(pairs[1:]))


def _of_before(before: Figure, now: Figure) -> str:
    return percent_text(now.counted, before.counted) if _follows(before, now) else ""


def _follows(before: Figure, now: Figure) -> bool:
    """Whether the one is a part of the other that may be told: at a class people are shown whose household nobody met."""
    return before is not now and before.is_known and now.is_known and 0 < before.counted >= now.counted


def _lost(pairs: Iterable[tuple[Figure, Figure]]) -> str:
    drops = [(before.counted - now.counted, before, now) for before, now in pairs if _follows(before, now)]
    lost, before, now = max(drops, key=lambda drop: drop[0], default=(0, None, None))
    if not lost or before is None or now is None:
        return ""
    words = {"step": now.label, "lost": number_text(lost), "before": number_text(before.counted)}
    return _("Most are lost at “%(step)s”: %(lost)s of %(before)s people did not come so far.") % words
