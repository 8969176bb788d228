"""What pages show of sources and cuts: a poster, a contact sheet, a waveform, a light preview."""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import Meta

from schemas.bases import Milliseconds, Returned

Part = Literal["poster", "sheet", "waveform", "preview"]

PicturesState = Annotated[
    Literal["waiting", "making", "ready", "failed"],
    Meta(
        description="`waiting`: no worker has begun; `making`: what is made is there already; `failed`: not every part"
        " can be made, see `reason`",
        examples=["ready"],
    ),
]
PLACE = "/v1/sources/src_01kd3v6m2rfa8t4y9n5qk7w1xe/pictures/"
PixelsWide = Annotated[int, Meta(ge=1, examples=[304])]
PixelsHigh = Annotated[int, Meta(ge=1, examples=[540])]


class Poster(Returned, frozen=True):
    """One picture that stands for the film: WebP, at most 640 pixels high."""

    href: Annotated[str, Meta(examples=[PLACE + "poster.webp?v=3f2a90c1d5e8"])]
    width_px: Annotated[int, Meta(ge=1, examples=[360])]
    height_px: Annotated[int, Meta(ge=1, examples=[640])]


class Sheet(Returned, frozen=True):
    """A contact sheet: small pictures of the film side by side in one WebP, row by row. The first is the film's first
    frame, each other one the frame that is shown `every_ms` later; the last row may not be full."""

    href: Annotated[str, Meta(examples=[PLACE + "sheet.webp?v=b81e44d0a7c2"])]
    columns: Annotated[int, Meta(ge=1, examples=[12])]
    rows: Annotated[int, Meta(ge=1, examples=[10])]
    tile_width_px: Annotated[int, Meta(ge=1, examples=[90])]
    tile_height_px: Annotated[int, Meta(description="at most 160", ge=1, examples=[160])]
    every_ms: Annotated[int, Meta(ge=1, examples=[500])]
    count: Annotated[int, Meta(description="how many pictures, at most 120", ge=1, examples=[120])]


class Waveform(Returned, frozen=True):
    """How loud the film is. `href` gives `{"per_second": 50, "peaks": [0, 12, …]}`: the loudest sample of each 20 ms, 0
    to 255, all channels mixed to one, from the film's first frame on and for 4 hours at most."""

    href: Annotated[str, Meta(examples=[PLACE + "waveform.json?v=09d7ce51f3b4"])]
    per_second: Annotated[int, Meta(ge=1, examples=[50])]
    count: Annotated[int, Meta(description="how many peaks", ge=0, examples=[3000])]


class Preview(Returned, frozen=True):
    """The film made light: H.264 and AAC in MP4, at most 540 pixels on its short side and about 900 kbit/s. It has
    every frame of the film at its exact time, upright, and begins with the first; a key frame stands every half
    second."""

    href: Annotated[str, Meta(examples=[PLACE + "preview.mp4?v=c4417e02b9aa"])]
    width_px: PixelsWide
    height_px: PixelsHigh
    duration_ms: Milliseconds


class Pictures(Returned, frozen=True):
    """What there is to show, each part as soon as it is made. A film without sound has no waveform; a cut without a
    film of its own has a poster alone, and that is the frame with which its edit list begins."""

    state: PicturesState
    progress: Annotated[float, Meta(description="the share that is made", ge=0, le=1, examples=[1.0])]
    reason: Annotated[str, Meta(description="why it failed", examples=[""])]
    poster: Poster | None
    sheet: Sheet | None
    waveform: Waveform | None
    preview: Preview | None
