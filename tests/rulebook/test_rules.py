"""The rule files: complete, sourced, and refused by file and key when they are not."""

from __future__ import annotations

import hashlib
import shutil
from pathlib import Path

import pytest

from service.rulebook import load
from service.rulebook.archetypes import newest, read_archetypes
from service.rulebook.languages import read_languages
from service.rulebook.problems import BadRule, UnknownMarket
from service.rulebook.reading import LOCALES
from service.rulebook.timed_text import packs_there_are

FROZEN = Path(__file__).with_name("archetypes.sha256")


def test_the_four_archetypes_have_four_beats_and_a_source() -> None:
    archetypes = load().archetypes
    assert sorted(archetypes) == ["fantasy_abstract", "heros_journey", "mini_documentary", "slice_of_life"]
    for archetype in archetypes.values():
        assert [beat.kind for beat in archetype.beats] == ["hook", "escalation", "climax", "resolution"]
        assert [(beat.begin_ms, beat.end_ms) for beat in archetype.beats] == [
            (0, 3000),
            (4000, 15_000),
            (16_000, 25_000),
            (26_000, 60_000),
        ]
        assert archetype.beats[-1].open_ended
        assert all((archetype.brand_role, archetype.when_to_use, archetype.guidance, archetype.source))


def test_a_market_is_found_in_any_case() -> None:
    markets = load().markets
    assert len(markets) == 249
    assert markets.canonical(" de ") == "DE"
    assert markets["GB"].name == "United Kingdom"


@pytest.mark.parametrize(
    ("written", "suggestion"),
    [("UK", "GB"), ("DEU", "DE"), ("Germany", "DE"), ("Brasil", "BR"), ("EU", None), ("XK", None), ("", None)],
)
def test_what_is_no_market_is_refused_with_a_suggestion(written: str, suggestion: str | None) -> None:
    with pytest.raises(UnknownMarket) as caught:
        load().markets.canonical(written)
    assert caught.value.suggestion == suggestion


@pytest.fixture
def locales(tmp_path: Path) -> Path:
    copy = tmp_path / "locales"
    shutil.copytree(LOCALES, copy)
    return copy


def change(file: Path, old: str, new: str) -> None:
    text = file.read_text()
    assert old in text
    file.write_text(text.replace(old, new, 1))


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("brand_role =", "brand_rule =", "brand_r"),
        ('kind = "climax"', 'kind = "finale"', "$.beats[2].kind"),
        ("begin_ms = 4000", "begin_ms = 2999", "beats[1]"),
        ("end_ms = 25000", "end_ms = 16000", "beats[2]"),
        ('key = "slice_of_life"', 'key = "slice"', "`key` is 'slice'"),
        ("version = 1", "version = 2", "slice_of_life.v1 is missing"),
        ("date = 2026-11-21", "date = 21", "$.date"),
    ],
)
def test_a_bad_archetype_is_refused_by_file_and_key(locales: Path, old: str, new: str, said: str) -> None:
    change(locales / "archetypes" / "slice_of_life.toml", old, new)
    with pytest.raises(BadRule) as caught:
        read_archetypes(locales / "archetypes")
    assert caught.value.file == "archetypes/slice_of_life.toml"
    assert said in caught.value.reason


def test_an_older_version_of_an_archetype_stands_beside_the_newest(locales: Path) -> None:
    folder = locales / "archetypes"
    first = read_archetypes(folder)["slice_of_life", 1]
    shutil.copy(folder / "slice_of_life.toml", folder / "slice_of_life.v1.toml")
    change(folder / "slice_of_life.toml", "version = 1", "version = 2")
    versions = read_archetypes(folder)
    assert versions["slice_of_life", 1] == first
    assert newest(versions)["slice_of_life"].version == 2
    change(folder / "slice_of_life.toml", "version = 2", "version = 1")
    change(folder / "slice_of_life.v1.toml", "version = 1", "version = 2")
    with pytest.raises(BadRule, match="not what the file's name says"):
        read_archetypes(folder)
    (folder / "slice_of_life.v1.toml").rename(folder / "slice_of_life.v2.toml")
    with pytest.raises(BadRule, match=r"slice_of_life\.toml: is not the newest version"):
        read_archetypes(folder)


def test_a_version_of_an_archetype_that_has_been_out_never_changes() -> None:
    """Stories were told with it. Move it to `<key>.v<version>.toml` and write the next one; then renew the list."""
    known = {name: digest for digest, name in (line.split() for line in FROZEN.read_text().splitlines())}
    files = (LOCALES / "archetypes").glob("*.toml")
    assert {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in files} == known


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('direction = "rtl"', 'direction = "right"', "direction"),
        ('fallbacks = ["ar-SA"]', 'fallbacks = ["ar-XX"]', "fallbacks"),
        ('rules = "ar-SA"', 'rules = "arabic"', "rules"),
        ('tag = "ar-AE"', 'tag = "ar-EG"', "again"),
        ('script = "Arab"', 'skript = "Arab"', "skript"),
    ],
)
def test_a_bad_language_is_refused_by_file_and_key(locales: Path, old: str, new: str, said: str) -> None:
    change(locales / "languages.toml", old, new)
    with pytest.raises(BadRule) as caught:
        read_languages(packs_there_are(), locales / "languages.toml")
    assert "languages.toml" in str(caught.value)
    assert said in caught.value.reason


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(BadRule, match=r"languages\.toml"):
        read_languages({}, tmp_path / "languages.toml")
