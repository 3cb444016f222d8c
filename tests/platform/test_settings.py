"""What the settings promise: production refuses what is unsafe, and every variable is written down."""

import os
import re
import runpy
import subprocess
import sys

import pytest
from django.core.exceptions import ImproperlyConfigured

from literacy_portal.embedded import ROOT
from tests.platform.check import PRODUCTION

ADDRESSES = {"DATABASE_URL": "postgres://portal@db/portal", "REDIS_URL": "redis://valkey:6379/0"}
SAFE = PRODUCTION | ADDRESSES


def start(changes: dict[str, str | None], *command: str) -> subprocess.CompletedProcess[str]:
    """Run a command with nothing in its environment but what is given."""
    environment = {"PATH": os.environ["PATH"], "LANG": "C.UTF-8", "DJANGO_SETTINGS_MODULE": "literacy_portal.settings"}
    given = {name: value for name, value in (SAFE | changes).items() if value is not None}
    return subprocess.run(
        [sys.executable, *command], cwd=ROOT, env=environment | given, capture_output=True, text=True, timeout=120, check=False
    )


READ = ("-c", "from django.conf import settings; print(settings.PRODUCTION, settings.DEBUG)")


def test_production_starts_with_the_settings_as_shipped() -> None:
    done = start({}, *READ)

    assert (done.returncode, done.stdout.strip()) == (0, "True False")


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"DEBUG": "on"}, "DEBUG is on"),
        ({"SECRET_KEY": None}, "SECRET_KEY is missing"),
        ({"SECRET_KEY": "short"}, "SECRET_KEY is missing, too short"),
        ({"SECRET_KEY": "change-me-" + "x" * 60}, "a placeholder"),
        ({"DATABASE_URL": None}, "DATABASE_URL does not name a PostgreSQL server"),
        ({"DATABASE_URL": "sqlite:///x.db"}, "DATABASE_URL does not name a PostgreSQL server"),
        ({"DATABASE_URL": "postgres://literacy@//srv/var/demo/run/literacy"}, "DATABASE_URL does not name a PostgreSQL server"),
        ({"REDIS_URL": None}, "REDIS_URL does not name"),
        ({"REDIS_URL": "unix:///srv/var/demo/run/valkey.sock?db=0"}, "REDIS_URL does not name"),
        ({"HTTPS": "off"}, "HTTPS is off"),
        ({"ALLOWED_HOSTS": None}, "ALLOWED_HOSTS is empty"),
        ({"ALLOWED_HOSTS": "*"}, "ALLOWED_HOSTS is empty or *"),
        ({"ENVIRONMENT": "prod"}, 'must be "development" or "production"'),
    ],
)
def test_production_refuses_to_start_and_says_why(
    changes: dict[str, str | None], sentence: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    set_environment(monkeypatch, changes)

    with pytest.raises(ImproperlyConfigured, match=re.escape(sentence)):
        runpy.run_path(str(ROOT / "literacy_portal" / "settings.py"))


def test_all_reasons_are_said_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    set_environment(monkeypatch, {"DEBUG": "on", "SECRET_KEY": None, "REDIS_URL": None})

    with pytest.raises(ImproperlyConfigured, match=r"(?s)DEBUG.*SECRET_KEY.*REDIS_URL"):
        runpy.run_path(str(ROOT / "literacy_portal" / "settings.py"))


def set_environment(monkeypatch: pytest.MonkeyPatch, changes: dict[str, str | None]) -> None:
    """The safe production's environment with these changes; None takes a variable away."""
    for name, value in ({"DEBUG": None, "HTTPS": None} | SAFE | changes).items():
        if value is None:
            monkeypatch.delenv(name, raising=False)
        else:
            monkeypatch.setenv(name, value)


@pytest.mark.parametrize(
    "command",
    [
        ("-m", "gunicorn", "literacy_portal.wsgi", "--bind", "127.0.0.1:0"),
        ("-m", "celery", "--app", "literacy_portal", "worker"),
        ("-m", "celery", "--app", "literacy_portal", "beat"),
        ("manage.py", "migrate"),
    ],
)
def test_the_refusal_holds_for_every_entry_point(command: tuple[str, ...]) -> None:
    done = start({"DEBUG": "on"}, *command)

    assert done.returncode != 0
    assert "DEBUG is on" in done.stderr + done.stdout


def test_an_address_of_a_database_means_production_unless_said_otherwise(monkeypatch: pytest.MonkeyPatch) -> None:
    set_environment(monkeypatch, {"ENVIRONMENT": None, "SECRET_KEY": None})

    with pytest.raises(ImproperlyConfigured, match="SECRET_KEY is missing"):
        runpy.run_path(str(ROOT / "literacy_portal" / "settings.py"))


def test_djangos_list_for_deployment_has_no_complaint() -> None:
    done = start({}, "manage.py", "check", "--deploy", "--fail-level", "WARNING")

    assert (done.returncode, done.stdout) == (0, "System check identified no issues (0 silenced).\n")


def test_every_variable_that_is_read_is_in_the_list_and_nothing_else_is() -> None:
    settings = (ROOT / "literacy_portal" / "settings.py").read_text()
    read = set(re.findall(r'env\.\w+\(\s*"([A-Z_]+)"', settings))
    read |= set(re.findall(r'environ\.get\(\s*["\']([A-Z_]+)', (ROOT / "literacy_portal" / "webserver.py").read_text()))
    listed, containers = (ROOT / "docs" / "settings.md").read_text().split("## Read by the container")

    assert set(re.findall(r"^\| `([A-Z_]+)`", listed, re.MULTILINE)) == read
    outside = set(re.findall(r"^\| `([A-Z_]+)`", containers, re.MULTILINE))
    compose = set(re.findall(r"\$\{([A-Z_]+)", (ROOT / "docker-compose.yml").read_text()))
    entrypoint = set(re.findall(r"\$\{([A-Z_]+)", (ROOT / "docker" / "entrypoint").read_text()))
    assert outside == (compose | entrypoint) - read


def test_the_example_names_what_compose_asks_for() -> None:
    example = set(re.findall(r"^#?([A-Z_]+)=", (ROOT / ".env.example").read_text(), re.MULTILINE))

    assert example == set(re.findall(r"\$\{([A-Z_]+)", (ROOT / "docker-compose.yml").read_text()))
