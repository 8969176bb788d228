"""A small real film whose every frame says its number: eight bars, white for a one, the highest bit on the left."""

from __future__ import annotations

import subprocess
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import imageio_ffmpeg  # type: ignore[import-untyped]

WIDTH, HEIGHT, FPS = 144, 256, 25
BITS = 8

# Reads the number off a picture that a page shows.
NUMBER = f"""video => {{
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [{BITS}, 1];
  const context = canvas.getContext("2d");
  context.drawImage(video, 0, 0, {BITS}, 1);
  const pixels = context.getImageData(0, 0, {BITS}, 1).data;
  const bits = Array.from({{length: {BITS}}}, (_, at) => Number(pixels[4 * at] > 127));
  return bits.reduce((sum, bit) => 2 * sum + bit, 0);
}}"""


@cache
def numbered(first: int, count: int) -> bytes:
    """An MP4 as previews are: H.264 with a key frame every half second, AAC, 25 frames a second."""
    with TemporaryDirectory() as folder:
        made = Path(folder, "film.mp4")
        picture = ["-f", "rawvideo", "-pix_fmt", "gray", "-s", f"{WIDTH}x{HEIGHT}", "-r", str(FPS), "-i", "-"]
        sound = ["-f", "lavfi", "-i", f"sine=frequency=440:duration={count / FPS}"]
        codec = ["-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p", "-g", "12", "-c:a", "aac"]
        command = [imageio_ffmpeg.get_ffmpeg_exe(), "-v", "error", *picture, *sound, *codec, "-movflags", "+faststart"]
        frames = b"".join(_frame(first + at) for at in range(count))
        subprocess.run([*command, str(made)], input=frames, check=True)
        return made.read_bytes()


def _frame(number: int) -> bytes:
    bars = (255 if number >> bit & 1 else 0 for bit in reversed(range(BITS)))
    return b"".join(bytes([bar]) * (WIDTH // BITS) for bar in bars) * HEIGHT
