"""What the demo campaign says, typed: `content()` reads `content.toml`; its tests see that it is whole.

Cuts are edit lists over the one master, in its frames; `captions()` is the source caption file as an editor would
upload it, and `Cue.translations` is what the localizers write.
"""

from __future__ import annotations

import datetime
from functools import cache
from pathlib import Path
from typing import Literal

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from schemas.people import RoleWord
from schemas.vocabulary import ShotMovement, ShotSize
from service.timedtext import webvtt
from service.timedtext.model import Cue as TimedCue
from service.timedtext.model import Document
from service.timedtext.timing import Rate

CONTENT = Path(__file__).with_name("content.toml")


class Part(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What every table of the file is made of."""


class Market(Part, frozen=True):
    code: str
    locales: tuple[str, ...]


class Colleague(Part, frozen=True):
    """Somebody with a role on the brand, in one market or in all."""

    name: str
    email: str
    role: RoleWord
    market: str | None = None


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
    """A stretch of the master that shows one still of `pictures`, as planned; `out_frame` is exclusive."""

    still: str
    size: ShotSize
    movement: ShotMovement
    in_frame: int
    out_frame: int


class Master(Part, frozen=True):
    frames: int
    rate_num: int
    rate_den: int
    width_px: int
    height_px: int
    shots: tuple[Shot, ...]

    def ms(self, frame: int) -> int:
        """When a frame begins."""
        return Rate(self.rate_num, self.rate_den).ms(frame)


class Cut(Part, frozen=True):
    """`segments` are (in, out) frames of the master, out exclusive, played one after the other at normal speed."""

    key: str
    name: str
    purpose: str
    aspect: str
    platform: str
    segments: tuple[tuple[int, int], ...]

    @property
    def frames(self) -> int:
        return sum(out_frame - in_frame for in_frame, out_frame in self.segments)

    def placed(self) -> list[tuple[int, int, int]]:
        """(in_frame, out_frame, cut_in_frame) of each segment."""
        begins = [sum(out - into for into, out in self.segments[:number]) for number in range(len(self.segments))]
        return [(into, out, begin) for (into, out), begin in zip(self.segments, begins, strict=True)]


class Speaker(Part, frozen=True):
    """`voice`, `speed` (words a minute) and `pitch` (0 to 100) are eSpeak NG's."""

    name: str
    voice: str
    speed: int
    pitch: int


class Cue(Part, frozen=True):
    """One cue of the master: said by a speaker (`spoken` where that differs from the text), or a sound."""

    key: str
    begin_ms: int
    end_ms: int
    text: str
    translations: dict[str, str]
    speaker: str | None = None
    spoken: str | None = None
    speed: int | None = None
    sound: Literal["train", "phone"] | None = None


class Content(Part, frozen=True):
    """The whole demo."""

    organization: str
    brand: str
    campaign: str
    video: str
    begins: datetime.date
    ends: datetime.date
    source_locale: str
    locales: tuple[str, ...]
    markets: tuple[Market, ...]
    people: tuple[Colleague, ...]
    story: Story
    master: Master
    cuts: tuple[Cut, ...]
    speakers: dict[str, Speaker]
    cues: tuple[Cue, ...]

    def shots_of(self, beat: Beat) -> list[Shot]:
        """The shots that begin in its window."""
        return [shot for shot in self.master.shots if beat.begin_ms <= self.master.ms(shot.in_frame) < beat.end_ms]

    def said_in(self, shot: Shot) -> str:
        """What people say in it."""
        begin_ms, end_ms = self.master.ms(shot.in_frame), self.master.ms(shot.out_frame)
        return " ".join(cue.text for cue in self.cues if cue.speaker and begin_ms <= cue.begin_ms < end_ms)

    def small(self, width_px: int, height_px: int) -> Content:
        """The same with a master of another size: for tests, which need not wait for a picture to be looked at."""
        return replace(self, master=replace(self.master, width_px=width_px, height_px=height_px))

    def captions(self) -> bytes:
        """The source caption file, WebVTT."""
        cues = (TimedCue("", cue.begin_ms, cue.end_ms, cue.text) for cue in self.cues)
        return webvtt.write(Document(tuple(cues), self.source_locale))


@cache
def content() -> Content:
    """The demo as it ships."""
    return msgspec.toml.decode(CONTENT.read_bytes(), type=Content)
