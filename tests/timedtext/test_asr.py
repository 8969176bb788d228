"""Speech recognition: the JSON of each recogniser as cues, and what is said of doubtful words and times."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from service.timedtext import asr, formats
from service.timedtext.model import Document
from service.timedtext.problems import Unreadable

WORDS = [("Two", 0.5, 0.8, 0.99), ("cups.", 0.8, 1.2, 0.98), ("Habit.", 2.0, 2.5, 0.31)]
WHISPER = {
    "text": " Two cups. Habit.",
    "segments": [
        {
            "id": 0,
            "start": 0.5,
            "end": 1.2,
            "text": " Two cups.",
            "words": [{"word": f" {w}", "start": b, "end": e, "probability": p} for w, b, e, p in WORDS[:2]],
        },
        {
            "id": 1,
            "start": 2.0,
            "end": 2.5,
            "text": " Habit.",
            "words": [{"word": f" {w}", "start": b, "end": e, "probability": p} for w, b, e, p in WORDS[2:]],
        },
    ],
    "language": "en",
}
SHAPES: dict[str, tuple[Any, str | None]] = {
    "openai-whisper": (WHISPER, "en"),
    "faster-whisper": ({"segments": WHISPER["segments"], "info": {"language": "en"}}, "en"),
    "segments alone": (WHISPER["segments"], None),
    "whisper.cpp": (
        {
            "result": {"language": "en"},
            "transcription": [
                {"offsets": {"from": 500, "to": 1200}, "text": " Two cups."},
                {
                    "offsets": {"from": 2000, "to": 2500},
                    "text": " Habit.",
                    "tokens": [
                        {"text": "[_BEG_]", "offsets": {"from": 2000, "to": 2000}, "p": 0.1},
                        {"text": " Habit", "offsets": {"from": 2000, "to": 2500}, "p": 0.31},
                        {"text": ".", "offsets": {"from": 2500, "to": 2500}, "p": 0.2},
                    ],
                },
            ],
        },
        "en",
    ),
    "Amazon Transcribe": (
        {
            "results": {
                "language_code": "en-US",
                "items": [
                    item
                    for w, b, e, p in WORDS
                    for item in (
                        {
                            "type": "pronunciation",
                            "start_time": str(b),
                            "end_time": str(e),
                            "alternatives": [{"content": w.rstrip("."), "confidence": str(p)}],
                        },
                        *([{"type": "punctuation", "alternatives": [{"content": "."}]}] if w[-1] == "." else []),
                    )
                ],
            }
        },
        "en-US",
    ),
    "Google": (
        {
            "results": [
                {
                    "languageCode": "en-us",
                    "alternatives": [
                        {
                            "words": [
                                {"word": w, "startTime": f"{b}s", "endTime": f"{e}s", "confidence": p}
                                for w, b, e, p in WORDS
                            ]
                        }
                    ],
                }
            ]
        },
        "en-us",
    ),
    "Deepgram": (
        {
            "results": {
                "channels": [
                    {
                        "detected_language": "en",
                        "alternatives": [
                            {
                                "words": [
                                    {"word": w.lower(), "punctuated_word": w, "start": b, "end": e, "confidence": p}
                                    for w, b, e, p in WORDS
                                ]
                            }
                        ],
                    }
                ]
            }
        },
        "en",
    ),
}


@pytest.mark.parametrize("name", SHAPES)
def test_each_shape_gives_the_same_cues_and_names_the_doubtful_word(name: str) -> None:
    given_, language = SHAPES[name]
    assert asr.recognised(given_)
    document = asr.document(given_)
    assert [(cue.begin_ms, cue.end_ms, cue.text) for cue in document.cues] == [
        (500, 1200, "Two cups."),
        (2000, 2500, "Habit."),
    ]
    assert document.language == language
    (said,) = document.left_out
    assert "1 word;" in said
    assert "at 00:00:02.000" in said


def test_a_json_file_of_a_recogniser_is_taken_as_captions() -> None:
    document = formats.take(formats.FORMATS["json"], json.dumps(WHISPER).encode())
    assert [cue.text for cue in document.cues] == ["Two cups.", "Habit."]


def test_speakers_become_voices() -> None:
    said = [{"start": 0, "end": 1, "text": "Fish & chips", "speaker": "SPEAKER_00"}]
    assert asr.document({"segments": said}).cues[0].markup == "<v SPEAKER_00>Fish &amp; chips</v>"


def test_words_become_cues_of_a_length_that_can_be_read() -> None:
    words = [{"word": f"word{at}", "start": at * 0.4, "end": at * 0.4 + 0.4, "confidence": 1} for at in range(60)]
    document = asr.document({"results": {"channels": [{"alternatives": [{"words": words}]}]}})
    assert all(cue.end_ms - cue.begin_ms <= 6000 and len(cue.text) <= 84 for cue in document.cues)
    assert " ".join(cue.text for cue in document.cues).split() == [f"word{at}" for at in range(60)]


def test_overlapping_segments_are_refused_to_the_letter_and_mended_in_repair() -> None:
    data = json.dumps({"segments": [{"start": 0, "end": 2, "text": "One"}, {"start": 1.5, "end": 3, "text": "Two"}]})
    with pytest.raises(Unreadable, match="Segments overlap"):
        formats.take(formats.FORMATS["json"], data.encode())
    document = formats.take(formats.FORMATS["json"], data.encode(), "repair")
    assert [(cue.begin_ms, cue.end_ms) for cue in document.cues] == [(0, 1500), (1500, 3000)]


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-5, 10**12) | st.floats() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                [
                    "segments",
                    "start",
                    "end",
                    "text",
                    "words",
                    "word",
                    "results",
                    "items",
                    "channels",
                    "alternatives",
                    "transcription",
                    "offsets",
                    "from",
                    "to",
                ]
            ),
            inner,
            max_size=4,
        )
    ),
    max_leaves=14,
)


@given(VALUES | st.fixed_dictionaries({"segments": st.lists(VALUES, max_size=3)}))
@settings(max_examples=400, deadline=None)
def test_whatever_the_json_there_are_cues_or_it_is_unreadable(value: Any) -> None:
    if not asr.recognised(value):
        return
    document: Document | None
    try:
        document = asr.document(value, "repair")
    except Unreadable:
        return
    assert all(0 <= cue.begin_ms < cue.end_ms and cue.text for cue in document.cues)
