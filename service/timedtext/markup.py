"""WebVTT cue text: what a reader sees of it, and how plain text is written in it.

Source: W3C WebVTT, sections "WebVTT cue text tokenizer" and "WebVTT cue text". Tags vanish and their content stays;
character references are those of HTML.
"""

from __future__ import annotations

import html
import re

from service.timedtext.model import Cue, tidy

_TAG = re.compile(r"<[^>]*(?:>|$)")
_SRT_KEPT = re.compile(r"<(/?)([ibu])>", re.IGNORECASE)
_SRT_DROPPED = re.compile(r"</?font\b[^>]*>|\{\\an?\d+\}", re.IGNORECASE)
_SIMPLE = re.compile(r"</?[ibu]>")


def escape(text: str) -> str:
    """Plain text as WebVTT cue text."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def plain(markup: str) -> str:
    """What a reader sees of WebVTT cue text."""
    return tidy(html.unescape(_TAG.sub("", markup)))


def unclosed_tag(markup: str) -> int | None:
    """Where a `<` stands that no `>` follows: a player would show nothing from there on."""
    at = markup.rfind("<")
    return at if at >= 0 and ">" not in markup[at:] else None


def as_webvtt(cue: Cue) -> str:
    """The cue's text for a WebVTT file: its markup while that still says the text, else the text escaped."""
    if cue.markup and plain(cue.markup) == cue.text:
        return tidy(cue.markup)
    return escape(tidy(cue.text))


def as_srt(cue: Cue) -> str:
    """The cue's text for an SRT file: of the markup only `<i>`, `<b>` and `<u>` remain.

    SRT has no escapes, so an arrow in the text, which would read as a time line, is written as `→`.
    """
    text = tidy(cue.text)
    if cue.markup and plain(cue.markup) == cue.text:
        kept = _TAG.sub(lambda tag: tag.group() if _SIMPLE.fullmatch(tag.group()) else "", cue.markup)
        text = tidy(html.unescape(kept))
    return text.replace("-->", "→")


def from_srt(text: str) -> tuple[str, str, bool]:
    """SRT text as (plain text, WebVTT markup or empty, whether font or position codes were left out)."""
    bare = _SRT_DROPPED.sub("", text)
    seen = tidy(_SRT_KEPT.sub("", bare))
    markup = ""
    if _SRT_KEPT.search(bare):
        pieces: list[str] = []
        end = 0
        for tag in _SRT_KEPT.finditer(bare):
            pieces += [escape(bare[end : tag.start()]), tag.group().lower()]
            end = tag.end()
        markup = tidy("".join([*pieces, escape(bare[end:])]))
    return seen, markup, bare != text
