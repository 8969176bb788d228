"""What every operation really answered: recorded around the whole application, and held against the contract."""

from __future__ import annotations

import re
from collections import defaultdict
from functools import cached_property
from typing import Any

import jsonschema_rs
import msgspec
from litestar import Litestar
from litestar.types import Message, Receive, Scope, Send

from service.openapi.document import document

Json = dict[str, Any]
Answered = tuple[int, str]  # status, and the problem's code

PROBLEM = "application/problem+json"


class Contract:
    """The document, with what tests ask of it."""

    def __init__(self, app: Litestar) -> None:
        self.said = document(app)
        self.operations: dict[str, Json] = {
            operation["operationId"]: {**operation, "path": path, "method": method}
            for path, methods in self.said["paths"].items()
            for method, operation in methods.items()
        }

    def resolve(self, said: Json) -> Json:
        """What a reference refers to; anything else as it is."""
        if "$ref" not in said:
            return said
        found: Any = self.said
        for part in said["$ref"].removeprefix("#/").split("/"):
            found = found[part]
        return self.resolve(found)

    def response(self, operation: str, status: int) -> Json | None:
        """What an operation says of a status."""
        said = self.operations[operation]["responses"].get(str(status))
        return self.resolve(said) if said else None

    def listed(self, operation: str) -> set[Answered]:
        """Every answer that an operation lists."""
        found: set[Answered] = set()
        for status, said in self.operations[operation]["responses"].items():
            content = self.resolve(said).get("content", {})
            codes = content.get(PROBLEM, {}).get("examples", {"": None})
            found |= {(int(status), code) for code in codes}
        return found

    def faults(self, schema: Json, value: Any) -> list[str]:
        """What keeps a value from being what a schema says."""
        validator = jsonschema_rs.Draft202012Validator(
            {**schema, "components": self._components}, validate_formats=True
        )
        return [f"{error.instance_path}: {error.message}" for error in validator.iter_errors(value)]

    @cached_property
    def _components(self) -> Json:
        return {"schemas": self.said["components"]["schemas"]}


class Recorder:
    """An application around the application."""

    def __init__(self, app: Litestar) -> None:
        self.app = app
        self.contract = Contract(app)
        self.answered: dict[str, set[Answered]] = defaultdict(set)
        self.breaches: set[str] = set()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        status, headers, body = 0, dict[str, str](), bytearray()

        async def watched(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                headers.update({name.decode().lower(): value.decode("latin-1") for name, value in message["headers"]})
            elif message["type"] == "http.response.body":
                body.extend(message["body"])
            await send(message)

        asked_head = scope.get("method") == "HEAD"
        await self.app(scope, receive, watched)
        handler = scope.get("route_handler")
        name = getattr(handler, "operation_id", None) or _handed_out(scope.get("path", ""))
        if isinstance(name, str) and name in self.contract.operations:
            self._note(name, status, headers, bytes(body), asked_head=asked_head)

    def _note(self, name: str, status: int, headers: dict[str, str], body: bytes, *, asked_head: bool) -> None:
        media_type = headers.get("content-type", "").partition(";")[0]
        value = msgspec.json.decode(body) if media_type.endswith("json") and body else None
        self.answered[name].add((status, value["code"] if status >= 400 and value else ""))
        said = self.contract.response(name, status)
        if said is None or asked_head:
            return
        self._breach(name, status, self._of_content(said, media_type, body, value))
        self._breach(name, status, [f"no header {one}" for one in _wanted(said) if one.lower() not in headers])

    def _of_content(self, said: Json, media_type: str, body: bytes, value: Any) -> list[str]:
        content = said.get("content")
        if content is None:
            return ["a body, and none is listed"] if body else []
        if media_type not in content:
            return [f"{media_type} is not listed"]
        schema = content[media_type]["schema"]
        return [] if value is None or schema.get("format") == "binary" else self.contract.faults(schema, value)

    def _breach(self, name: str, status: int, found: list[str]) -> None:
        self.breaches |= {f"{name} {status}: {one}" for one in found}


def _handed_out(path: str) -> str | None:
    """The operation of a caption file that never came to the router."""
    return next(
        (name for start, name in (("/f/", "files.get"), ("/v1/cuts/", "files.latest")) if path.startswith(start)), None
    )


# Headers that are there only now and then.
_SOMETIMES = re.compile(
    "^(Link|Idempotency-Replayed|Retry-After|Content-Location|Cutdown-Release|Cutdown-Stale|Repr-Digest|ETag"
    "|Last-Modified|Content-Disposition)$"
)


def _wanted(said: Json) -> list[str]:
    """The headers that every such answer has."""
    return [name for name in said.get("headers", {}) if not _SOMETIMES.match(name)]
