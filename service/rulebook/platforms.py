"""What each platform takes: one file per platform, each value with its source, its date and how well it is known.

A limit that its platform states itself is binding; what somebody else says, what is remembered and where two sources
disagree is told and never blocks. What is not in a file is not known: nothing is guessed, and a platform of which
nothing is known says so. A file may follow another one (`like`); a table then stands in place of the other's, whole.
"""

from __future__ import annotations

import datetime
from fractions import Fraction
from typing import Literal

from msgspec import field

from service.rulebook.reading import RuleFile
from service.rulebook.timed_text import Confidence, Sourced

Unit = Literal["characters", "utf16_units", "utf8_bytes"]
Delivery = Literal["sidecar", "burned", "text"]
Declaration = Literal["third_party_paid", "own_brand", "synthetic"]
Unexplored = Literal["text", "film", "disclosure", "audience"]
Seen = Literal["public", "unlisted", "followers", "friends", "private"]
Container = Literal["mp4", "mov", "webm", "matroska", "avi", "mpegts"]
VideoCodec = Literal["h264", "hevc", "vp8", "vp9", "av1", "mpeg4", "prores"]
AudioCodec = Literal["aac", "mp3", "opus", "vorbis", "flac", "ac3"]


class Stated(Sourced, frozen=True, kw_only=True):
    """A table of limits. `disputed` names keys of which another source says something else, and what it says;
    `source_of` keys that come from elsewhere than the rest."""

    disputed: dict[str, str] = field(default_factory=dict)
    source_of: dict[str, str] = field(default_factory=dict)

    def known(self, key: str) -> Confidence:
        """How well the value of a key is known."""
        return self.confidence_of.get(key, self.confidence)

    def binds(self, key: str) -> bool:
        """Whether the platform itself says so, and no other source anything else."""
        return self.known(key) == "source_text" and key not in self.disputed

    def said_by(self, key: str) -> str:
        """The source of a key's value."""
        return self.source_of.get(key, self.source)


class TextField(Stated, frozen=True, kw_only=True):
    """A field for words. Characters are Unicode code points, unless `note` says what else the platform counts."""

    max: int
    unit: Unit
    required: bool = False
    forbidden: str = ""


class Tags(Stated, frozen=True, kw_only=True):
    """Key words that nobody sees: characters of all together with a comma between two, a tag with a space in quotes."""

    max: int


class Marked(Stated, frozen=True, kw_only=True):
    """Hashtags or mentions in the text. `in_app` is what the app lets people post, where programs may post more;
    `between` is what parts one from the words around it."""

    max: int | None = None
    in_app: int | None = None
    between: Literal["spaces", "words"] = "words"


class Film(Stated, frozen=True, kw_only=True):
    """What the file may be. Sides in pixels as shown, bitrates in bits per second; containers and codecs in the probe's
    words; an aspect is width to height."""

    containers: tuple[Container, ...] = ()
    video_codecs: tuple[VideoCodec, ...] = ()
    audio_codecs: tuple[AudioCodec, ...] = ()
    min_fps: int | None = None
    max_fps: int | None = None
    min_side: int | None = None
    max_side: int | None = None
    max_width: int | None = None
    min_aspect: str | None = None
    max_aspect: str | None = None
    min_ms: int | None = None
    max_ms: int | None = None
    claimed_over_ms: int | None = None
    max_bytes: int | None = None
    max_video_bitrate: int | None = None
    max_audio_rate: int | None = None
    max_audio_channels: int | None = None
    faststart: bool = False


class Cover(Stated, frozen=True, kw_only=True):
    """The cover is a time of the film. What happens with a time that the film does not have."""

    beyond: Literal["refused", "first_frame"]


class Captions(Stated, frozen=True, kw_only=True):
    """How captions get to the viewer: as files beside the film, drawn into it, or within the text."""

    delivery: Delivery
    formats: tuple[str, ...] = ()
    max_bytes: int | None = None


class Disclosure(Stated, frozen=True, kw_only=True):
    """The platform's own name of each declaration; one that is not there cannot be made by a switch."""

    third_party_paid: str | None = None
    own_brand: str | None = None
    synthetic: str | None = None
    sponsors: int | None = None


class Audience(Stated, frozen=True, kw_only=True):
    """Who may see a post, and whom one that somebody paid for may not be limited to."""

    choices: tuple[Seen, ...]
    paid_not: tuple[Seen, ...] = ()


class Quota(Stated, frozen=True, kw_only=True):
    """How much may be done, whose it is and when it is full again. A `day` begins at midnight of `zone`; the others are
    counted back from now. `prices` are units per call."""

    units: int
    whose: Literal["project", "app", "account"]
    window: Literal["day", "24_hours", "minute"]
    zone: str | None = None
    prices: dict[str, int] = field(default_factory=dict)


class Platform(RuleFile, frozen=True, kw_only=True):
    """A platform. A table that is None is not known.

    `api`: it takes posts from programs; else they are posted by hand. `takes` are the fields of words that it has.
    """

    key: str
    name: str
    date: datetime.date
    like: str | None = None
    api: bool
    note: str = ""
    text: TextField | None = None
    title: TextField | None = None
    tags: Tags | None = None
    hashtags: Marked | None = None
    mentions: Marked | None = None
    film: Film | None = None
    cover: Cover | None = None
    captions: Captions
    disclosure: Disclosure | None = None
    audience: Audience | None = None
    quotas: dict[str, Quota] = field(default_factory=dict)

    @property
    def delivery(self) -> Delivery:
        """How captions get to the viewer."""
        return self.captions.delivery

    @property
    def flags(self) -> frozenset[Declaration]:
        """The declarations that it has a switch for."""
        every: tuple[Declaration, ...] = ("third_party_paid", "own_brand", "synthetic")
        return frozenset(one for one in every if self.disclosure and getattr(self.disclosure, one))

    @property
    def unknown(self) -> tuple[Unexplored, ...]:
        """What of it nobody has found out: those without a table."""
        every: tuple[Unexplored, ...] = ("text", "film", "disclosure", "audience")
        return tuple(one for one in every if getattr(self, one) is None)

    def price(self, call: str) -> tuple[Quota, int] | None:
        """What a call takes, and from which quota."""
        return next(((quota, quota.prices[call]) for quota in self.quotas.values() if call in quota.prices), None)


def aspect_of(written: str) -> Fraction:
    """Width by height, from `9:16`; raises ValueError."""
    width, height = written.split(":")
    return Fraction(int(width), int(height))
