"""From a row to a Struct. Rows are trusted: only identifiers, word lists and JSON are converted."""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum
from functools import cache
from types import NoneType, UnionType
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints
from uuid import UUID

import msgspec
from msgspec import Struct
from msgspec.structs import fields

S = TypeVar("S", bound=Struct)
Convert = Callable[[Any], Any]


def _restore(kind: type, value: Any) -> Any:
    """An identifier inside JSON: written by PostgreSQL as a plain UUID."""
    if not hasattr(kind, "prefix"):
        raise NotImplementedError(f"{kind} does not come out of JSON")
    return kind(UUID(value))


def _unless_null(convert: Convert | None) -> Convert | None:
    return (lambda value: None if value is None else convert(value)) if convert else None


def _conversion(annotation: Any) -> Convert | None:
    """What makes a driver's value one of `annotation`; None when it already is."""
    origin = get_origin(annotation)
    if origin in (Union, UnionType):
        inner = [one for one in get_args(annotation) if one is not NoneType]
        if len(inner) > 1 and all(isinstance(one, type) and issubclass(one, Struct) for one in inner):
            return lambda value: msgspec.convert(value, annotation, dec_hook=_restore, strict=False)
        return _unless_null(_conversion(inner[0])) if len(inner) == 1 else None
    if hasattr(annotation, "__metadata__"):
        return _conversion(get_args(annotation)[0])
    if isinstance(annotation, type):
        if hasattr(annotation, "prefix") or issubclass(annotation, Enum):
            return annotation
        if issubclass(annotation, Struct):
            return lambda value: msgspec.convert(value, annotation, dec_hook=_restore, strict=False)
    if origin in (list, tuple):
        element = get_args(annotation)[0]
        if isinstance(element, type) and issubclass(element, Struct):
            return lambda value: msgspec.convert(value, annotation, dec_hook=_restore, strict=False)
        convert = _conversion(element)
        if convert is not None:
            return lambda values: origin(convert(value) for value in values)
        return tuple if origin is tuple else None
    return None


@cache
def builder(shape: type[S]) -> Callable[[Any], S]:
    """A function from a driver row, whose columns are the fields of `shape` in order, to a `shape`."""
    names = [field.name for field in fields(shape)]
    hints = get_type_hints(shape, include_extras=True)
    conversions = [(name, convert) for name in names if (convert := _conversion(hints[name]))]

    def build(row: Any) -> S:
        values = dict(zip(names, row, strict=True))
        for name, convert in conversions:
            values[name] = convert(values[name])
        return shape(**values)

    return build
