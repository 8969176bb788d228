"""`cutdown captions convert`: caption files in another format, with a report of what that format cannot carry."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import click
import msgspec
from msgspec.structs import replace

from service.commands.files import FILE, FOLDER, MODE, NEW_FILE, WRITABLE, Opened, Refused, opened, put, told
from service.timedtext import interchange
from service.timedtext.formats import FORMATS, Format
from service.timedtext.losses import Loss, losses
from service.timedtext.problems import Mode

MANY = 10  # files from which on a terminal shows how far it is


@click.command()
@click.argument("files", nargs=-1, required=True, type=FILE, metavar="FILE...")
@click.option("--to", required=True, type=click.Choice(WRITABLE), help="The format to write.")
@click.option("--out", type=FOLDER, help="Write into this folder, under the same names. Without: to standard output.")
@MODE
@click.option("--report", type=NEW_FILE, help="Write problems and losses of every file (JSON).")
def command(files: tuple[Path, ...], to: str, out: Path | None, mode: Mode, report: Path | None) -> None:
    """Convert caption files.

    The format of a FILE is told by its name, else by its content; - is standard input. What was wrong in a file goes to
    standard error with its line, and so does what the new format cannot carry; --report has all of it.

    \b
    cutdown captions convert film.srt --to vtt > film.vtt
    cutdown captions convert *.vtt --to ttml --out ttml --report report.json
    cutdown captions convert old.srt --to srt --mode repair --out mended
    cutdown captions convert *.vtt --to json | jq .cues[].text

    In JSON, several files are one object a line. Exit 0 when all were read, 1 when one was refused (the others are
    written all the same), 2 for wrong usage.
    """
    target = FORMATS[to]
    names = _names(files, target, out)
    said: list[dict[str, Any]] = []
    failed = False
    with click.progressbar(files, file=sys.stderr, hidden=len(files) < MANY or not sys.stderr.isatty()) as paths:
        for path in paths:
            one = opened(path, mode)
            if isinstance(one, Refused):
                failed = True
                click.echo(str(one), err=True)
            else:
                one = _named(one, target)
                put(_written(one, target), names[path])
                _tell(one, target)
            if report is not None:
                said.append(_reported(one, target))
    if report is not None:
        put(msgspec.json.format(msgspec.json.encode({"files": said}), indent=2) + b"\n", report)
    if failed:
        sys.exit(1)


def _names(files: Iterable[Path], target: Format, out: Path | None) -> dict[Path, Path | None]:
    """Where each file goes; two that would have one name, or one that would be written over, are wrong usage."""
    files = list(files)
    if out is None:
        if len(files) > 1 and target.name != "json":
            raise click.UsageError("several files need --out, a folder to write them into")
        return dict.fromkeys(files)
    names = {path: out / f"{'captions' if str(path) == '-' else path.stem}{target.suffix}" for path in files}
    twice = [str(name) for name, count in Counter(names.values()).items() if count > 1]
    if twice and len(set(files)) == len(names):
        raise click.UsageError(f"two files would be written as {twice[0]}; convert them into folders of their own")
    over = next((path for path, name in names.items() if name.resolve() == path.resolve()), None)
    if over is not None:
        raise click.UsageError(f"{over} would be written over; name another folder with --out")
    return dict(names)


def _named(one: Opened, target: Format) -> Opened:
    """The file with its language in the header of a WebVTT file, where that has none of its own."""
    if target.name != "vtt" or one.document.header or not one.document.language:
        return one
    return replace(one, document=replace(one.document, header=f"\nLanguage: {one.document.language}"))


def _written(one: Opened, target: Format) -> bytes:
    if target.name == "json":
        return interchange.written(one.document, one.file, one.format.name)
    return target.write(one.document)


def _tell(one: Opened, target: Format) -> None:
    if one.document.problems:
        click.echo(told(one), err=True)
    lost = Counter(loss.feature.replace("_", " ") for loss in _lost(one, target))
    if lost:
        counts = ", ".join(f"{feature} ({count})" for feature, count in lost.items())
        click.echo(f"{one.file}: {target.title} cannot carry: {counts}", err=True)


def _lost(one: Opened, target: Format) -> list[Loss]:
    return losses(one.document, target.carries)


def _reported(one: Opened | Refused, target: Format) -> dict[str, Any]:
    if isinstance(one, Refused):
        problems = [
            {"line": line, "code": "refused", "detail": detail, "repaired": False} for line, detail in one.places
        ]
        return {"file": one.file, "format": None, "to": target.name, "cues": 0, "problems": problems, "losses": []}
    return {
        "file": one.file,
        "format": one.format.name,
        "to": target.name,
        "cues": len(one.document.cues),
        "problems": one.document.problems,
        "losses": _lost(one, target),
    }
