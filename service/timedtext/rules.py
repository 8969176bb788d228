"""What a track is held to: the numbers and habits of a locale, and how much each breach of them weighs.

Rule packs and profiles (`service.rulebook`) make these; nothing here knows where a value comes from.
"""

from __future__ import annotations

from math import inf
from typing import Literal

from msgspec import Struct, field

from service.timedtext.counting import Counting

Severity = Literal["error", "warning"]
Rule = Literal[
    "untranslated",
    "empty",
    "duration",
    "overlap",
    "beyond_end",
    "lines",
    "chars_per_line",
    "reading_speed",
    "reading_speed_maximum",
    "word_time",
    "minimum_duration",
    "maximum_duration",
    "gap",
    "chaining",
    "shot_change",
    "dual_speaker",
    "quotes",
    "ellipsis",
    "numerals",
    "sound_brackets",
    "punctuation",
    "spacing",
    "italics",
    "duplicate",
    "same_as_source",
    "language",
    "safe_zone",
    "bidi",
    "forbidden_characters",
]
DualSpeaker = Literal["both_lines", "both_lines_spaced", "second_line", "second_line_spaced", "none"]
Numerals = Literal["spelled_to_ten", "digits", "han_in_idiom", "of_client", "one_full_width"]
Direction = Literal["ltr", "rtl"]

STRUCTURAL: dict[Rule, Severity] = {
    "untranslated": "error",
    "empty": "error",
    "duration": "error",
    "overlap": "error",
    "beyond_end": "error",
    "lines": "warning",
    "chars_per_line": "warning",
}


class Limits(Struct, frozen=True):
    """How much text a cue has room for: units per line as `counting` counts them, and lines."""

    chars_per_line: int = 42
    lines: int = 2
    counting: Counting = "characters"


class Gap(Struct, frozen=True):
    """Between two cues there are at least `min_frames`; a gap above that and shorter than `close_below_ms` is closed
    to `min_frames`. 0 ms: no gap is too long to be one."""

    min_frames: int = 2
    close_below_ms: int = 500


class ShotZones(Struct, frozen=True):
    """What is too near a shot change, in frames of 24 to the second.

    A cue that begins at most `snap_frames` before one begins with it, and one that begins less than `clear_frames`
    before it begins `clear_frames` before. A cue that ends less than `clear_frames` before or after it ends
    `end_before_frames` before.
    """

    snap_frames: int = 7
    clear_frames: int = 12
    end_before_frames: int = 2


class Typography(Struct, frozen=True):
    """How a language is written in captions.

    `quotes` are pairs of marks, the first one preferred; `left_out` are marks for which a space stands;
    `not_before` and `not_after` are marks that no ordinary space may part from their word. None: not looked at.
    """

    dual_speaker: DualSpeaker = "none"
    quotes: tuple[str, ...] = ()
    ellipsis: tuple[str, ...] = ("…",)
    italics: bool = True
    numerals: Numerals | None = None
    sound_brackets: str | None = None
    left_out: str = ""
    not_before: str = ""
    not_after: str = ""


class Box(Struct, frozen=True):
    """A part of the picture, in per cent of its width and height."""

    left: float
    top: float
    right: float
    bottom: float


class Telling(Struct, frozen=True):
    """How a text is known to be in its language: the ISO 15924 code of its writing, and words that hardly any text of a
    language does without, each with the languages that it tells of (subtags, as `language`)."""

    language: str
    script: str
    words: dict[str, tuple[str, ...]]


class Rules(Struct, frozen=True):
    """Everything that `checks.check` measures. A rule without a severity is not looked at.

    Durations in ms, speeds in the units of `limits.counting` per second. Without more than `limits`, only what can
    be said of any language is.
    """

    limits: Limits = Limits()
    severities: dict[Rule, Severity] = field(default_factory=lambda: STRUCTURAL)
    reading_speed: float = inf
    reading_speed_maximum: float = inf
    word_ms: int = 0
    min_ms: int = 0
    max_ms: float = inf
    gap: Gap = Gap(0, 0)
    shots: ShotZones = ShotZones()
    typography: Typography = Typography()
    direction: Direction | None = None
    telling: Telling | None = None
    safe_zone: Box | None = None
