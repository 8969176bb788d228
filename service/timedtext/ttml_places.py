"""Where text stands: a TTML region as WebVTT cue settings, and cue settings as a region.

Both describe a box in percent of the picture, and to which of its edges the lines are pushed: `tts:displayAlign` across
the lines, `tts:textAlign` along them. Source: TTML2, sections 10.2 and 11.2; W3C WebVTT, sections 6.5 and 7.2.
"""

from __future__ import annotations

import re

from msgspec import Struct

from service.timedtext.cue_settings import Settings
from service.timedtext.model import Region
from service.timedtext.ttml_styles import Spec

ROWS = 15  # of text that the height has room for, where WebVTT counts rows and TTML cells

_LENGTH = re.compile(r"([+-]?[0-9]{1,9}(?:\.[0-9]{1,9})?)(%|px|c|rw|rh)")
_COUNT = re.compile(r"0*[1-9][0-9]{0,5}")
_VERTICAL = {"tbrl": "rl", "tb": "rl", "tblr": "lr"}
_SHARES = {"line-left": 0.0, "center": 0.5, "line-right": 1.0}
_AUTO = {"left": 0, "right": 100}  # where `position:auto` is; otherwise 50
_KEYWORDS = {"left": ("x", 0.0), "right": ("x", 100.0), "top": ("y", 0.0), "bottom": ("y", 100.0)}
_USUAL_EDGE = 80  # text centred at the foot, this far down or further, is where a player puts it unasked


class Root(Struct, frozen=True):
    """The lengths that others refer to: of the picture in pixels, if the document says them, and in cells."""

    pixels: tuple[float, float] | None = None
    cells: tuple[float, float] = (32, 15)


class Box(Struct, frozen=True):
    """Percent of the picture; `block` and `inline` are the edges that lines and their text are pushed
    to; `from_right`: text starts at the right."""

    x: float = 0
    y: float = 0
    width: float = 100
    height: float = 100
    vertical: str = ""
    block: str = "before"
    inline: str = "start"
    from_right: bool = False


def root_of(attributes: Spec) -> Root:
    """From the attributes of `tt`."""
    cells = _numbers(attributes.get("ttp:cellResolution", ""))
    pixels = [_LENGTH.fullmatch(one) for one in attributes.get("extent", "").split()]
    sizes = tuple(float(one[1]) for one in pixels if one and one[2] == "px" and float(one[1]) > 0)
    return Root(
        (sizes[0], sizes[1]) if len(sizes) == 2 else None, (cells[0], cells[1]) if len(cells) == 2 else (32, 15)
    )


def box_of(spec: Spec, initial: Spec, root: Root, align: str, direction: str) -> Box:
    """The box of a region; `align` and `direction` are what the text in it says of `tts:textAlign` and `direction`."""
    said = {**initial, **spec}
    width, height = _pair(said.get("extent", ""), root) or (100.0, 100.0)
    x, y = _pair(said.get("origin", ""), root) or (0.0, 0.0)
    if "position" in said and "origin" not in spec:
        x, y = _positioned(said["position"], width, height, root)
    return Box(
        x=x,
        y=y,
        width=width,
        height=height,
        vertical=_VERTICAL.get(said.get("writingMode", ""), ""),
        block=said.get("displayAlign", "before"),
        inline=align or "start",
        from_right=direction == "rtl",
    )


def settings_of(box: Box) -> str:
    """The box as cue settings; empty for the place that a player chooses unasked."""
    across, along = (box.x, box.y) if box.vertical else (box.y, box.x)
    depth, length = (box.width, box.height) if box.vertical else (box.height, box.width)
    if box.vertical == "rl":
        across = 100 - across - depth
    align = {"justify": "start"}.get(box.inline, box.inline)
    centred = align == "center" and abs(2 * along + length - 100) < 1
    edge = across + depth if box.block == "after" else across + depth / 2 if box.block == "center" else across
    words = [f"vertical:{box.vertical}"] if box.vertical else []
    if not box.vertical and centred and box.block == "after" and edge >= _USUAL_EDGE:
        return ""
    line_align = {"after": ",end", "center": ",center"}.get(box.block, "")
    words.append(f"line:{_percent(edge)}{line_align}")
    side = _side(align, from_right=box.from_right)
    at = along + length * _SHARES[side]
    if abs(at - _AUTO.get(align, 50)) >= 0.01:
        words.append(f"position:{_percent(at)},{side}")
    if length + 0.01 < _room(at, _SHARES[side]):
        words.append(f"size:{_percent(length)}")
    if align != "center":
        words.append(f"align:{align}")
    return " ".join(words)


def box_for(settings: Settings, regions: dict[str, Region], *, from_right: bool) -> Box:
    """The box that cue settings describe, as WebVTT lays it out (section 7.2)."""
    if settings.region is not None and settings.region in regions:
        return _box_for_region(regions[settings.region], settings.align)
    auto = settings.position_align == "auto"
    along = _SHARES[_side(settings.align, from_right=from_right) if auto else settings.position_align]
    position = _AUTO.get(settings.align, 50) if settings.position == "auto" else settings.position
    size = min(settings.size, _room(position, along))
    edge, block = _across(settings)
    across, depth = (edge, 100 - edge) if block == "before" else (0.0, edge)
    if block == "center":
        depth = 2 * min(edge, 100 - edge)
        across = edge - depth / 2
    if settings.vertical == "rl":
        across = 100 - across - depth
    start = position - size * along
    x, y, width, height = (across, start, depth, size) if settings.vertical else (start, across, size, depth)
    return Box(x, y, width, height, settings.vertical, block, settings.align)


def _across(settings: Settings) -> tuple[float, str]:
    """How far across the lines the text is pushed, in percent, and by which of its edges."""
    block = {"start": "before", "center": "center", "end": "after"}[settings.line_align]
    if settings.line == "auto":
        return (90.0, "after")
    if not settings.snap_to_lines:
        return (float(settings.line), block)
    row = min(max(settings.line, -ROWS), ROWS - 1)
    return (row * 100 / ROWS, "before") if row >= 0 else (100 + (row + 1) * 100 / ROWS, "after")


def _room(position: float, along: float) -> float:
    """The longest line that fits the picture at this position."""
    return position if along == 1 else 100 - position if along == 0 else 2 * min(position, 100 - position)


def _side(align: str, *, from_right: bool) -> str:
    """The edge that text is pushed to."""
    sides = {"left": "line-left", "right": "line-right", "start": "line-left", "end": "line-right"}
    if from_right:
        sides |= {"start": "line-right", "end": "line-left"}
    return sides.get(align, "center")


def _box_for_region(region: Region, align: str) -> Box:
    height = min(100.0, region.lines * 100 / ROWS)
    x = region.viewport_anchor[0] - region.region_anchor[0] * region.width / 100
    y = region.viewport_anchor[1] - region.region_anchor[1] * height / 100
    x, y = max(0.0, min(x, 100 - region.width)), max(0.0, min(y, 100 - height))
    return Box(x, y, region.width, height, "", "after", align)


def _pair(text: str, root: Root) -> tuple[float, float] | None:
    parts = text.split()
    if len(parts) != 2:
        return None
    across, down = _length(parts[0], root, 0), _length(parts[1], root, 1)
    return None if across is None or down is None else (across, down)


def _length(text: str, root: Root, axis: int) -> float | None:
    """In percent of the picture's width (axis 0) or height (axis 1); None for what has no such size."""
    match = _LENGTH.fullmatch(text)
    if match is None:
        return None
    number, unit = float(match[1]), match[2]
    if unit == "px":
        return None if root.pixels is None else number * 100 / root.pixels[axis]
    if unit == "c":
        return number * 100 / root.cells[axis]
    return number  # %, and rw and rh along their own axis


def _positioned(text: str, width: float, height: float, root: Root) -> tuple[float, float]:
    """`tts:position` (section 10.2.36), which is CSS's background-position."""
    room = {"x": 100 - width, "y": 100 - height}
    found: dict[str, float] = {}
    words = text.split()
    while words:
        word = words.pop(0)
        if word in _KEYWORDS:
            axis, share = _KEYWORDS[word]
            offset = _length(words[0], root, "xy".index(axis)) if words else None
            if offset is not None:
                offset = offset * room[axis] / 100 if words.pop(0).endswith("%") else offset
            found[axis] = room[axis] * share / 100 + (offset or 0) * (-1 if share else 1)
        elif word != "center":
            axis = "y" if "x" in found else "x"
            offset = _length(word, root, "xy".index(axis))
            found[axis] = (offset or 0) * (room[axis] / 100 if word.endswith("%") else 1)
        elif "x" not in found and not any(one in ("left", "right") for one in words):
            found["x"] = room["x"] / 2
        else:
            found["y"] = room["y"] / 2
    return found.get("x", room["x"] / 2), found.get("y", room["y"] / 2)


def _numbers(text: str) -> list[float]:
    return [float(one) for one in text.split() if _COUNT.fullmatch(one)]


def _percent(value: float) -> str:
    """At most two decimals, within the picture."""
    number = round(min(max(value, 0.0), 100.0), 2)
    return f"{number:g}%" if number != int(number) else f"{int(number)}%"
