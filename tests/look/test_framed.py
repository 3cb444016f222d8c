"""Pieces of a page that are made once for all pages that have them in common."""

from typing import Any

from django.http import HttpRequest
from django.template import RequestContext, Template

PIECE = Template('{% load framed %}{% framed "piece" name %}{{ name }}{{ made }}{% endframed %}')
OTHER = Template('{% load framed %}{% framed "other" name %}{{ name }}{{ made }}{% endframed %}')


def told(made: int, *, frame: str = "", name: Any = "Ea Drăng", template: Template = PIECE) -> str:
    request = HttpRequest()
    if frame:
        request.frame = frame  # type: ignore[attr-defined]
    return template.render(RequestContext(request, {"name": name, "made": made}, processors=[]))


def test_a_piece_is_made_once_for_a_frame_and_its_values() -> None:
    assert [told(number, frame="an officer's page") for number in (1, 2)] == ["Ea Drăng1", "Ea Drăng1"]


def test_another_frame_value_or_name_makes_another_piece() -> None:
    told(1, frame="here")

    assert told(2, frame="there") == "Ea Drăng2"
    assert told(3, frame="here", name="Ea Súp") == "Ea Súp3"
    assert told(4, frame="here", template=OTHER) == "Ea Drăng4"


def test_two_values_are_not_taken_for_one() -> None:
    both = Template('{% load framed %}{% framed "both" one two %}{{ one }}|{{ two }}{% endframed %}')
    request = HttpRequest()
    request.frame = "here"  # type: ignore[attr-defined]

    texts = [both.render(RequestContext(request, {"one": one, "two": two})) for one, two in (("a', 'b", "c"), ("a", "b', 'c"))]

    assert texts == ["a&#x27;, &#x27;b|c", "a|b&#x27;, &#x27;c"]


def test_without_a_frame_nothing_is_kept() -> None:
    assert [told(number) for number in (1, 2)] == ["Ea Drăng1", "Ea Drăng2"]
