"""What a locale tag means, and what a person is told when it means nothing here."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.rulebook import load
from service.rulebook.problems import UnknownLocale

LANGUAGES = load().languages


def test_every_locale_is_its_own_canonical_tag() -> None:
    assert len(LANGUAGES) == 87
    assert [LANGUAGES.canonical(language.tag) for language in LANGUAGES] == [language.tag for language in LANGUAGES]


@pytest.mark.parametrize(
    ("written", "tag"),
    [
        ("pt_br", "pt-BR"),
        (" EN-gb ", "en-GB"),
        ("iw-IL", "he-IL"),
        ("no-NO", "nb-NO"),
        ("tl-PH", "fil-PH"),
        ("sh-RS", "sr-Latn-RS"),
        ("sr-RS", "sr-Cyrl-RS"),
        ("zh-TW", "zh-Hant-TW"),
        ("ZH-hans-cn", "zh-Hans-CN"),
        ("de-Latn-DE", "de-DE"),
        ("es-419", "es-419"),
    ],
)
def test_case_separators_aliases_and_implied_scripts_are_understood(written: str, tag: str) -> None:
    assert LANGUAGES.canonical(written) == tag


@pytest.mark.parametrize(
    ("written", "suggestion"),
    [
        ("pt-BZ", "pt-BR"),
        ("en-UK", "en-GB"),
        ("de", "de-DE"),
        ("es", "es-ES"),
        ("iw", "he-IL"),
        ("jp-JP", "ja-JP"),
        ("zh-Hans-TW", "zh-Hant-TW"),
        ("ar-Latn-AE", "ar-AE"),
        ("de-DE-1996", "de-DE"),
        ("de-DE-u-co-phonebk", "de-DE"),
        ("xx-YY", None),
        ("", None),
        ("klingon", None),
    ],
)
def test_a_guess_is_refused_with_the_nearest_locale(written: str, suggestion: str | None) -> None:
    with pytest.raises(UnknownLocale) as caught:
        LANGUAGES.canonical(written)
    assert caught.value.suggestion == suggestion
    assert (f"Did you mean {suggestion}?" in str(caught.value)) == (suggestion is not None)


@given(st.text(max_size=60))
def test_whatever_is_written_is_a_known_tag_or_unknown(written: str) -> None:
    try:
        tag = LANGUAGES.canonical(written)
    except UnknownLocale as unknown:
        tag = unknown.suggestion or "en-US"
    assert tag in LANGUAGES


def test_right_to_left_locales_say_so() -> None:
    assert {language.language for language in LANGUAGES if language.direction == "rtl"} == {"ar", "fa", "he", "ur"}
    assert LANGUAGES.direction("ar-AE") == "rtl"
    assert LANGUAGES.direction("ja-JP") == "ltr"
    with pytest.raises(UnknownLocale):
        LANGUAGES.direction("ar")


def test_the_locales_of_a_market_are_found() -> None:
    assert [language.tag for language in LANGUAGES.of_territory("AE")] == ["ar-AE", "en-AE"]
    assert LANGUAGES.of_territory("VA") == []
