"""Cues as an IMSC 1.1 text document: the same bytes for the same document.

What cue text says is written as spans: italics and its like as styles, who speaks as an agent, classes as roles of our
own and, of the eight colours, as `tts:color`; text after a timestamp has a `begin`. Places become regions, named in the
order in which cues need them. Source: IMSC 1.1, sections 7 and 8; TTML2, sections 8 to 14.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import lru_cache

from service.timedtext import cue_settings, cuetext
from service.timedtext.cue_settings import Settings
from service.timedtext.cuetext import Node, stamp
from service.timedtext.losses import EVERY, Feature
from service.timedtext.model import Cue, Document
from service.timedtext.ttml_names import TTML
from service.timedtext.ttml_places import Box, box_for
from service.timedtext.ttml_runs import is_blank
from service.timedtext.ttml_styles import COLOURS, role_of

CARRIES: frozenset[Feature] = EVERY - {"header", "note", "region", "style"}
PROFILE = "http://www.w3.org/ns/ttml/profile/imsc1.1/text"

_OPENING = f"""<?xml version="1.0" encoding="UTF-8"?>
<tt xmlns="{TTML}" xmlns:ttm="{TTML}#metadata" xmlns:ttp="{TTML}#parameter" xmlns:tts="{TTML}#styling" \
ttp:contentProfiles="{PROFILE}" ttp:timeBase="media" xml:lang="""
_STYLES = {"b": 'tts:fontWeight="bold"', "i": 'tts:fontStyle="italic"', "u": 'tts:textDecoration="underline"'}
_MODES = {"rl": "tbrl", "lr": "tblr", "": "lrtb"}
_FOOT = Box(10, 10, 80, 80, "", "after", "center")  # where a cue without settings stands
_UNFIT = re.compile("[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_WIDE = re.compile("^[ \t]|[ \t](?:[ \t]|$)|\t", re.MULTILINE)
_FROM_RIGHT = re.compile("[\u0590-\u08ff\u200f\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001eeff]")


def write(document: Document) -> bytes:
    """The file's bytes."""
    return _UNFIT.sub("\N{REPLACEMENT CHARACTER}", "".join(_Writer(document).pieces())).encode()


class _Writer:
    def __init__(self, document: Document) -> None:
        self.document = document
        self.regions: dict[Box, str] = {}
        self.agents: dict[str, str] = {}
        self.names: set[str] = set()
        self.places = {region.id: region for region in document.regions}
        self.placed: dict[tuple[str, bool], str] = {}

    def pieces(self) -> Iterator[str]:
        paragraphs = [self._paragraph(cue) for cue in self.document.cues]
        yield f"{_OPENING}{_quoted(self.document.language or '')}>\n<head>\n"
        if self.agents:
            yield "<metadata>\n"
            for name, identifier in self.agents.items():
                said = f'<ttm:name type="full">{_escaped(name)}</ttm:name>'
                yield f'<ttm:agent xml:id="{identifier}" type="character">{said}</ttm:agent>\n'
            yield "</metadata>\n"
        yield '<styling>\n<style xml:id="_text" tts:color="white" tts:fontFamily="proportionalSansSerif" '
        yield 'tts:fontSize="80%"/>\n</styling>\n<layout>\n'
        for box, identifier in self.regions.items():
            yield _region(box, identifier)
        yield '</layout>\n</head>\n<body style="_text">\n<div>\n'
        yield from paragraphs
        yield "</div>\n</body>\n</tt>\n"

    def _paragraph(self, cue: Cue) -> str:
        text, settings = cue.text, cue.settings
        if cue.markup:
            body = _Spans(self, cue).written()
        else:
            body = _escaped(text) if "&" in text or "<" in text or ">" in text else text
            body = body.replace("\n", "<br/>") if "\n" in text else body
        extra, from_right = "", False
        if cue.id and cue.id not in self.names:
            self.names.add(cue.id)
            extra = f' xml:id="{xml_name(cue.id)}"'
        if _WIDE.search(text):
            extra += ' xml:space="preserve"'
        if not text.isascii() and _FROM_RIGHT.search(text):
            from_right, body = _directed(cue, body)
            extra += ' tts:direction="rtl"' if from_right else ""
        region = self.placed.get((settings, from_right)) or self._place(settings, from_right=from_right)
        return f'<p begin="{stamp(cue.begin_ms)}" end="{stamp(cue.end_ms)}" region="{region}"{extra}>{body}</p>\n'

    def _place(self, text: str, *, from_right: bool) -> str:
        settings = cue_settings.parse(text, frozenset(self.places)).settings
        box = _FOOT if settings == Settings() else box_for(settings, self.places, from_right=from_right)
        name = self.regions.get(box)
        if name is None:
            name = self.regions[box] = f"_place{len(self.regions) + 1}"
        self.placed[text, from_right] = name
        return name

    def agent(self, name: str) -> str:
        return self.agents.setdefault(name, f"_agent{len(self.agents) + 1}")


class _Spans:
    """The cue text of one cue as spans."""

    def __init__(self, writer: _Writer, cue: Cue) -> None:
        self.writer = writer
        self.cue = cue
        self.at = cue.begin_ms

    def written(self) -> str:
        return "".join(self._nodes(cuetext.parse(self.cue.markup)))

    def _nodes(self, nodes: Sequence[Node]) -> Iterator[str]:
        for node in nodes:
            if node.kind == "text":
                yield self._text(node.value)
            elif node.kind == "time":
                self.at = node.ms if self.at < node.ms < self.cue.end_ms else self.at
            elif node.kind == "ruby":
                yield from self._ruby(node)
            else:
                attributes = self._attributes(node)
                inner = "".join(self._nodes(node.children))
                yield f"<span {attributes}>{inner}</span>" if attributes else inner

    def _text(self, text: str) -> str:
        body = _escaped(text).replace("\n", "<br/>")
        if self.at == self.cue.begin_ms or is_blank(text):
            return body
        return f'<span begin="{stamp(self.at - self.cue.begin_ms)}">{body}</span>'

    def _attributes(self, node: Node) -> str:
        words = [_STYLES[node.kind]] if node.kind in _STYLES else []
        if node.kind == "lang":
            words.append(f"xml:lang={_quoted(node.value)}")
        if node.kind == "v" and node.value:
            words.append(f'ttm:agent="{self.writer.agent(node.value)}"')
        if node.classes:
            words.append(f'ttm:role="{" ".join(role_of(one) for one in node.classes)}"')
        colour = next((one for one in reversed(node.classes) if one in COLOURS), None)
        if colour is not None:
            words.append(f'tts:color="{colour}"')
        return " ".join(words)

    def _ruby(self, node: Node) -> Iterator[str]:
        """A container for each base and its text; a base without a text is no ruby."""
        attributes = self._attributes(node)
        opening = f"<span {attributes} " if attributes else "<span "
        base: list[Node] = []
        for child in node.children:
            if child.kind != "rt":
                base.append(child)
                continue
            inner, said = "".join(self._nodes(base)), self._attributes(child)
            text = "".join(self._nodes(child.children))
            yield f'{opening}tts:ruby="container"><span tts:ruby="base">{inner}</span>'
            yield f'<span tts:ruby="text"{" " + said if said else ""}>{text}</span></span>'
            base = []
        yield from self._nodes(base)


def _directed(cue: Cue, body: str) -> tuple[bool, str]:
    """Whether the paragraph runs from right to left, and its body with the lines that do not as it does in spans.

    WebVTT takes the direction of each line from its first strong letter; TTML knows one for a paragraph.
    """
    lines = [_is_from_right(line) for line in cue.text.split("\n")]
    if cue.markup or len(set(lines)) == 1:
        return lines[0], body
    directed = (
        line
        if right == lines[0]
        else f'<span tts:direction="{"rtl" if right else "ltr"}" tts:unicodeBidi="embed">{line}</span>'
        for line, right in zip(body.split("<br/>"), lines, strict=True)
    )
    return lines[0], "<br/>".join(directed)


@lru_cache(maxsize=8192)
def xml_name(identifier: str) -> str:
    """An identifier as an XML name: what a name cannot have is written `_x20_`; `ttml_styles.named` is the way back."""
    return "".join(_letter(index, one) for index, one in enumerate(identifier))


def _letter(index: int, one: str) -> str:
    fits = one.isascii() and (one.isalpha() or (index > 0 and (one.isdigit() or one in "-.")))
    return one if fits else f"_x{ord(one):02X}_"


def _region(box: Box, identifier: str) -> str:
    mode = "" if not box.vertical else f' tts:writingMode="{_MODES[box.vertical]}"'
    place = f'tts:origin="{_number(box.x)} {_number(box.y)}" tts:extent="{_number(box.width)} {_number(box.height)}"'
    aligned = f'tts:displayAlign="{box.block}" tts:textAlign="{box.inline}"'
    return f'<region xml:id="{identifier}" {place} {aligned}{mode}/>\n'


@lru_cache(maxsize=1024)
def _number(value: float) -> str:
    number = round(value, 3)
    return f"{int(number)}%" if number == int(number) else f"{number:g}%"


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _quoted(text: str) -> str:
    return '"' + _escaped(text).replace('"', "&quot;") + '"'


def _is_from_right(line: str) -> bool:
    """Whether the first letter with a direction has it from right to left (Unicode Standard Annex 9, P2 and P3)."""
    strong = (unicodedata.bidirectional(char) for char in line)
    return next((one != "L" for one in strong if one in ("L", "R", "AL")), False)
