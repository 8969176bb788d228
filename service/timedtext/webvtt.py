"""WebVTT. Reading is strict: what a player would skip or guess is refused with its line, so nothing is lost unseen.

webvtt-py splits the file into cues; it takes more than the standard does and names no lines, so the signature, every
time line and every tag are checked here first. Writing gives the same bytes for the same document: LF, three digits
of milliseconds, one blank line between cues. Source: W3C WebVTT, sections 4 and 6.
"""

from __future__ import annotations

import re

import webvtt
from webvtt.errors import MalformedCaptionError, MalformedFileError
from webvtt.models import Caption

from service.timedtext import decoding, markup
from service.timedtext.losses import Feature
from service.timedtext.model import Cue, Document, split_lines
from service.timedtext.problems import LEFT_OUT, Mode, Problem, Unreadable

_STAMP = r"(?:([0-9]{2,}):)?([0-5][0-9]):([0-5][0-9])\.([0-9]{3})"
_TIME_LINE = re.compile(rf"[ \t]*{_STAMP}[ \t]*-->[ \t]*{_STAMP}(?:[ \t]+(?!.*-->).*)?")
_SIGNATURE = re.compile(r"WEBVTT(?:[ \t].*)?")
_ASIDE = re.compile(r"NOTE(?:[ \t].*)?|(?:STYLE|REGION)[ \t]*")
_LANGUAGE = re.compile(r"Language:[ \t]*([A-Za-z0-9-]+)[ \t]*")


CARRIES: frozenset[Feature] = frozenset()


def read(data: bytes, mode: Mode = "strict") -> Document:
    """The cues of a WebVTT file; raises Unreadable."""
    lines = decoding.lines_of(data)
    if not _SIGNATURE.fullmatch(lines[0]):
        raise Unreadable(1, "A WebVTT file begins with the line WEBVTT. Add it, or send the file as what it is.")
    for number, block in decoding.blocks_of(lines)[1:]:
        if not (_ASIDE.fullmatch(block[0]) or any("-->" in line for line in block)):
            raise Unreadable(number, "This text has no time line. Remove the blank line before it, or give it times.")
    places = [number for number, line in enumerate(lines, start=1) if "-->" in line]
    decoding.check_count(places[decoding.MAX_CUES] if len(places) > decoding.MAX_CUES else 1, len(places))
    times = [_times(number, lines) for number in places]
    try:
        file = webvtt.from_string("\n".join(lines), strict=True)
    except (MalformedFileError, MalformedCaptionError) as error:
        raise Unreadable(1, f"The file is not WebVTT: {error}") from None
    if len(file.captions) != len(places):
        raise Unreadable(1, "Some cues cannot be told apart. Put one blank line between cues.")
    cues = [_cue(*found) for found in zip(places, times, file.captions, strict=True)]
    language = next((match[1] for line in file.metadata if (match := _LANGUAGE.fullmatch(line))), None)
    left_out = tuple(Problem(1, LEFT_OUT, one) for one in _left_out(file))
    return Document(tuple(cues), language, tuple(places), problems=left_out)


def write(document: Document, *, identifiers: bool = False) -> bytes:
    """The file's bytes. Cue ids are ours and stay out, unless `identifiers` asks for them."""
    blocks = ["WEBVTT\n"]
    for cue in document.cues:
        name = f"{cue.id}\n" if identifiers and cue.id else ""
        settings = "" if "-->" in cue.settings else " ".join(cue.settings.split())
        times = f"{stamp(cue.begin_ms)} --> {stamp(cue.end_ms)} {settings}".rstrip()
        text = markup.as_webvtt(cue)
        blocks.append(f"{name}{times}\n{text}\n" if text else f"{name}{times}\n")
    return "\n".join(blocks).encode()


def stamp(ms: int, separator: str = ".") -> str:
    """`hh:mm:ss.mmm`"""
    if not 0 <= ms <= decoding.MAX_MS:
        raise ValueError(f"{ms} ms cannot be written as a caption time")
    seconds, rest = divmod(ms, 1000)
    return f"{seconds // 3600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}{separator}{rest:03d}"


def _times(number: int, lines: list[str]) -> tuple[int, int]:
    line = lines[number - 1]
    match = _TIME_LINE.fullmatch(line)
    if match is None and decoding.negative(line):
        raise Unreadable(number, decoding.NEGATIVE)
    if match is None:
        raise Unreadable(number, f"{line.strip()[:80]!r} is not a WebVTT time line like 00:00:01.000 --> 00:00:02.500.")
    above = lines[number - 2]
    named = number > 3 and not lines[number - 3] and "-->" not in above
    if above and not named:
        raise Unreadable(number, "A blank line is missing before this cue. Add it.")
    parts = match.groups(default="0")
    begin_ms, end_ms = _ms(parts[:4], number), _ms(parts[4:], number)
    decoding.check_times(number, begin_ms, end_ms)
    return begin_ms, end_ms


def _ms(parts: tuple[str, ...], number: int) -> int:
    if len(parts[0].lstrip("0")) > 2:
        raise Unreadable(number, "The cue ends after 99:59:59.999. Correct its times.")
    hours, minutes, seconds, ms = map(int, parts)
    return ((hours * 60 + minutes) * 60 + seconds) * 1000 + ms


def _cue(number: int, times: tuple[int, int], caption: Caption) -> Cue:
    raw = "\n".join(caption.lines)
    fault = markup.fault_in(raw)
    if fault is not None:
        at, reason = fault
        raise Unreadable(number + len(split_lines(raw[:at])), reason)
    return Cue(
        id=caption.identifier or "",
        begin_ms=times[0],
        end_ms=times[1],
        text=markup.plain(raw),
        settings=" ".join(str(caption.settings).split()),
        markup=markup.proper(raw) if "<" in raw else "",
    )


def _left_out(file: webvtt.WebVTT) -> tuple[str, ...]:
    notes = len(file.header_comments) + len(file.footer_comments)
    notes += sum(len(caption.comments) for caption in file.captions)
    counts = {"STYLE block": len(file.styles), "REGION block": len(file.regions), "NOTE": notes}
    return tuple(f"{count} {name}{'s' if count > 1 else ''}" for name, count in counts.items() if count)
