"""docker-compose.yml fits the specification's schema and keeps its promises; no engine is needed to see that."""

import json
import re
from typing import Any

import jsonschema
import pytest
import yaml

from literacy_portal.embedded import ROOT

COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
SCHEMA: dict[str, Any] = json.loads((ROOT / "tests" / "platform" / "compose_schema" / "compose_spec.json").read_text())
PARTS = ("web", "worker", "beat", "migrate")


def test_the_file_fits_the_compose_specification() -> None:
    faults = jsonschema.Draft201909Validator(SCHEMA).iter_errors(COMPOSE)

    assert [fault.message for fault in faults] == []


def test_the_schema_would_refuse_a_file_that_does_not_fit() -> None:
    broken = COMPOSE | {"services": COMPOSE["services"] | {"web": {"ports": 8000}}}

    assert not jsonschema.Draft201909Validator(SCHEMA).is_valid(broken)


def test_it_has_the_parts_of_a_running_portal() -> None:
    assert set(COMPOSE["services"]) == {*PARTS, "db", "valkey"}


@pytest.mark.parametrize("name", sorted({*COMPOSE["services"]} - {"migrate"}))
def test_every_part_that_stays_has_a_health_check(name: str) -> None:
    assert COMPOSE["services"][name]["healthcheck"]["test"]


@pytest.mark.parametrize("name", ["web", "worker", "beat"])
def test_nothing_starts_before_the_migration_is_done_and_the_servers_are_healthy(name: str) -> None:
    waits_for = {part: word["condition"] for part, word in COMPOSE["services"][name]["depends_on"].items()}

    assert waits_for == {"migrate": "service_completed_successfully", "db": "service_healthy", "valkey": "service_healthy"}


def test_no_secret_has_a_default() -> None:
    text = (ROOT / "docker-compose.yml").read_text()
    secrets = re.findall(r"\$\{((?:SECRET_KEY|PERSONAL_ID_KEY|\w+_PASSWORD|ALLOWED_HOSTS)[^}]*)\}", text)

    assert {secret.split(":?")[0] for secret in secrets} == {
        "SECRET_KEY",
        "PERSONAL_ID_KEY",
        "ALLOWED_HOSTS",
        "POSTGRES_PASSWORD",
        "VALKEY_PASSWORD",
    }
    assert all(":?" in secret for secret in secrets)


def test_neither_database_nor_broker_is_open_to_the_machines_network() -> None:
    ports = {name: part.get("ports", []) for name, part in COMPOSE["services"].items() if part.get("ports")}

    assert ports == {"web": ["127.0.0.1:${PORT:-8000}:8000"]}


@pytest.mark.parametrize("name", PARTS)
def test_the_entrypoint_knows_every_part(name: str) -> None:
    entrypoint = (ROOT / "docker" / "entrypoint").read_text()

    assert COMPOSE["services"][name]["command"] == [name]
    assert re.search(rf"^{name}\)$", entrypoint, re.MULTILINE)


def test_the_image_runs_as_an_ordinary_user_from_hashed_requirements() -> None:
    dockerfile = (ROOT / "Dockerfile").read_text()

    assert re.findall(r"^USER (\S+)$", dockerfile, re.MULTILINE) == ["portal"]
    assert "--require-hashes --only-binary :all: -r requirements/production.txt" in dockerfile
    copied = re.findall(r"^COPY (?!--from)(.+) \S+$", dockerfile, re.MULTILINE)
    assert [path for words in copied for path in words.split() if not (ROOT / path).exists()] == []
