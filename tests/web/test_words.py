"""Every language says everything, with the same facts in it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

from service.web.words import LOCALES, languages, negotiate, own_name

ROOT = LOCALES.parent
PLACEHOLDER = re.compile(r"%\((\w+)\)s")
KEYWORDS = {
    "_": None,
    "gettext": None,
    "ngettext": (1, 2),
    "say": None,
    "plural": (1, 2),
}
TAGS = [path.parts[-3] for path in sorted(LOCALES.glob("*/LC_MESSAGES/cutdown.po"))]


def said_in_the_code() -> set[str | tuple[str, ...]]:
    """Every sentence of the web client, as babel.toml says where they are."""
    method_map = [("**.py", "python"), ("templates/**.html", "jinja2")]
    found = extract_from_dir(ROOT / "service" / "web", method_map, {"templates/**.html": {}}, KEYWORDS)
    return {tuple(message) if isinstance(message, (tuple, list)) else message for _, _, message, _, _ in found}


def catalog(tag: str) -> Catalog:
    with (LOCALES / tag / "LC_MESSAGES" / "cutdown.po").open("rb") as file:
        return read_po(file, locale=tag)


def texts(value: object) -> Iterator[str]:
    yield from value if isinstance(value, (tuple, list)) else (str(value),)


def test_the_first_languages_are_there() -> None:
    assert set(languages()) >= {"en", "de", "fr", "pt-BR", "ja", "ar"}
    assert next(iter(languages())) == "en"


@pytest.mark.parametrize("tag", TAGS)
def test_a_catalog_has_every_sentence_and_no_other(tag: str) -> None:
    messages = {message.id for message in catalog(tag) if message.id}
    assert messages == said_in_the_code()
    assert not catalog(tag).obsolete


@pytest.mark.parametrize("tag", TAGS)
def test_every_sentence_is_translated_with_its_facts(tag: str) -> None:
    read = catalog(tag)
    for message in read:
        if not message.id:
            continue
        assert not message.fuzzy
        said = list(texts(message.string))
        assert all(said), message.id
        if isinstance(message.id, (tuple, list)):
            assert len(said) == read.num_plurals, message.id
        facts = {name for text in texts(message.id) for name in PLACEHOLDER.findall(text)}
        for text in said:
            assert set(PLACEHOLDER.findall(text)) <= facts, text
            assert text.count("%(") == len(PLACEHOLDER.findall(text)), text
        assert facts <= {name for text in said for name in PLACEHOLDER.findall(text)}, message.id


def test_the_source_language_repeats_the_code() -> None:
    for message in catalog("en"):
        assert list(texts(message.string)) == list(texts(message.id)) or not message.id


def test_the_template_is_what_the_code_says() -> None:
    with (LOCALES / "cutdown.pot").open("rb") as file:
        assert {message.id for message in read_po(file) if message.id} == said_in_the_code()


@pytest.mark.parametrize(
    ("number", "said"), [(1, "سطر واحد"), (2, "سطران"), (3, "3 أسطر"), (11, "11 سطرًا"), (100, "100 سطر")]
)
def test_arabic_counts_in_its_six_ways(number: int, said: str) -> None:
    assert languages()["ar"].plural("%(num)s cue", "%(num)s cues", number) == said


@pytest.mark.parametrize(
    ("asked", "remembered", "accepted", "tag"),
    [
        ("de", "fr", "ja", "de"),
        ("tlh", "fr", "ja", "fr"),
        (None, None, "de-CH, en;q=0.5", "de"),
        (None, None, "pt", "pt-BR"),
        (None, None, "sw, ja;q=0.1, fr;q=0.9", "fr"),
        (None, None, "fr;q=0, *", "en"),
        (None, "nonsense", "de;q=much", "en"),
    ],
)
def test_the_reader_gets_a_language_that_exists(asked: str, remembered: str, accepted: str, tag: str) -> None:
    assert negotiate(asked, remembered, accepted).tag == tag


def test_a_moment_is_shown_with_its_zone() -> None:
    moment = datetime(2026, 11, 18, 14, 33, tzinfo=UTC)
    assert languages()["de"].moment(moment) == "18.11.2026, 14:33 UTC"
    assert languages()["en"].moment(moment).endswith("PM UTC")


def test_a_language_is_named_as_its_speakers_write_it() -> None:
    assert [own_name(tag) for tag in ("de-AT", "ja-JP", "ar-AE", "xx-nonsense-1")] == [
        "Deutsch",
        "日本語",
        "العربية",
        "xx-nonsense-1",
    ]


def test_the_mapping_file_names_the_same_places() -> None:
    text = Path(LOCALES / "babel.toml").read_text()
    assert 'pattern = "service/web/**.py"' in text
    assert 'pattern = "service/web/templates/**.html"' in text
