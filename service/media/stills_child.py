"""Makes a poster or a contact sheet of a film, each one WebP (`making_child` says how it is told).

`{"poster": null}` is the picture that stands for the whole film, `{"poster": 74}` that frame; `{"sheet": true}` the
contact sheet. Only the frames that are shown are kept, and small.
"""

from __future__ import annotations

import sys
from bisect import bisect_right
from fractions import Fraction
from math import ceil
from pathlib import Path
from typing import Any, BinaryIO

from av.codec import CodecContext
from av.container import InputContainer
from av.video.codeccontext import VideoCodecContext
from av.video.frame import VideoFrame
from av.video.stream import VideoStream

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))  # an isolated interpreter does not look beside its script

from service.media.making_child import Target, Told, main
from service.media.probe_child import Refused, opened, picture_of
from service.media.samples_child import Index, pictures
from service.media.upright import Upright, detail_of, fitted, shape_of

POSTER_PX = 640
LOOKED_AT_S = (Fraction(1, 2), Fraction(1), Fraction(2), Fraction(3), Fraction(5), Fraction(8))
ENOUGH = 0.75  # of the detail of the best: the earliest such frame stands for the film
TILE_PX = 160
WIDEST_TILE_PX = 320
MOST_TILES = 120
COLUMNS = 12
STEPS_MS = (250, 500, 1000, 2000, 5000, 10_000, 15_000, 30_000, 60_000, 120_000)


def webp(frame: VideoFrame, quality: int) -> bytes:
    """The frame as WebP."""
    coder = CodecContext.create("libwebp", "w")
    if not isinstance(coder, VideoCodecContext):
        raise Refused("undecodable", "")
    coder.width, coder.height, coder.pix_fmt = frame.width, frame.height, "yuv420p"
    coder.time_base = Fraction(1, 1000)
    coder.options = {"quality": str(quality), "compression_level": "4"}
    frame.pts, frame.time_base = 0, Fraction(1, 1000)
    return b"".join(bytes(packet) for one in (frame, None) for packet in coder.encode(one))


def poster_of(container: InputContainer, stream: VideoStream, index: Index, wanted: int | None) -> VideoFrame:
    """One frame, or the earliest that shows about as much as any near the begin."""
    numbers = [min(wanted, len(index.times) - 1)] if wanted is not None else looked_at(index, stream)
    found: list[tuple[float, VideoFrame]] = []
    upright: Upright | None = None
    for _, frame in pictures(container, stream, index, numbers):
        size = fitted(shape_of(frame, stream), POSTER_PX * 2, POSTER_PX * 2, POSTER_PX)
        upright = upright or Upright(stream, size, for_webp=True)
        shown = upright(frame)
        found.append((detail_of(shown), shown))
    best = max(detail for detail, _ in found)
    return next(shown for detail, shown in found if detail >= best * ENOUGH)


def looked_at(index: Index, stream: VideoStream) -> list[int]:
    """The frames that may stand for the film: some of its first half, or in a very short one its first."""
    half = bisect_right(index.times, (index.times[0] + index.times[-1]) // 2)
    return sorted({at for at_s in LOOKED_AT_S if (at := shown_at(index, stream, at_s)) < half}) or [0]


def shown_at(index: Index, stream: VideoStream, at_s: Fraction) -> int:
    """The number of the frame that is shown at a time."""
    base = stream.time_base or Fraction(1, 1000)
    return max(0, bisect_right(index.times, index.times[0] + int(at_s / base)) - 1)


def step_of(lasts_ms: int) -> int:
    """Every how many milliseconds a picture is taken, so that there are not too many."""
    for step in STEPS_MS:
        if ceil(lasts_ms / step) <= MOST_TILES:
            return step
    return ceil(lasts_ms / MOST_TILES / 60_000) * 60_000


class Canvas:
    """A contact sheet that fills up; black where no picture is."""

    def __init__(self, columns: int, rows: int, size: tuple[int, int]) -> None:
        self.columns = columns
        self.size = size
        self.frame = VideoFrame(columns * size[0], rows * size[1], "yuv420p")
        self._planes = [
            bytearray([16 if number == 0 else 128]) * (plane.line_size * plane.height)
            for number, plane in enumerate(self.frame.planes)
        ]

    def put(self, place: int, tile: VideoFrame) -> None:
        """Lay a picture on its place."""
        row, column = divmod(place, self.columns)
        for number, plane in enumerate(tile.planes):
            data, wide, target = bytes(plane), self.frame.planes[number].line_size, self._planes[number]
            for line in range(plane.height):
                begin = (row * plane.height + line) * wide + column * plane.width
                target[begin : begin + plane.width] = data[
                    line * plane.line_size : line * plane.line_size + plane.width
                ]

    def whole(self) -> VideoFrame:
        """The sheet as it is now."""
        for plane, data in zip(self.frame.planes, self._planes, strict=True):
            plane.update(bytes(data))
        return self.frame


def sheet_of(container: InputContainer, stream: VideoStream, index: Index, lasts_ms: int) -> tuple[Canvas, int, int]:
    """The contact sheet, every how many milliseconds a picture of it is taken, and how many there are."""
    every_ms = step_of(lasts_ms)
    wanted = [shown_at(index, stream, Fraction(at, 1000)) for at in range(0, max(1, lasts_ms), every_ms)]
    columns = min(COLUMNS, len(wanted))
    canvas: Canvas | None = None
    upright: Upright | None = None
    place, told = 0, Told()
    for number, frame in pictures(container, stream, index, sorted(set(wanted))):
        if canvas is None or upright is None:
            size = fitted(shape_of(frame, stream), TILE_PX, WIDEST_TILE_PX, TILE_PX)
            canvas, upright = Canvas(columns, ceil(len(wanted) / columns), size), Upright(stream, size, for_webp=True)
        tile = upright(frame)
        while place < len(wanted) and wanted[place] == number:
            canvas.put(place, tile)
            place += 1
        told(place / len(wanted))
    if canvas is None:
        raise Refused("truncated", "It has no frame.")
    return canvas, every_ms, len(wanted)


def make(file: BinaryIO, asked: dict[str, Any]) -> dict[str, Any]:
    """The facts of the still that was asked for, which is written."""
    with opened(file) as container:
        stream = picture_of(container)
        index = Index(container, stream)
        if "poster" in asked:
            shown = poster_of(container, stream, index, asked["poster"])
            Target(asked["to"]).write(webp(shown, 80))
            return {"width_px": shown.width, "height_px": shown.height}
        canvas, every_ms, count = sheet_of(container, stream, index, asked["duration_ms"])
        sheet = canvas.whole()
        Target(asked["to"]).write(webp(sheet, 70))
        return {
            "columns": canvas.columns,
            "rows": sheet.height // canvas.size[1],
            "tile_width_px": canvas.size[0],
            "tile_height_px": canvas.size[1],
            "every_ms": every_ms,
            "count": count,
        }


if __name__ == "__main__":
    main(make)
