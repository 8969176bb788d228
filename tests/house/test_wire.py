"""The wire contract: what goes in and out cannot change on its way."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator

import msgspec
from msgspec import Struct

import schemas
from schemas.bases import Received


def structs() -> Iterator[type[Struct]]:
    """Every Struct of the contract."""
    for module in pkgutil.iter_modules(schemas.__path__):
        for one in vars(importlib.import_module(f"schemas.{module.name}")).values():
            if isinstance(one, type) and issubclass(one, Struct) and one.__module__.startswith("schemas."):
                yield one


def test_every_struct_of_the_wire_is_frozen() -> None:
    found = set(structs())
    assert len(found) > 60
    assert {one.__name__ for one in found if not one.__struct_config__.frozen} == set()


def test_what_is_received_knows_every_field() -> None:
    """A typing error in a field's name is a fault, not silence; also deep inside a body."""
    lax = {one for one in structs() if issubclass(one, Received) and not one.__struct_config__.forbid_unknown_fields}
    assert lax == set()


def test_every_struct_of_the_wire_says_what_it_is() -> None:
    assert {one.__name__ for one in structs() if not (one.__doc__ or "").strip()} == set()


def test_every_struct_of_the_wire_can_be_written_and_read() -> None:
    for one in structs():
        if not getattr(one, "__parameters__", ()):
            msgspec.json.schema_components([one], schema_hook=lambda _: {"type": "string"})
