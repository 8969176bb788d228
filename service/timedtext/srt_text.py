"""The text of an SRT cue and the WebVTT cue text it means.

SRT has no standard; what players agree on is `<i>`, `<b>`, `<u>` (also as `{i}`), `<font color>` and, from ASS,
override codes in braces, of which `{\\an8}` puts the text at the top. The eight colours that WebVTT has classes for are
kept. SRT has no escapes either: a sign that would begin a tag is written with an invisible word joiner behind it, which
reading removes.
"""

from __future__ import annotations

import html
import re

from msgspec import Struct

from service.timedtext.cuetext import MOST_NESTED, escape, parse
from service.timedtext.flat_text import flat
from service.timedtext.model import Cue, tidy

JOINER = "\N{WORD JOINER}"
COLOURS = {
    "white": "ffffff",
    "lime": "00ff00",
    "cyan": "00ffff",
    "red": "ff0000",
    "yellow": "ffff00",
    "magenta": "ff00ff",
    "blue": "0000ff",
    "black": "000000",
}
_CLASS_OF = {value: name for name, value in COLOURS.items()} | {name: name for name in COLOURS}
_CLASS_OF |= {"aqua": "cyan", "fuchsia": "magenta"}
PLACES = {  # by ASS alignment, as the keys of a number pad
    1: "align:left",
    3: "align:right",
    4: "line:50%,center align:left",
    5: "line:50%,center",
    6: "line:50%,center align:right",
    7: "line:0 align:left",
    8: "line:0",
    9: "line:0 align:right",
}
_TOKEN = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9]{0,9})([^<>\n]*)>|\{(/?)([biuBIU])\}|\{(\\[^{}\n]*)\}|\\([Nh])")
_OVERRIDE = re.compile(r"\\(?:(an?)([0-9]+)|([biu])([0-9]*)|1?c(?:&H([0-9A-Fa-f]{1,8})&?)?|(r))(?![a-zA-Z])")
_COLOUR = re.compile(r"\bcolor\s*=\s*[\"']?\s*#?([0-9A-Za-z]+)", re.IGNORECASE)
_JOINED = re.compile(rf"(?<=[<{{-]){JOINER}")
_TYPED = re.compile(rf"<(?=/?[A-Za-z]|{JOINER})|\{{(?=\\|/?[biuBIU]\}}|{JOINER})|--(?=>)|-(?={JOINER})")
_STRAY = re.compile(  # known elsewhere; anything else between angle brackets is what somebody typed
    "a|b|big|body|br|c|center|code|del|div|em|font|html|i|ins|lang|p|pre|rt|ruby|s|small|span|strike|strong|sub|sup|tt|u|v"
)
_ALSO = {"em": "i", "strong": "b"}
_REFERENCE = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9A-Fa-f]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_OUTER_SPACE = re.compile(r"^((?:<[^>\n]*>)*)[ \t]+|(?<![ \t])[ \t]+((?:</[^>\n]*>)*)$", re.MULTILINE)
_SIGNS = re.compile(r"[<{-]")
_TAGS = {name: (f"<{name}>", f"</{name}>") for name in "biu"}
MOST_FAULTS = 100  # that are named of one cue
_LEGACY_PLACES = {5: 7, 6: 8, 7: 9, 9: 4, 10: 5, 11: 6}  # SSA counts along the bottom, then the top, then the middle


class Read(Struct):
    """One cue's text. `left_out`: codes of it were left out. `faults` are (code, detail, line of the text from 0)."""

    text: str
    markup: str
    settings: str
    left_out: bool
    faults: list[tuple[str, str, int]]


def read(raw: str, repair: bool) -> Read:
    """What SRT text means. A fault is what strict readers refuse and what repair has mended."""
    if "<" not in raw and "{" not in raw and JOINER not in raw and not (repair and ("&" in raw or "\\" in raw)):
        return Read(tidy(raw), "", "", False, [])
    sweep = _Sweep(repair, [], [], [], [], "", False, False)
    end = 0
    for token in _TOKEN.finditer(raw):
        sweep.say(raw[end : token.start()])
        sweep.line += raw.count("\n", end, token.start())
        if not sweep.take(token):
            sweep.say(token[0])
        end = token.end()
    sweep.say(raw[end:])
    return sweep.done()


class _Sweep(Struct):
    """One sweep over a text: the cue text so far, what a reader sees of it, and the open tags: what SRT calls one, what
    it became, its line."""

    repair: bool
    pieces: list[str]
    seen: list[str]
    opened: list[tuple[str, str, int]]
    faults: list[tuple[str, str, int]]
    settings: str
    left_out: bool
    marked: bool
    line: int = 0

    def say(self, text: str) -> None:
        if self.repair and "&" in text and (resolved := _REFERENCE.sub(_resolved, text)) != text:
            self.fault("entity", "A character reference was resolved; SRT has none.")
            text = resolved
        text = _JOINED.sub("", text) if JOINER in text else text
        self.seen.append(text)
        self.pieces.append(escape(text))

    def take(self, token: re.Match[str]) -> bool:
        """Whether this is a code; else it is text."""
        end, name, more, short_end, short, override, ass = token.groups()
        if override is not None:
            self.override(override)
        elif short is not None:
            self.tag(bool(short_end), short.lower(), "")
        elif ass is not None:
            return self.repair and self.ass_space(ass)
        else:
            return self.tag(bool(end), name.lower(), more)
        return True

    def tag(self, end: bool, name: str, more: str) -> bool:
        if name in ("i", "b", "u") and not more.strip():
            return self.close(name) if end else self.open(name, name)
        if name == "font":
            return (
                self.close(name)
                if end
                else self.open(name, self.colour(found[1] if (found := _COLOUR.search(more)) else ""))
            )
        if not self.repair or not _STRAY.fullmatch(name):
            return False
        if name == "br":
            self.say("\n")
            return self.fault("stray_tag", "`<br>` was taken for the end of a line.")
        name = _ALSO.get(name, name)
        self.fault("stray_tag", f"`<{name}>` is no tag of SRT; its text stays.")
        return self.close(name) if end else self.open(name, name if name in ("i", "b", "u") else "")

    def colour(self, value: str) -> str:
        name = _CLASS_OF.get(value.lower())
        self.left_out |= name is None
        return f"c.{name}" if name else ""

    def override(self, codes: str) -> None:
        """ASS override codes: alignment, bold, italics, underline and colour are taken, others left out."""
        rest = _OVERRIDE.sub("", codes)
        self.left_out |= bool(rest)
        for kind, place, letter, degree, bgr, reset in (code.groups() for code in _OVERRIDE.finditer(codes)):
            if kind:
                number = int(place[:3])
                self.settings = self.settings or PLACES.get(
                    number if kind == "an" else _LEGACY_PLACES.get(number, number), ""
                )
            elif letter:
                self.leave(f"\\{letter}")
                if degree.strip("0"):
                    self.open(f"\\{letter}", letter)
            elif reset:
                for name in [name for name, *_ in self.opened if name.startswith("\\")]:
                    self.leave(name)
            else:
                self.leave("\\c")
                if bgr:
                    self.open("\\c", self.colour(bytes.fromhex(f"{int(bgr, 16) & 0xFFFFFF:06x}")[::-1].hex()))

    def ass_space(self, letter: str) -> bool:
        self.say("\n" if letter == "N" else "\u00a0")
        return self.fault("ass_space", f"`\\{letter}` of ASS was taken for what it means there.")

    def open(self, name: str, tag: str) -> bool:
        if len(self.opened) == MOST_NESTED:
            self.left_out = True
            return True
        self.pieces.append(f"<{tag}>" if tag else "")
        self.opened.append((name, tag, self.line))
        self.marked |= bool(tag)
        return True

    def close(self, name: str) -> bool:
        if self.opened and self.opened[-1][0] != name and any(one[0] == name for one in self.opened):
            inner = self.opened[-1][0]
            self.fault("misnested_tag", f"`</{name}>` comes before `</{inner}>`. Close the inner tag first.")
        if not self.leave(name) and name != "font":
            self.fault("stray_tag", f"`</{name}>` closes nothing. Remove it, or open `<{name}>` before it.")
        return True

    def leave(self, name: str) -> bool:
        """Close the innermost tag of that name; those within it end before and begin again after it."""
        names = [opened for opened, _, _ in self.opened]
        if name not in names:
            return False
        at = len(names) - 1 - names[::-1].index(name)
        inner = self.opened[at + 1 :]
        self.pieces += [_end(tag) for _, tag, _ in reversed(self.opened[at:])]
        self.pieces += [f"<{tag}>" for _, tag, _ in inner if tag]
        self.opened[at:] = inner
        return True

    def fault(self, code: str, detail: str) -> bool:
        if len(self.faults) < MOST_FAULTS:
            self.faults.append((code, detail, self.line))
        return True

    def done(self) -> Read:
        for name, tag, line in reversed(self.opened):
            if name in ("i", "b", "u"):
                self.faults.append(("open_tag", f"`<{name}>` is never closed. Add `</{name}>`.", line))
            self.pieces.append(_end(tag))
        markup = tidy(_OUTER_SPACE.sub(r"\1\2", "".join(self.pieces)))
        return Read(tidy("".join(self.seen)), markup if self.marked else "", self.settings, self.left_out, self.faults)


def _resolved(reference: re.Match[str]) -> str:
    text = html.unescape(reference[0])
    return text if text.isprintable() or text == "\u00a0" else reference[0]


def _end(tag: str) -> str:
    return f"</{tag.partition('.')[0]}>" if tag else ""


def write(cue: Cue) -> str:
    """A cue's text in SRT: of its markup `<i>`, `<b>` and `<u>` stay, ruby is written in parentheses."""
    if not cue.markup:
        return tidy(cue.text if cue.text.isascii() and not _SIGNS.search(cue.text) else _guarded(cue.text))
    return tidy(flat(parse(cue.markup), _TAGS, _guarded))


def _guarded(text: str) -> str:
    return _TYPED.sub(rf"\g<0>{JOINER}", text)
