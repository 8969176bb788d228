"""The region packs: complete, sourced, joined general before specific. A bad one is named by file and line, and nothing
starts on it."""

from __future__ import annotations

import datetime
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from service.rulebook import load
from service.rulebook.market_items import Confirmation, Regions, read_regions
from service.rulebook.problems import BadRule
from service.rulebook.reading import LOCALES
from service.startup import REFUSED
from tests.running import free_port

TODAY = datetime.date(2026, 11, 21)
ROOT = Path(__file__).parents[2]
GATES = ["CAP-01", "CAP-02", "VIS-01", "VIS-02", "DIS-01"]
PLACES = "AE AR AU BR CA CL CN CO DE ES EU FR GB HK ID IL IN IT JP KR MX NL NO NZ PK PL RU SA SG TR TW US VN WCAG ZA"


@pytest.fixture(scope="module")
def regions() -> Regions:
    return load().regions


def blocking(regions: Regions, market: str, day: datetime.date = TODAY, *said: Confirmation) -> list[str]:
    return [one.id for one in regions.items_for(market, day, set(said)) if one.blocks]


def test_every_place_is_there_and_everything_has_a_source(regions: Regions) -> None:
    assert sorted(regions.packs) == PLACES.split()
    assert len(regions.catalog) == 37
    for pack in regions.packs.values():
        assert pack.languages
        for law in pack.laws():
            assert law.source.read <= TODAY, (pack.code, law.id)
            assert law.topics, (pack.code, law.id)


@pytest.mark.parametrize(
    ("market", "codes"),
    [("DE", "EU DE"), ("AT", "EU"), ("NO", "NO"), ("US", "US"), ("GB", "GB"), ("CH", "WCAG"), ("KE", "WCAG")],
)
def test_packs_hold_general_before_specific(regions: Regions, market: str, codes: str) -> None:
    assert [pack.code for pack in regions.packs_of(market)] == codes.split()
    assert regions.is_written_for(market) == (market not in ("AT", "CH", "KE"))


def test_every_market_has_every_item(regions: Regions) -> None:
    for market in load().markets:
        assert [one.id for one in regions.items_for(market.code, TODAY)] == list(regions.catalog)


def test_an_item_of_a_member_rests_on_the_union_and_on_its_own_law(regions: Regions) -> None:
    german = {one.id: one for one in regions.items_for("DE", TODAY)}
    assert {law.pack for law in german["CAP-01"].basis} == {"EU", "DE"}
    assert german["DIS-01"].labels == ("Werbung", "Anzeige")
    assert [law.id for law in german["AI-01"].basis] == ["AI-ACT-50"]
    assert german["REP-01"].basis == ()


def test_what_is_not_confirmed_warns_and_never_blocks(regions: Regions) -> None:
    assert blocking(regions, "DE") == GATES
    assert blocking(regions, "CO") == ["DIS-01"], "the access law of Colombia is not confirmed"
    assert blocking(regions, "ID") == [], "no law of Indonesia is"
    assert blocking(regions, "CH") == [], "nobody looked into Switzerland"


def test_counsel_lets_an_item_block_as_long_as_it_is_the_same(regions: Regions) -> None:
    said = Confirmation("CO", "CAP-01", regions.item_hash("CO", "CAP-01"))
    assert blocking(regions, "CO", TODAY, said) == ["CAP-01", "DIS-01"]
    assert blocking(regions, "CL", TODAY, said) == ["DIS-01"], "another place's word"
    assert blocking(regions, "CO", TODAY, Confirmation("CO", "CAP-01", "0" * 64)) == ["DIS-01"], "another item's hash"
    without_law = Confirmation("VN", "CAP-01", regions.item_hash("VN", "CAP-01"))
    assert blocking(regions, "VN", TODAY, without_law) == ["CAP-01", "DIS-01"]


def test_a_law_binds_from_its_day(regions: Regions) -> None:
    the_day_before = datetime.date(2025, 12, 31)
    assert "DIS-01" not in blocking(regions, "VN", the_day_before)
    assert "DIS-01" in blocking(regions, "VN", datetime.date(2026, 1, 1))


def test_a_pending_bill_is_no_basis(regions: Regions) -> None:
    labels = {one.id: one for one in regions.items_for("BR", datetime.date(2030, 1, 1))}["AI-01"]
    assert [(law.id, law.in_force) for law in labels.basis] == [("PL-2338", False)]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(LOCALES / "regions", tmp_path / "regions"))


def changed(file: Path, old: str, new: str) -> int:
    """The line on which the first `old` stood."""
    text = file.read_text()
    assert old in text
    file.write_text(text.replace(old, new, 1))
    return text[: text.index(old)].count("\n") + 1


_SOURCE = 'source = { title = "Heuking: BFSG Teil 1, Folgen fuer Webseiten und Apps", read = 2026-11-21, '
WRONG = {
    "unknown key": ("DE", 'binds = "shop/site/app video"', 'bind = "x"', 0, "unknown field `bind`"),
    "unknown key of a source": ("DE", ', address = "https://heuking', ', adress = "https://heuking', 0, "adress"),
    "a date that is none": ("DE", "valid_from = 2025-06-28", "valid_from = 2025-13-28", 0, "line"),
    "a date that is a word": ("DE", "valid_from = 2025-06-28", 'valid_from = "soon"', 0, "Invalid RFC3339"),
    "no day of reading": ("DE", "read = 2026-11-21, address", "address", 0, "`read`"),
    "no source": ("DE", _SOURCE, 'note_of = { title = "x", ', None, "note_of"),
    "an empty source": ("GB", 'title = "mekyn: WCAG', 'title = "", address = "', 0, None),
    "no confidence": ("DE", 'confidence = "source_text"\nnote', "note", None, "`confidence`"),
    "an unknown confidence": ("CO", 'confidence = "not_confirmed"', 'confidence = "sure"', 0, "'sure'"),
    "an unknown item": ("US", "CAP-07 =", "CAP-77 =", 0, "`items.CAP-77` is no item"),
    "an unknown level": ("US", 'CAP-07 = { level = "required_if', 'CAP-07 = { level = "must_if', 0, "must_if_in_scope"),
    "an item that is missing": (
        "US",
        'CAP-07 = { level = "required_if_in_scope" }\n',
        "",
        None,
        "does not have CAP-07",
    ),
    "an item twice": ("US", "CAP-07 =", "CAP-06 =", 0, None),
    "a law twice": ("US", 'id = "508"', 'id = "ADA-II"', 0, "'ADA-II' again"),
    "an unknown topic": ("GB", 'topics = ["flash"]', 'topics = ["flashes"]', 0, "flashes"),
    "a code that is not the file's": ("DE", 'code = "DE"', 'code = "AT"', 0, "the file's name"),
    "a pack that has no such member": ("DE", 'follows = "EU"', 'follows = "US"', 0, "no pack that has DE"),
    "a member that is no market": ("EU", '"AT", "BE"', '"AT", "UK"', None, "'UK'"),
    "an unknown group": ("items", 'group = "see_and_hear"', 'group = "see"', 0, "'see'"),
}


@pytest.mark.parametrize("name", WRONG)
def test_a_bad_pack_is_refused_by_file_and_line(folder: Path, name: str) -> None:
    stem, old, new, line, said = WRONG[name]
    at = changed(folder / f"{stem}.toml", old, new)
    with pytest.raises(BadRule) as caught:
        read_regions(load().markets, folder)
    assert caught.value.file == f"regions/{stem}.toml"
    assert caught.value.line, caught.value.reason
    if line is not None:
        assert caught.value.line == at, caught.value.reason
    assert said is None or said in caught.value.reason


def test_the_pack_of_the_union_and_the_baseline_are_never_left_out(folder: Path) -> None:
    (folder / "WCAG.toml").unlink()
    with pytest.raises(BadRule, match=r"WCAG\.toml is missing"):
        read_regions(load().markets, folder)


@pytest.mark.parametrize("command", ["serve", "worker", "up"])
def test_nothing_starts_on_a_bad_pack(tmp_path: Path, command: str) -> None:
    for package in ("service", "schemas"):
        (tmp_path / package).symlink_to(ROOT / package)
    shutil.copytree(LOCALES, tmp_path / "locales")
    line = changed(tmp_path / "locales" / "regions" / "DE.toml", "valid_from = 2025-06-28", 'valid_from = "soon"')
    environ = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"} | {
        "DATABASE_URL": "postgresql://cutdown_app@127.0.0.1:1/none",
        "CUTDOWN_DATA_DIR": str(tmp_path / "data"),
        "CUTDOWN_PORT": str(free_port()),
    }
    words = [sys.executable, "-m", "service", command]
    ended = subprocess.run(words, cwd=tmp_path, env=environ, capture_output=True, text=True, timeout=60, check=False)
    said = ended.stdout + ended.stderr
    assert ended.returncode == (1 if command == "up" else REFUSED), said
    assert f"regions/DE.toml:{line}: " in said
    assert "Traceback" not in said


def test_every_language_of_the_client_tells_every_item(regions: Regions) -> None:
    assert sorted(regions.words) == ["ar", "de", "es", "fr", "ja", "pt-BR"]
    for tag, words in regions.words.items():
        assert set(words.items) == set(regions.catalog), tag
        for key, item in regions.catalog.items():
            told = regions.told(tag, key)
            assert told.title != item.title
            assert told.guidance != item.guidance
    assert regions.told("sv", "CAP-01").title == regions.catalog["CAP-01"].title


def test_words_of_no_item_are_refused_by_file_and_line(folder: Path) -> None:
    line = changed(folder / "words" / "de.toml", "[items.CAP-07]", "[items.CAP-77]")
    with pytest.raises(BadRule, match=rf"words/de\.toml:{line}: `items\.CAP-77`"):
        read_regions(load().markets, folder)
