"""How platforms count: units, hashtags and mentions in every writing."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.posts.measuring import hashtags_in, length, mentions_in, tags_length


@pytest.mark.parametrize(
    ("words", "characters", "utf16_units", "utf8_bytes"),
    [
        ("", 0, 0, 0),
        ("Kaffee", 6, 6, 6),
        ("Café", 4, 4, 5),
        ("Cafe\N{COMBINING ACUTE ACCENT}", 5, 5, 6),
        ("กาแฟ", 4, 4, 12),
        ("قهوة", 4, 4, 8),
        ("コーヒー", 4, 4, 12),
        ("😀", 1, 2, 4),
        ("👩🏽", 2, 4, 8),
        ("🇧🇷", 2, 4, 8),
        ("\ud83d", 1, 1, 3),
    ],
)
def test_words_have_a_length_in_every_unit(words: str, characters: int, utf16_units: int, utf8_bytes: int) -> None:
    assert length(words, "characters") == characters
    assert length(words, "utf16_units") == utf16_units
    assert length(words, "utf8_bytes") == utf8_bytes


@given(st.text())
def test_no_unit_is_shorter_than_characters(words: str) -> None:
    assert length(words, "characters") <= length(words, "utf16_units") <= length(words, "utf8_bytes")


@pytest.mark.parametrize(
    ("text", "words", "spaces"),
    [
        ("", 0, 0),
        ("#coffee", 1, 1),
        ("Now: #coffee, #tea!", 2, 2),
        ("(#coffee)", 1, 0),
        ("#coffee\n#tea\t#milk", 3, 3),
        ("#a#b#c", 3, 1),
        ("no#tag", 0, 0),
        ("no#tag#either", 0, 0),
        ("#1 #2026", 0, 0),
        ("#1st #2026trends", 2, 2),
        ("#_ # #, ##", 1, 1),
        ("#กาแฟเย็น #น้ำ", 2, 2),
        ("#قهوة_الصباح", 1, 1),
        ("#می\u200cخواهم", 1, 1),
        ("#コーヒー。#お茶", 2, 1),
        ("＃コーヒー", 1, 1),
        ("#कॉफ़ी", 1, 1),
        ("https://aldermoor.example/shop#beans", 0, 0),
        ("https://aldermoor.example/#beans", 0, 0),
        ("&#39; &#x27;", 0, 0),
        ("#😀", 0, 0),
    ],
)
def test_hashtags_are_found_as_the_platform_parts_them(text: str, words: int, spaces: int) -> None:
    assert hashtags_in(text, "words") == words
    assert hashtags_in(text, "spaces") == spaces


@pytest.mark.parametrize(
    ("text", "words", "spaces"),
    [
        ("", 0, 0),
        ("@aldermoor", 1, 1),
        ("with @aldermoor.kaffee, @milk_bar!", 2, 2),
        ("(@aldermoor)", 1, 0),
        ("hello@aldermoor.example", 0, 0),
        ("@ @. @@aldermoor", 0, 0),
        ("@a\n@b", 2, 2),
        ("قهوة @aldermoor", 1, 1),
    ],
)
def test_mentions_are_found_as_the_platform_parts_them(text: str, words: int, spaces: int) -> None:
    assert mentions_in(text, "words") == words
    assert mentions_in(text, "spaces") == spaces


@given(st.lists(st.text("abc ", min_size=1, max_size=9)), st.text("abc ", min_size=1, max_size=9))
def test_a_tag_more_is_longer_by_itself_and_its_comma(tags: list[str], one: str) -> None:
    grown = tags_length((*tags, one)) - tags_length(tuple(tags))
    assert grown == len(one) + (2 if " " in one else 0) + (1 if tags else 0)
