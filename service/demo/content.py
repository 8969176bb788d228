"""What the demo campaign says, typed: `content()` reads the files beside this one; its tests see that it is whole.

Cuts are edit lists over the films, in frames; `Film.captions()` is the caption file as an editor would upload it, and
`Film.translation()` the one that a localizer does.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any, Literal, TypeVar

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from schemas.people import RoleWord
from schemas.vocabulary import ShotMovement, ShotSize
from service.timedtext import webvtt
from service.timedtext.model import Cue as TimedCue
from service.timedtext.model import Document
from service.timedtext.timing import Rate

HERE = Path(__file__).parent
Kind = TypeVar("Kind")


class Part(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What every table of the files is made of."""


class Colleague(Part, frozen=True):
    """Somebody with a role on the brand, in one market or in all; or, with `every_brand`, for whatever there is."""

    name: str
    email: str
    role: RoleWord
    market: str | None = None
    every_brand: bool = False


class Market(Part, frozen=True):
    """A market with its facts: `price` is a decimal number of `currency`."""

    code: str
    locales: tuple[str, ...]
    price: str
    currency: str
    launch_date: datetime.date


class Beat(Part, frozen=True):
    kind: Literal["hook", "escalation", "climax", "resolution"]
    name: str
    begin_ms: int
    end_ms: int


class Story(Part, frozen=True):
    """`archetype` is a key of the rulebook."""

    archetype: str
    title: str
    premise: str
    emotion: str
    conflict: str
    treatment: Literal["cinematic", "raw"]
    beats: tuple[Beat, ...]


class Shot(Part, frozen=True):
    """A stretch of a film that shows one still of `pictures`, as planned; `out_frame` is exclusive."""

    still: str
    size: ShotSize
    movement: ShotMovement
    in_frame: int
    out_frame: int


class Cue(Part, frozen=True):
    """One cue of a film: said by a speaker (`spoken` where that differs from the text), or a sound."""

    key: str
    begin_ms: int
    end_ms: int
    text: str
    translations: dict[str, str] = {}
    speaker: str | None = None
    spoken: str | None = None
    speed: int | None = None
    sound: Literal["train", "phone", "spoon"] | None = None


class Film(Part, frozen=True):
    """A source: what it shows and what is said in it; `locale` is that of the cues' own text."""

    role: Literal["master", "insert"]
    name: str
    file_name: str
    locale: str
    frames: int
    rate_num: int
    rate_den: int
    width_px: int
    height_px: int
    shots: tuple[Shot, ...]
    cues: tuple[Cue, ...]

    @property
    def rate(self) -> Rate:
        return Rate(self.rate_num, self.rate_den)

    @property
    def duration_ms(self) -> int:
        return self.rate.ms(self.frames)

    def shots_of(self, beat: Beat) -> list[Shot]:
        """The shots that begin in its window."""
        return [shot for shot in self.shots if beat.begin_ms <= self.rate.ms(shot.in_frame) < beat.end_ms]

    def said_in(self, shot: Shot) -> str:
        """What people say in it."""
        begin_ms, end_ms = self.rate.ms(shot.in_frame), self.rate.ms(shot.out_frame)
        return " ".join(cue.text for cue in self.cues if cue.speaker and begin_ms <= cue.begin_ms < end_ms)

    def captions(self, instead: dict[str, str] | None = None) -> bytes:
        """The caption file in its own language, WebVTT; `instead` has other texts for some cues, by key."""
        return self._file(self.locale, lambda cue: (instead or {}).get(cue.key, cue.text))

    def translation(self, work: Work) -> bytes:
        """The caption file of a localizer, as far as the work is, WebVTT."""
        return self._file(work.locale, work.text_of)

    def _file(self, locale: str, text_of: Callable[[Cue], str | None]) -> bytes:
        texts = [(cue, text_of(cue)) for cue in self.cues]
        timed = (TimedCue("", cue.begin_ms, cue.end_ms, text) for cue, text in texts if text is not None)
        return webvtt.write(Document(tuple(timed), locale))


class Cut(Part, frozen=True):
    """`segments` are (in, out) frames of the master, out exclusive, played one after the other at normal speed. A cut
    of a market ends on its end card. `filmed`: it has a film of its own, as an editor's export."""

    key: str
    name: str
    purpose: str
    aspect: str
    platform: str
    segments: tuple[tuple[int, int], ...]
    market: str | None = None
    filmed: bool = False


class Work(Part, frozen=True):
    """How far a locale is. `stale`: approved, before the source captions were reworded. Of a draft some cues are
    `wanting`, and others say something that is not good enough yet."""

    locale: str
    by: str
    state: Literal["approved", "stale", "in_review", "draft"]
    approver: str | None = None
    wanting: tuple[str, ...] = ()
    drafts: dict[str, str] = {}

    def text_of(self, cue: Cue) -> str | None:
        """What the locale says now; None where nobody has written anything."""
        return None if cue.key in self.wanting else self.drafts.get(cue.key, cue.translations[self.locale])


class Duty(Part, frozen=True):
    """A locale for somebody, by e-mail address, until some days from when the demo is loaded."""

    locale: str
    role: Literal["localize", "review"]
    person: str
    days: int
    note: str = ""


class Link(Part, frozen=True):
    """A link of a market; `label` says who has it."""

    market: str
    label: str


class Reworded(Part, frozen=True):
    """A cue of the master that said something else before."""

    cue: str
    before: str


class Overridden(Part, frozen=True):
    """What one cut says differently in one locale."""

    cut: str
    cue: str
    locale: str
    text: str


class Speaker(Part, frozen=True):
    """`voice`, `speed` (words a minute) and `pitch` (0 to 100) are eSpeak NG's."""

    name: str
    voice: str
    speed: int
    pitch: int


class Campaign(Part, frozen=True):
    """`content.toml`: everything but the films."""

    organization: str
    brand: str
    campaign: str
    video: str
    begins: datetime.date
    ends: datetime.date
    source_locale: str
    people: tuple[Colleague, ...]
    markets: tuple[Market, ...]
    story: Story
    cuts: tuple[Cut, ...]
    work: tuple[Work, ...]
    duties: tuple[Duty, ...]
    links: tuple[Link, ...]
    reworded: Reworded
    override: Overridden
    speakers: dict[str, Speaker]


class Content(Campaign, frozen=True):
    """The whole demo."""

    master: Film
    end_card: Film

    @property
    def locales(self) -> tuple[str, ...]:
        """Those that it is translated into, in the order in which the work came in."""
        return tuple(work.locale for work in self.work)

    def films_of(self, cut: Cut) -> list[Film]:
        return [self.master, self.end_card] if cut.market else [self.master]

    def placed(self, cut: Cut) -> list[tuple[Film, int, int, int]]:
        """(film, in_frame, out_frame, cut_in_frame) of each segment."""
        stretches = [(self.master, *segment) for segment in cut.segments]
        if cut.market:
            stretches.append((self.end_card, 0, self.end_card.frames))
        begins = [sum(out - into for _, into, out in stretches[:number]) for number in range(len(stretches))]
        return [(*stretch, begin) for stretch, begin in zip(stretches, begins, strict=True)]

    def frames(self, cut: Cut) -> int:
        """How long a cut is."""
        _, into, out, begin = self.placed(cut)[-1]
        return begin + out - into

    def small(self, width_px: int, height_px: int) -> Content:
        """The same with films of another size: for tests, which need not wait for a picture to be looked at."""
        master, card = (replace(film, width_px=width_px, height_px=height_px) for film in (self.master, self.end_card))
        return replace(self, master=master, end_card=card)


@cache
def content() -> Content:
    """The demo as it ships."""
    campaign = _read("content", Campaign)
    said: dict[str, Any] = msgspec.structs.asdict(campaign)
    return Content(**said, master=_read("master", Film), end_card=_read("end_card", Film))


def _read(name: str, kind: type[Kind]) -> Kind:
    return msgspec.toml.decode((HERE / f"{name}.toml").read_bytes(), type=kind)
