"""Levels packed into lanes: a number holds some skills, two bits each; one sum adds them all up, and one look tells several."""

from collections.abc import Collection, Mapping, Sequence

LANE = 15
"""Skills in one lane: a level takes two bits, and what a lane holds is an integer."""


def levels_met_sql(numbers: Collection[int], *, at_least: int, how_many: int) -> str:
    """The condition that so many of the skills (`Parameters.number`) are at the level or higher; never seen is 0."""
    if at_least == 0:
        return "true"
    reached = {1: "({0} | ({0} >> 1))", 2: "({0} >> 1)", 3: "({0} & ({0} >> 1))"}[at_least]
    return _met_sql(
        "level", reached, {lane: [2 * place for place in places] for lane, places in _placed(numbers).items()}, how_many
    )


def level_is_sql(number: int, level: int) -> str:
    """The condition that the level in the skill is this one."""
    lane, place = divmod(number, LANE)
    return f"{_held('level', lane)} & {3 << 2 * place} = {level << 2 * place}"


def kept_sql(numbers: Collection[int], *, days: int, how_many: int) -> str:
    """The condition that in so many of the skills the unbroken run of level ≥ 3 spans so many days or more."""
    return _met_sql(f"kept {int(days)}", "{0}", _placed(numbers), how_many)


def _met_sql(kind: str, reached: str, places: Mapping[int, Sequence[int]], how_many: int) -> str:
    """`reached` makes of a lane one bit for each skill, and the bits at the `places` asked for are counted."""
    masks = {lane: sum(1 << place for place in asked) for lane, asked in places.items()}
    bits = {lane: f"{reached.format(_held(kind, lane))} & {mask}" for lane, mask in masks.items()}
    if len(masks) == 1:
        ((lane, mask),) = masks.items()
        if how_many == 1:
            return f"{bits[lane]} <> 0"
        if how_many == len(places[lane]):
            return f"{bits[lane]} = {mask}"
    return f"{' + '.join(f'bit_count(({one})::bit(32))' for one in bits.values())} >= {how_many}"


def _placed(numbers: Collection[int]) -> dict[int, list[int]]:
    """By lane, the places of the skills in it."""
    lanes = sorted({number // LANE for number in numbers})
    return {lane: [number % LANE for number in numbers if number // LANE == lane] for lane in lanes}


def _held(kind: str, lane: int) -> str:
    return f"COALESCE(levels.{_lane(kind, lane)}, 0)"


def _lane(kind: str, number: int) -> str:
    return f'"{kind} lane {number}"'


def lanes(numbers: Collection[int], kept: Collection[int], *, with_levels: bool) -> dict[str, str]:
    """The lanes of these skills: of their levels, and of those kept for so many days; column: the bits of one row of `seen`."""
    used = sorted({number // LANE for number in numbers})
    kinds = {"level": "level::int << 2 * {place}"} if with_levels else {}
    kinds |= {f"kept {days}": f"COALESCE((kept >= {days})::int, 0) << {{place}}" for days in sorted(kept)}
    if used == [0]:
        return {_lane(kind, 0): bits.format(place="number") for kind, bits in kinds.items()}
    return {
        _lane(kind, lane): f"CASE number / {LANE} WHEN {lane} THEN {bits.format(place=f'mod(number, {LANE})')} ELSE 0 END"
        for kind, bits in kinds.items()
        for lane in used
    }
