"""Comparing two answers."""

import re

from django.http import HttpResponse


def text_of(response: HttpResponse) -> str:
    """The page without what differs from one request to the next: the CSRF token."""
    return re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", response.content.decode())
