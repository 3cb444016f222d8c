"""What a phone opens without a network: the shell, the page that stands in for others, the manifest, the service worker.

All of it is public and the same bytes for everybody in one language, so that a phone may keep it: no name, no token, no cookie.
"""

import hashlib
import json
from collections.abc import Callable
from functools import cache, wraps
from pathlib import Path

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control, never_cache
from django.views.decorators.http import require_safe

from communes.scope import public
from sessions.field_words import words

LANGUAGES = tuple(code for code, _name in settings.LANGUAGES)
PAGES = {"coaching:shell": "field/shell.html", "coaching:offline": "field/offline.html"}
STYLES = ("css/portal.css", "css/shell.css", "css/visit.css", "css/field.css")
ICONS = ("icons/favicon.svg", "icons/sprite.svg", "icons/app-192.png")

# Asked for anew each time, answered from where it lies: a page that is old must not outlive a new version.
_revalidated = cache_control(public=True, no_cache=True)


@public
@never_cache
@require_safe
def field(request: HttpRequest) -> HttpResponse:
    """To the shell in the reader's language."""
    language = get_language()
    return HttpResponseRedirect(reverse("coaching:shell", args=[language if language in LANGUAGES else LANGUAGES[0]]))


@public
@_revalidated
@require_safe
def shell(request: HttpRequest, *, language: str) -> HttpResponse:
    """The page in which visits are logged; what it shows lies on the phone."""
    return HttpResponse(_page("coaching:shell", language))


@public
@_revalidated
@require_safe
def offline(request: HttpRequest, *, language: str) -> HttpResponse:
    """What the worker shows for a page that could not be fetched."""
    return HttpResponse(_page("coaching:offline", language))


@public
@_revalidated
@require_safe
def manifest(request: HttpRequest) -> HttpResponse:
    """What a phone needs to install the shell as an app."""
    icons = [
        {"src": static(f"icons/app-{size}{kind}.png"), "sizes": f"{size}x{size}", "type": "image/png", "purpose": purpose}
        for kind, purpose in (("", "any"), ("-maskable", "maskable"))
        for size in (192, 512)
    ]
    about = {
        "id": "/field/",
        "name": "Bình dân học vụ số",
        "short_name": "Bình dân học vụ",
        "description": _("Visits, with or without a network"),
        "lang": get_language(),
        "start_url": "/field/",
        "scope": "/",
        "display": "standalone",
        "background_color": "#0c4a4c",
        "theme_color": "#0c4a4c",
        "icons": icons,
    }
    return JsonResponse(about, content_type="application/manifest+json", json_dumps_params={"ensure_ascii": False})


@public
@_revalidated
@require_safe
def worker(request: HttpRequest) -> HttpResponse:
    """The service worker: two lines around static/js/field/worker.js, other ones for every version of what it keeps."""
    return HttpResponse(_worker(), content_type="text/javascript; charset=utf-8")


def _kept_while_running(made: Callable[..., str]) -> Callable[..., str]:
    """Made once in a process, for nothing changes while it runs; anew each time while developing."""
    remembered = cache(made)

    @wraps(made)
    def page(*names: str) -> str:
        return made(*names) if settings.DEBUG else remembered(*names)

    return page


@_kept_while_running
def _page(route: str, language: str) -> str:
    if language not in LANGUAGES:
        raise Http404
    with override(language):
        return render_to_string(PAGES[route], {"words": words()})


@_kept_while_running
def _worker() -> str:
    pages = {reverse(route, args=[language]): _page(route, language) for route in PAGES for language in LANGUAGES}
    scripts = [static(name) for name in _scripts("js/field")]
    files = [*pages, reverse("coaching:manifest"), *scripts, *map(static, [*STYLES, *ICONS])]
    kept = {"files": files, "later": [static(name) for name in _scripts("js/vendor")]}
    version = hashlib.sha256(json.dumps([kept, pages]).encode()).hexdigest()[:16]
    about = json.dumps({"version": version, **kept})
    return f'import {{ serve }} from "{static("js/field/worker.js")}";\nserve(self, {about});\n'


def _scripts(folder: str) -> list[str]:
    root = Path(settings.BASE_DIR) / "static"
    return sorted(str(path.relative_to(root)) for path in (root / folder).rglob("*.js"))
