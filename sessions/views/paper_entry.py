"""The screen that mirrors a printed sheet."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods

from communes.scope import ScopedRequest, scoped
from literacy_portal.kit.codes import read_code, spaced
from sessions.forms.marks import result_keys
from sessions.models import Sheet
from sessions.views.found import LOG_VISIT, Step, trail, village_or_404
from sessions.views.paper_screen import Screen


# Not `no-store`: the back button must bring back the same ids, or saving again would make second visits.
@cache_control(private=True, no_cache=True)
@require_http_methods(["GET", "HEAD", "POST"])
@scoped(LOG_VISIT)
def entry(request: ScopedRequest, *, province: str, commune: str, serial: str, sheet: str) -> HttpResponse:
    """The screen. A post of one `row` is answered with that row alone, a post of the form with the whole screen."""
    village = village_or_404(request.scope, province, commune, serial)
    found = get_object_or_404(Sheet.objects.within(request.scope), village=village, code=read_code(sheet[:40]))
    screen = Screen(request, village, found)
    if request.method == "POST":
        screen.save()
    keys = result_keys()
    context = {"screen": screen, "lines": screen.lines, "skills": screen.skills, "keys": keys}
    if request.POST.get("row"):
        return render(request, "sessions/paper/_line.html", context | {"line": screen.lines[0] if screen.lines else None})
    title = _("Sheet %(code)s") % {"code": spaced(found.code)}
    above: Step = {"label": _("Paper sheets"), "url": reverse("coaching:village_paper", args=village.url_parts())}
    context |= {
        "title": title,
        "village": village,
        "sheet": found,
        "results": [(key, result.label) for key, result in keys.items()],
        "has_errors": request.method == "POST" and screen.has_errors,
        "trail": trail(village, above, {"label": title, "url": ""}),
    }
    return render(request, "sessions/paper/entry.html", context)
