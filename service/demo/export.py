"""A cut as an editing program exports it: the stretches of its films, one after the other, in a file."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path

from service.demo import ffmpeg
from service.demo.content import Content, Cut
from service.demo.film import SCRATCH

Progress = Callable[[float, str], None]


def export(demo: Content, cut: Cut, directory: Path, progress: Progress = lambda done, what: None) -> Path:
    """Make the film of a cut from the films in `directory`, beside them; its path. Like `film.render`, it leaves
    nothing half done."""
    final = directory / f"{cut.key.replace(' ', '-').lower()}.mp4"
    with tempfile.TemporaryDirectory(prefix=SCRATCH, dir=directory) as scratch:
        folder = Path(scratch)
        films = demo.films_of(cut)
        inputs = [word for film in films for word in ("-i", str(directory / film.file_name))]
        (folder / "graph.txt").write_text(_graph(demo, cut))
        arguments = [*inputs, "-/filter_complex", "graph.txt", "-map", "[picture]", "-map", "[sound]", *ffmpeg.ENCODED]
        what = f"Filming {cut.name}"
        ffmpeg.run(folder, [*arguments, final.name], demo.frames(cut), lambda share: progress(share, what))
        (folder / final.name).replace(final)
    return final


def _graph(demo: Content, cut: Cut) -> str:
    films = demo.films_of(cut)
    parts = []
    for number, (film, into, out, _) in enumerate(demo.placed(cut)):
        given, rate = films.index(film), film.rate_num / film.rate_den
        parts.append(f"[{given}:v]trim=start_frame={into}:end_frame={out},setpts=PTS-STARTPTS[v{number}]")
        parts.append(f"[{given}:a]atrim={into / rate}:{out / rate},asetpts=PTS-STARTPTS[a{number}]")
    row = "".join(f"[v{number}][a{number}]" for number in range(len(parts) // 2))
    fps = f"fps={demo.master.rate_num}/{demo.master.rate_den}"
    return ";".join([*parts, f"{row}concat=n={len(parts) // 2}:v=1:a=1[joined][sound]", f"[joined]{fps}[picture]"])
