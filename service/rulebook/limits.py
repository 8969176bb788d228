"""From a pack and a profile to the rules that a track is measured by."""

from __future__ import annotations

from service.rulebook.languages import Language
from service.rulebook.profiles import Profile
from service.rulebook.telling import Words
from service.rulebook.timed_text import Aspect, Audience, Kind, Pack
from service.timedtext.rules import Box, Gap, Limits, Rules, ShotZones, Telling, Typography

CHARACTERS_PER_WORD = 6  # with the space behind it: how English guides turn words into characters


def limits_of(pack: Pack, kind: Kind, aspect: Aspect | None = None, profile: Profile | None = None) -> Limits:
    """How much text a cue has room for. The narrower of the pack, or the profile, and the picture's shape counts."""
    counting = pack.counting.method
    widths = (profile and _speaks(profile, pack) and profile.chars_per_line) or pack.chars_per_line
    chars = widths.captions if kind == "captions" else widths.subtitles
    lines = ((profile and profile.lines) or pack.lines).max
    shape = pack.aspects.get(aspect) if aspect and aspect != "16:9" else None
    if shape is None:
        return Limits(chars, lines, counting)
    return Limits(min(chars, getattr(shape, counting)), shape.lines, counting)


def rules_of(
    pack: Pack,
    language: Language,
    profile: Profile,
    kind: Kind = "subtitles",
    audience: Audience = "adult",
    aspect: Aspect | None = None,
    words: Words | None = None,
    zone: Box | None = None,
) -> Rules:
    """Everything that a track of this kind is held to, for this audience, on a picture of this shape.

    `words` are those that tell languages apart (`telling.read_words`); without them, no track is of another language.
    `zone` is what the platform leaves free of its own buttons (`safe_zones.read_zones`).
    """
    target, maximum = _speeds(pack, profile, kind, audience)
    duration, gap, zones = profile.duration or pack.duration, profile.gap or pack.gap, pack.shot_changes
    return Rules(
        limits=limits_of(pack, kind, aspect, profile),
        severities=profile.severities.weights(),
        reading_speed=target,
        reading_speed_maximum=maximum,
        word_ms=profile.word_time.ms if profile.word_time else 0,
        min_ms=duration.min_ms,
        max_ms=duration.max_ms,
        gap=Gap(gap.min_frames, gap.close_below_ms),
        shots=ShotZones(zones.snap_frames, zones.clear_frames, zones.end_before_frames),
        typography=_typography(pack, profile, kind),
        direction=language.direction,
        telling=_telling(language, words),
        safe_zone=zone,
    )


def _speaks(profile: Profile, pack: Pack) -> bool:
    """Whether the profile's numbers are for this pack: they count characters, in languages it is for."""
    language = pack.locale.partition("-")[0]
    return pack.counting.method == "characters" and (not profile.languages or language in profile.languages)


def _speeds(pack: Pack, profile: Profile, kind: Kind, audience: Audience) -> tuple[float, float]:
    own = profile.reading_speed
    if own is None or not _speaks(profile, pack):
        by_audience = pack.reading_speed.captions if kind == "captions" else pack.reading_speed.subtitles
        speed = by_audience.children if audience == "children" else by_audience.adult
        return speed, speed
    pace = own.children if audience == "children" else own.adult
    share = CHARACTERS_PER_WORD / 60 if own.unit == "words_per_minute" else 1
    return pace.target * share, pace.maximum * share


def _telling(language: Language, words: Words | None) -> Telling | None:
    """A language without words of its own is told by its writing alone."""
    if words is None:
        return None
    telling = words.telling if language.language in words.languages else {}
    return Telling(language.language, language.script, telling)


def _typography(pack: Pack, profile: Profile, kind: Kind) -> Typography:
    printed = profile.typographic_quotes is not None and profile.typographic_quotes.allowed
    return Typography(
        dual_speaker=pack.dual_speaker.style,
        quotes=pack.quotes.marks + (pack.typographic_quotes.marks if printed else ()),
        ellipsis=pack.ellipsis.marks,
        italics=pack.italics.allowed,
        numerals=pack.numerals.style,
        sound_brackets=pack.sound_brackets.pair if kind == "captions" else None,
        left_out=pack.punctuation.left_out,
        not_before=pack.line_break.not_before,
        not_after=pack.line_break.not_after,
    )
