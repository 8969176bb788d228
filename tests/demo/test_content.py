"""The demo's content is whole, lawful by its own rules, and makes the cuts it promises."""

from __future__ import annotations

from itertools import pairwise

import pytest

from service.demo.accounts import EMAIL
from service.demo.content import Film, content
from service.rulebook import load
from service.rulebook.timed_text import Kind
from service.timedtext import webvtt
from service.timedtext.checks import check
from service.timedtext.model import Cue
from service.timedtext.retime import Conformed, Segment, SourceCue, conform
from service.timedtext.timing import Rate

DEMO = content()
MASTER = DEMO.master
RATE = Rate(MASTER.rate_num, MASTER.rate_den)
FILMS = [MASTER, DEMO.end_card]
CUES = [cue.key for cue in MASTER.cues]
EUROPE = {"de-DE", "fr-FR", "it-IT", "pl-PL"}


def conformed(key: str) -> Conformed[str, int]:
    cut = next(cut for cut in DEMO.cuts if cut.key == key)
    segments = [
        Segment(n, "picture", n, film.name, into, out, at) for n, (film, into, out, at) in enumerate(DEMO.placed(cut))
    ]
    cues = [SourceCue(cue.key, film.name, cue.begin_ms, cue.end_ms) for film in FILMS for cue in film.cues]
    return conform(cues, segments, RATE, {film.name: film.rate for film in FILMS})


def test_every_cue_is_translated_into_every_locale() -> None:
    assert set(DEMO.locales) == EUROPE | {"ar-AE", "es-MX", "ja-JP", "ko-KR", "pt-BR"}
    for cue in MASTER.cues:
        assert sorted(cue.translations) == sorted(DEMO.locales), cue.key
        assert all(text.strip() for text in cue.translations.values())
        assert len({cue.text, *cue.translations.values()}) == 1 + len(DEMO.locales), cue.key


@pytest.mark.parametrize("locale", [DEMO.source_locale, *DEMO.locales])
def test_every_track_meets_the_rules_of_its_language(locale: str) -> None:
    kind: Kind = "captions" if locale == DEMO.source_locale else "subtitles"
    texts = {cue.key: cue.text if kind == "captions" else cue.translations[locale] for cue in MASTER.cues}
    cues = [Cue(cue.key, cue.begin_ms, cue.end_ms, texts[cue.key]) for cue in MASTER.cues]
    shots = [RATE.ms(shot.in_frame) for shot in MASTER.shots[1:]]
    rules = load().rules(locale, kind)
    assert check(cues, rules, media_ms=MASTER.duration_ms, shots_ms=shots, rate=RATE) == []


def test_the_work_is_in_every_state_and_names_what_is_there() -> None:
    assert {work.state for work in DEMO.work} == {"approved", "stale", "in_review", "draft"}
    known = {colleague.email for colleague in DEMO.people}
    for work in DEMO.work:
        assert {work.by} | ({work.approver} if work.approver else set()) <= known
        assert {*work.wanting, *work.drafts} <= set(CUES)
        assert work.state == "draft" or not (work.wanting or work.drafts)
    assert {duty.person for duty in DEMO.duties} <= known | {EMAIL}
    assert {duty.locale for duty in DEMO.duties} <= set(DEMO.locales)
    assert {link.market for link in DEMO.links} <= {market.code for market in DEMO.markets}
    assert DEMO.reworded.cue in CUES
    assert DEMO.override.locale in DEMO.locales


def test_the_locales_and_markets_are_known_and_match() -> None:
    book = load()
    for market in DEMO.markets:
        assert book.markets.canonical(market.code) == market.code
        assert all(book.languages.canonical(locale) == locale for locale in market.locales)
        assert book.currencies.canonical(market.currency) == market.currency
    assert {locale for market in DEMO.markets for locale in market.locales} == {DEMO.source_locale, *DEMO.locales}


def test_the_story_has_its_archetypes_beats_from_end_to_end() -> None:
    archetype = load().archetypes[DEMO.story.archetype]
    beats = DEMO.story.beats
    assert [beat.kind for beat in beats] == [beat.kind for beat in archetype.beats]
    assert [beat.begin_ms for beat in beats] == [0, *(beat.end_ms for beat in beats[:-1])]
    assert beats[-1].end_ms == MASTER.duration_ms == 60_000


def test_every_shot_belongs_to_the_beat_in_whose_window_it_lies() -> None:
    assert [len(MASTER.shots_of(beat)) for beat in DEMO.story.beats] == [1, 5, 2, 11]
    for beat in DEMO.story.beats:
        shots = MASTER.shots_of(beat)
        assert (RATE.ms(shots[0].in_frame), RATE.ms(shots[-1].out_frame)) == (beat.begin_ms, beat.end_ms)
    assert MASTER.said_in(MASTER.shots[0]) == "Two cups. Habit."


@pytest.mark.parametrize("film", FILMS, ids=lambda film: film.name)
def test_the_shots_cover_a_film_and_cues_lie_inside_one_shot(film: Film) -> None:
    shots = film.shots
    assert [shot.in_frame for shot in shots] == [0, *(shot.out_frame for shot in shots[:-1])]
    assert shots[-1].out_frame == film.frames
    assert all(one.still != next_.still for one, next_ in pairwise(shots))
    for cue in film.cues:
        assert any(RATE.ms(shot.in_frame) <= cue.begin_ms < cue.end_ms <= RATE.ms(shot.out_frame) for shot in shots), (
            cue.key
        )
        assert (cue.speaker is None) != (cue.sound is None), cue.key
        assert cue.speaker is None or cue.speaker in DEMO.speakers


def test_the_cuts_last_as_long_as_their_names_promise() -> None:
    for cut in DEMO.cuts:
        assert RATE.ms(DEMO.frames(cut)) == int(cut.key.split()[0]) * 1000, cut.key
    assert {cut.aspect for cut in DEMO.cuts} == {"9:16", "16:9", "1:1"}


def test_the_full_cuts_change_nothing() -> None:
    for key in ("60 V", "60 H"):
        assert [(p.cue_id, p.begin_ms, p.end_ms, p.how) for p in conformed(key).placed] == [
            (cue.key, cue.begin_ms, cue.end_ms, "whole") for cue in MASTER.cues
        ]


def test_only_one_cut_clips_a_cue_which_a_person_must_see() -> None:
    for cut in DEMO.cuts:
        clipped = [p.cue_id for p in conformed(cut.key).placed if p.how != "whole"]
        assert clipped == ([DEMO.override.cue] if cut.key == DEMO.override.cut else []), cut.key


def test_the_german_cut_ends_on_its_end_card() -> None:
    # 75 + 82 + 50 frames of the master, then 168 of the card.
    assert [(p.cue_id, p.begin_ms, p.end_ms) for p in conformed("15 DE").placed] == [
        ("two-cups", 400, 2400),
        ("same-cup", 3000, 6200),
        ("not-a-habit", 6280, 8120),
        ("offer-de", 8280, 14_920),
    ]


def test_the_bumper_says_the_first_and_the_last() -> None:
    # 5..62 at 0, then 1373..1466 at frame 57: 400 - 200; 54920 - 54920 + 2280.
    assert [(p.cue_id, p.begin_ms, p.end_ms, p.how) for p in conformed("06 V").placed] == [
        ("two-cups", 200, 2200, "whole"),
        ("signature", 2280, 6000, "whole"),
    ]


def test_the_caption_files_say_what_the_content_says() -> None:
    before = DEMO.reworded
    document = webvtt.read(MASTER.captions({before.cue: before.before}))
    assert [(cue.begin_ms, cue.end_ms, cue.text) for cue in document.cues] == [
        (cue.begin_ms, cue.end_ms, before.before if cue.key == before.cue else cue.text) for cue in MASTER.cues
    ]
    draft = next(work for work in DEMO.work if work.state == "draft")
    written = webvtt.read(MASTER.translation(draft)).cues
    assert len(written) == len(CUES) - len(draft.wanting)
    assert {cue.text for cue in written} >= set(draft.drafts.values())
