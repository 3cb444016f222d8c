"""A page of figures as a file: the same address with `?as=xlsx` or `?as=csv`, open to whom the page is open.

It says what the page says to this reader, no more.
"""

from collections.abc import Callable
from datetime import date

from django.http import Http404, HttpRequest, HttpResponse

from literacy_portal.kit.csv_text import as_csv
from literacy_portal.kit.tables import Extract
from literacy_portal.kit.workbooks import TYPE, as_workbook

CSV = "text/csv; charset=utf-8"
WRITERS: dict[str, tuple[str, Callable[[Extract], str | bytes]]] = {"xlsx": (TYPE, as_workbook), "csv": (CSV, as_csv)}
"""By the word in the address: the type of the file, and who writes it."""


def wanted(request: HttpRequest) -> str:
    """As what the page is asked for: "xlsx" or "csv", nothing for the page itself. 404 for anything else."""
    kind = request.GET.get("as", "")
    if kind and kind not in WRITERS:
        raise Http404
    return kind


def taken(kind: str, extract: Extract, place: str, side: str, day: date) -> HttpResponse:
    """The file. Its name is of letters and digits that every system keeps: the place's code, the side in a word, the day."""
    content_type, written = WRITERS[kind]
    headers = {"Content-Disposition": f'attachment; filename="{place}-{side}-{day.isoformat()}.{kind}"'}
    return HttpResponse(written(extract), content_type=content_type, headers=headers)
