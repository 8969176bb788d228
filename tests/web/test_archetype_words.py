"""The built-in archetypes are told in every language of the client, in step with the English files."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from service import rulebook
from service.stories.archetypes import built_in
from service.web.story.archetype_words import known, told_in
from service.web.words import SOURCE, languages

RULES = rulebook.load()


def test_every_language_but_the_source_has_a_file() -> None:
    assert set(known()) == set(languages()) - {SOURCE}


@pytest.mark.parametrize("tag", sorted(known()))
def test_a_language_tells_every_archetype_in_its_newest_version(tag: str) -> None:
    for key in RULES.archetypes:
        english = built_in(RULES, key)
        told = told_in(tag, english)
        words = [told.name, told.summary, told.brand_role, told.when_to_use, *told.guidance]
        source = [english.name, english.summary, english.brand_role, english.when_to_use, *english.guidance]
        assert len(words) == len(source)
        assert not set(words) & set(source)
        assert all(words)
        assert [(one.kind, one.begin_ms) for one in told.beats] == [(one.kind, one.begin_ms) for one in english.beats]
        assert all(one.name and one.guidance for one in told.beats)


def test_another_version_and_an_own_archetype_stay_as_they_were_written() -> None:
    english = built_in(RULES, "slice_of_life")
    for other in (replace(english, version=99), replace(english, built_in=False)):
        assert told_in("de", other) is other
