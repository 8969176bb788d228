"""Little films for tests, made on the spot by the ffmpeg that imageio-ffmpeg carries."""

from __future__ import annotations

import subprocess
from pathlib import Path

import imageio_ffmpeg  # type: ignore[import-untyped]


def ffmpeg(*arguments: str) -> None:
    """Run ffmpeg with these arguments; raises CalledProcessError with its words."""
    command = [imageio_ffmpeg.get_ffmpeg_exe(), "-hide_banner", "-nostdin", "-loglevel", "error", "-y", *arguments]
    subprocess.run(command, check=True, capture_output=True, text=True)


def film(
    path: Path,
    *,
    size: str = "180x320",
    rate: str = "25",
    seconds: float = 2.0,
    sound: bool = True,
    faststart: bool = True,
    extra: tuple[str, ...] = (),
) -> Path:
    """A moving test picture with a tone. The suffix of `path` picks the container; `rate` is a fraction like
    `24000/1001`; `extra` goes before the output."""
    codecs = ["-c:v", "libvpx-vp9", "-deadline", "realtime", "-cpu-used", "8", "-c:a", "libopus"]
    if path.suffix != ".webm":
        codecs = ["-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p", "-c:a", "aac"]
    if path.suffix in (".mp4", ".mov") and faststart:
        codecs += ["-movflags", "+faststart"]
    tone = ["-f", "lavfi", "-i", f"sine=frequency=440:sample_rate=48000:duration={seconds}"] if sound else []
    picture = ["-f", "lavfi", "-i", f"testsrc2=size={size}:rate={rate}:duration={seconds}"]
    ffmpeg(*picture, *tone, *codecs, *extra, str(path))
    return path


def truncated(path: Path, keep: float = 0.6) -> Path:
    """The first part of a film's bytes, an odd number of them, in a file beside it."""
    data = path.read_bytes()
    cut = path.with_stem(f"{path.stem}-truncated")
    cut.write_bytes(data[: int(len(data) * keep) | 1])
    return cut


def audio_only(path: Path, seconds: float = 1.0) -> Path:
    """A tone without a picture, in the container that the suffix picks."""
    ffmpeg("-f", "lavfi", "-i", f"sine=frequency=440:sample_rate=48000:duration={seconds}", "-vn", str(path))
    return path
