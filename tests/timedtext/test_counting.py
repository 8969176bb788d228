"""Counting: what is drawn counts, by one of three ways to weigh it. ICU is the witness for clusters."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from icu4py.breakers import CharacterBreaker

from service.timedtext.counting import Counting, length


@pytest.mark.parametrize(
    ("line", "counting", "units"),
    [
        ("", "characters", 0),
        ("Two cups.", "characters", 9),
        ("e\u0301te\u0301", "characters", 3),
        ("دائمًا\u200f", "characters", 5),
        ("می\u200cخواهم", "characters", 7),
        ("\u2067שלום\u2069", "characters", 4),
        ("क्षत्रिय", "characters", 3),
        ("நான்கு", "characters", 3),
        ("กำลัง", "characters", 3),
        ("မြန်မာ", "characters", 4),
        ("🏳️\u200d🌈!", "characters", 2),
        ("👩🏽\u200d💻", "characters", 1),
        ("🇩🇪🇫🇷", "characters", 2),
        ("각", "characters", 1),
        ("co\u00adop", "characters", 4),
        ("ふたつのカップ", "full_width", 7),
        ("か\u3099", "full_width", 1),
        ("ｶﾞ", "full_width", 1),
        ("AB 12", "full_width", 2.5),
        ("「10年」", "full_width", 4),
        ("等等…", "full_width", 3),
        ("컵 두 개.", "hangul", 4.5),
        ("OK 컵…", "hangul", 3),
        ("한국(韓國)", "hangul", 5),
    ],
)
def test_a_line_is_as_long_as_a_reader_sees_it(line: str, counting: Counting, units: float) -> None:
    assert length(line, counting) == units


def of(first: int, last: int) -> st.SearchStrategy[str]:
    letters = [chr(code) for code in range(first, last + 1)]
    return st.sampled_from([char for char in letters if unicodedata.category(char)[0] in "LMNS"])


SCRIPTS = st.sampled_from(
    [
        *(of(0x41, 0x17F), of(0x5D0, 0x6D3), of(0x905, 0x96F), of(0x985, 0x9EF), of(0xA85, 0xAEF), of(0xB85, 0xBEF)),
        *(of(0xC05, 0xC6F), of(0xC85, 0xCEF), of(0xD05, 0xD4D), of(0xE01, 0xE59), of(0x1000, 0x1059)),
        *(of(0x1780, 0x17E9), of(0xAC00, 0xACFF), of(0x3041, 0x3096), of(0x4E00, 0x4EFF), of(0x1F1E6, 0x1F1FF)),
    ]
)
LINES = SCRIPTS.flatmap(lambda letters: st.text(letters | st.sampled_from("\u200d\u200c .!\u0301"), max_size=12))


@settings(deadline=None)
@given(LINES)
def test_characters_are_the_grapheme_clusters_of_icu(line: str) -> None:
    """Clusters that begin with a mark (nothing to stand on) and controls are not counted."""
    line = "a" + line
    raw = line.encode("utf-16-le")
    clusters = [raw[2 * begin : 2 * end].decode("utf-16-le") for begin, end in CharacterBreaker(line, "en").segments()]
    drawn = [one for one in clusters if any(length(char) for char in one)]
    assert length(line) == len(drawn)


@settings(deadline=None)
@given(st.text(max_size=40), st.sampled_from(["characters", "full_width", "hangul"]))
def test_nothing_weighs_more_than_its_code_points(line: str, counting: Counting) -> None:
    assert 0 <= length(line, counting) <= len(line)
    assert length(line + "\u200f\u2069", counting) == length(line, counting)
