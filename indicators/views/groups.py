from communes.scope import Scope
from indicators.enums import Group
from indicators.queries.tree import Spot
from indicators.suppression import NOT_TOLD


def groups_for(spot: Spot, people: Scope) -> list[Group]:
    """The groups that a reader may ask for of a place, everyone first; `people` is where the reader may see people."""
    return [group for group in Group if spot.is_inside(people) or group not in NOT_TOLD]
