"""Every language says everything, with the same facts in it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from service.web.catalogs import ORIGINS, paths, read, said, sentences, tags
from service.web.words import languages, negotiate, own_name

PLACEHOLDER = re.compile(r"%\((\w+)\)s")
CATALOGS = [path for tag in tags() for path in paths(tag)]


def texts(value: object) -> Iterator[str]:
    yield from value if isinstance(value, (tuple, list)) else (str(value),)


def name(path: Path) -> str:
    return f"{path.parts[-3]}-{path.stem}"


def test_the_first_languages_are_there() -> None:
    assert set(languages()) >= {"en", "de", "fr", "es", "pt-BR", "ja", "ar"}
    assert next(iter(languages())) == "en"


@pytest.mark.parametrize("tag", tags())
def test_a_language_has_every_sentence_once_and_no_other(tag: str) -> None:
    counted = Counter(sentence for path in paths(tag) for sentence in sentences(read(path)))
    assert set(counted) == set(said())
    assert [sentence for sentence, times in counted.items() if times > 1] == []
    assert not any(read(path).obsolete for path in paths(tag))


@pytest.mark.parametrize("path", CATALOGS, ids=name)
def test_every_sentence_is_translated_with_its_facts(path: Path) -> None:
    catalog = read(path)
    for message in catalog:
        if not message.id:
            continue
        assert not message.fuzzy
        said = list(texts(message.string))
        assert all(said), message.id
        if isinstance(message.id, (tuple, list)):
            assert len(said) == catalog.num_plurals, message.id
        facts = {name for text in texts(message.id) for name in PLACEHOLDER.findall(text)}
        for text in said:
            assert set(PLACEHOLDER.findall(text)) <= facts, text
            assert text.count("%(") == len(PLACEHOLDER.findall(text)), text
        assert facts <= {name for text in said for name in PLACEHOLDER.findall(text)}, message.id


@pytest.mark.parametrize("path", CATALOGS, ids=name)
def test_every_sentence_names_its_origin(path: Path) -> None:
    for message in read(path):
        assert not message.id or len(ORIGINS & set(message.auto_comments)) == 1, message.id


def test_the_source_language_repeats_the_code() -> None:
    for path in paths("en"):
        for message in read(path):
            assert list(texts(message.string)) == list(texts(message.id)) or not message.id


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
