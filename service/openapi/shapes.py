"""JSON Schemas of the wire: msgspec says them, so they are exactly what decoding accepts.

Identifiers become named strings with their prefix as pattern and an example that never changes.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Any
from uuid import UUID

import msgspec

from schemas.ids import Id

Json = dict[str, Any]
REF = "#/components/schemas/"
_BORN_MS = 1_798_761_600_000  # the example identifiers are of 2027-01-01


def schemas_of(types: Sequence[Any]) -> tuple[list[Json], dict[str, Json]]:
    """A schema of each type, and the named ones that they refer to."""
    named: dict[str, Json] = {}

    def of_identifier(kind: type) -> Json:
        if not issubclass(kind, Id):
            raise NotImplementedError(f"{kind} has no form on the wire")
        named[kind.__name__] = {
            "title": kind.__name__,
            "description": f"Names {kind.names}. Opaque: do not take it apart.",
            "type": "string",
            "pattern": f"^{kind.prefix}_[0-7][0-9a-hjkmnp-tv-z]{{25}}$",
            "examples": [example_of(kind)],
        }
        return {"$ref": REF + kind.__name__}

    found, components = msgspec.json.schema_components(types, schema_hook=of_identifier, ref_template=REF + "{name}")
    for name, schema in components.items():
        named[name] = {"type": "string", **schema} if "enum" in schema else schema
    return list(found), named


def example_of(kind: type[Id]) -> str:
    """An identifier of this kind, always the same; a UUIDv7 like the real ones."""
    drawn = int.from_bytes(hashlib.sha256(kind.prefix.encode()).digest()[:10])
    number = (_BORN_MS << 80 | drawn) & ~(0xF << 76) & ~(0x3 << 62) | (0x7 << 76) | (0x2 << 62)
    return str(kind(UUID(int=number)))
