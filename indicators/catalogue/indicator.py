from dataclasses import dataclass
from datetime import date

from indicators.catalogue.conditions import Condition, fits
from indicators.catalogue.populations import Population
from indicators.catalogue.words import Words
from indicators.enums import Better, Family, Group, Unit

PROGRAMME = "Sở Khoa học và Công nghệ"
REVIEWED = date(2026, 11, 22)


@dataclass(frozen=True, kw_only=True)
class Indicator:
    """One figure, defined once: of this population, those are counted who meet this condition.

    `code` is what stored figures refer to: never reused. `rule` says in words, on every page, what is counted.
    `source` is where the definition comes from, `owner` who answers for it, `reviewed_on` when they last did.
    `version` grows when what is counted changes. Of one that was added as data, `since` is the day from which the version
    holds officially, though all days are counted by it.
    """

    code: str
    family: Family
    names: Words
    rule: Words
    population: Population
    condition: Condition
    source: str
    better: Better = Better.HIGHER
    owner: str = PROGRAMME
    reviewed_on: date = REVIEWED
    version: int = 1
    since: date | None = None
    is_builtin: bool = True

    def __post_init__(self) -> None:
        if not fits(self.condition, self.population.unit):
            raise ValueError(f"{self.code}: cannot be asked of {self.population.unit}: {self.condition}")

    @property
    def name(self) -> str:
        """The name in the language of the page."""
        return str(self.names)

    @property
    def unit(self) -> Unit:
        """People, households or villages."""
        return self.population.unit

    @property
    def groups(self) -> tuple[Group, ...]:
        """The groups it is counted for, everyone first."""
        return self.population.groups
