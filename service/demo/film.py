"""The demo's master, rendered on the spot: drawn stills under a moving camera, steam, spoken lines.

`render` takes some seconds, reports how far it is, gives the same film every time, and leaves nothing half done: the
file appears under its name only when it is whole.
"""

from __future__ import annotations

import subprocess
import tempfile
from collections.abc import Callable
from pathlib import Path

import imageio_ffmpeg  # type: ignore[import-untyped]

from service.demo.content import Content, Master, Shot, content
from service.demo.drawing import HEIGHT, event, header
from service.demo.drawing import Path as Shape
from service.demo.pictures import STILLS
from service.demo.sound import soundtrack
from service.timedtext.timing import Rate

FILE_NAME = "the-same-cup.mp4"

Progress = Callable[[float, str], None]

# Camera by still: zoom at the first frame, zoom per frame, drift down the picture in pixels per frame.
_STILL_CAMERA = (1.03, 0.0007, 0.0)
_CAMERA = {
    "pour": (1.04, 0.0016, 0.5),
    "train": (1.10, 0.0, 0.0),
    "night": (1.14, -0.0012, 0.0),
    "chip": (1.02, 0.0018, 0.3),
    "call": (1.03, 0.0011, 0.4),
    "morning": (1.14, -0.0009, 0.0),
    "end": (1.0, 0.0005, 0.0),
}


class RenderFailed(Exception):
    """ffmpeg did not make the film; the message has its last words."""


def render(directory: Path, progress: Progress = lambda done, what: None, demo: Content | None = None) -> Path:
    """Render the master of the demo (as it ships, unless another is given) into `directory` and return its path.
    `progress` gets a share from 0 to 1 and what is being done. Interrupted, it stops ffmpeg and removes what it wrote;
    raises RenderFailed or SpeechFailed."""
    demo = demo or content()
    final = directory / FILE_NAME
    with tempfile.TemporaryDirectory(prefix=".film-", dir=directory) as scratch:
        folder = Path(scratch)
        progress(0.0, "Speaking the lines")
        rate = Rate(demo.master.rate_num, demo.master.rate_den)
        (folder / "sound.wav").write_bytes(soundtrack(demo, rate.ms(demo.master.frames)))
        progress(0.1, "Drawing the shots")
        _draw(demo, folder, rate)
        _encode(demo, folder, lambda share: progress(0.1 + 0.9 * share, "Filming"))
        (folder / FILE_NAME).replace(final)
    progress(1.0, "The film is ready")
    return final


def _draw(demo: Content, folder: Path, rate: Rate) -> None:
    """The stills at twice the film's size, for the camera to move in, and what moves by itself at its own."""
    master = demo.master
    for shot in master.shots:
        script = STILLS[shot.still]().script(master.width_px * 2, master.height_px * 2)
        (folder / f"{shot.still}.ass").write_text(script)
    moving = header(master.width_px, master.height_px)
    for shot in master.shots:
        begin_s, end_s = rate.ms(shot.in_frame) / 1000, rate.ms(shot.out_frame) / 1000
        moving += _steam(shot, begin_s, end_s, master.height_px / HEIGHT)
        if shot.still == "train":
            moving += _poles(begin_s, end_s, master)
    (folder / "moving.ass").write_text(moving)


def _steam(shot: Shot, begin_s: float, end_s: float, pixels: float) -> str:
    """Puffs that rise and fade above every cup of the shot."""
    puff = Shape().oval(0, 0, 2.6, 5).scaled(pixels)
    written = ""
    for number, (x, y) in enumerate(STILLS[shot.still]().steam):
        at = begin_s - 1.2 + 0.25 * (number % 2)
        while at < end_s:
            shown, gone = max(at, begin_s), min(at + 1.8, end_s)
            if gone - shown > 0.2:
                rise = (y - 8 * (shown - at)) * pixels, (y - 8 * (gone - at)) * pixels
                sway = 1.5 * pixels * (1 if int(at * 4) % 2 else -1)
                motion = f"\\move({x * pixels:.0f},{rise[0]:.0f},{x * pixels + sway:.0f},{rise[1]:.0f})\\fad(300,700)"
                written += event(1, shown, gone, puff, "ffffff", 0.26, 1.4 * pixels, motion)
            at += 0.5
    return written


def _poles(begin_s: float, end_s: float, master: Master) -> str:
    """What passes the window of the train."""
    pixels = master.height_px / HEIGHT
    pole = Shape().rect(0, 22, 2.4, 66).scaled(pixels)
    written = ""
    at = begin_s
    while at < end_s:
        motion = f"\\move({master.width_px},0,{-3 * pixels:.0f},0)"
        written += event(0, at, min(at + 0.5, end_s), pole, "56655f", 0.5, 0.5 * pixels, motion)
        at += 0.55
    return written


def _graph(master: Master) -> str:
    """One branch a shot: a painted still, light and grain, the camera; then all in a row under what moves."""
    branches = []
    for number, shot in enumerate(master.shots):
        zoom, per_frame, drift = _CAMERA.get(shot.still, _STILL_CAMERA)
        branches.append(
            f"color=c=black:s={master.width_px * 2}x{master.height_px * 2}:r=1:d=1,format=rgb24,ass={shot.still}.ass,"
            f"vignette=angle={'PI/9' if shot.still == 'end' else 'PI/5'},noise=alls=9:all_seed={number + 1},"
            f"zoompan=z='{zoom}+{per_frame}*on':x='(iw-iw/zoom)/2':y='(ih-ih/zoom)/2+{drift}*on'"
            f":d={shot.out_frame - shot.in_frame}:s={master.width_px}x{master.height_px}"
            f":fps={master.rate_num}/{master.rate_den},setsar=1,format=yuv420p[v{number}]"
        )
    row = "".join(f"[v{number}]" for number in range(len(master.shots)))
    return ";".join([*branches, f"{row}concat=n={len(master.shots)}:v=1:a=0,ass=moving.ass,format=yuv420p[picture]"])


def _encode(demo: Content, folder: Path, progress: Callable[[float], None]) -> None:
    (folder / "graph.txt").write_text(_graph(demo.master))
    command = [imageio_ffmpeg.get_ffmpeg_exe(), "-hide_banner", "-nostdin", "-loglevel", "error", "-y"]
    command += ["-progress", "pipe:1", "-stats_period", "0.2", "-i", "sound.wav", "-/filter_complex", "graph.txt"]
    command += ["-map", "[picture]", "-map", "0:a"]
    command += ["-c:v", "libx264", "-preset", "veryfast", "-crf", "21", "-g", "50", "-threads", "2"]
    command += ["-c:a", "aac", "-b:a", "96k", "-ar", "48000", "-ac", "2"]
    command += ["-fflags", "+bitexact", "-flags:v", "+bitexact", "-flags:a", "+bitexact", "-map_metadata", "-1"]
    command += ["-movflags", "+faststart", FILE_NAME]
    log = folder / "ffmpeg.log"
    with log.open("w") as errors:
        ffmpeg = subprocess.Popen(command, cwd=folder, stdout=subprocess.PIPE, stderr=errors, text=True)
        try:
            for line in ffmpeg.stdout or ():
                name, _, value = line.strip().partition("=")
                if name == "frame" and value.isdecimal():
                    progress(min(1.0, int(value) / demo.master.frames))
            ffmpeg.wait()
        finally:
            if ffmpeg.poll() is None:
                ffmpeg.kill()
            ffmpeg.wait()
            if ffmpeg.stdout:
                ffmpeg.stdout.close()
    if ffmpeg.returncode != 0:
        raise RenderFailed(log.read_text(errors="replace").strip()[-400:] or f"ffmpeg ended with {ffmpeg.returncode}")
