"""What is measured and declared of a cut, over its time: lanes of bars, dots or a curve, and the same as tables. Pure.

Positions are percent of the cut, as SVG attributes; heights are pixels.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

from msgspec import Struct

from schemas.checklists import ChecklistItem, MeasuredPlace
from schemas.contents import AiInCut, TextInCut
from service.media.loudness import Loudness
from service.web.checklists.measured import number, numbers
from service.web.checklists.words import SYMBOLS
from service.web.cuts.measures import Bar, bar
from service.web.words import Language

WITH_LANES_OF_THEIR_OWN = ("CAP-02", "CAP-04", "AUD-01", "DIS-01", "AI-01")
ROW, LEAST_HEIGHT = 20, 64
QUIET, LOUD = -40.0, -4.0  # LUFS: what the curve shows
TABLE_STEP_MS, MOMENT_MS = 2000, 400
TIGHT = 3  # per cent; a narrower bar has no room for words


class Mark(Struct, frozen=True):
    """A stretch of a lane. `tone`: `want` should be covered, `have` covers, `say` has words, `bad` breaks a rule."""

    tone: str
    bar: Bar
    y: int
    height: int
    begin_ms: int
    end_ms: int
    text: str = ""
    inside: bool = False


class Curve(Struct, frozen=True):
    """A line in a box of `width` by 64, and the band that it should stay in."""

    width: int
    points: str
    band_y: float
    band_height: float


class Dot(Struct, frozen=True):
    """A value at a time of the cut."""

    x: str
    y: float
    over: bool


class Table(Struct, frozen=True):
    """The same in words."""

    heads: list[str]
    rows: list[list[str]]


class Lane(Struct, frozen=True, kw_only=True):
    """One lane: its state, value and limit; `says` is what its picture shows, in a sentence; `item` answers for it."""

    key: str
    symbol: str
    title: str
    value: str
    limit: str = ""
    says: str
    item: str = ""
    labels: tuple[tuple[str, int], ...] = ()
    height: int = LEAST_HEIGHT
    marks: Sequence[Mark] = ()
    curve: Curve | None = None
    dots: Sequence[Dot] = ()
    line_at: tuple[float, str] | None = None
    table: Table

    @property
    def fails(self) -> bool:
        """Whether something in it breaks a rule."""
        return self.symbol == "bad"


class Line(Struct, frozen=True):
    """What is said in a cut, and its caption; None where there is none. `speed` is in characters a second."""

    begin_ms: int
    end_ms: int
    said: str
    caption: str | None
    speed: float = 0.0


def clock(ms: int) -> str:
    """A time of the cut: `00:42.600`."""
    return f"{ms // 60_000:02}:{ms // 1000 % 60:02}.{ms % 1000:03}"


def captions(language: Language, locale: str, lines: Sequence[Line], whole_ms: int) -> Lane:
    """What is said, and what of it has a caption in a locale."""
    covered = sum(one.caption is not None for one in lines)
    marks = [_mark("want", one.begin_ms, one.end_ms, whole_ms, 14, 14) for one in lines]
    for one in lines:
        here = (one.begin_ms, one.end_ms, whole_ms)
        if one.caption is None:
            marks.append(_mark("bad", *here, 11, 40, f"“{_short(one.said)}” {clock(one.begin_ms)}"))
        else:
            marks.append(_mark("have", *here, 34, 14))
    say = language.say
    return Lane(
        key="captions",
        symbol="measured" if covered == len(lines) else "bad",
        title=say("Captions over what is said"),
        value=say("%(some)s of %(all)s", some=language.number(covered), all=language.number(len(lines))),
        limit=f"{language.of(locale)}",
        says=language.plural("%(num)s cue without a caption.", "%(num)s cues without a caption.", len(lines) - covered),
        item="CAP-02",
        labels=((say("said"), 9), (say("Captions"), 60)),
        marks=marks,
        table=Table(
            [say("From"), say("To"), say("Said"), say("Caption")],
            [[clock(one.begin_ms), clock(one.end_ms), one.said, one.caption or "–"] for one in lines],
        ),
    )


def speed(
    language: Language, lines: Sequence[Line], most: float, item: ChecklistItem | None, whole_ms: int
) -> Lane | None:
    """How fast each caption has to be read; None where the language has no limit, or nothing is written."""
    written = [one for one in lines if one.caption]
    if not written or most == math.inf:
        return None
    top = max(most * 1.25, *(one.speed for one in written))
    fastest = max(written, key=lambda one: one.speed)
    per_second = language.say("%(number)s a second", number=language.number(round(fastest.speed, 1)))
    limit = language.number(most)
    shown = [(one, language.number(round(one.speed, 1))) for one in written]
    say = language.say
    return Lane(
        key="speed",
        symbol=SYMBOLS[item.state] if item else "measured",
        title=say("Reading speed"),
        value=per_second,
        limit=say("characters; at most %(most)s", most=limit),
        says=say(
            "Characters a second of every caption; the fastest has %(number)s.", number=shown[written.index(fastest)][1]
        ),
        item=item.item if item else "",
        dots=[
            Dot(bar((one.begin_ms + one.end_ms) / 2, whole_ms, whole_ms).x, _high(one.speed, top), one.speed > most)
            for one in written
        ],
        line_at=(_high(most, top), limit),
        table=Table(
            [say("From"), say("To"), say("Characters a second"), say("Caption")],
            [[clock(one.begin_ms), clock(one.end_ms), number, one.caption or ""] for one, number in shown],
        ),
    )


def places(language: Language, items: Iterable[ChecklistItem], whole_ms: int) -> list[Lane]:
    """A lane for each item of which breaches were measured at times of the cut."""
    found = []
    for one in items:
        here = [place for place in one.measured.places if place.begin_ms is not None] if one.measured else []
        if not here or one.item in WITH_LANES_OF_THEIR_OWN:
            continue
        values, tone = numbers(language, one.measured), "bad" if one.state == "fails" else "have"
        first = here[0]
        told = f"“{_short(first.text)}” {clock(first.begin_ms or 0)}" if first.text else clock(first.begin_ms or 0)
        marks = [_mark(tone, *_stretch(p), whole_ms, 12, 28, told if p is first else "") for p in here]
        heads = [language.say("From"), language.say("To"), language.say("Language"), language.say("Text")]
        rows = [
            [clock(p.begin_ms or 0), clock(p.end_ms) if p.end_ms else "–", language.of(p.locale) if p.locale else "–",
             p.text or "–"]
            for p in here
        ]  # fmt: skip
        found.append(
            Lane(
                key=one.item.lower(),
                symbol=SYMBOLS[one.state],
                title=one.title,
                value=values[0].value if values else "",
                limit=values[0].limit if values else "",
                says=language.plural("%(num)s place.", "%(num)s places.", len(here)),
                item=one.item,
                marks=marks,
                table=Table(heads, rows),
            )
        )
    return found


def loudness(language: Language, item: ChecklistItem | None, sound: Loudness | None, whole_ms: int) -> Lane | None:
    """The short-term loudness; None where nobody has measured a film with sound."""
    if item is None or item.measured is None or not item.measured.values or sound is None or not sound.curve:
        return None
    values = [number(language, one) for one in item.measured.values]
    whole = item.measured.values[0]
    top = _level(whole.most if whole.most is not None else LOUD)
    bottom = _level(whole.least if whole.least is not None else QUIET)
    shown = [value for at, value in enumerate(sound.curve) if at * sound.step_ms <= whole_ms]
    every, say = max(1, TABLE_STEP_MS // sound.step_ms), language.say
    return Lane(
        key="loudness",
        symbol=SYMBOLS[item.state],
        title=say("Loudness"),
        value=" · ".join(one.value for one in values),
        limit=" · ".join(one.limit for one in values),
        says=say("Short-term loudness over time; the whole is %(value)s.", value=values[0].value),
        item=item.item,
        curve=Curve(
            width=max(1, len(shown) - 1),
            points=" ".join(f"{at},{_level(value):.1f}" for at, value in enumerate(shown)),
            band_y=round(top, 1),
            band_height=round(max(2.0, bottom - top), 1),
        ),
        table=Table(
            [say("At"), say("Short-term loudness")],
            [
                [clock(at * sound.step_ms), f"{language.number(value)} LUFS"]
                for at, value in enumerate(shown)
                if at % every == 0
            ],
        ),
    )


def texts(
    language: Language,
    found: Sequence[TextInCut],
    disclosed: ChecklistItem | None,
    roles: dict[str, str],
    whole_ms: int,
) -> Lane | None:
    """What stands in the picture, with the disclosure first; None where nothing is declared."""
    if not found:
        return None
    ordered = sorted(found, key=lambda one: (one.role != "disclosure", one.begin_ms))
    rows = _stacked([(one.begin_ms, one.end_ms) for one in ordered])
    marks = [
        _mark("say", one.begin_ms, one.end_ms, whole_ms, 2 + row * ROW, ROW - 4, one.text, inside=True)
        for one, row in zip(ordered, rows, strict=True)
    ]
    say, values = language.say, numbers(language, disclosed.measured) if disclosed else []
    return Lane(
        key="texts",
        symbol=SYMBOLS[disclosed.state] if disclosed else "measured",
        title=say("Text on screen and disclosure"),
        value=values[0].value if values else language.plural("%(num)s text", "%(num)s texts", len(found)),
        limit=values[0].limit if values else "",
        says=language.plural("%(num)s text on screen.", "%(num)s texts on screen.", len(found)),
        item=disclosed.item if disclosed else "",
        height=max(LEAST_HEIGHT, 4 + (max(rows) + 1) * ROW),
        marks=marks,
        table=Table(
            [say("From"), say("To"), say("Text"), say("What it is")],
            [[clock(one.begin_ms), clock(one.end_ms), one.text, roles.get(one.role, one.role)] for one in ordered],
        ),
    )


def ai(
    language: Language, found: Sequence[AiInCut], item: ChecklistItem | None, parts: dict[str, str], whole_ms: int
) -> Lane | None:
    """What AI made of it, by its kind; None where nothing is declared."""
    if not found:
        return None
    kinds = list(dict.fromkeys(one.made for one in found))
    words = [parts.get(kind, kind) for kind in kinds]
    marks = [
        _mark("say", span.begin_ms, span.end_ms, whole_ms, 2 + row * ROW, ROW - 4, words[row], inside=True)
        for one in found
        for span in one.ranges
        for row in (kinds.index(one.made),)
    ]
    say = language.say
    used = language.number(round(max(one.used_ms for one in found) / 1000, 1))
    return Lane(
        key="ai",
        symbol=SYMBOLS[item.state] if item else "measured",
        title=say("Made by AI"),
        value=language.listing(words),
        limit=say("%(number)s s", number=used),
        says=say("What AI made of the cut."),
        item=item.item if item else "",
        height=max(LEAST_HEIGHT, 4 + len(kinds) * ROW),
        marks=marks,
        table=Table(
            [say("From"), say("To"), say("What it is"), say("Made with")],
            [[clock(span.begin_ms), clock(span.end_ms), parts.get(one.made, one.made), one.tool or "–"]
             for one in found for span in one.ranges],
        ),
    )  # fmt: skip


def _mark(
    tone: str, begin: int, end: int, whole: int, y: int, height: int, text: str = "", *, inside: bool = False
) -> Mark:
    place = bar(begin, end, max(whole, 1))
    return Mark(tone, place, y, height, begin, end, text, inside and float(place.width.rstrip("%")) > TIGHT)


def _stretch(place: MeasuredPlace) -> tuple[int, int]:
    begin = place.begin_ms or 0
    return begin, place.end_ms or begin + MOMENT_MS


def _high(value: float, top: float) -> float:
    return round(60 - min(value / top, 1) * 54, 1)


def _level(lufs: float) -> float:
    """The height of a loudness in the lane: 4 px from its top and bottom."""
    return 4 + (LOUD - min(max(lufs, QUIET), LOUD)) / (LOUD - QUIET) * 56


def _stacked(stretches: Sequence[tuple[int, int]]) -> list[int]:
    """A row for each stretch, so that none lies on another; the first that is free."""
    ends: list[int] = []
    rows = []
    for begin, end in stretches:
        row = next((at for at, last in enumerate(ends) if last <= begin), len(ends))
        ends[row : row + 1] = [end]
        rows.append(row)
    return rows


def _short(text: str, most: int = 28) -> str:
    one = " ".join(text.split())
    return one if len(one) <= most else f"{one[:most]}…"
