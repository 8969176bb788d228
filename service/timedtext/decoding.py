"""Bytes of a caption file to its lines: the limits and the encoding rule that all text formats share."""

from __future__ import annotations

import codecs
import re

from service.timedtext.encodings import MARKS, looks_like, repaired
from service.timedtext.model import split_lines
from service.timedtext.problems import Mode, Problem, Unreadable

MAX_BYTES = 4 * 1024 * 1024
MAX_CUES = 20_000
MAX_LINE_CHARS = 10_000
MAX_MS = 100 * 3_600_000 - 1  # 99:59:59.999, the last time that two digits of hours can write

EMPTY = "The file is empty. Send the file that has the captions."
NEGATIVE = "A caption time cannot be negative. Shift the file so that it begins at 0 or later."
_NEGATIVE = re.compile(r"(?:^|[\s>])-[0-9]")
_WAY_OUT = "Save the file as UTF-8 and send it again."
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f\ufeff]")
_UNSHOWN = re.compile(r"[\x00-\x08\x0b\x0e-\x1f]")


def text_of(data: bytes, mode: Mode = "strict") -> tuple[str, tuple[Problem, ...]]:
    r"""The text of a file with `\n` between lines. Strict: UTF-8, else Unreadable with the place of the first fault.
    Repair: whatever it was taken for, without characters that nothing shows; each repair is a problem. Raises
    Unreadable at the limits."""
    check_size(data)
    text, found = _strictly(data) if mode == "strict" else _mended(data)
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    check_lengths(text.split("\n"))
    return text, tuple(found)


def decode(data: bytes, mode: Mode = "strict") -> tuple[list[str], tuple[Problem, ...]]:
    """`text_of` as lines."""
    text, problems = text_of(data, mode)
    return text.split("\n"), problems


def check_size(data: bytes) -> None:
    """Raise Unreadable of a file that is empty or larger than any caption file."""
    if len(data) > MAX_BYTES:
        raise Unreadable(1, f"The file has {len(data):,} bytes; a caption file has at most {MAX_BYTES:,}. Split it.")
    if not data.strip(b" \t\r\n\xef\xbb\xbf"):
        raise Unreadable(1, EMPTY)


def check_narrow(data: bytes) -> None:
    """Raise Unreadable of a file in UTF-16 or UTF-32."""
    marked = next((name for mark, name in MARKS if data.startswith(mark)), "UTF-8")
    if marked != "UTF-8":
        name = marked[:6]  # the mark itself tells iconv the order of the bytes
        raise Unreadable(1, f"The file is {name}, not UTF-8. {_way_out(name)}")
    if data.count(0) * 3 > len(data):  # legal in UTF-8, and yet no text
        name = looks_like(data) or "UTF-16"
        raise Unreadable(1, f"The file looks like {name}, not UTF-8. {_way_out(name)}")


def check_lengths(lines: list[str]) -> None:
    """Raise Unreadable of a line that is longer than any caption."""
    if max(map(len, lines)) > MAX_LINE_CHARS:
        number, line = next((at, line) for at, line in enumerate(lines, start=1) if len(line) > MAX_LINE_CHARS)
        raise Unreadable(number, f"The line has {len(line):,} characters; at most {MAX_LINE_CHARS:,} are read.")


def controls(text: str) -> list[Problem]:
    """The lines with characters that nobody can be shown."""
    if not _UNSHOWN.search(text):
        return []
    met = ((at, _UNSHOWN.search(line)) for at, line in enumerate(split_lines(text), start=1))
    said = "The control character U+{:04X} cannot be shown. Remove it."
    return [Problem(at, "control_character", said.format(ord(one[0]))) for at, one in met if one]


def _strictly(data: bytes) -> tuple[str, list[Problem]]:
    check_narrow(data)
    try:
        text = data.removeprefix(codecs.BOM_UTF8).decode("utf-8").replace("\0", "\N{REPLACEMENT CHARACTER}")
    except UnicodeDecodeError as error:
        raise not_utf8(data, error) from None
    for problem in controls(text):
        raise Unreadable(problem.line, problem.detail)
    return text, []


def _mended(data: bytes) -> tuple[str, list[Problem]]:
    text, problem = repaired(data)
    found = [problem] if problem else []
    first = _CONTROLS.search(text)
    if first:
        line = len(split_lines(text[: first.start()]))
        text, count = _CONTROLS.subn("", text)
        several = "s that show nothing were" if count > 1 else " that shows nothing was"
        found.append(Problem(line, "control_character", f"{count:,} character{several} removed.", repaired=True))
    if not text.strip():
        raise Unreadable(1, EMPTY)
    return text, found


def negative(line: str) -> bool:
    """Whether a time line has a time below zero, as editors write it that shift a file too far."""
    return "-->" in line and _NEGATIVE.search(line) is not None


def check_count(line: int, count: int) -> None:
    if count > MAX_CUES:
        raise Unreadable(line, f"The file has more than {MAX_CUES:,} cues. Split it.")


def not_utf8(data: bytes, error: UnicodeDecodeError) -> Unreadable:
    """Where a file stops being UTF-8, what it looks like, and the way out."""
    base = len(data) - len(error.object)
    before = error.object[: error.start].decode("utf-8")
    lines = split_lines(before)
    place = f"byte {base + error.start + 1}, line {len(lines)}, character {len(lines[-1]) + 1}"
    value = error.object[error.start]
    name = looks_like(data)
    guess = f" It looks like {name}." if name else ""
    return Unreadable(len(lines), f"The file is not UTF-8: 0x{value:02X} at {place}.{guess} {_way_out(name)}")


def _way_out(name: str | None) -> str:
    return f"{_WAY_OUT} (iconv -f {name} -t UTF-8 does it.)" if name else _WAY_OUT
