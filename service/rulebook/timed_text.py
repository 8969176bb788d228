"""The timed-text rules of a locale, each value with its source, its date and how well it is known.

A file per locale says what is its own; `like` names the file it follows, and `general.toml` holds where nobody says
otherwise. A table stands in place of the one it follows, whole, so that no value can keep another one's source.
"""

from __future__ import annotations

import datetime
from collections.abc import Container, Iterator
from pathlib import Path
from typing import Any, Literal

import msgspec
from msgspec import field

from service.rulebook.problems import BadRule
from service.rulebook.reading import LOCALES, RuleFile, Written, files_of, keys_of
from service.timedtext.counting import Counting
from service.timedtext.rules import DualSpeaker, Numerals

Kind = Literal["captions", "subtitles", "descriptions", "forced"]
Audience = Literal["adult", "children"]
Aspect = Literal["9:16", "4:5", "1:1", "16:9"]
Confidence = Literal["source_text", "secondary_source_text", "memory", "assumed"]
BreakFamily = Literal[
    "before_function_words", "around_function_words", "after_postpositions", "keep_all", "phrases", "words"
]

FOLDER = LOCALES / "timed_text"
GENERAL, SOURCES, TELLING = "general", "sources", "telling"


class Source(RuleFile, frozen=True, kw_only=True):
    """Something that was read, and when."""

    title: str
    read: datetime.date
    address: str = ""


class Sourced(RuleFile, frozen=True):
    """A table of values: where they come from, and how well they are known; `confidence_of` is that of one key.

    `date` is given where it is not the file's.
    """

    source: str
    confidence: Confidence
    confidence_of: dict[str, Confidence] = field(default_factory=dict)
    date: datetime.date | None = None
    note: str = ""


class CharsPerLine(Sourced, frozen=True, kw_only=True):
    """Units per line, by the kind of track: same-language captions, or subtitles (all translations)."""

    captions: int
    subtitles: int
    vertical: int | None = None


class Counted(Sourced, frozen=True, kw_only=True):
    method: Counting


class ByAudience(RuleFile, frozen=True):
    adult: float
    children: float


class ReadingSpeed(Sourced, frozen=True, kw_only=True):
    """Units per second at most."""

    captions: ByAudience
    subtitles: ByAudience


class LineCount(Sourced, frozen=True, kw_only=True):
    max: int


class Duration(Sourced, frozen=True, kw_only=True):
    min_ms: int
    max_ms: int


class Gaps(Sourced, frozen=True, kw_only=True):
    min_frames: int
    close_below_ms: int


class ShotChanges(Sourced, frozen=True, kw_only=True):
    snap_frames: int
    clear_frames: int
    end_before_frames: int


class DualSpeakers(Sourced, frozen=True, kw_only=True):
    style: DualSpeaker


class Marks(Sourced, frozen=True, kw_only=True):
    """Punctuation marks, the preferred one first; quotation marks in pairs."""

    marks: tuple[str, ...]


class Continuity(Sourced, frozen=True, kw_only=True):
    """What opens a text after a pause, and what closes one that is interrupted; one that runs on has no mark."""

    after_pause: Literal["nothing", "ellipsis"]
    interruption: Literal["ellipsis", "two_hyphens"]


class Italics(Sourced, frozen=True, kw_only=True):
    allowed: bool


class NumeralStyle(Sourced, frozen=True, kw_only=True):
    style: Numerals


class SoundBrackets(Sourced, frozen=True, kw_only=True):
    pair: str


class LineBreaks(Sourced, frozen=True, kw_only=True):
    """Where lines break. `not_last` are words of one letter that close no line; no ordinary space parts the marks of
    `not_before` and `not_after` from their word."""

    family: BreakFamily
    engine: Literal["spaces", "dictionary", "budoux"]
    not_last: str = ""
    not_before: str = ""
    not_after: str = ""


class Punctuation(Sourced, frozen=True, kw_only=True):
    """Marks that are not written; a space stands for them."""

    left_out: str


class AspectWidth(Sourced, frozen=True, kw_only=True):
    """Units per line, by the way of counting, and lines, that a picture of this shape has room for."""

    characters: int
    full_width: int
    hangul: int
    lines: int


class Pack(RuleFile, frozen=True, kw_only=True):
    """The rules of one locale; `und` holds where there is no other."""

    locale: str
    date: datetime.date
    like: str | None = None
    chars_per_line: CharsPerLine
    counting: Counted
    reading_speed: ReadingSpeed
    lines: LineCount
    duration: Duration
    gap: Gaps
    shot_changes: ShotChanges
    dual_speaker: DualSpeakers
    quotes: Marks
    typographic_quotes: Marks
    ellipsis: Marks
    continuity: Continuity
    italics: Italics
    numerals: NumeralStyle
    sound_brackets: SoundBrackets
    line_break: LineBreaks
    punctuation: Punctuation
    aspects: dict[Literal["9:16", "4:5", "1:1"], AspectWidth]


class Sources:
    """What the files of a folder may name as their source."""

    def __init__(self, folder: Path = FOLDER) -> None:
        written = Written(folder / f"{SOURCES}.toml")
        try:
            self.known = msgspec.convert(written.tables, dict[str, Source])
        except msgspec.ValidationError as error:
            raise written.wrong(error) from None

    def check(self, written: Written, form: RuleFile) -> None:
        """Every table of a file names a known source, and `confidence_of` keys of its own; raises BadRule."""
        for keys, table in _sourced(form):
            if keys[0] not in written.tables:
                continue
            if table.source not in self.known:
                raise written.bad(f"`{'.'.join(keys)}.source` is {table.source!r}, which no source is", *keys, "source")
            strange = next((key for key in table.confidence_of if key not in table.__struct_fields__), None)
            if strange is not None:
                raise written.bad(f"`{'.'.join(keys)}.confidence_of` names {strange!r}", *keys, "confidence_of")


def read_pack(stem: str, folder: Path = FOLDER, sources: Sources | None = None) -> Pack:
    """One locale's pack, and of the others only what it follows; raises BadRule."""
    known = sources or Sources(folder)
    chain = list(_followed(stem, folder))
    own = chain[-1]
    tables: dict[str, Any] = {}
    for written in chain:
        tables |= written.tables
    try:
        pack = msgspec.convert({key: value for key, value in tables.items() if key != "like"}, Pack)
    except msgspec.ValidationError as error:
        raise _culprit(chain, error).wrong(error) from None
    if own.tables.get("locale") != ("und" if stem == GENERAL else stem):
        raise own.bad(f"`locale` is {own.tables.get('locale')!r} and must be the file's name", "locale")
    if "date" not in own.tables:
        raise own.bad("`date` is missing: the day on which the values were held against their sources")
    known.check(own, pack)
    return pack


def read_packs(folder: Path = FOLDER) -> dict[str, Pack]:
    """All packs by file stem; raises BadRule."""
    stems = [path.stem for path in files_of(folder) if path.stem not in (SOURCES, TELLING)]
    if GENERAL not in stems:
        raise BadRule(folder.name, "general.toml is missing")
    sources = Sources(folder)
    return {stem: read_pack(stem, folder, sources) for stem in stems}


def packs_there_are(folder: Path = FOLDER) -> Container[str]:
    """The stems of the packs, unread."""
    return {path.stem for path in files_of(folder)} - {SOURCES, TELLING}


def _culprit(chain: list[Written], error: msgspec.ValidationError) -> Written:
    """The file whose table it was that could not be taken."""
    keys = keys_of(error)
    return next((one for one in reversed(chain) if keys and keys[0] in one.tables), chain[-1])


def _followed(stem: str, folder: Path) -> Iterator[Written]:
    """The files that make a pack: the general one first, its own last."""
    files = [Written(folder / f"{stem}.toml")]
    stems = [stem]
    while (like := files[0].tables.get("like")) is not None:
        if not isinstance(like, str) or like in stems or not (folder / f"{like}.toml").is_file():
            raise files[0].bad(f"`like` is {like!r}, which is no other pack", "like")
        stems.append(like)
        files.insert(0, Written(folder / f"{like}.toml"))
    if GENERAL not in stems:
        yield Written(folder / f"{GENERAL}.toml")
    yield from files


def _sourced(form: Any, keys: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Sourced]]:
    if isinstance(form, Sourced):
        yield keys, form
    elif isinstance(form, RuleFile | dict):
        entries = (
            form.items() if isinstance(form, dict) else ((key, getattr(form, key)) for key in form.__struct_fields__)
        )
        for key, value in entries:
            yield from _sourced(value, (*keys, key))
