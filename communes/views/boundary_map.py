"""The shapes of a map as one SVG file, which pages take piece by piece and browsers keep."""

from uuid import UUID

from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from communes.models import Boundaries
from communes.models.places import COUNTRY
from communes.scope import ScopedRequest, scoped

VIEW_FIGURES = "indicators.view_measurement"
_YEAR = 365 * 24 * 60 * 60
_SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}">{shapes}</svg>'
_SHAPE = '<path id="p{code}" d="{path}" vector-effect="non-scaling-stroke"/>'


@require_safe
@scoped(VIEW_FIGURES)
def shapes(request: ScopedRequest, boundaries: UUID, province: str = "") -> HttpResponse:
    """Boundaries that are shown are open to whoever reads the figures of their places; others to who sent them.

    They never change under their address: others have another.
    """
    visible = Boundaries.objects.reachable(request.scope).of(province or COUNTRY)
    found = get_object_or_404(visible.filter(Q(is_shown=True) | Q(uploaded_by=request.user.pk)), pk=boundaries)
    drawn = "".join(_SHAPE.format(code=code, path=path) for code, path in found.paths)
    file = _SVG.format(width=found.width, height=found.height, shapes=drawn)
    response = HttpResponse(file, content_type="image/svg+xml")
    response.headers["Cache-Control"] = f"private, max-age={_YEAR}, immutable"
    return response
