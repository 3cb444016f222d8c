"""Declared figures as a reader may see them: those of offices as they are, those of residents like any figure of persons."""

from dataclasses import dataclass
from datetime import date

from indicators.enums import Unit
from indicators.queries.declared import DeclaredFigure, declared_of
from indicators.reading import as_told
from literacy_portal.kit.figures import Figure
from literacy_portal.kit.statements import Question


@dataclass(frozen=True, slots=True)
class Stated:
    """What is declared of a figure, and the figure as it is told; the evidence only beside exact counts."""

    said: DeclaredFigure
    figure: Figure
    evidence: str


def stated_of(place: str, day: date, *, exact: bool) -> Question[list[Stated]]:
    """The declared figures of a place at the end of a day; `exact`: for a reader to whom its people are open."""

    def told(found: list[DeclaredFigure]) -> list[Stated]:
        return [_stated(said, exact=exact or not said.indicator.is_of_residents) for said in found]

    return declared_of(place, day).then(told)


def _stated(said: DeclaredFigure, *, exact: bool) -> Stated:
    figure = as_told("", (said.counted, said.out_of), Unit.PERSONS, exact=exact)
    return Stated(said, figure, said.evidence if exact else "")
