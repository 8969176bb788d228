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
_SPAN = re.compile(
    r"<(?P<end>/?)(?P<name>c|i|b|u|ruby|rt|v|lang)(?P<classes>(?:\.[^\s.<>&]+)*)(?P<said>[ \t\n][^<>]*)?>"
)
_MOMENT = re.compile(r"<(?:[0-9]{2,}:)?[0-5][0-9]:[0-5][0-9]\.[0-9]{3}>")


def escape(text: str) -> str:
    """Plain text as WebVTT cue text."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def plain(markup: str) -> str:
    """What a reader sees of WebVTT cue text."""
    return tidy(html.unescape(_TAG.sub("", markup)))


def fault_in(markup: str) -> tuple[int, str] | None:
    """Where tags do not pair up, and what is wrong there. Only `<rt>` and a `<v>` around all of it may stay open."""
    at = markup.rfind("<")
    if at >= 0 and ">" not in markup[at:]:
        return at, "`<` opens a tag that never closes. Close it, or write `&lt;` for the sign itself."
    opened: list[tuple[str, int]] = []
    for tag in _SPAN.finditer(markup):
        name = tag["name"]
        if not tag["end"]:
            opened.append((name, tag.start()))
            continue
        if name == "ruby" and opened and opened[-1][0] == "rt":
            opened.pop()
        if not opened:
            return tag.start(), f"`</{name}>` closes nothing. Remove it, or open `<{name}>` before it."
        if opened[-1][0] != name:
            return tag.start(), f"`</{name}>` comes before `</{opened[-1][0]}>`. Close the inner tag first."
        opened.pop()
    left = [one for one in opened if one[0] != "rt" and not (one[0] == "v" and not markup[: one[1]].strip())]
    return (left[0][1], f"`<{left[0][0]}>` is never closed. Add `</{left[0][0]}>`.") if left else None


def proper(markup: str) -> str:
    """The same cue text as the standard has it: every `&` a character reference, and only tags that it knows."""
    pieces: list[str] = []
    end = 0
    for tag in _TAG.finditer(markup):
        pieces += [escape(html.unescape(markup[end : tag.start()])), _proper_tag(tag.group())]
        end = tag.end()
    return "".join([*pieces, escape(html.unescape(markup[end:]))])


def _proper_tag(tag: str) -> str:
    if _MOMENT.fullmatch(tag):
        return tag
    span = _SPAN.fullmatch(tag)
    if span is None:
        return ""
    said = escape(" ".join(html.unescape(span["said"] or "").split()))
    return f"<{span['end']}{span['name']}{span['classes'] or ''}{' ' + said if said else ''}>"


def as_webvtt(cue: Cue) -> str:
    """The cue's text for a WebVTT file: its markup while that is right and says the text, else the text escaped."""
    if cue.markup and plain(cue.markup) == cue.text and fault_in(cue.markup) is None:
        return tidy(proper(cue.markup))
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
