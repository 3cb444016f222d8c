"""The contract between phone and portal: stored deliveries of each version are what it says, and are answered as it says."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.http import HttpResponse
from django.test import Client
from jsonschema import Draft202012Validator, FormatChecker

from accounts.models import User
from sessions.enums import FollowUpReason, GatheringKind, HeldReason, Language, Mode, ProposalKind, Result, Setting
from tests.sessions.phones import attends, gathering, proposal, seen, visit
from tests.world import World

CONTRACT = json.loads((Path(settings.BASE_DIR) / "docs" / "sync.openapi.json").read_text())
PAYLOADS = sorted((Path(__file__).parent / "payloads").glob("*.json"))


def _complaints(schema: dict[str, Any], said: Any) -> list[str]:
    rooted = {**schema, "components": CONTRACT["components"]}
    found = Draft202012Validator(rooted, format_checker=FormatChecker()).iter_errors(said)
    return [f"{list(error.absolute_path)}: {error.message}" for error in found]


def _request(path: str) -> dict[str, Any]:
    schema: dict[str, Any] = CONTRACT["paths"][path]["post"]["requestBody"]["content"]["application/json"]["schema"]
    return schema


def _answered(path: str, answer: HttpResponse) -> list[str]:
    told = CONTRACT["paths"][path]["post"]["responses"][str(answer.status_code)]
    return _complaints(told["content"]["application/json"]["schema"], json.loads(answer.content))


def _post(client: Client, path: str, said: Any) -> HttpResponse:
    return client.post(path, said, content_type="application/json")


def _filled(path: Path, world: World, user: User) -> dict[str, Any]:
    """The stored delivery, with the people of the tests in the place of their names."""
    text = path.read_text().replace('"{user}"', str(user.pk))
    text = re.sub(r"\{([^{}\".]+)\.household\}", lambda name: str(world.home_of(name[1]).pk), text)
    text = re.sub(r"\"\{([^{}\".:]+)\}\"", lambda name: f'"{world.people[name[1]].pk}"', text)
    filled: dict[str, Any] = json.loads(text)
    return filled


@pytest.fixture
def member(world: World, client: Client) -> User:
    user = world.users["team_member"]
    client.force_login(user)
    return user


def test_there_is_a_stored_delivery_of_each_version() -> None:
    assert {json.loads(path.read_text())["sent"]["schema"] for path in PAYLOADS} == {1, 2}


def test_the_contract_is_written_in_the_language_of_its_standard() -> None:
    for schema in CONTRACT["components"]["schemas"].values():
        Draft202012Validator.check_schema(schema)


@pytest.mark.parametrize("path", PAYLOADS, ids=lambda path: path.stem)
def test_a_stored_delivery_keeps_the_contract_and_so_do_its_answers(
    client: Client, world: World, member: User, path: Path
) -> None:
    stored = _filled(path, world, member)
    sent = stored["sent"]
    assert _complaints(_request("/sync/v1/visits"), sent) == []

    first, again = (_post(client, "/sync/v1/visits", sent) for _time in range(2))

    assert _answered("/sync/v1/visits", first) == []
    assert [one["verdict"] for one in first.json()["results"]] == stored["verdicts"]
    repeated = ["duplicate" if verdict == "accepted" else verdict for verdict in stored["verdicts"]]
    assert [one["verdict"] for one in again.json()["results"]] == repeated
    asked = {"ids": [item["id"] for item in sent["items"]]}
    assert _complaints(_request("/sync/v1/fates"), asked) == []
    assert _answered("/sync/v1/fates", _post(client, "/sync/v1/fates", asked)) == []


def test_the_contract_refuses_what_the_portal_refuses(world: World) -> None:
    whole = json.loads(PAYLOADS[-1].read_text())["sent"] | {"user": 7, "items": []}
    schema = _request("/sync/v1/visits")
    assert _complaints(schema, whole) == []
    home = world.home_of("Bình")
    good = [visit(home), gathering(attends(world.people["Bình"], device_use=1)), proposal("died", home)]
    assert _complaints(schema, whole | {"items": good}) == []

    wrong = [
        visit(home, colour="red"),
        visit(home, minutes=0),
        visit(home, result="perhaps"),
        visit(home, observations=[seen(None, "trades", 4)]),
        gathering(gathering="party"),
        proposal("died", home, said={"card": "066"}),
    ]
    for item in wrong:
        assert _complaints(schema, whole | {"items": [item]}), item
    assert _complaints(schema, whole | {"items": good[:1] * 201})


def test_errors_are_those_of_the_contract(client: Client, world: World, member: User) -> None:
    stranger = Client()
    for path in CONTRACT["paths"]:
        assert _answered(path, _post(client, path, {"schema": 3})) == []
        assert _answered(path, _post(stranger, path, {})) == []
        assert _answered(path, client.get(path)) == []
    assert _answered("/sync/v1/parcels", _post(client, "/sync/v1/parcels", {"parcels": ["x"]})) == []


def test_the_words_of_the_contract_are_those_of_the_portal() -> None:
    def words(schema: str, field: str) -> set[str]:
        return {word for word in CONTRACT["components"]["schemas"][schema]["properties"][field]["enum"] if word}

    assert words("Visit", "result") == set(Result.values)
    assert words("Visit", "setting") == words("Gathering", "setting") == set(Setting.values)
    assert words("Visit", "language") == set(Language.values)
    assert words("Visit", "next_reason") == set(FollowUpReason.values)
    assert words("Observation", "mode") == set(Mode.values)
    assert words("Gathering", "gathering") == set(GatheringKind.values)
    assert words("Proposal", "proposal") == set(ProposalKind.values)
    assert words("Result", "reason") == set(HeldReason.values)
