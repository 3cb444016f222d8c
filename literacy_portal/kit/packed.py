"""Large answers in JSON, made small for a slow network.

Only for answers that hold no secret of the session and repeat nothing of the request but what was checked: the length of a
packed answer tells something of what is in it (BREACH). For clients without Brotli the gzip of the middleware, with its
random padding, does as well as it can.
"""

import json
from typing import Any

import brotli
from django.http import HttpRequest, HttpResponse

QUALITY = 6
"""Beyond this each kilobyte saved costs more time than it takes to send."""


def packed(request: HttpRequest, said: dict[str, Any]) -> HttpResponse:
    """The answer, in Brotli for those who take it."""
    body = json.dumps(said, ensure_ascii=False, separators=(",", ":")).encode()
    response = HttpResponse(body, content_type="application/json")
    if _takes_brotli(request.headers.get("Accept-Encoding", "")):
        response.content = brotli.compress(body, mode=brotli.MODE_TEXT, quality=QUALITY)
        response.headers["Content-Encoding"] = "br"
    return response


def _takes_brotli(accepted: str) -> bool:
    """Whether the header names it, and not with a weight of nothing."""
    for part in accepted.lower().replace(" ", "").split(","):
        name, _, weight = part.partition(";q=")
        if name == "br":
            return weight.strip("0.") != "" or weight == ""
    return False
