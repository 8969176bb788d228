"""What the engine can answer by itself, item by item: pure functions over what was measured, released and declared.

An item that is not here, or of which None comes out, waits for a person: that nothing was found never stands for "there
is nothing". Limits that no law gives are Cutdown's own and are named here once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from schemas.checklists import Measured, MeasuredPlace, MeasuredValue
from service.accessibility.labels import first_label
from service.accessibility.model import Ground, Judged, Released
from service.rulebook.market_items import MarketItem

MOST_PLACES = 50
LOUDNESS_LUFS = (-15.0, -13.0)  # house: social platforms play at about -14
TRUE_PEAK_DBTP = -1.0  # EBU R 128
FAST_CUES = 0.05  # house: at most this share of the cues is read faster than its language's limit
FASTEST = 1.5  # house: and none faster than this much of it
WORD_MS, READING_MS, SHORTEST_MS = 300, 1000, 1500  # house: how long text on screen stays
LABEL_BY_MS = LABEL_FOR_MS = 3000  # house: a label begins within the hook, and stays as long as that
TIMING = (
    "duration", "overlap", "beyond_end", "minimum_duration", "maximum_duration", "gap", "lines", "chars_per_line",
)  # fmt: skip

Measure = Callable[[MarketItem, Ground], Measured | None]


def measure(item: MarketItem, ground: Ground) -> Measured | None:
    """What the engine says to an item; None where it cannot say anything, or not yet."""
    if (nothing := _nothing_to_ask(item.id, ground)) is not None:
        return nothing
    measures = MEASURES.get(item.id)
    return measures(item, ground) if measures else None


def can_measure(item: str) -> bool:
    """Whether the engine answers this item once it has what it needs."""
    return item in MEASURES


def _nothing_to_ask(item: str, ground: Ground) -> Measured | None:
    film = ground.state.film
    if item in OF_SOUND and film is not None and film.audio_codec is None:
        return _does_not_apply("no_sound", "The film has no sound.")
    if item in OF_SPEECH and ground.silent:
        return _does_not_apply("nothing_said", "Nothing is said in this cut.")
    return None


# Captions ------------------------------------------------------------------------------------------------------------


def _present(_: MarketItem, ground: Ground) -> Measured:
    """A release in force in every locale of the market; releases are complete by what they are."""
    locales = ground.place.locales
    there = len(locales) - len(ground.missing)
    places = [
        MeasuredPlace(locale=one, begin_ms=None, end_ms=None, text="", says=f"No approved captions in {one}.")
        for one in ground.missing
    ]
    values = [_value("locales", there, "locales", least=len(locales))]
    return _found("captions_present", values, f"{there} of {len(locales)} locales have approved captions.", places)


def _speed(_: MarketItem, ground: Ground) -> Measured | None:
    judged = _judged(ground)
    if judged is None:
        return None
    fast = [(release, of, of.rules["reading_speed"]) for release, of in judged if "reading_speed" in of.rules]
    share = max((use.count / max(1, of.cues) for _, of, use in fast), default=0.0)
    over = max((use.worst / use.limit for _, _, use in fast if use.limit), default=1.0)
    values = [
        _value("fast_cues", round(share * 100, 1), "percent", most=FAST_CUES * 100),
        _value("fastest_cue", round(over * 100), "percent_of_limit", most=FASTEST * 100),
    ]
    return _found(
        "reading_speed", values, f"{share:.0%} of the cues are read too fast.", _places(judged, ["reading_speed"])
    )


def _timing(_: MarketItem, ground: Ground) -> Measured | None:
    judged = _judged(ground)
    if judged is None:
        return None
    count = sum(of.rules[rule].count for _, of in judged for rule in TIMING if rule in of.rules)
    detail = "Durations, gaps and lines are within the limits." if not count else f"{count} breaches."
    return _found("cue_timing", [_value("breaches", count, "breaches", most=0)], detail, _places(judged, TIMING))


def _language(_: MarketItem, ground: Ground) -> Measured | None:
    judged = _judged(ground)
    if judged is None:
        return None
    foreign = [release.locale for release, of in judged if "language" in of.rules]
    values = [_value("locales_in_another_language", len(foreign), "locales", most=0)]
    detail = (
        f"The captions in {', '.join(foreign)} seem to be in another language."
        if foreign
        else "Each is in its language."
    )
    return _found("caption_language", values, detail, _places(judged, ["language"]))


def _closed(_: MarketItem, ground: Ground) -> Measured:
    files = len(ground.in_force)
    detail = "Every release is delivered as files of its own, which a viewer can turn off."
    return _found("closed_captions", [_value("caption_files", files, "releases", least=1)], detail)


def _judged(ground: Ground) -> list[tuple[Released, Judged]] | None:
    """What the captions of every release break; None while one is missing or not measured."""
    if ground.missing or any(one.id not in ground.judged for one in ground.in_force):
        return None
    return [(one, ground.judged[one.id]) for one in ground.in_force]


def _places(judged: Iterable[tuple[Released, Judged]], rules: Iterable[str]) -> list[MeasuredPlace]:
    wanted = list(rules)
    found = [
        MeasuredPlace(locale=release.locale, begin_ms=begin, end_ms=end, text=text, says=says)
        for release, of in judged
        for rule in wanted
        if rule in of.rules
        for begin, end, _, text, says in of.rules[rule].places
    ]
    return sorted(found, key=lambda one: (one.begin_ms or 0, one.locale or ""))


# Sound ---------------------------------------------------------------------------------------------------------------


def _loudness(_: MarketItem, ground: Ground) -> Measured | None:
    sound = ground.sound.loudness if ground.sound else None
    if sound is None:
        return None
    if sound.integrated_lufs is None or sound.true_peak_dbtp is None:
        return _too_quiet()
    least, most = LOUDNESS_LUFS
    values = [
        _value("integrated_loudness", sound.integrated_lufs, "LUFS", least=least, most=most),
        _value("true_peak", sound.true_peak_dbtp, "dBTP", most=TRUE_PEAK_DBTP),
    ]
    detail = f"{sound.integrated_lufs:.1f} LUFS, true peak {sound.true_peak_dbtp:.1f} dBTP."
    return _found("loudness", values, detail)


def _leaps(_: MarketItem, ground: Ground) -> Measured | None:
    sound = ground.sound.loudness if ground.sound else None
    if sound is None:
        return None
    if sound.integrated_lufs is None:
        return _too_quiet()
    places = [
        MeasuredPlace(
            locale=None,
            begin_ms=one.at_ms,
            end_ms=None,
            text="",
            says=f"From {one.before_lufs:.0f} to {one.after_lufs:.0f} LUFS within 0.4 s.",
        )
        for one in sound.rises
    ]
    return _found("loudness_leaps", [_value("leaps", len(places), "leaps", most=0)], f"{len(places)} leaps.", places)


def _too_quiet() -> Measured:
    return _does_not_apply("no_sound", "The film has no sound that is loud enough to count.")


# On screen -----------------------------------------------------------------------------------------------------------


def _dwell(_: MarketItem, ground: Ground) -> Measured:
    """Whether declared text stays long enough to be read. Its height and contrast are a person's to judge."""
    if not ground.texts:
        return _candidate("no_text", "No text on screen is declared in this cut; somebody must say that there is none.")
    short = [
        (one, needed)
        for one in ground.texts
        if one.end_ms - one.begin_ms < (needed := max(SHORTEST_MS, len(one.text.split()) * WORD_MS + READING_MS))
    ]
    places = [
        MeasuredPlace(
            locale=None,
            begin_ms=one.begin_ms,
            end_ms=one.end_ms,
            text=one.text,
            says=f"It stays {(one.end_ms - one.begin_ms) / 1000:.1f} s; reading it takes {needed / 1000:.1f} s.",
        )
        for one, needed in short
    ]
    detail = f"{len(ground.texts) - len(short)} of {len(ground.texts)} declared texts stay long enough."
    return _found("text_dwell", [_value("short_texts", len(short), "texts", most=0)], detail, places)


def _disclosed(item: MarketItem, ground: Ground) -> Measured | None:
    """One of the labels that the market's law asks for, declared on screen from the beginning."""
    if not item.labels:
        return None
    hit = first_label(item.labels, ground.texts)
    if hit is None:
        named = ", ".join(f"“{one}”" for one in item.labels[:6])
        return _found("disclosure", [_value("labels", 0, "labels", least=1)], f"No text on screen is one of {named}.")
    shown_ms = sum(one.end_ms - one.begin_ms for one in ground.texts if first_label(item.labels, [one]))
    values = [
        _value("label_begins", hit.begin_ms, "ms", most=LABEL_BY_MS),
        _value("label_stays", shown_ms, "ms", least=min(LABEL_FOR_MS, ground.state.duration_ms)),
    ]
    detail = f"“{hit.text}” from {hit.begin_ms / 1000:.1f} s, for {shown_ms / 1000:.1f} s."
    return _found("disclosure", values, detail)


def _ai_labelled(item: MarketItem, ground: Ground) -> Measured:
    if not ground.ai:
        return _does_not_apply("no_ai", "Nothing in this cut is declared to be made by AI.")
    made = ", ".join(sorted({one.made for one in ground.ai}))
    hit = first_label(item.labels, ground.texts)
    if hit is None:
        return _candidate("ai_not_labelled", f"AI made {made}; no declared text on screen says so.")
    return _candidate("ai_labelled", f"AI made {made}; “{hit.text}” stands there from {hit.begin_ms / 1000:.1f} s.")


def _ai_declared(_: MarketItem, ground: Ground) -> Measured | None:
    return None if ground.ai else _does_not_apply("no_ai", "Nothing in this cut is declared to be made by AI.")


# ---------------------------------------------------------------------------------------------------------------------


def _value(
    name: str, measured: float, unit: str, *, least: float | None = None, most: float | None = None
) -> MeasuredValue:
    holds = (least is None or measured >= least) and (most is None or measured <= most)
    return MeasuredValue(name=name, measured=measured, least=least, most=most, unit=unit, holds=holds)


def _found(code: str, values: list[MeasuredValue], detail: str, places: Iterable[MeasuredPlace] = ()) -> Measured:
    verdict = "holds" if all(one.holds for one in values) else "fails"
    shown = list(places)[:MOST_PLACES]
    return Measured(verdict=verdict, code=code, values=values, places=shown, detail=detail)  # type: ignore[arg-type]


def _candidate(code: str, detail: str) -> Measured:
    return Measured(verdict="candidate", code=code, values=[], places=[], detail=detail)


def _does_not_apply(code: str, detail: str) -> Measured:
    return Measured(verdict="not_applicable", code=code, values=[], places=[], detail=detail)


MEASURES: dict[str, Measure] = {
    "CAP-01": _present,
    "CAP-04": _speed,
    "CAP-05": _timing,
    "CAP-08": _closed,
    "CAP-10": _language,
    "VIS-08": _dwell,
    "AUD-01": _loudness,
    "AUD-03": _leaps,
    "DIS-01": _disclosed,
    "AI-01": _ai_labelled,
    "AI-02": _ai_declared,
}
OF_SOUND = {"AUD-01", "AUD-02", "AUD-03", "CAP-02", "CAP-03"}
OF_SPEECH = {"CAP-01", "CAP-02", "CAP-03", "CAP-04", "CAP-05", "CAP-06", "CAP-08", "CAP-09", "CAP-10", "AUD-02"}
