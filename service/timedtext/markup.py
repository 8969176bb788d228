"""WebVTT cue text checked, and made proper for writing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from service.timedtext import cuetext
from service.timedtext.cuetext import escape
from service.timedtext.model import Cue, tidy

_TAG = re.compile(r"<[^>]*(?:>|$)")
_ENDS = re.compile(r"[\t\n\f .]")
_AMPERSAND = re.compile(r"&(?!(?:#[0-9]+|#[xX][0-9a-fA-F]+|[A-Za-z][A-Za-z0-9]*);)")
_BREAKS = re.compile(r"\n{2,}")

Fault = tuple[int, str, str]  # where in the markup, a code, and words


def plain(markup: str) -> str:
    """What a reader sees of WebVTT cue text."""
    return cuetext.plain(cuetext.parse(markup))


def faults(markup: str) -> Iterator[Fault]:
    """Where cue text is not as the standard asks authors to write it (section 4.2.2): the parser reads it all the same.

    Only `<rt>` and a `<v>` around all of it may stay open.
    """
    for bare in _AMPERSAND.finditer(markup) if "&" in markup else ():
        yield bare.start(), "bare_ampersand", "`&` alone begins a character reference. Write `&amp;`."
    opened: list[tuple[str, int]] = []
    for tag in _TAG.finditer(markup):
        at, inner = tag.start(), tag.group()[1:].removesuffix(">")
        if not tag.group().endswith(">"):
            yield (
                at,
                "open_bracket",
                "`<` opens a tag that never closes. Close it, or write `&lt;` for the sign itself.",
            )
        name = inner[1:] if inner[:1] == "/" else _ENDS.split(inner, maxsplit=1)[0]
        if inner[:1].isdigit():
            if cuetext.moment(inner) is None:
                yield at, "unknown_tag", f"`<{inner[:40]}>` is no time like 00:00:01.000 and does nothing."
        elif name not in cuetext.TAGS:
            yield at, "unknown_tag", f"WebVTT does not know the tag `{tag.group()[:40]}`; it does nothing."
        elif inner[:1] != "/":
            opened.append((name, at))
        else:
            yield from _closed(opened, name, at)
    for name, at in opened:
        if name != "rt" and not (name == "v" and not markup[:at].strip()):
            yield at, "unclosed_tag", f"`<{name}>` is never closed. Add `</{name}>`."


def _closed(opened: list[tuple[str, int]], name: str, at: int) -> Iterator[Fault]:
    """Close the innermost tag, if it is the one that the end tag names."""
    if name == "ruby" and opened and opened[-1][0] == "rt":
        opened.pop()
    if not opened:
        yield at, "stray_end_tag", f"`</{name}>` closes nothing. Remove it, or open `<{name}>` before it."
    elif opened[-1][0] != name:
        yield at, "stray_end_tag", f"`</{name}>` comes before `</{opened[-1][0]}>`. Close the inner tag first."
    else:
        opened.pop()


@lru_cache(maxsize=8192)
def proper(markup: str) -> tuple[str, str]:
    """What the cue text says, and the same cue text as the standard has it."""
    nodes = cuetext.parse(markup)
    sound = "-->" not in markup and next(faults(markup), None) is None
    return cuetext.plain(nodes), _one_block(markup if sound else cuetext.write(nodes))


def as_webvtt(cue: Cue) -> str:
    """The cue's text for a WebVTT file: its markup, made proper, while that says the text, else the text escaped."""
    if cue.markup:
        said, written = proper(cue.markup)
        if said == cue.text or tidy(said) == cue.text:
            return written
    return escape(_one_block(cue.text))


def _one_block(text: str) -> str:
    """Lines that stay one cue: no blank line ends it."""
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    if "\n\n" in text or text[:1] == "\n" or text[-1:] == "\n":
        return _BREAKS.sub("\n", text).strip("\n")
    return text
