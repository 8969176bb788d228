"""Requests that nobody wrote: schemathesis against a running server, with a real key and things that are there."""

from __future__ import annotations

import asyncio
import os
import re
import sys
import uuid
from collections import Counter
from copy import deepcopy
from pathlib import Path
from typing import Any

import msgspec
import pytest

from schemas.ids import Id, encode
from tests.contract.recorder import Json
from tests.contract.world import World
from tests.running import ROOT, Part, environment, free_port, until_ready

CHECKS = (
    "not_a_server_error",
    "status_code_conformance",
    "content_type_conformance",
    "response_schema_conformance",
    "response_headers_conformance",
    "allow_header_conformance",
    "unsupported_method",
    "ignored_auth",
    "missing_required_header",
)
ARGUMENTS = (
    *("--phases", "examples,coverage,fuzzing"),
    *("--checks", ",".join(CHECKS)),
    *("--max-examples", "5"),
    "--generation-deterministic",
    "--continue-on-failure",
    "--no-shrink",
    *("--workers", "1"),  # several share caches of Hypothesis that are not made for threads
    *("--exclude-operation-id", "keys.revoke"),  # it finds and ends the very key that it uses
    *("--exclude-operation-id", "events.stream"),  # it has no end
    *("--suppress-health-check", "all"),
    *("--warnings", "off"),
    "--no-color",
    *("--report", "har", "--report-har-path", "exchanges.json"),
)


def real_ids(world: World) -> dict[str, str]:
    """An identifier of something that is there, by its kind."""
    found = {}
    things = [world.brand, world.campaign, world.story, world.series, world.video, world.source, world.cut]
    things += [world.german, world.cue, world.release]
    more = [world.cut["segments"][0]["id"], world.shot, str(world.house.person.id)]
    for one in [*(thing["id"] for thing in things), *more]:
        kind = next(kind for kind in Id.__subclasses__() if kind.prefix == one[:3])
        found[kind.__name__] = one
    return found


def with_real_things(said: Json, world: World) -> Json:
    """The contract with parameters and examples that name what is there, or what could be."""
    known = real_ids(world)
    schemas = said["components"]["schemas"]
    shown = {name: schemas[name]["examples"][0] for name in known if name in schemas}
    text = msgspec.json.encode(said).decode()
    for name, example in shown.items():
        text = text.replace(example, known[name])
    real: Json = msgspec.json.decode(text)
    parameters = [*real["components"]["parameters"].values()]
    for methods in real["paths"].values():
        for operation in methods.values():
            parameters += [one for one in operation.get("parameters", []) if "$ref" not in one]
    for one in parameters:
        name = one["schema"].get("$ref", "").rpartition("/")[2]
        if name in known:
            one["schema"] = {"type": "string", "enum": [known[name], f"{known[name][:4]}{encode(uuid.UUID(int=7))}"]}
    return _with_narrowed_answers(real)


def _with_narrowed_answers(said: Json) -> Json:
    """`fields` leaves out what the schema of an answer needs, which OpenAPI has no word for."""
    found = deepcopy(said)
    found["components"]["parameters"].pop("fields")
    for methods in found["paths"].values():
        for operation in methods.values():
            told: list[Any] = operation.get("parameters", [])
            operation["parameters"] = [one for one in told if not one.get("$ref", "").endswith("/fields")]
    return found


@pytest.mark.timeout(300)
async def test_nothing_that_a_machine_thinks_of_breaks_the_contract(world: World, tmp_path: Path) -> None:
    port = free_port()
    server = Part(
        "serve", environment(world.settings.database_url, world.settings.data_dir, port), tmp_path / "server.log"
    )
    contract = tmp_path / "openapi.json"
    contract.write_bytes(msgspec.json.encode(with_real_things(world.contract.said, world)))
    await server.start()
    try:
        base_url = f"http://127.0.0.1:{port}"
        await until_ready(base_url)
        machine = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "schemathesis.cli", "run", str(contract), "--url", base_url),
            *("-H", f"Authorization: Bearer {world.house.api_key}", *ARGUMENTS),
            cwd=tmp_path,
            env={**os.environ, "PYTHONPATH": str(ROOT), "SCHEMATHESIS_HOOKS": "tests.contract.machine"},
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT,
        )
        output, _ = await asyncio.wait_for(machine.communicate(), 280)
    finally:
        await server.stop()
    text = re.sub(r"cut_live_\w+", "cut_live_…", output.decode())
    assert machine.returncode == 0, text[-20_000:]
    exchanges = msgspec.json.decode((tmp_path / "exchanges.json").read_bytes())["log"]["entries"]
    statuses = Counter(one["response"]["status"] // 100 * 100 for one in exchanges)
    unknown = sum(one["response"]["status"] == 401 for one in exchanges)
    assert unknown < len(exchanges) / 10, "the key was lost on the way, and nothing behind it was tried"
    assert statuses[200] > 300
