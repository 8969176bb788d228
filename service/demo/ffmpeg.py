"""ffmpeg with progress, as the pip package `imageio-ffmpeg` brings it."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path

import imageio_ffmpeg  # type: ignore[import-untyped]

ENCODED = (
    *("-c:v", "libx264", "-preset", "veryfast", "-crf", "21", "-g", "50", "-threads", "1"),
    *("-c:a", "aac", "-b:a", "96k", "-ar", "48000", "-ac", "2"),
    *("-fflags", "+bitexact", "-flags:v", "+bitexact", "-flags:a", "+bitexact", "-map_metadata", "-1"),
    *("-movflags", "+faststart"),
)  # the same bytes every time


class RenderFailed(Exception):
    """ffmpeg did not make the film; the message has its last words."""


def run(folder: Path, arguments: list[str], frames: int, progress: Callable[[float], None]) -> None:
    """Run it in a folder until it has made so many frames. `progress` gets a share from 0 to 1; what it raises stops
    ffmpeg."""
    command = [imageio_ffmpeg.get_ffmpeg_exe(), "-hide_banner", "-nostdin", "-loglevel", "error", "-y"]
    command += ["-progress", "pipe:1", "-stats_period", "0.2", *arguments]
    log = folder / "ffmpeg.log"
    with log.open("w") as errors:
        ffmpeg = subprocess.Popen(command, cwd=folder, stdout=subprocess.PIPE, stderr=errors, text=True)
        try:
            for line in ffmpeg.stdout or ():
                name, _, value = line.strip().partition("=")
                if name == "frame" and value.isdecimal():
                    progress(min(1.0, int(value) / frames))
            ffmpeg.wait()
        finally:
            if ffmpeg.poll() is None:
                ffmpeg.kill()
            ffmpeg.wait()
            if ffmpeg.stdout:
                ffmpeg.stdout.close()
    if ffmpeg.returncode != 0:
        raise RenderFailed(log.read_text(errors="replace").strip()[-400:] or f"ffmpeg ended with {ffmpeg.returncode}")
