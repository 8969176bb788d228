"""Examples that are put together from the examples of fields, always the same ones."""

from __future__ import annotations

from typing import Any

from service.openapi.shapes import REF, Json

_BY_FORMAT = {"date-time": "2027-01-12T09:30:00Z", "date": "2027-01-12"}


class NoExample(Exception):
    """A field says nothing that an example could show: give its type `Meta(examples=[...])`."""


def example(schema: Json, named: dict[str, Json], at: str = "") -> Any:
    """One value that the schema describes. Raises NoExample."""
    if schema.get("examples"):
        return schema["examples"][0]
    if "$ref" in schema:
        name = schema["$ref"].removeprefix(REF)
        return example(named[name], named, name)
    if "enum" in schema:
        return schema["enum"][0]
    if "anyOf" in schema:
        return example(schema["anyOf"][0], named, at)
    match schema.get("type"):
        case "object":
            return _object(schema, named, at)
        case "array":
            return [example(schema["items"], named, at)]
        case "boolean":
            return False
        case "null":
            return None
        case "string" if schema.get("format") in _BY_FORMAT:
            return _BY_FORMAT[schema["format"]]
    raise NoExample(at)


def _object(schema: Json, named: dict[str, Json], at: str) -> Json:
    """Every field that is needed, and every other one that has something to show."""
    needed = schema.get("required", [])
    fields = schema.get("properties", {}).items()
    return {
        name: example(field, named, f"{at}.{name}") for name, field in fields if name in needed or _shows(field, named)
    }


def _shows(field: Json, named: dict[str, Json]) -> bool:
    """Whether an optional field was given an example, itself or through a list or a structure."""
    if field.get("examples"):
        return True
    if "anyOf" in field:
        return _shows(field["anyOf"][0], named)
    if field.get("type") == "array":
        return _shows(field["items"], named)
    return "$ref" in field and named[field["$ref"].removeprefix(REF)].get("type") == "object"
