"""The difference between two lists of places, for a person at a terminal."""

from collections.abc import Iterator

from communes.differences import Change, Difference, Fact
from communes.facts import CommuneFact

MARKS = {
    "new": "+",
    "renamed": "~",
    "respelled": "~",
    "retyped": "~",
    "moved": ">",
    "reopened": "+",
    "gone": "-",
}


def lines(found: Difference) -> Iterator[str]:
    """One line per changed place, then one with the counts."""
    for name, mark in MARKS.items():
        for item in getattr(found, name):
            yield f"{mark} {name}: {_item(item)}"
    if not found:
        yield "No difference."
        return
    yield ", ".join(f"{count} {name}" for name, count in found.counts().items() if count)


def _item(item: Change | Fact) -> str:
    if isinstance(item, Change):
        return f"{_place(item.before)} → {_place(item.after)}"
    return _place(item)


def _place(fact: Fact) -> str:
    province = f", province {fact.province}" if isinstance(fact, CommuneFact) else ""
    return f"{fact.code} {fact.kind} {fact.name}{province}"
