"""Pages that the browser may keep: asked for again, one that would say the same is answered in a few bytes (304)."""

import hashlib
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.messages import get_messages
from django.http import HttpResponse, HttpResponseBase
from django.template.response import TemplateResponse
from django.utils.cache import get_conditional_response, patch_cache_control, patch_vary_headers
from django.utils.translation import get_language

from communes.scope import ScopedRequest
from literacy_portal.kit.periods import today
from teams.roles import VIEW_PEOPLE

MADE_OF = {"templates": "*.html", "locale": "*.mo", "static": "*"} | dict.fromkeys(
    ("literacy_portal", "accounts", "communes", "teams", "sessions", "indicators"), "*.py"
)
"""What a page is made of, by folder."""


@cache
def look() -> str:
    """A word that is another after a release that changes anything of a page; the same in every process of one."""
    root = Path(settings.BASE_DIR)
    files = sorted(path for folder, kind in MADE_OF.items() for path in (root / folder).rglob(kind) if path.is_file())
    told = (settings.SUPPORT_CONTACT, settings.DEMO)
    return hashed([told, *((str(path.relative_to(root)), path.stat().st_size, path.stat().st_mtime_ns) for path in files)])


def unless_same(request: ScopedRequest, says: Any, make: Callable[[], HttpResponse]) -> HttpResponseBase:
    """304 if the browser has this very page, else the page with its ETag.

    `says` is all that the page tells beyond its address: the version of its figures, the honesty line. Added are the reader
    and the session, what is open to the reader, the language, theme and day. A page with a message is never kept.
    """
    if len(get_messages(request)):
        return make()
    reader = (request.scope, request.reach.to(VIEW_PEOPLE))
    return with_etag(request, hashed([reader, shown(request), request.get_full_path(), says]), make)


def with_etag(request: ScopedRequest, word: str, make: Callable[[], HttpResponse]) -> HttpResponseBase:
    """304 if the browser has this reader's page of this word, else the page."""
    reader = (request.user.pk, request.session.session_key)
    # Weak: the page packed and unpacked is the same page.
    etag = f'W/"{hashed([reader, word])}"'
    response = get_conditional_response(request, etag=etag)
    if response is None:
        response = make()
        response.headers["ETag"] = etag
    patch_cache_control(response, private=True, no_cache=True)
    patch_vary_headers(response, ("Cookie", "Accept-Language", "Accept-Encoding"))
    return response


def written_out(page: HttpResponse) -> HttpResponse:
    """The page with its text, while the moment lasts in which what it tells was asked; a file as it is."""
    return page.render() if isinstance(page, TemplateResponse) else page


def shown(request: ScopedRequest) -> tuple[object, ...]:
    """What every page shows, whatever it tells: the language, the theme, the day and the release."""
    return (get_language(), request.COOKIES.get("theme"), today(), look())


def hashed(words: Any) -> str:
    """A short word for these."""
    return hashlib.sha256(repr(words).encode()).hexdigest()[:32]
