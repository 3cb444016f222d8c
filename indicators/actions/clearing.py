"""Taking away the figures of indicators that are retired: nobody reads or counts them any more.

A recount that began before the retirement may still be writing such a figure. It holds its villages; so each village is held
here once, after the retirement, before its rows go, and the levels above are cleared when no such recount is left.
"""

from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone

from communes.models import Commune, Province, Village
from communes.models.places import COUNTRY
from indicators.actions.ledger import hold_sums
from indicators.models import Definition, Measurement

CHUNK = 500
"""Villages held at a time, for milliseconds."""


def clear_retired() -> list[str]:
    """Deletes the figures of all retired indicators that still have some. Returns the codes cleared; may be killed anywhere."""
    retired = list(Definition.objects.newest().filter(is_retired=True, cleared_at__isnull=True))
    codes = [one.code for one in retired]
    if codes:
        villages = list(Village.objects.order_by("code").values_list("code", flat=True))
        for start in range(0, len(villages), CHUNK):
            _clear_villages(codes, villages[start : start + CHUNK])
        _clear_above(codes)
        Definition.objects.filter(pk__in=[one.pk for one in retired]).update(cleared_at=timezone.now())
    return codes


@transaction.atomic
def _clear_villages(codes: Sequence[str], villages: Sequence[str]) -> None:
    # In the order in which every holder of villages takes them.
    list(Village.objects.select_for_update(no_key=True).filter(code__in=villages).order_by("code").values_list("code"))
    Measurement.objects.filter(place__in=villages, indicator__in=codes).delete()


@transaction.atomic
def _clear_above(codes: Sequence[str]) -> None:
    hold_sums()
    places = [COUNTRY, *Province.objects.values_list("code", flat=True), *Commune.objects.values_list("code", flat=True)]
    Measurement.objects.filter(place__in=places, indicator__in=codes).delete()
