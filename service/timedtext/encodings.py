"""Bytes of unknown encoding to text: byte order marks and the Unicode encodings first, then what the letters say.

`repaired` takes every file and names what it took it for; `looks_like` only says what a file that is not UTF-8 would be
taken for, so that a person can be told.
"""

from __future__ import annotations

import codecs
import contextlib
import re

from msgspec import Struct

from service.timedtext import legacy_encodings
from service.timedtext.problems import Problem

MARKS = (  # the longer first: UTF-32LE begins like UTF-16LE
    (codecs.BOM_UTF32_LE, "UTF-32LE"),
    (codecs.BOM_UTF32_BE, "UTF-32BE"),
    (codecs.BOM_UTF8, "UTF-8"),
    (codecs.BOM_UTF16_LE, "UTF-16LE"),
    (codecs.BOM_UTF16_BE, "UTF-16BE"),
)
_SURE = 60  # percent, below which a message names no encoding
_MANY = 2  # characters of UTF-8 for each wrong byte, from which on a file is damaged UTF-8 and nothing else
_HIGH = re.compile(rb"[\x80-\xff]")
_JIS = re.compile(rb"\x1b\$[@B]")
_MULTIBYTE = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")


class Guess(Struct, frozen=True):
    """An encoding by the name that `iconv` and Python know, and how sure that is, in percent."""

    name: str
    percent: int


def repaired(data: bytes) -> tuple[str, Problem | None]:
    """The text of a file in whatever encoding, without its byte order mark, and what it was taken for where that is
    not UTF-8. Bytes that no encoding explains become U+FFFD."""
    for mark, name in MARKS:
        if data.startswith(mark):
            return _decoded(data[len(mark) :], Guess(name, 100), marked=True)
    wide = _without_mark(data)
    if wide is not None:
        return _decoded(data, wide)
    if not _JIS.search(data):
        try:
            return data.decode(), None
        except UnicodeDecodeError as error:
            if _mostly_utf_8(data):
                return _patched(data, error)
    return _decoded(data, _guess(data) or Guess("Windows-1252", 0))


def looks_like(data: bytes) -> str | None:
    """The name of an encoding that gives sense to these bytes, which are not UTF-8; None where it would be a guess."""
    guess = _without_mark(data) or _guess(data)
    return guess.name if guess is not None and guess.percent >= _SURE else None


def _guess(data: bytes) -> Guess | None:
    if _JIS.search(data):
        return Guess("ISO-2022-JP", 99)
    found = legacy_encodings.most_plausible(data)
    return Guess(*found) if found else None


def _without_mark(data: bytes) -> Guess | None:
    """UTF-16 or UTF-32 by its zero bytes: digits, spaces and line ends of a caption file have them in any language."""
    sample = data[:65_536]
    if sample.count(0) * 10 < len(sample) or not sample:
        return None
    for name in ("UTF-32LE", "UTF-32BE"):  # of four bytes one or two are never used, which nothing else has
        with contextlib.suppress(UnicodeDecodeError):
            sample[: len(sample) // 4 * 4].decode(name)
            return Guess(name, 99)
    return Guess("UTF-16BE" if sample[0::2].count(0) > sample[1::2].count(0) else "UTF-16LE", 95)


def _decoded(data: bytes, guess: Guess, *, marked: bool = False) -> tuple[str, Problem | None]:
    text = data.decode(legacy_encodings.codec_of(guess.name), "replace")
    lost = text.count("\N{REPLACEMENT CHARACTER}")
    if guess.name == "UTF-8" and not lost:
        return text, None
    how = "by its byte order mark" if marked else f"by what its text looks like, confidence {guess.percent} %"
    detail = f"The file is {guess.name}, {how}."
    if lost:
        detail += f" {lost:,} character{'s' if lost > 1 else ''} could not be read."
    if guess.percent < _SURE:
        detail = f"No encoding explains the file well; it was read as {guess.name}. Check its text."
    return text, Problem(1, "encoding", detail, repaired=not lost and guess.percent >= _SURE)


def _mostly_utf_8(data: bytes) -> bool:
    right = _MULTIBYTE.findall(data)
    wrong = len(_HIGH.findall(data)) - sum(map(len, right))
    return len(right) >= _MANY * wrong


def _patched(data: bytes, first: UnicodeDecodeError) -> tuple[str, Problem]:
    """Damaged UTF-8: each wrong byte is what Windows-1252 has there, as editors leave it that mix the two."""
    line = data.count(b"\n", 0, first.start) + 1
    text = data.decode("utf-8", "surrogateescape")
    count = len(_LONE.findall(text))
    text = _LONE.sub(lambda byte: bytes([ord(byte[0]) - 0xDC00]).decode("cp1252", "replace"), text)
    detail = f"{count:,} byte{'s' if count > 1 else ''} of this UTF-8 file, here the first, were read as Windows-1252."
    return text, Problem(line, "encoding", detail, repaired="\N{REPLACEMENT CHARACTER}" not in text)


_LONE = re.compile("[\udc80-\udcff]")
