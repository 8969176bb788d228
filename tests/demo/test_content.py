"""The demo's content is whole, lawful by its own rules, and makes the cuts it promises."""

from __future__ import annotations

import pytest

from service.demo.content import content
from service.rulebook import load
from service.rulebook.timed_text import Kind
from service.timedtext import webvtt
from service.timedtext.checks import check
from service.timedtext.model import Cue
from service.timedtext.retime import Conformed, Segment, SourceCue, conform
from service.timedtext.timing import Rate

DEMO = content()
RATE = Rate(DEMO.master.rate_num, DEMO.master.rate_den)


def conformed(key: str) -> Conformed[str, int]:
    cut = next(cut for cut in DEMO.cuts if cut.key == key)
    segments = [Segment(n, "picture", n, "m", into, out, at) for n, (into, out, at) in enumerate(cut.placed())]
    cues = [SourceCue(cue.key, "m", cue.begin_ms, cue.end_ms) for cue in DEMO.cues]
    return conform(cues, segments, RATE, {"m": RATE})


def test_every_cue_is_translated_into_every_locale() -> None:
    assert sorted(DEMO.locales) == ["ar-AE", "de-DE", "fr-FR", "ja-JP", "pt-BR"]
    for cue in DEMO.cues:
        assert sorted(cue.translations) == sorted(DEMO.locales), cue.key
        assert all(text.strip() for text in cue.translations.values())
        assert len({cue.text, *cue.translations.values()}) == 1 + len(DEMO.locales), cue.key


@pytest.mark.parametrize("locale", [DEMO.source_locale, *DEMO.locales])
def test_every_track_meets_the_rules_of_its_language(locale: str) -> None:
    kind: Kind = "captions" if locale == DEMO.source_locale else "subtitles"
    texts = {cue.key: cue.text if kind == "captions" else cue.translations[locale] for cue in DEMO.cues}
    cues = [Cue(cue.key, cue.begin_ms, cue.end_ms, texts[cue.key]) for cue in DEMO.cues]
    assert check(cues, load().limits(locale, kind), media_ms=RATE.ms(DEMO.master.frames)) == []


def test_the_locales_and_markets_are_known_and_match() -> None:
    book = load()
    for market in DEMO.markets:
        assert book.markets.canonical(market.code) == market.code
        assert all(book.languages.canonical(locale) == locale for locale in market.locales)
    assert {locale for market in DEMO.markets for locale in market.locales} == {DEMO.source_locale, *DEMO.locales}


def test_the_story_has_its_archetypes_beats_from_end_to_end() -> None:
    archetype = load().archetypes[DEMO.story.archetype]
    beats = DEMO.story.beats
    assert [beat.kind for beat in beats] == [beat.kind for beat in archetype.beats]
    assert [beat.begin_ms for beat in beats] == [0, *(beat.end_ms for beat in beats[:-1])]
    assert beats[-1].end_ms == RATE.ms(DEMO.master.frames)


def test_every_shot_belongs_to_the_beat_in_whose_window_it_lies() -> None:
    assert [[shot.still for shot in DEMO.shots_of(beat)] for beat in DEMO.story.beats] == [
        ["chair"],
        ["pour", "train", "tile", "night"],
        ["chip", "call"],
        ["morning", "end"],
    ]
    for beat in DEMO.story.beats:
        shots = DEMO.shots_of(beat)
        assert (DEMO.master.ms(shots[0].in_frame), DEMO.master.ms(shots[-1].out_frame)) == (beat.begin_ms, beat.end_ms)
    assert DEMO.said_in(DEMO.master.shots[0]) == "Two cups. Habit."


def test_the_shots_cover_the_master_and_cues_lie_inside_one_shot() -> None:
    shots = DEMO.master.shots
    assert [shot.in_frame for shot in shots] == [0, *(shot.out_frame for shot in shots[:-1])]
    assert shots[-1].out_frame == DEMO.master.frames
    for cue in DEMO.cues:
        assert any(RATE.ms(shot.in_frame) <= cue.begin_ms < cue.end_ms <= RATE.ms(shot.out_frame) for shot in shots), (
            cue.key
        )


def test_every_cue_is_heard() -> None:
    for cue in DEMO.cues:
        assert (cue.speaker is None) != (cue.sound is None), cue.key
        assert cue.speaker is None or cue.speaker in DEMO.speakers


def test_the_cuts_last_as_long_as_their_names_promise() -> None:
    assert {cut.key: RATE.ms(cut.frames) for cut in DEMO.cuts} == {"30 V": 30_000, "15 A": 15_000, "06 V": 6000}


def test_the_full_cut_changes_nothing_and_the_bumper_is_clean() -> None:
    assert [(p.cue_id, p.begin_ms, p.end_ms, p.how) for p in conformed("30 V").placed] == [
        (cue.key, cue.begin_ms, cue.end_ms, "whole") for cue in DEMO.cues
    ]
    # 5..62 at 0, then 650..743 at frame 57: 400 - 200; 26000 - 26000 + 2280.
    assert [(p.cue_id, p.begin_ms, p.end_ms, p.how) for p in conformed("06 V").placed] == [
        ("two-cups", 200, 2200, "whole"),
        ("signature", 2280, 6000, "whole"),
    ]


def test_the_short_cut_clips_one_cue_which_a_person_must_see() -> None:
    # Segments at 0, 75, 140 (5.6 s), 203 (8.12 s) and 275 (11 s).
    assert [(p.cue_id, p.begin_ms, p.end_ms, p.how) for p in conformed("15 A").placed] == [
        ("two-cups", 400, 2400, "whole"),
        ("second-one", 3000, 5520, "whole"),
        ("same-cup", 5600, 8120, "clipped"),
        ("my-cup", 8120, 9400, "whole"),
        ("mine-first", 9480, 10_920, "whole"),
        ("signature", 11_000, 14_720, "whole"),
    ]


def test_the_source_captions_are_a_webvtt_file_of_the_cues() -> None:
    document = webvtt.read(DEMO.captions())
    assert [(cue.begin_ms, cue.end_ms, cue.text) for cue in document.cues] == [
        (cue.begin_ms, cue.end_ms, cue.text) for cue in DEMO.cues
    ]
