"""Makes the light preview of a film: H.264 and AAC in MP4 (`making_child` says how it is told).

Every frame of the film is in it at its exact time, counted from the first, and upright; a key frame stands every half
second, and there are no frames that refer forward, so that a player finds any frame at once. The sound begins and ends
with the picture. Nothing but the present frames is kept.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any, BinaryIO, TypeAlias

import av
from av.audio.frame import AudioFrame
from av.audio.stream import AudioStream
from av.container import InputContainer, OutputContainer
from av.filter import Graph
from av.packet import Packet
from av.video.frame import PictureType, VideoFrame
from av.video.stream import VideoStream

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))  # an isolated interpreter does not look beside its script

from service.media.making_child import Target, Told, main
from service.media.probe_child import Refused, opened, picture_of
from service.media.samples_child import Index, at_of
from service.media.upright import Upright, fitted, matrix_of, shape_of
from service.media.waveform_child import sound_of

Encoded: TypeAlias = "Packet[VideoStream] | Packet[AudioStream]"

SHORT_PX, LONG_PX = 540, 1920
KEY_EVERY_S = Fraction(1, 2)
DECODING_THREADS, ENCODING_THREADS = 2, 1  # with more, and a bounded rate, x264 gives other bytes each time
SOUND_HZ, SOUND_BITS = 48_000, 96_000
PICTURE_KBITS = 780
MOST_OF_IT = 0.95  # a decoder hides a broken packet or two
X264 = {
    "preset": "veryfast",
    "profile": "main",
    "crf": "27",
    "maxrate": f"{PICTURE_KBITS}k",
    "bufsize": f"{2 * PICTURE_KBITS}k",
    "bf": "0",
    "refs": "2",
    "g": "600",  # key frames are set by time
    "forced-idr": "1",
}


class Picture:
    """The picture on its way: scaled, timed, encoded."""

    def __init__(self, made: OutputContainer, stream: VideoStream, first: VideoFrame, zero: int) -> None:
        self.base = stream.time_base or Fraction(1, 1000)
        size = fitted(shape_of(first, stream), SHORT_PX, LONG_PX, LONG_PX)
        self._upright = Upright(stream, size)
        self._zero, self._next_key, self._last = zero, Fraction(0), -1
        self.stream = made.add_stream("libx264", rate=stream.average_rate or 25, options=X264)
        self.stream.width, self.stream.height, self.stream.pix_fmt = *size, "yuv420p"
        self.stream.time_base = self.base
        coder = self.stream.codec_context
        coder.time_base, coder.thread_count = self.base, ENCODING_THREADS
        coder.color_range, coder.colorspace = 1, matrix_of(first)
        coder.color_primaries, coder.color_trc = first.color_primaries, first.color_trc

    def add(self, frame: VideoFrame) -> Iterator[Encoded]:
        """What encoding one more frame gives."""
        at = at_of(frame) - self._zero
        if at <= self._last:
            return
        shown = self._upright(frame)
        shown.pts, shown.time_base, self._last = at, self.base, at
        shown.pict_type = PictureType.NONE
        if at * self.base >= self._next_key:
            shown.pict_type = PictureType.I
            self._next_key = (at * self.base // KEY_EVERY_S + 1) * KEY_EVERY_S
        yield from self.stream.encode(shown)


class Sound:
    """The sound on its way: two channels, from the first frame of the picture to its end, with silence in its gaps."""

    def __init__(self, made: OutputContainer, stream: AudioStream, zero_s: Fraction, lasts_s: Fraction) -> None:
        self._base = stream.time_base or Fraction(1, stream.rate)
        self._zero = int(zero_s / self._base)
        self._lasts_s = lasts_s
        self._graph: Graph | None = None
        self._of: tuple[object, ...] = ()
        self.stream = made.add_stream("aac", rate=SOUND_HZ, layout="stereo")
        self.stream.bit_rate = SOUND_BITS
        self._written = 0

    def add(self, frame: AudioFrame | None) -> Iterator[Encoded]:
        """What encoding one more frame gives, or the last ones."""
        if frame is not None:
            if frame.pts is None:
                return
            frame.pts -= self._zero
            frame.time_base = self._base
            now = (frame.format.name, frame.layout.name, frame.sample_rate)
            if self._graph is None or now != self._of:
                self._of, self._graph = now, self._built(frame)
        if self._graph is None:
            return
        self._graph.push(frame)
        for mixed in drained(self._graph):
            yield from self.stream.encode(mixed)

    def _built(self, frame: AudioFrame) -> Graph:
        graph = Graph()
        last = graph.add_abuffer(
            sample_rate=frame.sample_rate, format=frame.format.name, layout=frame.layout.name, time_base=self._base
        )
        end = int(self._lasts_s * SOUND_HZ)
        for name, options in (
            ("aresample", f"{SOUND_HZ}:async=1:min_hard_comp=0.02:first_pts=0"),
            ("aformat", "sample_fmts=fltp:channel_layouts=stereo"),
            ("atrim", f"end_sample={end}"),
            ("abuffersink", None),
        ):
            following = graph.add(name, options)
            last.link_to(following)
            last = following
        graph.configure()
        return graph


def drained(graph: Graph) -> Iterator[AudioFrame]:
    """The frames that are ready."""
    while True:
        try:
            found = graph.pull()
        except (av.error.BlockingIOError, av.error.EOFError):
            return
        if isinstance(found, AudioFrame):
            yield found


def decoded(container: InputContainer, *streams: VideoStream | AudioStream) -> Iterator[VideoFrame | AudioFrame]:
    """The frames of picture and sound as they come; broken packets give none."""
    for packet in container.demux(*streams):
        try:
            frames = packet.decode()
        except av.error.InvalidDataError:
            continue
        for frame in frames:
            if isinstance(frame, VideoFrame | AudioFrame):
                yield frame


def make(file: BinaryIO, asked: dict[str, Any]) -> dict[str, Any]:
    """The size of the preview, which is written."""
    target = Target(asked["to"])
    with (
        opened(file) as container,
        av.open(target, "w", format="mp4", options={"movflags": "+faststart"}, io_open=target.again) as made,
    ):
        stream = picture_of(container)
        stream.thread_type, stream.codec_context.thread_count = "AUTO", DECODING_THREADS
        index = Index(container, stream)
        size = copied(container, made, stream, index, Fraction(asked["duration_ms"], 1000))
    return {"width_px": size[0], "height_px": size[1], "duration_ms": asked["duration_ms"]}


def first_of(container: InputContainer, stream: VideoStream, index: Index) -> VideoFrame:
    """The first frame that can be decoded."""
    container.seek(min(0, index.keys[0]), stream=stream)
    for frame in decoded(container, stream):
        if isinstance(frame, VideoFrame):
            return frame
    raise Refused("undecodable", "It gives no frame.")


def copied(
    container: InputContainer, made: OutputContainer, stream: VideoStream, index: Index, lasts_s: Fraction
) -> tuple[int, int]:
    """Width and height of the picture, all of which went into `made`. What is in it is said before its first packet."""
    heard = sound_of(container)
    zero, told, count = index.times[0], Told(), 0
    picture = Picture(made, stream, first_of(container, stream, index), zero)
    sound = Sound(made, heard, zero * picture.base, lasts_s) if heard else None
    container.seek(min(0, index.keys[0]), stream=stream)
    for frame in decoded(container, stream, *([heard] if heard else [])):
        if isinstance(frame, AudioFrame):
            if sound is not None:
                made.mux(list(sound.add(frame)))
            continue
        made.mux(list(picture.add(frame)))
        count += 1
        told(count / len(index.times))
    if count < len(index.times) * MOST_OF_IT:
        raise Refused("undecodable", f"Of {len(index.times):,} frames {count:,} can be decoded.")
    if sound is not None:
        made.mux([*sound.add(None), *sound.stream.encode(None)])
    made.mux(picture.stream.encode(None))
    return picture.stream.width, picture.stream.height


if __name__ == "__main__":
    main(make)
