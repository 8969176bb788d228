"""Cue settings and regions of WebVTT, to the letter.

Source: W3C WebVTT, sections 6.2 "WebVTT region settings parsing" and 6.5 "WebVTT cue settings parsing". What the rules
do not take is passed over and named, never refused.
"""

from __future__ import annotations

import re
from collections.abc import Sequence, Set
from decimal import Decimal
from functools import lru_cache
from math import isfinite
from typing import Literal

from msgspec import Struct

from service.timedtext.model import Region

Vertical = Literal["", "rl", "lr"]

_PERCENT = re.compile(r"([0-9]+(?:\.[0-9]+)?)%")
_NUMBER = re.compile(r"-?(?:[0-9]+(?:\.[0-9]+)?)")
_SPACES = re.compile(r"[\t\n\f\r ]+")
_LINE_ALIGN = frozenset({"start", "center", "end"})
_POSITION_ALIGN = frozenset({"line-left", "center", "line-right"})
_ALIGN = frozenset({"start", "center", "end", "left", "right"})
_MOST_DIGITS = 300  # of rows in a region; no screen has so many
_EXACT = 2**53  # whole numbers are exact up to here


class Settings(Struct, frozen=True):
    """What a cue's settings mean; the defaults are the standard's. Percentages but for `line`, which counts rows while
    `snap_to_lines`; `region` names a region of the file."""

    vertical: Vertical = ""
    line: float | Literal["auto"] = "auto"
    snap_to_lines: bool = True
    line_align: str = "start"
    position: float | Literal["auto"] = "auto"
    position_align: str = "auto"
    size: float = 100
    align: str = "center"
    region: str | None = None


class Parsed(Struct, frozen=True):
    """The settings of a cue, and those that the rules pass over, as written."""

    settings: Settings
    ignored: tuple[str, ...]


@lru_cache(maxsize=4096)
def parse(text: str, regions: frozenset[str] = frozenset()) -> Parsed:
    """The settings in the rest of a time line, in a file with these regions."""
    found: dict[str, object] = {}
    ignored = []
    for setting in split(text):
        name, _, value = setting.partition(":")
        taken = _taken(name, value, regions) if name and value else None
        if taken is None:
            ignored.append(setting)
        found |= taken or {}
        leaves = (name == "region" and taken is None) or (name == "vertical" and "vertical" in found)
        if value and leaves:
            found["region"] = None
    return Parsed(Settings(**found), tuple(ignored))  # type: ignore[arg-type]


def split(text: str) -> list[str]:
    """The words between the standard's five kinds of white space."""
    return [word for word in _SPACES.split(text) if word]


def words(settings: Settings) -> str:
    """The settings as a time line has them; what holds without being said stays out."""
    usual, found = Settings(), []
    if settings.region is not None:
        found.append(f"region:{settings.region}")
    if settings.vertical:
        found.append(f"vertical:{settings.vertical}")
    if settings.line != "auto":
        align = f",{settings.line_align}" if settings.line_align != usual.line_align else ""
        found.append(f"line:{_digits(settings.line)}{'' if settings.snap_to_lines else '%'}{align}")
    if settings.position != "auto":
        align = f",{settings.position_align}" if settings.position_align != usual.position_align else ""
        found.append(f"position:{_digits(settings.position)}%{align}")
    if settings.size != usual.size:
        found.append(f"size:{_digits(settings.size)}%")
    if settings.align != usual.align:
        found.append(f"align:{settings.align}")
    return " ".join(found)


def region_of(lines: Sequence[str]) -> Region:
    """The region that the lines of a REGION block declare."""
    found: dict[str, object] = {"id": ""}
    for setting in split("\n".join(lines)):
        name, _, value = setting.partition(":")
        if name and value:
            found |= _of_region(name, value)
    return Region(**found)  # type: ignore[arg-type]


def written(region: Region) -> list[str]:
    """The lines of a REGION block that declares the region; what is as the standard has it anyway stays out."""
    plain = Region(region.id)
    lines = [f"id:{region.id}"] if region.id else []
    if region.width != plain.width:
        lines.append(f"width:{_digits(region.width)}%")
    if region.lines != plain.lines:
        lines.append(f"lines:{region.lines}")
    for name, anchor, usual in (
        ("regionanchor", region.region_anchor, plain.region_anchor),
        ("viewportanchor", region.viewport_anchor, plain.viewport_anchor),
    ):
        if anchor != usual:
            lines.append(f"{name}:{_digits(anchor[0])}%,{_digits(anchor[1])}%")
    if region.scroll:
        lines.append("scroll:up")
    return lines or [f"lines:{region.lines}"]  # a block of one line is none


def _taken(name: str, value: str, regions: Set[str]) -> dict[str, object] | None:
    """The fields that one setting gives; None for one that is passed over."""
    match name:
        case "region":
            return {"region": value} if value in regions else None
        case "vertical":
            return {"vertical": value} if value in ("rl", "lr") else None
        case "line":
            return _line(value)
        case "position":
            return _position(value)
        case "size":
            size = _percent(value)
            return None if size is None else {"size": size} | ({"region": None} if size != 100 else {})
        case "align":
            return {"align": value} if value in _ALIGN else None
    return None


def _line(value: str) -> dict[str, object] | None:
    place, comma, align = value.partition(",")
    if comma and align not in _LINE_ALIGN:
        return None
    percent = place.endswith("%")
    number = _percent(place) if percent else _number(place)
    if number is None:
        return None
    return {"line": number, "snap_to_lines": not percent, "region": None} | ({"line_align": align} if comma else {})


def _position(value: str) -> dict[str, object] | None:
    place, comma, align = value.partition(",")
    number = _percent(place)
    if number is None or (comma and align not in _POSITION_ALIGN):
        return None
    return {"position": number} | ({"position_align": align} if comma else {})


def _percent(text: str) -> float | None:
    found = _PERCENT.fullmatch(text)
    number = _whole(found[1]) if found else None
    return number if number is not None and 0 <= number <= 100 else None


def _number(text: str) -> float | None:
    number = _whole(text) if _NUMBER.fullmatch(text) else None
    return number if number is not None and isfinite(number) else None


def _whole(text: str) -> float:
    """The number, as a whole one where it is."""
    number = float(text)
    return int(number) if abs(number) < _EXACT and number.is_integer() else number


def _digits(number: float) -> str:
    """The number in full, as no exponent may be written."""
    return format(Decimal(repr(number)), "f").removesuffix(".0")


def _of_region(name: str, value: str) -> dict[str, object]:
    match name:
        case "id":
            return {"id": value}
        case "width" if (width := _percent(value)) is not None:
            return {"width": width}
        case "lines" if value.isascii() and value.isdigit() and len(value) <= _MOST_DIGITS:
            return {"lines": int(value)}
        case "regionanchor" if (anchor := _anchor(value)) is not None:
            return {"region_anchor": anchor}
        case "viewportanchor" if (anchor := _anchor(value)) is not None:
            return {"viewport_anchor": anchor}
        case "scroll" if value == "up":
            return {"scroll": True}
    return {}


def _anchor(value: str) -> tuple[float, float] | None:
    across, comma, down = value.partition(",")
    x, y = _percent(across), _percent(down)
    return (x, y) if comma and x is not None and y is not None else None
