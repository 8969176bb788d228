"""Where the shots of sources and cuts begin."""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import Meta

from schemas.bases import Milliseconds, Returned
from schemas.ids import CutId, SourceId
from schemas.videos import FrameRate

ShotsState = Annotated[
    Literal["pending", "found", "unreadable"],
    Meta(
        description="`pending`: a worker still looks; `unreadable`: not every frame can be decoded", examples=["found"]
    ),
]


class ShotChange(Returned, frozen=True):
    """A hard cut: the first frame of a shot. Fades, dissolves and flashes are none."""

    frame: Annotated[int, Meta(description="at the source's rate, from 0", ge=1, examples=[75])]
    begin_ms: Milliseconds
    score: Annotated[
        float,
        Meta(description="how much more of the picture changes than around it, of 255; at least 8", examples=[41.5]),
    ]


class SourceShots(Returned, frozen=True):
    """Where the shots of a source begin, in order; the first begins with the source and is not named."""

    source_id: SourceId
    state: ShotsState
    reason: Annotated[str, Meta(description="why it is unreadable", examples=[""])]
    fps: FrameRate
    changes: list[ShotChange]


class CutShots(Returned, frozen=True):
    """When the picture of a cut changes: at the shots of its sources and the edges of its segments. Captions that begin
    or end near one of these times look best when they do so exactly there."""

    cut_id: CutId
    state: ShotsState
    shots_ms: Annotated[list[int], Meta(description="on the time of the cut, in order", examples=[[1000, 3000]])]
