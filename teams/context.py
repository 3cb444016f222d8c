"""What every page shows of teams: the personal data that are open to an administrator now."""

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject


def open_accesses(request: HttpRequest) -> dict[str, Any]:
    """Context processor: `open_accesses`, asked for only where a page is rendered for somebody signed in."""
    reach = getattr(request, "reach", None)
    if reach is None or not request.user.is_authenticated:
        return {"open_accesses": []}
    return {"open_accesses": SimpleLazyObject(lambda: reach.opened)}
