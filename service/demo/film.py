"""The demo's films, rendered on the spot: drawn stills under a moving camera, steam, spoken lines.

`render` takes some seconds, reports how far it is, gives the same film every time, and leaves nothing half done: the
file appears under its name only when it is whole.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path

from service.demo import ffmpeg
from service.demo.content import Film, Shot, Speaker
from service.demo.drawing import HEIGHT, event, header
from service.demo.drawing import Path as Shape
from service.demo.pictures import STILLS
from service.demo.sound import soundtrack

SCRATCH = ".film-"  # what begins like this is left over from a render that was killed

Progress = Callable[[float, str], None]

# Camera by still: zoom at the first frame, zoom per frame, drift down the picture in pixels per frame.
_STILL_CAMERA = (1.03, 0.0007, 0.0)
_CAMERA = {
    "pour": (1.04, 0.0016, 0.5),
    "train": (1.10, 0.0, 0.0),
    "night": (1.14, -0.0012, 0.0),
    "chip": (1.02, 0.0018, 0.3),
    "call": (1.03, 0.0011, 0.4),
    "box": (1.12, -0.0010, 0.0),
    "plum": (1.03, 0.0009, 0.2),
    "morning": (1.14, -0.0009, 0.0),
    "window": (1.12, -0.0007, 0.0),
    "above": (1.16, -0.0016, 0.0),
    "chairs": (1.16, -0.0014, 0.0),
    "pack": (1.0, 0.0006, 0.1),
    "offer": (1.0, 0.0007, 0.0),
    "end": (1.0, 0.0005, 0.0),
}


def render(
    film: Film, speakers: Mapping[str, Speaker], directory: Path, progress: Progress = lambda done, what: None
) -> Path:
    """Render a film into `directory` and return its path. `progress` gets a share from 0 to 1 and what is being done.

    Interrupted by what that raises, this stops ffmpeg and removes what it wrote. Raises RenderFailed or SpeechFailed.
    """
    final = directory / film.file_name
    with tempfile.TemporaryDirectory(prefix=SCRATCH, dir=directory) as scratch:
        folder = Path(scratch)
        progress(0.0, "Speaking the lines")
        (folder / "sound.wav").write_bytes(soundtrack(film, speakers))
        progress(0.05, "Drawing the shots")
        _draw(film, folder)
        _encode(film, folder, lambda share: progress(0.05 + 0.95 * share, "Filming"))
        (folder / film.file_name).replace(final)
    progress(1.0, "The film is ready")
    return final


def _draw(film: Film, folder: Path) -> None:
    """The stills at twice the film's size, for the camera to move in, and what moves by itself at its own."""
    for still in {shot.still for shot in film.shots}:
        script = STILLS[still]().script(film.width_px * 2, film.height_px * 2)
        (folder / f"{still}.ass").write_text(script)
    moving = header(film.width_px, film.height_px)
    for shot in film.shots:
        begin_s, end_s = film.rate.ms(shot.in_frame) / 1000, film.rate.ms(shot.out_frame) / 1000
        moving += _steam(shot, begin_s, end_s, film.height_px / HEIGHT)
        if shot.still == "train":
            moving += _poles(begin_s, end_s, film)
        if shot.still == "window":
            moving += _rain(begin_s, end_s, film)
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


def _poles(begin_s: float, end_s: float, film: Film) -> str:
    """What passes the window of the train."""
    pixels = film.height_px / HEIGHT
    pole = Shape().rect(0, 22, 2.4, 66).scaled(pixels)
    written = ""
    at = begin_s
    while at < end_s:
        motion = f"\\move({film.width_px},0,{-3 * pixels:.0f},0)"
        written += event(0, at, min(at + 0.5, end_s), pole, "56655f", 0.5, 0.5 * pixels, motion)
        at += 0.55
    return written


def _rain(begin_s: float, end_s: float, film: Film) -> str:
    """Rain that comes in sideways."""
    pixels = film.height_px / HEIGHT
    drop = Shape().m(0, 0).line((7, 4), (7, 4.5), (0, 0.5)).scaled(pixels)
    written = ""
    for number in range(round((end_s - begin_s) * 14)):
        at = begin_s + number / 14
        y = number * 37 % 116 - 8
        motion = f"\\move({-20 * pixels:.0f},{y * pixels:.0f},{100 * pixels:.0f},{(y + 68) * pixels:.0f})"
        written += event(0, at, min(at + 0.4, end_s), drop, "e6eef0", 0.55, 0.2 * pixels, motion)
    return written


def _graph(film: Film) -> str:
    """One branch a shot: a painted still, light and grain, the camera; then all in a row under what moves."""
    branches = []
    for number, shot in enumerate(film.shots):
        zoom, per_frame, drift = _CAMERA.get(shot.still, _STILL_CAMERA)
        branches.append(
            f"color=c=black:s={film.width_px * 2}x{film.height_px * 2}:r=1:d=1,format=rgb24,ass={shot.still}.ass,"
            f"vignette=angle={'PI/9' if shot.still == 'end' else 'PI/5'},noise=alls=9:all_seed={number + 1},"
            f"zoompan=z='{zoom}+{per_frame}*on':x='(iw-iw/zoom)/2':y='(ih-ih/zoom)/2+{drift}*on'"
            f":d={shot.out_frame - shot.in_frame}:s={film.width_px}x{film.height_px}"
            f":fps={film.rate_num}/{film.rate_den},setsar=1,format=yuv420p[v{number}]"
        )
    row = "".join(f"[v{number}]" for number in range(len(film.shots)))
    return ";".join([*branches, f"{row}concat=n={len(film.shots)}:v=1:a=0,ass=moving.ass,format=yuv420p[picture]"])


def _encode(film: Film, folder: Path, progress: Callable[[float], None]) -> None:
    (folder / "graph.txt").write_text(_graph(film))
    arguments = [
        "-i",
        "sound.wav",
        "-/filter_complex",
        "graph.txt",
        "-map",
        "[picture]",
        "-map",
        "0:a",
        *ffmpeg.ENCODED,
    ]
    ffmpeg.run(folder, [*arguments, film.file_name], film.frames, progress)
