"""What each platform takes: one file per platform, each value with its source, its date and how well it is known.

A limit that its platform states itself is binding; what somebody else says, what is remembered and where two sources
disagree is told and never blocks. What is not in a file is not known: nothing is guessed, and a platform of which
nothing is known says so. A file may follow another one (`like`); a table then stands in place of the other's, whole.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any, Literal

import msgspec
from msgspec import field

from service.rulebook.reading import LOCALES, RuleFile, Written, files_of, keys_of
from service.rulebook.timed_text import SOURCES, Confidence, Source, Sourced, Sources

FOLDER = LOCALES / "platforms"
SAFE_ZONES = "safe_zones"
EARLIEST = datetime.date(2020, 1, 1)

Unit = Literal["characters", "utf16_units", "utf8_bytes"]
Delivery = Literal["sidecar", "burned", "text"]
Declaration = Literal["third_party_paid", "own_brand", "synthetic"]
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
    def unknown(self) -> tuple[str, ...]:
        """What of it nobody has found out: of `text`, `film`, `disclosure` and `audience`, those without a table."""
        return tuple(one for one in ("text", "film", "disclosure", "audience") if getattr(self, one) is None)

    def price(self, call: str) -> tuple[Quota, int] | None:
        """What a call takes, and from which quota."""
        return next(((quota, quota.prices[call]) for quota in self.quotas.values() if call in quota.prices), None)


class Platforms(dict[str, Platform]):
    """The platforms by key, and the sources that they name."""

    def __init__(self, packs: dict[str, Platform], sources: dict[str, Source]) -> None:
        super().__init__(packs)
        self.sources = sources


def read_platforms(folder: Path = FOLDER) -> Platforms:
    """All of them; raises BadRule with file and line."""
    sources = Sources(folder)
    stems = [path.stem for path in files_of(folder) if path.stem not in (SOURCES, SAFE_ZONES)]
    return Platforms({stem: _platform(folder, stem, sources) for stem in stems}, sources.known)


def aspect_of(written: str) -> Fraction:
    """Width by height, from `9:16`; raises ValueError."""
    width, height = written.split(":")
    return Fraction(int(width), int(height))


def _platform(folder: Path, stem: str, sources: Sources) -> Platform:
    own = Written(folder / f"{stem}.toml")
    chain, tables = [own], dict(own.tables)
    if (like := own.tables.get("like")) is not None:
        if not isinstance(like, str) or like == stem or not (folder / f"{like}.toml").is_file():
            raise own.bad(f"`like` is {like!r}, which is no other platform", "like")
        chain.append(followed := Written(folder / f"{like}.toml"))
        if "like" in followed.tables:
            raise own.bad(f"`like` is {like!r}, which follows another one itself", "like")
        tables = {key: value for key, value in followed.tables.items() if key not in ("note", "date")} | tables
    try:
        pack = msgspec.convert(tables, Platform)
    except msgspec.ValidationError as error:
        keys = _way(tables, keys_of(error))
        raise next((one for one in chain if keys and keys[0] in one.tables), own).bad(str(error), *keys) from None
    sources.check(own, pack)
    _check(own, pack, stem, sources)
    return pack


def _way(tables: dict[str, Any], keys: list[str]) -> list[str]:
    """The decoder's way to a fault, with the name of the quota, which it does not tell."""
    if keys[:2] != ["quotas", "..."]:
        return keys
    for name, table in tables["quotas"].items():
        try:
            msgspec.convert(table, Quota)
        except msgspec.ValidationError as error:
            return ["quotas", name, *keys_of(error)]
    return keys


def _check(written: Written, pack: Platform, stem: str, sources: Sources) -> None:
    if pack.key != stem:
        raise written.bad(f"`key` is {pack.key!r} and must be the file's name", "key")
    if not EARLIEST <= pack.date <= datetime.datetime.now(datetime.UTC).date() + datetime.timedelta(days=1):
        raise written.bad(f"`date` is {pack.date}, on which nobody can have looked", "date")
    for keys, table in _stated(written, pack):
        for name in ("disputed", "source_of"):
            if strange := next((key for key in getattr(table, name) if key not in table.__struct_fields__), None):
                raise written.bad(f"`{'.'.join(keys)}.{name}` names {strange!r}", *keys, name)
        if missing := next((one for one in table.source_of.values() if one not in sources.known), None):
            raise written.bad(f"`{'.'.join(keys)}.source_of` is {missing!r}, which no source is", *keys, "source_of")
        _check_numbers(written, keys, table)


def _check_numbers(written: Written, keys: tuple[str, ...], table: Stated) -> None:
    """Every limit is more than nothing, an aspect is one, and a day begins somewhere."""
    for key in table.__struct_fields__:
        value: Any = getattr(table, key)
        if isinstance(value, int) and not isinstance(value, bool) and value <= 0:
            raise written.bad(f"`{'.'.join(keys)}.{key}` is {value}, which nothing could keep", *keys, key)
        if isinstance(table, Quota) and key == "prices":
            for call in (call for call, price in table.prices.items() if price <= 0):
                raise written.bad(f"`{'.'.join(keys)}.prices` has {call!r} for nothing", *keys, key, call)
        if key.endswith("_aspect") and value is not None:
            try:
                aspect_of(value)
            except (ValueError, ZeroDivisionError):
                raise written.bad(f"`{'.'.join(keys)}.{key}` is {value!r} and must be like 9:16", *keys, key) from None
    if isinstance(table, Quota) and (table.window == "day") != (table.zone is not None):
        raise written.bad(f"`{'.'.join(keys)}.zone` is where a day begins, and stands with `day` only", *keys, "zone")


def _stated(written: Written, pack: Platform) -> Iterator[tuple[tuple[str, ...], Stated]]:
    """The tables that stand in the platform's own file."""
    for key in pack.__struct_fields__:
        value = getattr(pack, key)
        if key not in written.tables:
            continue
        if isinstance(value, Stated):
            yield (key,), value
        elif isinstance(value, dict):
            yield from (((key, name), one) for name, one in value.items())
