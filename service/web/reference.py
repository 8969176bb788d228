"""The contract as a reader wants it: rooms, operations with their fields, a curl line, and what can go wrong."""

from __future__ import annotations

import json
import re
import shlex
from collections.abc import Iterator
from typing import Any

from markupsafe import Markup, escape
from msgspec import Struct

Json = dict[str, Any]
_DEEPEST = 4
_CODE = re.compile(r"`([^`]+)`")
_BOLD = re.compile(r"\*\*([^*]+)\*\*")


class Field(Struct, frozen=True):
    """A part of a body or of an address."""

    name: str
    kind: str
    needed: bool
    says: str
    place: str = ""


class Answer(Struct, frozen=True):
    """One status: a success with its example, or problems by their codes."""

    status: str
    says: str
    headers: list[str]
    problems: list[tuple[str, str]]
    example: str


class Operation(Struct, frozen=True):
    """One operation, ready to be shown."""

    id: str
    anchor: str
    method: str
    path: str
    summary: str
    says: str
    open: bool
    parameters: list[Field]
    body: list[Field]
    curl: str
    answers: list[Answer]


class Room(Struct, frozen=True):
    """The operations of one tag."""

    name: str
    slug: str
    says: str
    operations: list[Operation]


def marked(text: str) -> Markup:
    """The few marks that the contract's sentences use: code and bold."""
    safe = _CODE.sub(r"<code>\1</code>", str(escape(text)))
    return Markup(_BOLD.sub(r"<b>\1</b>", safe))  # noqa: S704  # escaped above


def rooms(said: Json, base_url: str) -> list[Room]:
    """Every tag with its operations, in the order in which the contract names them."""
    reader = _Reader(said, base_url)
    every = [(path, method, one) for path, methods in said["paths"].items() for method, one in methods.items()]
    found = []
    for tag in said["tags"]:
        shown = [reader.operation(*one) for one in every if tag["name"] in one[2]["tags"]]
        if shown:
            found.append(Room(tag["name"], tag["name"].lower(), tag["description"], shown))
    return found


def who_answers(said: Json, code: str) -> list[tuple[str, str]]:
    """The operations that answer a problem, each with the room it stands in."""
    reader = _Reader(said, "")
    return [
        (one["operationId"], one["tags"][0].lower())
        for methods in said["paths"].values()
        for one in methods.values()
        if any(code in dict(reader.problems(answer)) for answer in one["responses"].values())
    ]


class _Reader:
    def __init__(self, said: Json, base_url: str) -> None:
        self.said, self.base_url = said, base_url

    def resolve(self, one: Json) -> Json:
        """What a reference leads to."""
        if "$ref" not in one:
            return one
        found: Any = self.said
        for part in one["$ref"].removeprefix("#/").split("/"):
            found = found[part]
        return {**self.resolve(found), **{name: value for name, value in one.items() if name != "$ref"}}

    def operation(self, path: str, method: str, one: Json) -> Operation:
        """One operation."""
        parameters = [self.resolve(parameter) for parameter in one.get("parameters", [])]
        content = one.get("requestBody", {}).get("content", {})
        schema = content.get("application/json", {}).get("schema")
        return Operation(
            id=one["operationId"],
            anchor=one["operationId"].replace(".", "-"),
            method=method.upper(),
            path=path,
            summary=one["summary"],
            says=one.get("description", ""),
            open=not one["security"],
            parameters=[
                Field(
                    *(each["name"], self._kind(each["schema"]), each.get("required", False)),
                    *(each.get("description") or self.resolve(each["schema"]).get("description", ""), each["in"]),
                )
                for each in parameters
            ],
            body=list(self._fields(schema, "", 0)) if schema else [],
            curl=self._curl(path, method, one, parameters),
            answers=[self._answer(status, answer) for status, answer in one["responses"].items()],
        )

    def problems(self, answer: Json) -> list[tuple[str, str]]:
        """Code and title of every problem of an answer."""
        content = self.resolve(answer).get("content", {}).get("application/problem+json", {})
        return [(code, self.resolve(one)["summary"]) for code, one in content.get("examples", {}).items()]

    def _answer(self, status: str, answer: Json) -> Answer:
        full = self.resolve(answer)
        content = full.get("content", {})
        example = self._example(content.get("application/json", {}))
        problems = self.problems(answer)
        types = "" if problems or example is not None else ", ".join(content)
        says = "" if problems else " · ".join(part for part in (full["description"], types) if part)
        return Answer(status, says, list(full.get("headers", {})), problems, _json(example) if example else "")

    def _example(self, content: Json) -> Any:
        """What a body looks like."""
        shown = [self.resolve(one)["value"] for one in content.get("examples", {}).values()]
        return shown[0] if shown else None

    def _fields(self, schema: Json, prefix: str, depth: int) -> Iterator[Field]:
        """Every field below a schema, by its path."""
        whole = self.resolve(schema)
        for name, one in whole.get("properties", {}).items():
            field = self.resolve(one)
            path = f"{prefix}{name}"
            yield Field(path, self._kind(one), name in whole.get("required", []), field.get("description", ""))
            inner, mark = self._inside(field)
            if depth < _DEEPEST and inner:
                yield from self._fields(inner, f"{path}{mark}.", depth + 1)

    def _inside(self, field: Json) -> tuple[Json | None, str]:
        """The structure that a field holds, itself or in a list."""
        if field.get("type") == "array":
            items = self.resolve(field["items"])
            return (items, "[]") if "properties" in items else (None, "")
        return (field, "") if "properties" in field else (None, "")

    def _kind(self, schema: Json) -> str:
        """A type in a few words."""
        one = self.resolve(schema)
        if "anyOf" in one:
            return " or ".join(self._kind(each) for each in one["anyOf"])
        if "enum" in one:
            return " | ".join(str(word) for word in one["enum"])
        if one.get("type") == "array":
            return f"list of {self._kind(one['items'])}"
        if one.get("type") == "object":
            return str(one.get("title", "object"))
        words = [
            str(one.get("format") or (one.get("title") if "pattern" in one else None) or one.get("type", "anything"))
        ]
        low, high = one.get("minimum", one.get("minLength")), one.get("maximum", one.get("maxLength"))
        if high is not None:
            words.append(f"{low or 0}-{high}" + ("" if "maximum" in one else " long"))
        return ", ".join(words)

    def _curl(self, path: str, method: str, one: Json, parameters: list[Json]) -> str:
        address, query, headers = path, [], []
        for each in parameters:
            name, shown = each["name"], each.get("example")
            if each["in"] == "path":
                address = address.replace(f"{{{name}}}", str(shown))
            elif each["in"] == "query" and each.get("required"):
                query.append(f"{name}={str(shown).replace(' ', '%20')}")
            elif name in ("If-Match", "Idempotency-Key"):
                headers.append(f"{name}: {shown}")
        url = f"{self.base_url}{address}" + (f"?{'&'.join(query)}" if query else "")
        parts = ["curl " + (f"-X {method.upper()} " if method != "get" else "") + shlex.quote(url)]
        parts += [] if not one["security"] else ['-H "Authorization: Bearer $CUTDOWN_KEY"']
        parts += [f"-H {shlex.quote(header)}" for header in headers]
        content = one.get("requestBody", {}).get("content", {})
        if "application/json" in content:
            parts.append("-H 'Content-Type: application/json'")
            parts.append(f"-d {shlex.quote(_json(self._example(content['application/json'])))}")
        elif content:
            parts.append(f"-H 'Content-Type: {next(iter(content))}'")
            parts.append("--data-binary @file")
        return " \\\n  ".join(parts)


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2)
