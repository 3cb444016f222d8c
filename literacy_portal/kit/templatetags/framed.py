"""Pieces of a page made for anyone that do not change with its figures: made once for all pages that have them in common."""

import time
from functools import lru_cache
from typing import Any

from django import template
from django.template.base import FilterExpression, NodeList, Parser, Token
from django.template.context import Context

register = template.Library()

SECONDS = 20 * 60
"""As long as the pages themselves are kept at most (`indicators.views.kept`)."""


@lru_cache(maxsize=1000)
def kept(*_key: object) -> list[Any]:
    """Where the piece lies that was made for this key in this process; empty as long as there is none."""
    return []


class Framed(template.Node):
    """Its content, which depends on the request's `frame` and the values alone; without one it is made each time."""

    def __init__(self, name: str, values: list[FilterExpression], content: NodeList) -> None:
        self.name, self.values, self.nodelist = name, values, content

    def render(self, context: Context) -> Any:
        """The content as it is kept, or made and kept."""
        frame = getattr(getattr(context, "request", None), "frame", "")
        if not frame:
            return self.nodelist.render(context)
        told = [str(value.resolve(context)) for value in self.values]
        place = kept(frame, time.time() // SECONDS, self.name, *told)
        if not place:
            place.append(self.nodelist.render(context))
        return place[0]


@register.tag
def framed(parser: Parser, token: Token) -> Framed:
    """`{% framed "masthead" place_name %}…{% endframed %}`: what is between depends on the frame and on `place_name` alone.

    The frame is the address, the roles, the language, the theme, the day and the release (`indicators.views.asked`). Values are
    compared as text: whatever the piece shows of one must be in it.
    """
    name, *values = token.split_contents()[1:]
    content = parser.parse(("endframed",))
    parser.delete_first_token()
    return Framed(name.strip('"'), [parser.compile_filter(value) for value in values], content)
