"""The committed contract: what the application says, complete, with examples that hold."""

from __future__ import annotations

import re
from typing import Any

import jsonschema_rs
import msgspec
import pytest

from schemas.ids import Id
from service.app import create_app
from service.decoding import decode
from service.openapi.document import encoded
from service.openapi.operations import operations
from service.problems import Problem
from service.settings import ROOT, Settings
from tests.contract.recorder import PROBLEM, Contract, Json

APP = create_app(Settings.from_environment({"CUTDOWN_SECRET": "5e" * 32, "CUTDOWN_DATA_DIR": "/tmp"}))
CONTRACT = Contract(APP)
OPERATIONS = sorted(CONTRACT.operations)
BODIES = sorted(one.id for one in operations(APP) if one.body)
INSIDE = {"db", "store", "rulebook", "settings", "listing", "request", "data", "state", "pages"}
MOST_BYTES = 900_000  # of 240 operations, 3 kB each with their shapes and examples


def said(operation: str) -> Json:
    return CONTRACT.operations[operation]


def contents(operation: str) -> list[tuple[int, str, Json]]:
    """Status, media type and what is said of it, for every answer with a body."""
    found = []
    for status, response in said(operation)["responses"].items():
        for media_type, content in CONTRACT.resolve(response).get("content", {}).items():
            found.append((int(status), media_type, content))
    return found


def example_of(content: Json) -> Any:
    """The one example of a body."""
    (example,) = map(CONTRACT.resolve, content["examples"].values())
    return example["value"]


def test_the_committed_contract_is_what_the_application_says() -> None:
    committed = (ROOT / "schemas" / "openapi.json").read_bytes()
    assert committed == encoded(CONTRACT.said), "run: cutdown openapi --write"


def test_it_is_small_enough_to_be_read_by_tools() -> None:
    assert len(msgspec.json.encode(CONTRACT.said)) < MOST_BYTES


def test_every_tag_that_is_used_is_explained() -> None:
    explained = {tag["name"] for tag in CONTRACT.said["tags"]}
    assert {tag for one in CONTRACT.operations.values() for tag in one["tags"]} <= explained


def test_every_schema_is_a_json_schema() -> None:
    for schema in CONTRACT.said["components"]["schemas"].values():
        jsonschema_rs.meta.validate({"$schema": "https://json-schema.org/draft/2020-12/schema", **schema})


def test_every_reference_leads_somewhere() -> None:
    for reference in set(re.findall(rb'"\$ref": "([^"]+)"', encoded(CONTRACT.said))):
        assert CONTRACT.resolve({"$ref": reference.decode()})


def test_pages_and_identifiers_have_names() -> None:
    schemas = CONTRACT.said["components"]["schemas"]
    assert {name for name in schemas if re.search(r"[^A-Za-z]", name)} == set()
    for kind in Id.__subclasses__():
        schema = schemas.get(kind.__name__)
        if schema is not None:
            assert re.fullmatch(schema["pattern"], schema["examples"][0])
            assert str(kind.parse(schema["examples"][0])) == schema["examples"][0]


# Whoever has the link may, and needs no key.
BY_LINK = {"invitations.accept", "people.reset_password"}


@pytest.mark.parametrize("operation", OPERATIONS)
def test_an_operation_is_named_explained_and_guarded(operation: str) -> None:
    one = said(operation)
    assert re.fullmatch(r"[a-z]+\.[a-z_]+", operation)
    assert one["summary"]
    assert one["tags"]
    assert one["security"] or not one["path"].startswith("/v1") or operation in BY_LINK
    wanted = [requirement.get("key", requirement.get("session")) for requirement in one["security"]]
    assert not one["security"] or wanted[0] == wanted[1]


@pytest.mark.parametrize("operation", OPERATIONS)
def test_an_operation_has_an_example_of_its_body_and_its_answers(operation: str) -> None:
    body = said(operation).get("requestBody", {}).get("content", {}).get("application/json")
    shown = [body] if body else []
    shown += [content for status, kind, content in contents(operation) if status < 300 and kind == "application/json"]
    for content in shown:
        assert "examples" in content, f"give every field of {content['schema']} something to show: Meta(examples=[...])"
        assert CONTRACT.faults(content["schema"], example_of(content)) == []


@pytest.mark.parametrize("operation", BODIES)
def test_the_example_of_a_body_is_accepted(operation: str) -> None:
    (body,) = [one.body for one in operations(APP) if one.id == operation]
    content = said(operation)["requestBody"]["content"]["application/json"]
    assert decode(msgspec.json.encode(example_of(content)), body)


@pytest.mark.parametrize("operation", OPERATIONS)
def test_every_refusal_is_a_problem_with_an_example_of_itself(operation: str) -> None:
    for status, media_type, content in contents(operation):
        if status >= 400:
            assert media_type == PROBLEM
            for code, reference in content["examples"].items():
                example: Any = CONTRACT.resolve(reference)["value"]
                assert (example["code"], example["status"]) == (code, status)
                assert example["type"] == f"/problems/{code}"
                assert code in Problem.known
                assert CONTRACT.faults(content["schema"], example) == []


@pytest.mark.parametrize("operation", OPERATIONS)
def test_no_parameter_shows_the_inside_and_each_is_explained(operation: str) -> None:
    for one in map(CONTRACT.resolve, said(operation).get("parameters", [])):
        assert one["name"] not in INSIDE
        assert one.get("description") or "$ref" in one["schema"], one["name"]
        assert CONTRACT.faults(one["schema"], one.get("example", "")) == [] or "example" not in one


def test_every_problem_can_be_looked_up() -> None:
    for slug, problem in Problem.known.items():
        assert re.fullmatch(r"[a-z]+(-[a-z]+)*", slug)
        assert problem.__doc__
        assert problem.title
        assert 400 <= problem.status < 600
