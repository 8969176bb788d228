"""TTML styling, as far as captions keep it: which tags of cue text stand around a text, and whether it is seen.

A context is what an element inherits and says. It is worked out once for each parent and set of attributes, so that a
thousand paragraphs of one style cost one resolution. Source: TTML2, sections 8.4 (style resolution) and 10.2.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from lxml import etree
from msgspec import Struct
from msgspec.structs import replace

from service.timedtext import cuetext
from service.timedtext.ttml_names import IMAGE, line_of
from service.timedtext.ttml_times import INDEFINITE, Time

Spec = Mapping[str, str]

_KEPT = frozenset(
    {"color", "fontStyle", "fontWeight", "textDecoration", "display", "visibility", "opacity", "textAlign"}
    | {"direction", "unicodeBidi", "ruby", "writingMode", "displayAlign", "origin", "extent", "position", "region"}
    | {"style", "begin", "end", "dur", IMAGE}
)
_TELLING = frozenset(  # what changes the context of an element
    {"color", "fontStyle", "fontWeight", "textDecoration", "display", "visibility", "opacity", "textAlign"}
    | {"direction", "ruby", "xml:lang", "xml:space", "ttm:agent", "ttm:role"}
)
_COLOURS = {  # the eight that WebVTT has classes for (section 5.1)
    (255, 255, 255): "white",
    (0, 255, 0): "lime",
    (0, 255, 255): "cyan",
    (255, 0, 0): "red",
    (255, 255, 0): "yellow",
    (255, 0, 255): "magenta",
    (0, 0, 255): "blue",
    (0, 0, 0): "black",
}
COLOURS = frozenset(_COLOURS.values())
_NAMED = {name: name for name in _COLOURS.values()} | {"aqua": "cyan", "fuchsia": "magenta"}
_HEX = re.compile(r"#([0-9a-fA-F]{2})([0-9a-fA-F]{2})([0-9a-fA-F]{2})(?:[0-9a-fA-F]{2})?")
_RGB = re.compile(r"rgba?\(\s*([0-9]{1,3})\s*,\s*([0-9]{1,3})\s*,\s*([0-9]{1,3})\s*(?:,[^)]*)?\)")
_ROLE = "x-"
_REFERENCE = re.compile(r"_x((?:10|[0-9A-F])?[0-9A-F]{2,4})_")
_DEEPEST = 50  # styles that refer to styles


class Place(Struct, eq=False):
    """A region: what it says, and when it is there."""

    id: str
    spec: Spec
    begin: Time = 0
    end: Time = INDEFINITE
    changes: tuple[Change, ...] = ()


class Change(Struct, frozen=True):
    """A `set` of `display` or `visibility`, from `begin` to before `end` in ms of the document."""

    begin: Time
    end: Time
    name: str
    value: str


class Context(Struct, eq=False):
    """What holds for the content of an element.

    `tags` are the tags around it, outermost first, as they stand between `<` and `>`, `painted` the one among them that
    is there for the colour alone; `path` is what each element from `body` on says; `known` are the contexts of its
    children, by their attributes. `nowhere`: no animation brings it up.
    """

    tags: tuple[str, ...] = ()
    bold: bool = False
    italic: bool = False
    underline: bool = False
    colour: str = "white"
    painted: str = ""
    language: str = ""
    preserve: bool = False
    visible: bool = True
    hidden: bool = False
    nowhere: bool = False
    direction: str = ""
    align: str = ""
    role: str = ""
    in_ruby: bool = False
    in_rt: bool = False
    place: Place | None = None
    path: tuple[Spec, ...] = ()
    known: dict[tuple[str, ...], Context] = {}

    @property
    def shown(self) -> bool:
        return self.visible and not self.hidden and not self.nowhere


class Styles:
    """The styles and regions of one document, and what elements come to by them.

    `lost` says, for every styling property that captions do not keep, the line where it was met first.
    """

    def __init__(self) -> None:
        self.styles: dict[str, Spec] = {}
        self.places: dict[str, Place] = {}
        self.agents: dict[str, str] = {}
        self.initial: Spec = {}
        self.lost: dict[str, int] = {}
        self.language = ""
        self._root: Context | None = None
        self._inherited: dict[str, Context] = {}

    def specified(self, attributes: Spec, line: int, *, nested: Iterable[Spec] = ()) -> Spec:
        """What an element says itself: its styles by reference, those nested in it, its attributes; later ones win."""
        spec: dict[str, str] = {}
        for reference in attributes.get("style", "").split():
            found = self.styles.get(reference)
            if found is None:
                self.lost.setdefault(f"style {reference[:40]!r}, which is not declared", line)
            else:
                spec |= found
        for one in nested:
            spec |= one
        spec |= attributes
        for name in spec:
            if (name not in _KEPT and ":" not in name) or spec[name] == "bidiOverride":
                self.lost.setdefault(name, line)
        return spec

    def root(self) -> Context:
        """What the body inherits where there is no region."""
        if self._root is None:
            self._root = replace(self._folded(Context(language=self.language), self.initial, 1), path=(), known={})
        return self._root

    def inherited(self, place: Place) -> Context:
        """What content inherits from its region."""
        known = self._inherited.get(place.id)
        if known is None:
            styling = {name: value for name, value in place.spec.items() if ":" not in name}
            if styling.get("writingMode") in ("rltb", "rl"):
                styling.setdefault("direction", "rtl")
            context = self._folded(self.root(), styling, 1)
            known = self._inherited[place.id] = replace(context, place=place, path=(), known={}, role="")
        return known

    def child(self, parent: Context, attributes: Spec, element: etree._Element) -> Context:
        """The context of an element in its parent's, by all its attributes except its times."""
        key = (*attributes, *attributes.values())
        known = parent.known.get(key)
        if known is None:
            line = line_of(element)
            known = parent.known[key] = self._resolved(parent, self.specified(attributes, line), line)
        return known

    def _resolved(self, parent: Context, spec: Spec, line: int) -> Context:
        name = spec.get("region")
        place = self.places.get(name) if name is not None else None
        if name is not None and place is None:
            self.lost.setdefault(f"region {name[:40]!r}, which is not declared", line)
        if place is None or place is parent.place:
            return self._folded(parent, spec, line)
        if parent.place is not None:  # what says another region than its parent is in none (section 11.3.1.3)
            return replace(self._folded(parent, spec, line), nowhere=True)
        context = self.inherited(place)
        for one in (*parent.path, spec):
            context = self._folded(context, one, line)
        return context

    def _folded(self, parent: Context, spec: Spec, line: int) -> Context:
        """The parent's context, changed by what an element says."""
        if _TELLING.isdisjoint(spec):
            return replace(parent, role="", path=(*parent.path, spec), known={})
        said = spec.get
        role = said("ruby", "")
        bold = _chosen(said("fontWeight"), ("bold",), parent.bold)
        italic = _chosen(said("fontStyle"), ("italic", "oblique", "reverseOblique"), parent.italic)
        underline = _underlined(said("textDecoration"), parent.underline)
        colour = self._colour(said("color"), parent.colour, line)
        language = said("xml:lang", parent.language).strip()
        classes = [named(one[len(_ROLE) :]) for one in said("ttm:role", "").split() if one.startswith(_ROLE)]
        painted = parent.painted
        kept, own = [*parent.tags], ["rt"] if role == "text" else []
        if language != parent.language:
            own.append(f"lang {cuetext.escape(language)}" if language else "lang")
        if speaker := self._speaker(said("ttm:agent", "")):
            own.append(f"v {cuetext.escape(speaker)}")
        for tag, is_on, was_on in (
            ("b", bold, parent.bold),
            ("i", italic, parent.italic),
            ("u", underline, parent.underline),
        ):
            if is_on and not was_on:
                own.append(tag)
            elif was_on and not is_on:
                _take_away(kept, tag, parent)
        if role == "container":
            own.append("ruby")
        if classes:
            own[:1] = [_classed(own[0] if own else "c", classes)]
        if colour != parent.colour:
            _take_away(kept, parent.painted, parent)
            painted = f"c.{colour}" if colour not in ("white", *classes) else ""
            own += [painted] if painted else []
        return Context(
            tags=(*kept, *own),
            bold=bold,
            italic=italic,
            underline=underline,
            colour=colour,
            painted=painted,
            language=language,
            preserve=said("xml:space", "preserve" if parent.preserve else "") == "preserve",
            visible=said("visibility", "visible" if parent.visible else "hidden") != "hidden",
            hidden=parent.hidden or hides(spec),
            nowhere=parent.nowhere or role == "delimiter",
            direction=said("direction", parent.direction),
            align=said("textAlign", parent.align),
            role=role,
            in_ruby=parent.in_ruby or role == "container",
            in_rt=parent.in_rt or role == "text",
            place=parent.place,
            path=(*parent.path, spec),
            known={},
        )

    def _speaker(self, agents: str) -> str:
        return ", ".join(self.agents[one] for one in agents.split() if self.agents.get(one))

    def _colour(self, said: str | None, inherited: str, line: int) -> str:
        if said is None or said == "inherit":
            return inherited
        name = _NAMED.get(said.strip())
        match = _HEX.fullmatch(said.strip()) or _RGB.fullmatch(said.strip())
        if match is not None:
            red, green, blue = (int(part, 16 if said.strip()[0] == "#" else 10) for part in match.groups())
            name = _COLOURS.get((red, green, blue))
        if name is None:
            self.lost.setdefault(f"color {said[:40]}", line)
        return name or "white"


def hides(spec: Spec) -> bool:
    """Whether an element is taken out with all its content, whatever its content says."""
    return spec.get("display") == "none" or spec.get("opacity", "1").strip() in ("0", "0.0")


def with_references(styles: dict[str, Spec]) -> dict[str, Spec]:
    """Every style with what the styles that it refers to say, its own words first; a circle ends where it closes."""
    done: dict[str, Spec] = {}

    def whole(name: str, depth: int) -> Spec:
        if name in done:
            return done[name]
        done[name] = spec = dict(styles[name])
        if depth < _DEEPEST:
            gathered: dict[str, str] = {}
            for reference in spec.pop("style", "").split():
                if reference in styles:
                    gathered |= whole(reference, depth + 1)
            done[name] = spec = gathered | spec
        return spec

    for name in styles:
        whole(name, 0)
    return done


def role_of(name: str) -> str:
    """A class of cue text as a `ttm:role` of one's own; `named` is the way back."""
    return _ROLE + "".join(
        one if (one.isalnum() and one.isascii()) or one == "-" else f"_x{ord(one):02X}_" for one in name
    )


def named(name: str) -> str:
    """What an XML name of ours stands for: `_x20_` is a space."""
    return _REFERENCE.sub(lambda code: chr(int(code[1], 16)), name) if "_x" in name else name


def _chosen(said: str | None, among: tuple[str, ...], inherited: bool) -> bool:
    return inherited if said is None or said == "inherit" else said in among


def _underlined(said: str | None, inherited: bool) -> bool:
    words = (said or "").split()
    if "underline" in words:
        return True
    return inherited and "none" not in words and "noUnderline" not in words


def _take_away(tags: list[str], tag: str, parent: Context) -> None:
    """Within ruby nothing is taken away, since that would take the ruby apart."""
    found = next((one for one in tags if one == tag or one.startswith(f"{tag}.")), None)
    if found is not None and not parent.in_ruby:
        tags.remove(found)


def _classed(tag: str, classes: Iterable[str]) -> str:
    name, space, said = tag.partition(" ")
    return ".".join([name, *(cuetext.escape(one) for one in classes)]) + space + said
