"""Finding a place by name."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from communes.place_search import FEWEST_LETTERS, find_places
from communes.scope import ScopedRequest, scoped

MOST_LETTERS = 100


@require_safe
@scoped("indicators.view_measurement")
def search(request: ScopedRequest) -> HttpResponse:
    """Provinces, communes, villages and former communes whose name contains `?q=`, as far as the reader's figures go."""
    words = request.GET.get("q", "").replace("\0", "")[:MOST_LETTERS].strip()
    context = {
        "words": words,
        "found": find_places(words, request.scope),
        "too_short": 0 < len(words) < FEWEST_LETTERS,
        "trail": [{"label": _("Find a place"), "url": ""}],
    }
    return render(request, "communes/places/search.html", context)
