"""The OpenAPI 3.1 document: operations, named schemas, examples and problems put together, always in the same order."""

from __future__ import annotations

import http
import inspect
import re
from collections.abc import Sequence
from typing import Any

import msgspec
from litestar import Litestar
from msgspec import Struct

from schemas.problems import ProblemDocument
from service.bodies import FORM
from service.http_problems import MEDIA_TYPE
from service.openapi import prose
from service.openapi.examples import NoExample, example
from service.openapi.operations import Answer, Operation, Parameter, default_of, is_page, operations
from service.openapi.shapes import REF, Json, schemas_of
from service.openapi.sharing import hoist_parameters, hoist_responses
from service.problems import Problem

JSON = "application/json"


def document(app: Litestar) -> Json:
    """The whole contract."""
    every = list(operations(app))
    shapes = _Shapes(every)
    paths: dict[str, Json] = {}
    for one in every:
        paths.setdefault(one.path, {})[one.method] = _operation(one, shapes)
    problems = sorted({problem for one in every for of in one.problems.values() for problem in of}, key=_slug)
    parameters = hoist_parameters(paths)
    responses = hoist_responses(every, paths)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": prose.TITLE,
            "version": prose.VERSION,
            "summary": prose.SUMMARY,
            "description": prose.DESCRIPTION,
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        "servers": [{"url": "/", "description": "this Cutdown"}],
        "externalDocs": {"description": "Readable pages", "url": "/docs"},
        "security": [{"key": []}, {"session": []}],
        "tags": [{"name": name, "description": text} for name, text in prose.TAGS.items()],
        "paths": paths,
        "components": {
            "schemas": dict(sorted(shapes.named.items())),
            "securitySchemes": prose.SECURITY,
            "parameters": parameters,
            "headers": {name: _header(name) for name in sorted(prose.HEADERS)},
            "examples": dict(sorted(shapes.examples.items()))
            | {one.slug: {"summary": one.title, "value": _problem_example(one)} for one in problems},
            "responses": responses,
        },
    }


def written(app: Litestar) -> bytes:
    """The document as it is committed."""
    return encoded(document(app))


def encoded(said: Json) -> bytes:
    """A document as text, with a line for each thing, so that its changes can be read."""
    return msgspec.json.format(msgspec.json.encode(said), indent=1) + b"\n"


class _Shapes:
    """The schema of every type that an operation names."""

    def __init__(self, every: Sequence[Operation]) -> None:
        types: list[Any] = [ProblemDocument]
        for one in every:
            types += [parameter.annotation for parameter in one.parameters]
            types += [one.body] if one.body else []
            types += [one.takes.form] if one.takes and one.takes.form else []
            types += [answer.shape for answer in one.answers.values() if answer.shape]
        self._types = {_key(kind): index for index, kind in enumerate(types)}
        self._found, self.named = schemas_of(types)
        self.examples: dict[str, Json] = {}

    def of(self, kind: Any) -> Json:
        """The schema of a type: mostly a reference."""
        return self._found[self._types[_key(kind)]]

    def content(self, kind: Any) -> Json:
        """A body of JSON with its example, which is said once for each type."""
        schema = self.of(kind)
        for shown in self.example(schema).values():
            self.examples[kind.__name__] = {"value": shown}
        known = {kind.__name__: {"$ref": f"#/components/examples/{kind.__name__}"}}
        return {JSON: {"schema": schema, **({"examples": known} if kind.__name__ in self.examples else {})}}

    def example(self, schema: Json) -> Json:
        """What shows the schema; nothing for one that has nothing to show, such as a cursor."""
        try:
            return {"example": example(schema, self.named)}
        except NoExample:
            return {}


def _key(kind: Any) -> str:
    return repr(kind)


def _operation(one: Operation, shapes: _Shapes) -> Json:
    first, rest = _sentences(one.says)
    needs = [one.permission] if one.permission else []
    said: Json = {
        "operationId": one.id,
        "summary": first.removesuffix("."),
        "description": " ".join([*([rest] if rest else []), *(f"Needs `{word}`." for word in needs)]),
        "tags": one.tags,
        "security": [] if one.open else [{"key": needs}, {"session": needs}, *([{}] if one.optional else [])],
        "parameters": [_parameter(parameter, one.id, shapes) for parameter in one.parameters] + _headers_read(one),
        "requestBody": _body(one, shapes),
        "responses": _responses(one, shapes),
    }
    return {name: value for name, value in said.items() if value or name == "security"}


def _sentences(text: str) -> tuple[str, str]:
    """The first sentence, and the rest."""
    flat = " ".join(text.split())
    found = re.match(r"(.+?[.:])\s+(?=[A-Z`])", flat)
    return (found[1].rstrip(":"), flat[found.end() :]) if found else (flat, "")


def _told(one: Parameter, operation: str) -> tuple[str, Any]:
    """What a parameter means and an example: in this operation, in this place, or anywhere."""
    for name in (f"{operation}:{one.name}", f"{one.place}:{one.name}", one.name):
        if name in prose.PARAMETERS:
            return prose.PARAMETERS[name]
    return "", None


def _parameter(one: Parameter, operation: str, shapes: _Shapes) -> Json:
    description, shown = _told(one, operation)
    schema = {**_without_null(shapes.of(one.annotation)), **one.limits}
    default = default_of(one)
    if default is not None:
        schema["default"] = default
    said: Json = {"name": one.name, "in": one.place, "description": one.description or description}
    if one.place == "path" or one.required:
        said["required"] = True
    schema.pop("description", None)
    told = default if shown is None else shown
    said |= {"schema": schema} | (shapes.example(schema) if told is None else {"example": told})
    return {name: value for name, value in said.items() if value != ""}


def _without_null(schema: Json) -> Json:
    kept = [one for one in schema.get("anyOf", []) if one != {"type": "null"}]
    return {**{name: value for name, value in schema.items() if name != "anyOf"}, **kept[0]} if kept else schema


def _headers_read(one: Operation) -> list[Json]:
    """Headers that the exchange itself reads, which no handler names."""
    names = list(one.takes.headers) if one.takes else []
    if one.method == "get" and one.has_etag:
        names.append("If-None-Match")
    if any(answer.ranges for answer in one.answers.values()):
        names += ["Range", "If-Range"]
    found = []
    for name in names:
        description, shown = prose.PARAMETERS[name]
        said = {"name": name, "in": "header", "description": description, "schema": {"type": "string"}}
        found.append(said if shown is None else {**said, "example": shown})
    return found


def _body(one: Operation, shapes: _Shapes) -> Json | None:
    if one.takes and one.takes.form:
        return {
            "description": one.takes.description,
            "required": True,
            "content": {FORM: _form(one.takes.form, shapes)},
        }
    if one.takes:
        content = _files(one.takes.media_types, {"type": "string", "format": "binary"})
        return {"description": one.takes.description, "required": one.takes.needed, "content": content}
    return {"required": True, "content": shapes.content(one.body)} if one.body else None


def _form(shape: type[Struct], shapes: _Shapes) -> Json:
    """The fields of a shape as parts in JSON; every other part is a file."""
    parts = shapes.named[shape.__name__]
    schema = {**parts, "additionalProperties": {"type": "string", "format": "binary"}}
    return {"schema": schema, "encoding": {name: {"contentType": JSON} for name in parts["properties"]}}


def _responses(one: Operation, shapes: _Shapes) -> Json:
    found = {status: _success(one, status, answer, shapes) for status, answer in one.answers.items()}
    if one.method == "get" and one.has_etag:
        found[304] = {"description": "You have it already", "headers": _header_refs(["ETag"])}
    found |= {status: _problem_response(of) for status, of in one.problems.items()}
    return {str(status): said for status, said in sorted(found.items())}


def _files(media_types: Sequence[str], schema: Json) -> Json:
    """A file in each of these types; captions in JSON are the one that can be shown."""
    content: Json = {one: {"schema": schema} for one in media_types}
    if JSON in content:
        content[JSON] = {"schema": {"type": "object"}, "examples": {"file": {"value": prose.CAPTIONS_IN_JSON}}}
    return content


def _success(one: Operation, status: int, answer: Answer, shapes: _Shapes) -> Json:
    said: Json = {"description": answer.description or http.HTTPStatus(status).phrase}
    names: list[str] = []
    if answer.file:
        names = ["ETag", *answer.file.headers] if answer.ranges else []
        schema = {"type": "string", **({"format": "binary"} if answer.ranges else {})}
        said["content"] = _files(answer.file.media_types, schema)
    elif answer.shape:
        said["content"] = shapes.content(answer.shape)
        names += ["ETag"] if "revision" in answer.shape.__struct_fields__ else []
        names += ["Link"] if is_page(answer.shape) else []
    names += ["Location"] if status == 201 else []
    names += ["Idempotency-Replayed"] if one.once else []
    return {**said, "headers": _header_refs(names)} if names else said


def _problem_response(of: Sequence[type[Problem]]) -> Json:
    """One status: its problems, each with its own example."""
    codes = [one.slug for one in of]
    closed = {"code": {"enum": codes}, "status": {"const": of[0].status}}
    headers = sorted({name for one in of for name in prose.PROBLEM_HEADERS.get(one.slug, ())})
    said: Json = {
        "description": " · ".join(f"[`{one.slug}`](/problems/{one.slug}) {one.title}" for one in of),
        "content": {
            MEDIA_TYPE: {
                "schema": {"allOf": [{"$ref": REF + ProblemDocument.__name__}, {"properties": closed}]},
                "examples": {one.slug: {"$ref": f"#/components/examples/{one.slug}"} for one in of},
            }
        },
    }
    return {**said, "headers": _header_refs(headers)} if headers else said


def _problem_example(one: type[Problem]) -> Json:
    first, _ = _sentences(inspect.cleandoc(one.__doc__ or one.title).split("\n\n")[0])
    return {
        "type": f"/problems/{one.slug}",
        "title": one.title,
        "status": one.status,
        "detail": first,
        "instance": "/v1/…",
        "code": one.slug,
        "request_id": "req_01kahd2m3n4p5q6r7s8t9v0w1x",
        **one.example,
    }


def _header(name: str) -> Json:
    return {"description": prose.HEADERS[name], "schema": {"type": "string"}}


def _header_refs(names: Sequence[str]) -> Json:
    return {name: {"$ref": f"#/components/headers/{name}"} for name in names}


def _slug(problem: type[Problem]) -> str:
    return problem.slug
