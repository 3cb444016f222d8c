"""No log line of production holds what a person typed."""

import json
import os
import subprocess
import sys
from typing import Any

import pytest
from django.test import RequestFactory

from literacy_portal.embedded import ROOT
from literacy_portal.middleware import RequestLogMiddleware

NAME = "Nguyễn Thị Bưởi"

PROGRAM = f"""
import logging, structlog
from django.db import IntegrityError
from literacy_portal.logs import logging_settings

logging_settings(json_lines=True, level="INFO")
for logger in (logging.getLogger("plain"), structlog.get_logger("structured")):
    try:
        try:
            raise ValueError("{NAME}")
        except ValueError as error:
            raise IntegrityError("Key (full_name)=({NAME}) already exists") from error
    except IntegrityError:
        logger.exception("it failed")
structlog.get_logger("tasks").error("task_failed", error="{NAME}", exception=ValueError("{NAME}"))
logging.getLogger("plain").warning("alarm_not_delivered", extra={{"task": "indicators.tasks.drain"}})
logging.getLogger("django.db.backends").debug("INSERT {NAME}")
logging.getLogger("celery.app.trace").error("Task raised {NAME}")
"""


@pytest.fixture(scope="module")
def lines() -> list[dict[str, Any]]:
    """What production writes while a program fails in every way that has a name in it."""
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM], cwd=ROOT, env=os.environ, capture_output=True, text=True, encoding="utf-8", check=True
    )
    return [json.loads(line) for line in done.stderr.splitlines()]


def test_no_line_holds_the_name(lines: list[dict[str, Any]]) -> None:
    assert NAME not in json.dumps(lines, ensure_ascii=False)


def test_an_exception_is_logged_by_kind_and_place(lines: list[dict[str, Any]]) -> None:
    failures = [line for line in lines if line["event"] == "it failed"]

    assert [(line["logger"], line["level"]) for line in failures] == [("plain", "error"), ("structured", "error")]
    for line in failures:
        assert [word for word in line["trace"] if "<string>" not in word] == ["ValueError", "IntegrityError"]


def test_a_failed_task_is_logged_by_kind(lines: list[dict[str, Any]]) -> None:
    assert [line["trace"] for line in lines if line["event"] == "task_failed"] == [["ValueError"]]


def test_what_a_line_is_about_is_kept(lines: list[dict[str, Any]]) -> None:
    assert [line["task"] for line in lines if line["event"] == "alarm_not_delivered"] == ["indicators.tasks.drain"]


def test_the_line_of_a_request_has_its_path_and_not_what_was_searched_for() -> None:
    request = RequestFactory().get("/vn/66/24364/", {"q": NAME})

    assert RequestLogMiddleware.format_request(request) == "GET /vn/66/24364/"
