"""The form of a cut's facts: what was typed, what it means, and what is wrong with it, said beside its field."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec
from msgspec import Struct

from schemas.bases import Market, Name
from schemas.videos import Cut, CutChange, CutCode, Platform, Purpose
from schemas.vocabulary import Aspect
from service.web.words import Language

ASPECTS = tuple(one.value for one in Aspect)
SHAPES: dict[str, Any] = {
    "code": CutCode,
    "name": Name,
    "purpose": Purpose,
    "aspect": Aspect,
    "market": Market | None,
    "platform": Platform | None,
}


class Typed(Struct, frozen=True):
    """The fields as text, for the form; their values, for the action; what is wrong, by field; and the revision that
    was seen."""

    text: dict[str, str]
    values: dict[str, Any]
    wrong: dict[str, str]
    seen: int | None = None

    @property
    def change(self) -> CutChange:
        """As the action takes it; only while nothing is wrong."""
        return CutChange(**self.values)


def of_cut(cut: Cut) -> Typed:
    """The form of a cut as it is."""
    text = {name: str(getattr(cut, name) or "") for name in SHAPES}
    return Typed(text | {"aspect": cut.aspect.value}, {}, {}, cut.revision)


def read(language: Language, fields: Mapping[str, str]) -> Typed:
    """What a form says. An empty market or platform is none."""
    text = {name: fields.get(name, "").strip() for name in SHAPES}
    values: dict[str, Any] = {}
    wrong: dict[str, str] = {}
    for name, shape in SHAPES.items():
        empty = None if name in ("market", "platform") and not text[name] else text[name]
        try:
            values[name] = msgspec.convert(empty, shape)
        except msgspec.ValidationError:
            wrong[name] = _wanted(language, name)
    seen = fields.get("seen", "")
    return Typed(text, values, wrong, int(seen) if seen.isdecimal() else None)


def _wanted(language: Language, name: str) -> str:
    say = language.say
    match name:
        case "code":
            return say("A code has 1 to 20 characters on one line, such as 15 A.")
        case "name":
            return say("A name is one line of 1 to 200 characters.")
        case "purpose":
            return say("A purpose has at most 400 characters.")
        case "platform":
            return say("A platform is written in small letters, digits and underscores, such as tiktok.")
        case _:
            return say("Choose one of the list.")
