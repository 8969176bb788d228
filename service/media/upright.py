"""The pictures of a film as a player shows them, made smaller: turned by the film's rotation, with square pixels, in
colours that what is made of them says. Runs in child processes, like everything here that imports `av`."""

from __future__ import annotations

from fractions import Fraction
from math import sqrt

from av.filter import Graph
from av.video.frame import VideoFrame
from av.video.stream import VideoStream

from service.media.probe_child import within_limits

_TURN = {0: (), 90: ("transpose=cclock",), 180: ("hflip", "vflip"), 270: ("transpose=clock",)}
_BT709, _UNKNOWN, _BT601 = 1, 2, 6
_HD_PX = 720  # untagged pictures that are as high as this are taken for BT.709, as players do


def shape_of(frame: VideoFrame, stream: VideoStream) -> tuple[Fraction, Fraction]:
    """Width and height in square pixels, upright."""
    within_limits(frame.width, frame.height)
    aspect = stream.sample_aspect_ratio or Fraction(1)
    if not Fraction(1, 16) <= aspect <= 16:
        aspect = Fraction(1)
    width, height = frame.width * aspect, Fraction(frame.height)
    return (height, width) if frame.rotation % 180 else (width, height)


def fitted(shape: tuple[Fraction, Fraction], short_px: int, width_px: int, height_px: int) -> tuple[int, int]:
    """The largest even size, not larger than the picture, with a short side of at most `short_px` inside `width_px` ×
    `height_px`."""
    width, height = shape
    scale = min(Fraction(1), Fraction(short_px) / min(shape), width_px / width, height_px / height)
    return max(2, 2 * round(width * scale / 2)), max(2, 2 * round(height * scale / 2))


def matrix_of(frame: VideoFrame) -> int:
    """How the colours of a frame are to be read, as H.264 numbers it."""
    said = int(frame.colorspace)
    return said if said not in (0, _UNKNOWN) else (_BT709 if frame.height >= _HD_PX else _BT601)


class Upright:
    """Turns and scales frames to one size, in `yuv420p` of limited range. The colours stay in the film's own matrix, or
    become BT.601's, which is what WebP has."""

    def __init__(self, stream: VideoStream, size: tuple[int, int], *, for_webp: bool = False) -> None:
        self._stream = stream
        self._size = size
        self._for_webp = for_webp
        self._of: tuple[int | str, ...] = ()
        self._graph: Graph | None = None

    def __call__(self, frame: VideoFrame) -> VideoFrame:
        """The frame as shown, with its time."""
        within_limits(frame.width, frame.height)
        turn = round(frame.rotation / 90) % 4 * 90
        now = (frame.width, frame.height, frame.format.name, turn, matrix_of(frame))
        if self._graph is None or now != self._of:  # a film may change its size on the way
            self._of, self._graph = now, self._built(frame, turn)
        self._graph.vpush(frame)
        return self._graph.vpull()

    def _built(self, frame: VideoFrame, turn: int) -> Graph:
        width, height = self._size if turn % 180 == 0 else self._size[::-1]
        read = "bt709" if matrix_of(frame) == _BT709 else "bt601"
        colours = f":in_color_matrix={read}:out_color_matrix=bt601" if self._for_webp else ""
        how = "bicubic" if self._for_webp else "bilinear"  # of frames that pass by, a third of the time counts
        scaled = f"scale={width}:{height}:flags={how}+accurate_rnd+bitexact:out_range=tv{colours}"
        graph = Graph()
        last = graph.add_buffer(
            width=frame.width, height=frame.height, format=frame.format, time_base=self._stream.time_base
        )
        for step in (scaled, "format=yuv420p", *_TURN[turn], "setsar=1"):
            name, _, options = step.partition("=")
            following = graph.add(name, options or None)
            last.link_to(following)
            last = following
        last.link_to(graph.add("buffersink"))
        graph.configure()
        return graph


def detail_of(frame: VideoFrame) -> float:
    """How much there is to see: the spread of the luma, less where the picture is dark."""
    small = frame.reformat(width=32, height=32, format="gray", interpolation="AREA")
    plane = small.planes[0]
    flat, size = bytes(plane), plane.line_size
    cells = b"".join(flat[at * size : at * size + 32] for at in range(32))
    mean = sum(cells) / len(cells)
    spread = sqrt(max(0.0, sum(cell * cell for cell in cells) / len(cells) - mean**2))
    return spread * min(1.0, mean / 40)
