"""The JSON of speech recognisers, by their shape.

openai-whisper, its API, faster-whisper and whisperX (`segments`), whisper.cpp (`transcription`), Amazon Transcribe,
Google Speech-to-Text, Deepgram. Every value is looked at where it is used; `Shape` is raised for one that is none.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from msgspec import Struct

Json = Any  # what a JSON decoder gives
Reader = Callable[[Json], tuple[str | None, "list[Said]"]]  # gives the language and the segments

LONGEST_MS, LONGEST_CHARS, PAUSE_MS = 6_000, 84, 700  # of a segment made of words
_TAG = re.compile(r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")
_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f]")
_SPACES = re.compile(r"\s+")
_ENDS = re.compile(r".*[.!?…。！？｡؟।]$")
_ALONE = re.compile(r"[^\w\s]+|[\u3040-\u30ff\u3400-\u9fff\u0e00-\u0e7f]+")  # joins what stands before it
_NUMBER = re.compile(r"([0-9]+(?:\.[0-9]+)?)s?")


class Word(Struct, frozen=True):
    text: str
    begin_ms: int
    end_ms: int
    sure: float = 1
    speaker: str = ""


class Said(Struct, frozen=True):
    """One segment, in ms."""

    text: str
    begin_ms: int
    end_ms: int
    words: tuple[Word, ...] = ()
    speaker: str = ""


class Shape(Exception):
    """Something is not where this recogniser has it."""


def shape_of(given: Json) -> Reader | None:
    """What reads a decoded JSON file, if it has the shape of speech recognition."""
    if isinstance(given, list) and given and isinstance(given[0], dict) and {"start", "end", "text"} <= given[0].keys():
        return _of_list
    if not isinstance(given, dict):
        return None
    results = given.get("results")
    if isinstance(given.get("segments"), list):
        return _of_whisper
    if isinstance(given.get("transcription"), list):
        return _of_whisper_cpp
    if isinstance(results, dict) and isinstance(results.get("items"), list):
        return _of_transcribe
    if isinstance(results, dict) and isinstance(results.get("channels"), list):
        return _of_deepgram
    if isinstance(results, list) and results and isinstance(results[0], dict) and "alternatives" in results[0]:
        return _of_google
    return None


def _of_list(given: Json) -> tuple[str | None, list[Said]]:
    return None, [_segment(one) for one in given]


def _of_whisper(given: Json) -> tuple[str | None, list[Said]]:
    info = given.get("info")
    language = given.get("language") or (info.get("language") if isinstance(info, dict) else None)
    return _language(language), [_segment(one) for one in given["segments"]]


def _segment(one: Json) -> Said:
    words = tuple(
        Word(
            _text(word["word"]),
            _ms(word["start"]),
            _ms(word["end"]),
            _share(word.get("probability", word.get("score"))),
        )
        for word in one.get("words") or ()
        if "start" in word and "end" in word
    )
    return Said(_text(one["text"]), _ms(one["start"]), _ms(one["end"]), words, _name(one.get("speaker")))


def _of_whisper_cpp(given: Json) -> tuple[str | None, list[Said]]:
    said = []
    for one in given["transcription"]:
        offsets = one["offsets"]
        tokens = tuple(
            Word(
                _text(token["text"]),
                _whole(token["offsets"]["from"]),
                _whole(token["offsets"]["to"]),
                _share(token.get("p")),
            )
            for token in one.get("tokens") or ()
            if "offsets" in token and re.search(r"\w", token["text"]) and not token["text"].startswith("[_")
        )
        said.append(Said(_text(one["text"]), _whole(offsets["from"]), _whole(offsets["to"]), tokens))
    result = given.get("result")
    return _language(result.get("language") if isinstance(result, dict) else None), said


def _of_transcribe(given: Json) -> tuple[str | None, list[Said]]:
    words: list[Word] = []
    for item in given["results"]["items"]:
        best = item["alternatives"][0]
        if item.get("type") == "punctuation":
            if words:
                last = words[-1]
                words[-1] = Word(
                    last.text + _text(best["content"]), last.begin_ms, last.end_ms, last.sure, last.speaker
                )
            continue
        times = _ms(item["start_time"]), _ms(item["end_time"])
        words.append(
            Word(_text(best["content"]), *times, _share(best.get("confidence")), _name(item.get("speaker_label")))
        )
    return _language(given["results"].get("language_code")), list(_sentences(words))


def _of_google(given: Json) -> tuple[str | None, list[Said]]:
    said: list[Said] = []
    language = None
    for result in given["results"]:
        best = (result.get("alternatives") or [{}])[0]
        language = language or result.get("languageCode")
        said += _sentences(
            Word(
                _text(word["word"]),
                _ms(word.get("startTime", word.get("startOffset", "0s"))),
                _ms(word.get("endTime", word.get("endOffset", "0s"))),
                _share(word.get("confidence")),
                _name(word.get("speakerLabel") or word.get("speakerTag")),
            )
            for word in best.get("words") or ()
        )
    return _language(language), said


def _of_deepgram(given: Json) -> tuple[str | None, list[Said]]:
    channel = given["results"]["channels"][0]
    words = (
        Word(
            _text(word.get("punctuated_word") or word["word"]),
            _ms(word["start"]),
            _ms(word["end"]),
            _share(word.get("confidence")),
            _name(word.get("speaker")),
        )
        for word in channel["alternatives"][0].get("words") or ()
    )
    return _language(channel.get("detected_language")), list(_sentences(words))


def _sentences(words: Iterable[Word]) -> Iterator[Said]:
    """Words as segments that end with a sentence, a pause or a speaker, or where they become too long."""
    group: list[Word] = []
    length = 0
    for word in words:
        last = group[-1] if group else None
        if last is not None and (
            _ENDS.match(last.text)
            or word.speaker != last.speaker
            or word.begin_ms - last.end_ms >= PAUSE_MS
            or word.end_ms - group[0].begin_ms > LONGEST_MS
            or length + len(word.text) > LONGEST_CHARS
        ):
            yield _joined(group)
            group, length = [], 0
        group.append(word)
        length += len(word.text) + 1
    if group:
        yield _joined(group)


def _joined(words: list[Word]) -> Said:
    text = "".join(
        word.text if at == 0 or _ALONE.fullmatch(word.text) else f" {word.text}" for at, word in enumerate(words)
    )
    return Said(text, words[0].begin_ms, words[-1].end_ms, tuple(words), words[0].speaker)


def _text(value: Json) -> str:
    if not isinstance(value, str):
        raise Shape("a text that is none")
    return _SPACES.sub(" ", _CONTROLS.sub(" ", value)).strip()


def _ms(value: Json) -> int:
    """Seconds as a number, `"1.5"` or `"1.5s"`, to the nearest ms; below zero counts as zero."""
    if isinstance(value, str) and (found := _NUMBER.fullmatch(value)):
        value = float(found[1])
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value) or value > 1e9:
        raise Shape(f"a time that is none ({str(value)[:40]!r})")
    return max(0, round(value * 1000))


def _whole(value: Json) -> int:
    return _ms(value) // 1000


def _share(value: Json) -> float:
    """A probability; what a recogniser does not give is no doubt."""
    try:
        share = float(value)
    except (TypeError, ValueError):
        return 1
    return share if math.isfinite(share) else 1


def _name(value: Json) -> str:
    return "" if value is None or isinstance(value, dict | list) else _text(str(value))


def _language(value: Json) -> str | None:
    return value if isinstance(value, str) and _TAG.fullmatch(value) else None
