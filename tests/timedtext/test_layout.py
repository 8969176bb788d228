"""Layout: within the limits whenever that is possible, and broken where a reader would pause."""

from __future__ import annotations

import itertools
import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from service.rulebook.breaking import FOLDER, words_of
from service.timedtext.breaking import Words
from service.timedtext.counting import length
from service.timedtext.layout import holds, lay_out, same_but_for_breaks
from service.timedtext.rules import Limits
from service.timedtext.segmentation import every_place, places

TV = Limits(42, 2)

WORDS = st.sampled_from(
    [
        "a",
        "I",
        "the",
        "of",
        "and",
        "40",
        "km",
        "7",
        "%",
        "—",
        "-",
        "well-known",
        "Anna",
        "Lopez",
        "Mr.",
        "J.",
        "end.",
        "no,",
        "(so)",
        "«",
        "»",
        "qu'il",
        "extraordinarily",
        "https://a.b/c",
    ]
)
TEXTS = st.lists(WORDS, min_size=1, max_size=14).map(" ".join)
UNSPACED = st.text(
    st.sampled_from("私は海を見たことがない。、「」ー10年カップっゃ我们的时候เราใน了 "), min_size=1, max_size=24
).map(str.strip)
BOXES = st.builds(Limits, st.integers(4, 42), st.integers(1, 3))


@pytest.mark.parametrize(
    ("language", "laid_out"),
    [
        ("en", "I met Anna Lopez in the summer\nof 1974 at 40 Baker Street."),
        ("en", "He said it would be fine,\nand then he left without a word."),
        ("en", "She has lived with Dr. Watson\nfor more than 20 years now."),
        ("fr", "Je ne sais pas ce qu'il voulait dire\nquand il est parti."),
        ("fr", "Le train de nuit arrive à 18 h 30 :\nnous avons tout le temps !"),
        ("de", "Ich habe ihn nicht mehr gesehen,\nseit er nach Berlin gezogen ist."),
        ("tr", "Bu kadar uzun bir yolculuktan sonra\nbiraz dinlenmek istiyorum."),
    ],
)
def test_lines_end_where_a_reader_would_pause(language: str, laid_out: str) -> None:
    assert lay_out(laid_out.replace("\n", " "), TV, words_of(language)) == laid_out


def test_what_fits_is_one_line() -> None:
    assert lay_out("Two cups.\nHabit.", TV, words_of("en")) == "Two cups. Habit."


def test_what_does_not_fit_takes_the_fewest_lines() -> None:
    assert lay_out("one two three four", Limits(9, 3)).count("\n") == 2
    assert lay_out("one two three four", Limits(10, 3)) == "one two\nthree four"


def test_speakers_keep_lines_of_their_own() -> None:
    assert lay_out("- Are you\ncoming?\n- No.", TV, words_of("en")) == "- Are you coming?\n- No."
    assert lay_out("ANNA: Where?\nTOM: Here.", TV, words_of("en")) == "ANNA: Where?\nTOM: Here."
    assert lay_out("It was -5 and then\n-7 degrees.", TV, words_of("en")) == "It was -5 and then -7 degrees."


def test_a_number_keeps_its_unit_and_a_name_its_parts_though_the_lines_get_uneven() -> None:
    assert lay_out("Now it weighs 40 kilograms", Limits(16, 2), words_of("en")) == "Now it weighs\n40 kilograms"
    assert lay_out("With you Maria Lopez", Limits(14, 2), words_of("en")) == "With you\nMaria Lopez"


def test_the_limit_comes_before_everything_else() -> None:
    assert lay_out("Bartholomew Fitzgerald", Limits(12, 2), words_of("en")) == "Bartholomew\nFitzgerald"
    assert lay_out("a well-established rule", Limits(16, 2), words_of("en")) == "a well-\nestablished rule"


def test_what_cannot_be_within_the_limits_has_too_many_lines_and_whole_words() -> None:
    laid = lay_out("Donaudampfschifffahrt geht los", Limits(12, 2), words_of("de"))
    assert laid == "Donaudampfschifffahrt\ngeht los"
    assert not holds(laid, Limits(12, 2))
    laid = lay_out("one two three four five six", Limits(10, 2), words_of("en"))
    assert laid.split("\n") == ["one two", "three four", "five six"]
    assert not holds(laid, Limits(10, 2))


@pytest.mark.parametrize(
    ("language", "laid_out"),
    [
        ("ja", "左の地図を見ると\n昔の川の跡がわかります"),
        ("zh-Hans-CN", "我们一生有三分之一的时间\n在没有窗户的房间里度过"),
        ("zh-Hant-TW", "我們一生有三分之一的時間\n在沒有窗戶的房間裡度過"),
        ("th-TH", "เราคั่วกาแฟอย่างช้าๆ\nมาสามชั่วอายุคนแล้ว"),
    ],
)
def test_scripts_without_spaces_break_between_phrases(language: str, laid_out: str) -> None:
    limits = Limits(22) if language == "th-TH" else Limits(14, 2, "full_width")
    assert lay_out(laid_out.replace("\n", ""), limits, words_of(language)) == laid_out
    assert lay_out(laid_out, limits, words_of(language)) == laid_out


def fits_somehow(text: str, limits: Limits, language: str) -> bool:
    """Whether any way of breaking it where Unicode allows is within the limits: all are tried."""
    spots = every_place(text, language)
    for count in range(limits.lines):
        for chosen in itertools.combinations(spots, count):
            begins = [0, *(place.start for place in chosen)]
            ends = [*(place.end for place in chosen), len(text)]
            if all(
                length(text[a:b], limits.counting) <= limits.chars_per_line for a, b in zip(begins, ends, strict=True)
            ):
                return True
    return False


@given(TEXTS, BOXES, st.sampled_from(["en", "fr", "de", "tr"]))
@settings(deadline=None, max_examples=300)
def test_whenever_some_breaking_is_within_the_limits_ours_is(text: str, limits: Limits, language: str) -> None:
    laid = lay_out(text, limits, words_of(language))
    assert "".join(laid.split()) == "".join(text.split())
    assert holds(laid, limits) == fits_somehow(text, limits, language)


@given(UNSPACED, st.integers(2, 14), st.sampled_from(["ja", "zh-Hans", "zh-Hant", "th"]))
@settings(deadline=None, max_examples=300)
def test_the_same_without_spaces(text: str, width: int, language: str) -> None:
    limits = Limits(width, 2, "full_width")
    laid = lay_out(text, limits, words_of(language))
    assert "".join(laid.split()) == "".join(text.split())
    assert holds(laid, limits) == fits_somehow(text, limits, language)


@given(TEXTS)
@settings(deadline=None)
def test_every_place_is_one_that_unicode_allows(text: str) -> None:
    assert {place.start for place in places(text, "en")} <= {place.start for place in every_place(text, "en")}


@pytest.mark.parametrize("file", sorted(FOLDER.glob("*.toml")), ids=lambda file: file.stem)
def test_the_words_of_a_language_are_read(file: Path) -> None:
    words = words_of(file.stem)
    assert words.language == file.stem
    assert words.classes
    assert words_of(f"{file.stem}-XX").classes == words.classes


def test_a_language_without_words_is_laid_out_by_signs_and_balance() -> None:
    assert words_of("eu").classes == Words("eu").classes
    assert lay_out("Bat bi hiru, lau bost sei", Limits(16), words_of("eu")) == "Bat bi hiru,\nlau bost sei"


def test_it_breaks_as_the_tuning_part_of_the_set_does() -> None:
    """The figures that the weights were tuned to; `tests/bench/breaks.py` prints them all."""
    for language, least in (("en", 0.8), ("fr", 0.8)):
        rows = (Path(__file__).parent / "breaks" / f"{language}.jsonl").read_text().splitlines()
        golds = ["\n".join(block["lines"]) for row in rows if (block := json.loads(row))["part"] == "tuning"]
        hits = sum(lay_out(gold, TV, words_of(language)) == gold for gold in golds)
        assert hits >= least * len(golds)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Two cups.", "Two\ncups.", True),
        ("Two cups,\nthen more.", "Two\ncups, then more.", True),
        ("Two cups.", "Twocups.", False),
        ("Two cups.", "Two\u00a0cups.", False),
        ("世界の朝", "世界\nの朝", True),
        ("世界 の朝", "世界\nの朝", True),
        ("世界 の朝", "世界の朝", False),
        ("สวัสดีครับ", "สวัสดี\nครับ", True),
    ],
)
def test_a_text_in_other_lines_is_the_same_text(one: str, other: str, same: bool) -> None:
    assert same_but_for_breaks(one, other) is same_but_for_breaks(other, one) is same


@pytest.mark.parametrize(
    ("language", "text", "width", "kept"),
    [
        ("de", "Dr. Müller kommt am 24. Dezember um 18 Uhr.", 26, "24. Dezember"),
        ("de", "Das neue Modell startet ab 1. Januar für 19,99 € im Monat.", 42, "1. Januar"),
        ("fi", "Tarjous on voimassa 24. joulukuuta asti kaikissa kaupoissa.", 42, "24. joulukuuta"),
        ("ru", "24 декабря мы встретимся с г. Ивановым в Москве.", 42, "г. Ивановым"),
        ("en", "We drove past St. Paul and the Golden Gate Bridge.", 42, "St. Paul"),
    ],
)
def test_dates_and_abbreviated_names_stay_whole(language: str, text: str, width: int, kept: str) -> None:
    broken = lay_out(text, Limits(chars_per_line=width, lines=3), words_of(language))
    assert "\n" in broken
    assert kept in broken
