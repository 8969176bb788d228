"""Caption files at the command line: reading, refusing in the way compilers do, writing."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import click
from msgspec import Struct

from service.timedtext.formats import FORMATS, Format, recognise
from service.timedtext.model import Document
from service.timedtext.problems import Mode, Unreadable

WRITABLE = [name for name, format in FORMATS.items() if format.writable]
READABLE = [format.title for format in FORMATS.values() if format.readable]
FILE = click.Path(exists=True, dir_okay=False, allow_dash=True, path_type=Path)
NEW_FILE = click.Path(dir_okay=False, path_type=Path)
FOLDER = click.Path(file_okay=False, path_type=Path)
MODE = click.option(
    "--mode",
    type=click.Choice(["strict", "repair"]),
    default="strict",
    show_default=True,
    help="To the letter of the format, or mending what is found in the wild and naming every mend.",
)
MOST_SHOWN = 20


class Refused(Struct, frozen=True):
    """A file that could not be read: every line that is wrong."""

    file: str
    places: list[tuple[int, str]]

    def __str__(self) -> str:
        shown = [f"{self.file}:{line}: {detail}" for line, detail in self.places[:MOST_SHOWN]]
        more = len(self.places) - len(shown)
        return "\n".join([*shown, f"{self.file}: and {more} more"] if more else shown)


class Opened(Struct, frozen=True):
    """A file that was read, and as what."""

    file: str
    format: Format
    document: Document


def opened(path: Path, mode: Mode) -> Opened | Refused:
    """A caption file, or why it is none."""
    try:
        data = sys.stdin.buffer.read() if str(path) == "-" else path.read_bytes()
    except OSError as error:
        return Refused(str(path), [(1, f"It cannot be read: {error.strerror or error}.")])
    format = recognise(data, path.name, mode)
    if format is None:
        return Refused(str(path), [(1, f"This is no caption file. Known are {', '.join(READABLE)}.")])
    try:
        return Opened(str(path), format, format.read(data, mode))
    except Unreadable as refusal:
        places = [(one.line, one.detail) for one in refusal.problems] or [(refusal.line, refusal.reason)]
        return Refused(str(path), places)


def told(one: Opened) -> str:
    """What was met in a file, a line each; of very much the first."""
    problems = one.document.problems
    shown = [f"{one.file}:{problem.line}: {problem.code}: {problem.detail}" for problem in problems[:MOST_SHOWN]]
    more = len(problems) - len(shown)
    return "\n".join([*shown, f"{one.file}: and {more} more problems; --report names all"] if more else shown)


def put(data: bytes, path: Path | None) -> None:
    """Write a file, or to standard output."""
    try:
        if path is None:
            sys.stdout.buffer.write(data)
            sys.stdout.buffer.flush()
            return
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    except BrokenPipeError:
        raise  # whoever reads has enough; click ends quietly
    except OSError as error:
        if path is None:  # what is still in its buffer must not be tried again at the end of the process
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise click.ClickException(
            f"{path or 'standard output'}: It cannot be written: {error.strerror or error}."
        ) from None
