"""Whether a cue that says where it stands keeps clear of what a platform lays over the picture.

A cue without a place of its own is put by the player, who knows its own buttons. Rows are as tall as WebVTT has them
(section 7.4: 5.33 % of the picture); how wide a text comes out is the font's, so across only its anchor is looked at.
"""

from __future__ import annotations

import re

from service.timedtext.cue_settings import Settings, parse
from service.timedtext.findings import Fix, Found
from service.timedtext.model import Cue
from service.timedtext.rules import Box

ROW = 5.33
_ALIGNED = {"start": 0.0, "center": 0.5, "end": 1.0}
_LINE, _POSITION = re.compile(r"(?<!\S)line:\S+"), re.compile(r"(?<!\S)position:[^\s,]+")


def check(cue: Cue, zone: Box, found: Found) -> None:
    """`zone` is what the platform leaves free."""
    settings = parse(cue.settings).settings
    if settings.vertical or settings.region is not None:
        return
    rows = ROW * (cue.text.count("\n") + 1)
    top = _top(settings, rows)
    if top is not None and not zone.top <= top <= zone.bottom - rows:
        free = max(zone.top, min(top, zone.bottom - rows))
        edge, limit = (top, zone.top) if top < zone.top else (top + rows, zone.bottom)
        says = f"Stands from {top:.0f} to {top + rows:.0f} % down the picture; {zone.top:g} to {zone.bottom:g} is free."
        moved = _LINE.sub(f"line:{free:.4g}%,start", cue.settings)
        found.add(cue.id, "safe_zone", round(edge, 1), limit, says, Fix(cue.id, rows <= _height(zone), settings=moved))
    elif settings.position != "auto" and not zone.left <= settings.position <= zone.right:
        free = max(zone.left, min(settings.position, zone.right))
        says = f"Stands {settings.position:g} % across the picture; {zone.left:g} to {zone.right:g} is free."
        moved = _POSITION.sub(f"position:{free:.4g}%", cue.settings)
        found.add(cue.id, "safe_zone", settings.position, free, says, Fix(cue.id, True, settings=moved))


def _height(zone: Box) -> float:
    return zone.bottom - zone.top


def _top(settings: Settings, rows: float) -> float | None:
    """Where the first row begins, in per cent; None where the player decides."""
    if settings.line == "auto":
        return None
    if settings.snap_to_lines:
        return settings.line * ROW if settings.line >= 0 else 100 + (settings.line + 1) * ROW - rows
    return settings.line - rows * _ALIGNED[settings.line_align]
