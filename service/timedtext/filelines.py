"""A text file as numbered lines, for the readers that go on where something is wrong.

`strictly` decodes as the WebVTT standard does: what is not UTF-8 becomes U+FFFD and is named. `mended` finds the
encoding and takes out what nobody can be shown.
"""

from __future__ import annotations

import codecs
from collections.abc import Sequence

from msgspec import Struct

from service.timedtext import decoding
from service.timedtext.model import split_lines
from service.timedtext.problems import Problem


class Lines(Struct):
    """The lines of a file, the number of each in the file as it came, and what was met on the way."""

    lines: list[str]
    places: Sequence[int]
    problems: list[Problem]


def strictly(data: bytes) -> Lines:
    """The lines of a file that should be UTF-8; raises Unreadable for what is no text, and beyond the limits."""
    decoding.check_size(data)
    decoding.check_narrow(data)
    problems = []
    bare = data.removeprefix(codecs.BOM_UTF8)
    try:
        text = bare.decode("utf-8")
    except UnicodeDecodeError as error:
        fault = decoding.not_utf8(data, error)
        problems.append(Problem(fault.line, "encoding", fault.reason))
        text = bare.decode("utf-8", "replace")
    text = text.replace("\0", "\N{REPLACEMENT CHARACTER}")
    lines = split_lines(text)
    decoding.check_lengths(lines)
    return Lines(lines, range(1, len(lines) + 1), problems + decoding.controls(text))


def mended(data: bytes) -> Lines:
    """The lines of a file in whatever encoding it is, without control characters; raises Unreadable."""
    lines, problems = decoding.decode(data, "repair")
    return Lines(lines, range(1, len(lines) + 1), list(problems))
