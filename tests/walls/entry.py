"""A request of the walk."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from msgspec import Struct

from tests.walls.sides import Side


class Entry(Struct, frozen=True):
    """A request that works on one's own side; `body` has every object and list in which an identifier may stand."""

    body: Callable[[Side], dict[str, Any]] | None = None
    form: dict[str, str] | None = None
    content: bytes | None = None
    media_type: str = ""
    query: dict[str, str] = {}
    words: dict[str, str] = {}
    headers: dict[str, str] = {}
