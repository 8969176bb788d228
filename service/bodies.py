"""Bodies that are bytes and not JSON: how an operation that takes or delivers files says so in the contract."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from litestar.openapi.datastructures import ResponseSpec
from msgspec import Struct

TAKES = "takes"
FORM = "multipart/form-data"


class Taken(Struct, frozen=True):
    """The body of an upload."""

    media_types: tuple[str, ...]
    description: str
    headers: tuple[str, ...]
    needed: bool = True
    form: type[Struct] | None = None


def takes_form(shape: type[Struct], description: str) -> dict[str, Any]:
    """Handler options of an operation whose body is a form: a part for each field of `shape`, in JSON, and files."""
    return {TAKES: Taken((FORM,), description, (), form=shape)}


def takes(media_types: Sequence[str], description: str, *headers: str, needed: bool = True) -> dict[str, Any]:
    """Handler options of an operation whose body is a file; `headers` are those it reads besides."""
    return {TAKES: Taken(tuple(media_types), description, headers, needed)}


@dataclass
class Delivered(ResponseSpec):
    """An answer that is a file or a text. With `ranges` it has an ETag, and 206 is a part of it."""

    media_types: tuple[str, ...] = ()
    ranges: bool = True
    headers: tuple[str, ...] = field(default=())


def tells(*media_types: str) -> dict[int, ResponseSpec]:
    """The answer of an operation that tells a text."""
    return {200: Delivered(str, description="the text", media_types=media_types, ranges=False)}


def delivers(media_types: Sequence[str], *headers: str) -> dict[int, ResponseSpec]:
    """The answers of an operation that delivers a file by range."""
    types = tuple(media_types)
    return {
        200: Delivered(bytes, description="the file", media_types=types, headers=headers),
        206: Delivered(bytes, description="one range of it", media_types=types, headers=("Content-Range", *headers)),
    }
