"""What every Struct of the wire is: received (strict), returned (grows), or a page of returned ones."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from functools import cache
from types import UnionType
from typing import Annotated, Any, Generic, TypeVar, Union, get_args, get_origin, get_type_hints

from msgspec import UNSET, Meta, Struct

from schemas.checks import Check

T = TypeVar("T")

WANTED: dict[str, str] = {}


def form(pattern: str, wanted: str, **facts: Any) -> Meta:
    """A text of this pattern; `wanted` completes "write …" for people, who are shown no regular expression."""
    if WANTED.setdefault(pattern, wanted) != wanted:
        raise ValueError(f"{pattern} has two sentences")
    return Meta(pattern=pattern, **facts)


KEY_PATTERN = "^[a-z][a-z0-9_]{0,39}$"
KEY_WANTED = "at most 40 lower-case letters, digits and underscores, beginning with a letter"

# One line that shows something: it begins with a letter, a sign or a picture, and holds no control character.
NAME_PATTERN = r"^[^\x01-\x20\x7f][^\x01-\x1f\x7f]*$(?!\n)"
Name = Annotated[
    str,
    form(
        NAME_PATTERN,
        "one line that begins with a letter or a sign, without control characters",
        min_length=1,
        max_length=200,
    ),
]
Locale = Annotated[str, Meta(description="BCP 47 language tag", examples=["de-DE"], min_length=2, max_length=35)]
Market = Annotated[
    str,
    form(
        "^[A-Z]{2}$",
        "two capital letters, such as DE",
        description="ISO 3166-1 alpha-2 code of a country or territory",
        examples=["DE"],
    ),
]
Milliseconds = Annotated[
    int, Meta(description="media time in integer milliseconds", ge=0, le=86_400_000, examples=[2400])
]
EndMilliseconds = Annotated[Milliseconds, Meta(examples=[4100])]
Sha256 = Annotated[
    str,
    form(
        "^[0-9a-f]{64}$",
        "64 hexadecimal digits in lower case",
        description="SHA-256 of the bytes, lower-case hexadecimal",
        examples=["9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"],
    ),
]
Moment = Annotated[datetime, Meta(description="RFC 3339, in UTC", tz=True, examples=["2027-01-12T09:30:00Z"])]
Revision = Annotated[int, Meta(description='counts changes; the ETag is `"r<revision>"`', ge=0, examples=[3])]


class Received(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A request body. Unknown fields are refused, so that a typing error is not silently ignored."""

    def __post_init__(self) -> None:
        for name, check in _checks(type(self)):
            value = getattr(self, name)
            if value not in (None, UNSET) and (refusal := check.of(value)):
                raise Wrong(f"/{name}", *refusal)


class Returned(Struct, frozen=True, kw_only=True):
    """A response body. Clients must accept fields, events and words that they do not know."""


class Wrong(ValueError):
    """A rule of shape across fields is broken: `at` is the JSON Pointer below the Struct, `code` names the rule."""

    def __init__(self, at: str, code: str, detail: str) -> None:
        super().__init__(detail)
        self.at = at
        self.code = code
        self.detail = detail


@cache
def _checks(kind: type[Received]) -> list[tuple[str, Check]]:
    """The fields of a body of which more is asked than a pattern can say."""
    hints = get_type_hints(kind, include_extras=True)
    return [(name, check) for name in kind.__struct_fields__ for check in _checks_in(hints[name])]


def _checks_in(annotation: Any) -> Iterator[Check]:
    """Those of an annotation, through the union of an optional field; not those of the parts of a list."""
    yield from (one for one in getattr(annotation, "__metadata__", ()) if isinstance(one, Check))
    if get_origin(annotation) in (Annotated, Union, UnionType):
        for part in get_args(annotation):
            yield from _checks_in(part)


class PageFacts(Returned, frozen=True):
    """How to go on."""

    next_cursor: Annotated[
        str | None, Meta(description="send as `cursor` for the next page; null on the last", examples=[None])
    ]
    has_more: bool
    count: Annotated[int | None, Meta(description="all that match; only with `count=exact`")] = None


class Page(Returned, Generic[T], frozen=True):
    """Some of a list, newest first unless `sort` says otherwise."""

    data: list[T]
    page: PageFacts
