"""What stands in a film as its page shows it: a row for each mark, what can be marked, and what a cut keeps of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec
from msgspec import Struct, field

from schemas.contents import CutContents, MadeByAi, Mark, Marks, Meets, NewMark, Reads, RequirementInCut, Uses
from schemas.coverage import Span
from schemas.ids import CampaignId, MarkId
from service.briefs.actions import requirements_of, rights_of
from service.db.pool import Tx
from service.decoding import from_text
from service.problems import Problem
from service.timedtext.timing import Rate
from service.videos.problems import TooManyMarks
from service.web.cuts import measures
from service.web.cuts.measures import Bar, NoPlace, bars
from service.web.cuts.words import rate_of
from service.web.words import Language

TEXT_ROLES = ("disclosure", "price", "legal", "super", "other")
AI_PARTS = ("video", "image", "music", "voice", "script")


class Typed(Struct, frozen=True):
    """The form of a mark as text, and what is wrong with it, by field."""

    text: dict[str, str] = field(default_factory=dict)
    wrong: dict[str, str] = field(default_factory=dict)


class Row(Struct, frozen=True):
    """A mark on the time of its film. `name`: what somebody called it; `kind`: what it is, in the reader's words."""

    id: MarkId
    kind: str
    name: str
    in_code: str
    out_code: str
    begin_ms: int
    ms: int
    bars: list[Bar]


class Choice(Struct, frozen=True):
    """Something that can be marked."""

    value: str
    name: str
    kind: str


class Board(Struct, frozen=True):
    """What stands in a film, and what could."""

    rows: list[Row]
    requirements: list[Choice]
    rights: list[Choice]
    roles: list[tuple[str, str]]
    parts: list[tuple[str, str]]
    frames: int
    rate: Rate


class Kept(Struct, frozen=True):
    """How a cut keeps a requirement, or what it uses: a symbol with its word, and how much against how much."""

    symbol: str
    word: str
    kind: str
    name: str
    markets: list[str]
    must: bool
    measured: str
    bars: list[Bar]
    begin_ms: int | None


class Report(Struct, frozen=True):
    """What a cut contains."""

    requirements: list[Kept]
    rights: list[Kept]
    texts: list[Kept]
    ai: list[Kept]
    lacking: int


async def board_of(tx: Tx, language: Language, campaign: CampaignId, marks: Marks) -> Board:
    """The marks of a source or a cut, and what the campaign's brief asks for."""
    rate = rate_of(marks.fps)
    requirements = [
        Choice(str(one.id), one.title, requirement_kind(language, one.kind))
        for one in await requirements_of(tx, campaign)
    ]
    rights = [Choice(str(one.id), one.name, rights_kind(language, one.what)) for one in await rights_of(tx, campaign)]
    named = {one.value: one for one in (*requirements, *rights)}
    whole = rate.ms(marks.frames)
    return Board(
        rows=[_row(language, one, named, rate, whole) for one in marks.marks],
        requirements=requirements,
        rights=rights,
        roles=[(one, text_role(language, one)) for one in TEXT_ROLES],
        parts=[(one, ai_part(language, one)) for one in AI_PARTS],
        frames=marks.frames,
        rate=rate,
    )


def fields_of(mark: Mark, rate: Rate) -> dict[str, str]:
    """The form that makes such a mark."""
    fields = {"in": measures.code(mark.in_frame, rate), "out": measures.code(mark.out_frame, rate)}
    match mark.what:
        case Meets(requirement_id=key) | Uses(rights_id=key):
            return fields | {"what": str(key)}
        case Reads(text=text, role=role):
            return fields | {"what": "text", "text": text, "role": role}
        case MadeByAi(made=made, tool=tool):
            return fields | {"what": "ai", "made": made, "tool": tool}


def _row(language: Language, mark: Mark, named: Mapping[str, Choice], rate: Rate, whole: int) -> Row:
    match mark.what:
        case Meets(requirement_id=key) | Uses(rights_id=key):
            known = named.get(str(key))
            name = known.name if known else ""
            kind = known.kind if known else language.say("taken out of the brief")
        case Reads(text=text, role=role):
            name, kind = text, text_role(language, role)
        case MadeByAi(made=made, tool=tool):
            name, kind = tool, language.say("%(part)s by AI", part=ai_part(language, made))
    return Row(
        id=mark.id,
        kind=kind,
        name=name,
        in_code=measures.code(mark.in_frame, rate),
        out_code=measures.code(mark.out_frame, rate),
        begin_ms=mark.begin_ms,
        ms=mark.end_ms - mark.begin_ms,
        bars=bars([(mark.begin_ms, mark.end_ms)], whole),
    )


def read(language: Language, fields: Mapping[str, str], rate: Rate, frames: int) -> NewMark | Typed:
    """What the form of a mark says, or what is wrong with it. Empty places are the beginning and the end."""
    text = {name: fields.get(name, "").strip() for name in ("what", "text", "role", "made", "tool", "in", "out")}
    wrong: dict[str, str] = {}
    places: dict[str, int] = {"in": 0, "out": frames}
    for name in places:
        try:
            places[name] = measures.place(text[name], rate) if text[name] else places[name]
        except NoPlace:
            wrong[name] = language.say("Write a time code, or minutes and seconds such as 0:02.5.")
    if not wrong and places["out"] > frames:
        wrong["out"] = language.say("The film ends at %(end)s.", end=measures.code(frames, rate))
    elif not wrong and places["out"] <= places["in"]:
        wrong["out"] = language.say("It ends before it begins.")
    try:
        what = msgspec.convert(_said(text), _CONTENT, dec_hook=from_text)
    except msgspec.ValidationError:
        missing = "text" if text["what"] == "text" else "what"
        wrong[missing] = (
            language.say("Write the words that stand in the picture.")
            if missing == "text"
            else language.say("Choose what stands there.")
        )
    if wrong:
        return Typed(text, wrong)
    return NewMark(what=what, in_frame=places["in"], out_frame=places["out"])


def refused(language: Language, fields: Mapping[str, str], problem: Problem) -> Typed:
    """A mark that could not be made although its form is whole."""
    if isinstance(problem, TooManyMarks):
        said = language.say("This video has as many marks as it may. Take away what says the same twice.")
    else:
        said = language.say("The brief does not ask for this any more.")
    return Typed(dict(fields), {"what": said})


_CONTENT: Any = Meets | Uses | Reads | MadeByAi


def _said(text: Mapping[str, str]) -> dict[str, str]:
    what = text["what"]
    if what.startswith("req_"):
        return {"kind": "requirement", "requirement_id": what}
    if what.startswith("rgt_"):
        return {"kind": "rights", "rights_id": what}
    if what == "ai":
        return {"kind": "ai", "made": text["made"], "tool": text["tool"]}
    return {"kind": what, "text": text["text"], "role": text["role"]}


def report(language: Language, found: CutContents) -> Report:
    """What a cut contains, in the reader's words; what is lacking first."""
    whole = found.state.duration_ms
    requirements = sorted(
        (_kept(language, one, whole) for one in found.requirements), key=lambda one: (not one.must, ORDER[one.symbol])
    )
    return Report(
        requirements=requirements,
        rights=[
            _used(one.name, rights_kind(language, one.what), one.used_ms, one.ranges, whole, withdrawn=one.withdrawn)
            for one in found.rights
        ],
        texts=[
            _used(one.text, text_role(language, one.role), one.end_ms - one.begin_ms, [_span(one)], whole)
            for one in found.texts
        ],
        ai=[_used(one.tool, ai_part(language, one.made), one.used_ms, one.ranges, whole) for one in found.ai],
        lacking=sum(one.must and one.symbol in ("bad", "stale") for one in requirements),
    )


ORDER = {"bad": 0, "stale": 1, "missing": 2, "ok": 3}
SYMBOLS = {"met": "ok", "trimmed": "stale", "missing": "bad", "unmarked": "missing", "broken": "bad"}


def _kept(language: Language, one: RequirementInCut, whole: int) -> Kept:
    measured = measures.clock(one.kept_ms) if one.kept_ms or one.needed_ms else ""
    if one.needed_ms is not None:
        measured = f"{measured} / {measures.clock(one.needed_ms)}"
    symbol = SYMBOLS[one.state]
    return Kept(
        symbol="stale" if symbol == "bad" and one.level == "should" else symbol,
        word=occurrence(language, one.state),
        kind=requirement_kind(language, one.kind),
        name=one.title,
        markets=list(one.markets),
        must=one.level == "must",
        measured=measured,
        bars=bars([(span.begin_ms, span.end_ms) for span in one.ranges], whole),
        begin_ms=one.ranges[0].begin_ms if one.ranges else None,
    )


def _used(name: str, kind: str, ms: int, ranges: list[Span], whole: int, *, withdrawn: bool = False) -> Kept:
    stretches = [(span.begin_ms, span.end_ms) for span in ranges]
    return Kept(
        symbol="bad" if withdrawn else "",
        word="",
        kind=kind,
        name=name,
        markets=[],
        must=True,
        measured=measures.clock(ms),
        bars=bars(stretches, whole),
        begin_ms=ranges[0].begin_ms if ranges else None,
    )


def _span(one: Any) -> Span:
    return Span(begin_ms=one.begin_ms, end_ms=one.end_ms)


def occurrence(language: Language, state: str) -> str:
    """How a requirement is kept, as a word."""
    say = language.say
    return {
        "met": say("Met"),
        "trimmed": say("Trimmed"),
        "missing": say("Not in this cut"),
        "unmarked": say("Not marked yet"),
        "broken": say("Said, and must not be"),
    }[state]


def requirement_kind(language: Language, kind: str) -> str:
    """What a requirement asks."""
    say = language.say
    return {
        "on_screen": say("on screen"),
        "show": say("to be shown"),
        "say": say("to be said"),
        "not_say": say("not to be said"),
        "disclosure": say("disclosure"),
        "logo_space": say("room for the logo"),
    }.get(kind, kind)


def rights_kind(language: Language, what: str) -> str:
    """What the rights are of."""
    say = language.say
    return {"talent": say("talent"), "music": say("music"), "footage": say("footage"), "font": say("font")}.get(
        what, what
    )


def text_role(language: Language, role: str) -> str:
    """What words in the picture are."""
    say = language.say
    return {
        "disclosure": say("disclosure"),
        "price": say("price"),
        "legal": say("legal line"),
        "super": say("words of the story"),
        "other": say("other words"),
    }.get(role, role)


def ai_part(language: Language, made: str) -> str:
    """What AI made."""
    say = language.say
    return {
        "video": say("moving picture"),
        "image": say("still picture"),
        "music": say("music"),
        "voice": say("voice"),
        "script": say("script"),
    }.get(made, made)
