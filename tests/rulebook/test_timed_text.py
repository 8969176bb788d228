"""The timed-text packs: every locale has one, every value a source, and what is wrong is named by file and line."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from service.rulebook import load
from service.rulebook.problems import BadRule, UnknownLocale, UnknownProfile
from service.rulebook.profiles import read_profile, read_profiles
from service.rulebook.reading import LOCALES
from service.rulebook.single import read_single
from service.rulebook.timed_text import Aspect, Audience, Kind, read_pack, read_packs
from service.timedtext.rules import Limits


def test_every_locale_has_a_pack_of_its_language() -> None:
    book = load()
    assert len(book.packs) == 77
    for language in book.languages:
        assert book.pack(language.tag).locale.partition("-")[0] == language.language


@pytest.mark.parametrize(
    ("locale", "kind", "aspect", "limits"),
    [
        ("en-US", "subtitles", None, Limits(42, 2, "characters")),
        ("th-TH", "subtitles", None, Limits(35, 2, "characters")),
        ("ja-JP", "subtitles", None, Limits(13, 2, "full_width")),
        ("ja-JP", "captions", None, Limits(16, 2, "full_width")),
        ("ko-KR", "captions", None, Limits(16, 2, "hangul")),
        ("zh-Hant-HK", "subtitles", None, Limits(16, 2, "full_width")),
        ("de-AT", "subtitles", "9:16", Limits(26, 3, "characters")),
        ("ja-JP", "captions", "9:16", Limits(11, 3, "full_width")),
        ("ko-KR", "subtitles", "1:1", Limits(15, 2, "hangul")),
        ("th-TH", "subtitles", "1:1", Limits(35, 2, "characters")),
        ("en-US", "subtitles", "16:9", Limits(42, 2, "characters")),
    ],
)
def test_limits_follow_the_locale_the_kind_and_the_picture(
    locale: str, kind: Kind, aspect: Aspect | None, limits: Limits
) -> None:
    assert load().limits(locale, kind, aspect) == limits


def test_an_unknown_locale_has_no_limits() -> None:
    with pytest.raises(UnknownLocale):
        load().limits("pt-BZ")


@pytest.mark.parametrize(
    ("locale", "kind", "audience", "speed"),
    [
        ("en-GB", "subtitles", "adult", 20),
        ("fr-CA", "subtitles", "adult", 17),
        ("fr-CA", "captions", "children", 17),
        ("ar-AE", "captions", "adult", 23),
        ("hi-IN", "subtitles", "children", 18),
        ("ja-JP", "captions", "adult", 7),
        ("ko-KR", "captions", "children", 11),
        ("zh-Hans-CN", "subtitles", "adult", 9),
    ],
)
def test_reading_speed_follows_the_locale_the_kind_and_the_audience(
    locale: str, kind: Kind, audience: Audience, speed: float
) -> None:
    assert load().rules(locale, kind, audience).reading_speed == speed


def test_a_profile_has_numbers_of_its_own_where_they_are_meant_to_be() -> None:
    book = load()
    bbc, elsewhere = book.rules("en-GB", profile="bbc"), book.rules("fr-FR", profile="bbc")
    assert (bbc.limits.chars_per_line, bbc.reading_speed, bbc.reading_speed_maximum) == (37, 16, 18)
    assert (elsewhere.limits.chars_per_line, elsewhere.reading_speed) == (42, 17)
    assert book.rules("en-US", "captions", "children", "dcmp").reading_speed_maximum == 15
    assert book.rules("en-US", profile="dcmp").min_ms == 2000
    assert book.rules("ja-JP", profile="ted").limits.chars_per_line == 13
    assert (book.rules("de-DE", profile="ted").reading_speed, book.rules("de-DE", profile="ted").min_ms) == (21, 1000)


def test_marketing_cuts_may_be_quick_and_nothing_else() -> None:
    """Netflix, supplemental and marketing assets; the house profile leaves frame gaps to a person besides."""
    book = load()
    house, film = book.rules("en-US").severities, book.rules("en-US", profile="netflix").severities
    marketing = book.rules("en-US", profile="netflix_marketing").severities
    assert (house["reading_speed"], house["gap"], house["chars_per_line"]) == ("warning", "warning", "error")
    assert (marketing["reading_speed"], marketing["gap"]) == ("warning", "error")
    assert (film["reading_speed_maximum"], film["gap"]) == ("error", "error")
    assert "reading_speed_maximum" not in house


def test_one_locale_is_read_as_it_is_among_all() -> None:
    for stem in ("fr-CA", "zh-Hant-HK", "general"):
        assert read_pack(stem) == load().packs[stem]
    assert read_profile("ted") == load().profiles["ted"]


def test_a_command_reads_the_rules_that_the_service_has() -> None:
    single = read_single("ar_ae", "captions", "children", "netflix", "9:16", "tiktok")
    assert single.rules == load().rules("ar-AE", "captions", "children", "netflix", "9:16", "tiktok")
    assert (single.language.tag, single.pack.locale) == ("ar-AE", "ar-SA")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    copy = tmp_path / "timed_text"
    shutil.copytree(LOCALES / "timed_text", copy)
    return copy


def change(file: Path, old: str, new: str) -> None:
    text = file.read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), "utf-8")


def line_of(file: Path, words: str) -> int:
    return next(number for number, line in enumerate(file.read_text("utf-8").splitlines(), 1) if words in line)


@pytest.mark.parametrize(
    ("name", "old", "new", "at", "said"),
    [
        ("ja-JP", 'method = "full_width"', 'method = "wide"', 'method = "wide"', "counting.method"),
        ("ja-JP", "captions = 16", "captain = 16", "captain = 16", "unknown field `captain`"),
        ("ja-JP", 'source = "netflix_japanese"\n', "", "[chars_per_line]", "missing required field `source`"),
        ("ja-JP", '"netflix_japanese"', '"hearsay"', '"hearsay"', "'hearsay'"),
        ("ja-JP", '{ captions = "memory" }', '{ caps = "memory" }', "caps", "'caps'"),
        ("ja-JP", "date = 2026-11-21", "date = 2026-13-21", "date = ", "line 4"),
        ("ja-JP", "date = 2026-11-21", 'date = "soon"', "date = ", "date"),
        ("ja-JP", "date = 2026-11-21", "", "# Japanese", "`date` is missing"),
        ("ja-JP", 'locale = "ja-JP"', 'locale = "ko-KR"', "locale = ", "`locale`"),
        ("fr-CA", 'like = "fr-FR"', 'like = "fr-XX"', "like = ", "`like`"),
        ("fr-CA", 'like = "fr-FR"', 'like = "fr-CA"', "like = ", "`like`"),
        ("fr-FR", "adult = 17", 'adult = "quick"', "quick", "reading_speed.subtitles.adult"),
        ("general", "lines = 3", "lines = 3.5", "lines = 3.5", "lines"),
        ("general", "[duration]", "[length]", "[length]", "length"),
        ("sources", "read = 2026-11-21", "read = 21", "read = 21", "read"),
        ("profiles/house", '"overlap", ', "", "[severities]", "overlap"),
        ("profiles/house", '"overlap"', '"overlaps"', "errors = ", "overlaps"),
        ("profiles/house", 'source = "cutdown"', 'source = "us"', '"us"', "'us'"),
        ("profiles/house", 'name = "house"', 'name = "home"', "name = ", "`name`"),
    ],
)
def test_a_bad_file_is_refused_by_file_and_line(
    folder: Path, name: str, old: str, new: str, at: str, said: str
) -> None:
    file = folder / f"{name}.toml"
    change(file, old, new)
    with pytest.raises(BadRule) as caught:
        read_packs(folder), read_profiles(folder)
    assert (caught.value.file.rpartition("/")[2], caught.value.line) == (file.name, line_of(file, at))
    assert said in caught.value.reason


def test_without_general_rules_or_any_there_is_no_start(folder: Path) -> None:
    (folder / "general.toml").unlink()
    with pytest.raises(BadRule, match=r"general\.toml is missing"):
        read_packs(folder)
    shutil.rmtree(folder)
    with pytest.raises(BadRule, match="there are no rules"):
        read_packs(folder)


@pytest.mark.parametrize(("given", "near"), [("netflx", "netflix"), ("BBC", "bbc"), ("../house", None)])
def test_an_unknown_profile_is_refused_with_the_nearest(given: str, near: str | None) -> None:
    with pytest.raises(UnknownProfile) as caught:
        read_profile(given)
    assert near is None or caught.value.suggestion == near
