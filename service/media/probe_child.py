"""Runs as a process of its own: `probe_child.py PATH MEMORY_BYTES PROCESSOR_S` prints one JSON object.

It imports nothing of Cutdown, so that it starts in a tenth of a second. The file is opened first; from then on the
process can open nothing more, neither files nor sockets.
"""

from __future__ import annotations

import errno
import json
import resource
import struct
import sys
from collections.abc import Callable, Iterator
from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from typing import Any, BinaryIO

import av
import av.subtitles.codeccontext  # PyAV imports these two when it meets subtitles, which is too late here
import av.subtitles.stream
from av.container import InputContainer
from av.stream import Disposition
from av.video.stream import VideoStream

# Containers that hold their media themselves. Playlists and edit decision formats would open other files.
FORMATS = "mov,mp4,m4a,3gp,3g2,mj2,matroska,webm,mpegts,mpeg,mxf,avi,flv,ogg,wav,w64,mp3,aac,flac,aiff,asf"
RATES = [Fraction(rate) * scale for rate in (24, 25, 30, 48, 50, 60, 100, 120) for scale in (1, Fraction(1000, 1001))]
SHORTFALL_S = Fraction(1, 2)
BOX_NAMES = {b"ftyp", b"moov", b"mdat", b"free", b"skip", b"wide", b"pnot", b"styp", b"sidx", b"moof"}
EBML, SEGMENT = b"\x1a\x45\xdf\xa3", b"\x18\x53\x80\x67"
LARGEST_SIDE_PX = 8192


class Refused(Exception):
    """A code of `problems.ADVICE` and the fact that speaks for it."""


class Nameless:
    """An open file of which libav sees the bytes and not the name: what a film is must not depend on its suffix."""

    def __init__(self, file: BinaryIO) -> None:
        self.read, self.seek, self.tell = file.read, file.seek, file.tell


def limit(memory_bytes: int, processor_s: int, most_bytes: int) -> None:
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (most_bytes, most_bytes))
    resource.setrlimit(resource.RLIMIT_CPU, (processor_s, processor_s + 1))
    resource.setrlimit(resource.RLIMIT_AS, (memory_bytes, memory_bytes))


def boxes(file: BinaryIO, size: int) -> Iterator[tuple[bytes, int]]:
    """The top-level boxes of an ISO base media file as (name, end), while they look like boxes."""
    at = 0
    while at + 8 <= size:
        file.seek(at)
        head = file.read(16)
        length, name = struct.unpack(">I4s", head[:8])
        if length == 1 and len(head) == 16:
            (length,) = struct.unpack(">Q", head[8:])
        elif length == 0:
            length = size - at
        if length < 8 or not (name.isalnum() or name in BOX_NAMES):
            return
        yield name, at + length
        at += length


def faststart_of(file: BinaryIO, size: int) -> bool | None:
    """Whether the index comes before the media; None for other containers; refuses a file that ends inside a box."""
    found = list(boxes(file, size))
    file.seek(0)
    if not found or found[0][0] not in BOX_NAMES:
        return None
    names = [name for name, _ in found]
    if found[-1][1] > size:
        raise Refused("truncated", f"It has {size:,} bytes of {found[-1][1]:,}.")
    if b"moov" not in names:
        raise Refused("truncated", "Its index is missing.")
    return b"mdat" not in names or names.index(b"moov") < names.index(b"mdat")


def whole_end(head: bytes) -> int | None:
    """Where a Matroska or AVI file says that it ends; None where it does not say."""
    if head[:4] == b"RIFF" and head[8:11] == b"AVI":
        return 8 + int(struct.unpack("<I", head[4:8])[0])
    if head[:4] != EBML:
        return None
    header, at = vint(head, 4)
    segment = at + (header or 0)
    if head[segment : segment + 4] != SEGMENT:
        return None
    length, at = vint(head, segment + 4)
    return None if length is None else at + length


def vint(data: bytes, at: int) -> tuple[int | None, int]:
    """An EBML number (RFC 8794, section 4) and where it ends; None where it stands for an unknown size."""
    if at >= len(data) or not data[at]:
        return None, at
    width = 9 - data[at].bit_length()
    value = int.from_bytes(data[at : at + width], "big") & ((1 << 7 * width) - 1)
    return (None if value == (1 << 7 * width) - 1 else value), at + width


def check_end(head: bytes, size: int, container: InputContainer) -> None:
    """Refuse a file that is shorter than it says, or that ends inside a packet."""
    end = whole_end(head)
    if end is not None and end > size:
        raise Refused("truncated", f"It has {size:,} bytes of {end:,}.")
    if container.format.name == "mpegts" and size % 188 and size % 192:
        raise Refused("truncated", "It ends inside a transport packet.")


def name_of(head: bytes, container: InputContainer) -> str:
    """The container in one word, where ffmpeg names a family."""
    if head[:4] == EBML:
        return "webm" if b"webm" in head[:64] else "matroska"
    if "mp4" in container.format.name:
        return "mov" if head[4:12] == b"ftypqt  " or head[4:8] != b"ftyp" else "mp4"
    return str(container.format.name)


def picture_of(container: InputContainer) -> VideoStream:
    """The film's picture; a cover image in a sound file is none."""
    for stream in container.streams.video:
        if Disposition.attached_pic not in stream.disposition:
            return stream
    raise Refused("audio_only" if container.streams.audio else "no_video", "")


def times_of(container: InputContainer, stream: VideoStream) -> tuple[list[int], Fraction]:
    """The frames' times in the stream's time base, in order, and the second at which the last packet of picture or
    sound ends; refuses where packets are broken or missing."""
    times: list[int] = []
    end_s = Fraction(0)
    for packet in container.demux([stream, *container.streams.audio]):
        if packet.is_corrupt:
            raise Refused("truncated", f"It breaks off {float(end_s):.1f} s after its begin.")
        at = packet.pts if packet.pts is not None else packet.dts
        if packet.size == 0 or at is None:
            continue
        end_s = max(end_s, (at + (packet.duration or 0)) * packet.time_base)
        if packet.stream is stream and not packet.is_discard:
            times.append(at)
    if "mp4" in container.format.name and stream.frames > len(times):
        raise Refused("truncated", f"It has {len(times):,} of {stream.frames:,} frames.")
    return sorted(times), end_s


def candidates(told: Fraction | None) -> list[Fraction]:
    """The rates to try: the known one that the container means, what it says to the letter, then the other known."""
    if not told:
        return RATES
    near = sorted(RATES, key=lambda rate: abs(rate - told))
    meant = abs(near[0] - told) < told / 5000  # 24 and 24000/1001 differ by five times as much
    return [near[0], told, *near[1:]] if meant else [told, *near]


def rate_of(times: list[int], stream: VideoStream) -> tuple[Fraction, bool]:
    """The exact rate, and whether the frames come evenly: a known rate that puts every frame within a tick of its
    time, else the evenly measured one, else the average."""
    base = stream.time_base or Fraction(1, 1000)
    told = stream.average_rate or stream.base_rate
    for rate in candidates(told):
        tick = (
            base.numerator * rate.numerator
        )  # all times a tick's denominator, so that only whole numbers are compared
        frame = base.denominator * rate.denominator
        if all(abs((at - times[0]) * tick - number * frame) <= tick for number, at in enumerate(times)):
            return rate, True
    steps = {b - a for a, b in pairwise(times)}
    if len(steps) == 1:
        return 1 / (steps.pop() * base), True
    if told:
        return told, False
    return Fraction(len(times) - 1) / ((times[-1] - times[0]) * base), False


def within_limits(width_px: int, height_px: int) -> None:
    """Refuse a picture that is larger than any film's."""
    if max(width_px, height_px) > LARGEST_SIDE_PX:
        raise Refused("too_much", f"The picture has {width_px} × {height_px} pixels.")


def size_of(container: InputContainer, stream: VideoStream) -> tuple[int, int]:
    """Width and height as shown, proven by decoding the first frame."""
    within_limits(stream.width, stream.height)
    stream.codec_context.thread_count = 1
    container.seek(0)
    frame = next(container.decode(stream), None)
    if frame is None:
        raise Refused("undecodable", "It gives no frame.")
    within_limits(frame.width, frame.height)  # the container may have said otherwise
    turned = frame.rotation % 180 != 0
    return (frame.height, frame.width) if turned else (frame.width, frame.height)


def opened(file: BinaryIO) -> InputContainer:
    try:
        return av.open(Nameless(file), "r", options={"format_whitelist": FORMATS}, metadata_errors="replace")
    except MemoryError:
        raise
    except (av.error.FFmpegError, OSError):
        raise Refused("not_media", "") from None


def facts_of(file: BinaryIO, size: int) -> dict[str, Any]:
    """What the film is. `answer_within` hands it the open file and its size in bytes."""
    faststart = faststart_of(file, size)
    head = file.read(4096)
    file.seek(0)
    with opened(file) as container:
        stream = picture_of(container)
        claimed_s = Fraction(container.duration or 0, av.time_base)
        start_s = Fraction(container.start_time or 0, av.time_base)
        times, end_s = times_of(container, stream)
        if not times:
            raise Refused("truncated", "It has no frame.")
        check_end(head, size, container)
        if end_s - start_s < claimed_s - SHORTFALL_S:
            raise Refused("truncated", f"It has {float(end_s - start_s):.1f} of {float(claimed_s):.1f} s.")
        rate, constant = rate_of(times, stream)
        width_px, height_px = size_of(container, stream)
        name = name_of(head, container)
        base = stream.time_base or Fraction(1, 1000)
        lasting = len(times) / rate if constant else (times[-1] - times[0]) * base + 1 / rate
        audio = container.streams.audio[0] if container.streams.audio else None
        return {
            "container": name,
            "video_codec": stream.codec_context.codec.canonical_name,
            "width_px": width_px,
            "height_px": height_px,
            "rate_num": rate.numerator,
            "rate_den": rate.denominator,
            "constant_rate": constant,
            "frames": len(times),
            "duration_ms": int(lasting * 1000 + Fraction(1, 2)),
            "has_audio": audio is not None,
            "audio_codec": audio.codec_context.codec.canonical_name if audio else None,
            "audio_rate_hz": audio.codec_context.sample_rate if audio else None,
            "faststart": faststart,
        }


def answer_within(
    measure: Callable[[BinaryIO, int], dict[str, Any]],
    path: Path,
    memory_bytes: int,
    processor_s: int,
    most_bytes: int = 0,
) -> dict[str, Any]:
    """What `measure` says of a film as `facts`, or a code of `problems.ADVICE` and the fact that speaks for it. It may
    write files that are open already, to `most_bytes`."""
    size = path.stat().st_size
    with path.open("rb", buffering=0) as file:
        limit(memory_bytes, processor_s, most_bytes)
        resource.setrlimit(resource.RLIMIT_NOFILE, (file.fileno() + 1, file.fileno() + 1))
        try:
            return {"facts": measure(file, size)}
        except Refused as refused:
            code, fact = refused.args
            return {"code": code, "fact": fact}
        except MemoryError:
            return {"code": "too_much", "fact": ""}
        except (av.error.FFmpegError, OSError) as error:
            return {"code": "too_much" if error.errno == errno.ENOMEM else "undecodable", "fact": ""}


if __name__ == "__main__":
    print(json.dumps(answer_within(facts_of, Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))))
