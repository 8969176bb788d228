"""The matrix shows what its address asks for, and counts everything."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from service.web.campaign_words import explained, sentence
from service.web.matrix import Cut, State, build
from service.web.words import languages
from tests.web.samples import CELLS, CUTS, PLACES

ENGLISH = languages()["en"]


def test_all_of_it_without_a_filter() -> None:
    matrix = build(CELLS)
    assert [cut.code for cut in matrix.cuts] == [cut.code for cut in CUTS]
    assert [row.locale for row in matrix.rows] == [locale for _, locale, _ in PLACES]
    assert matrix.total == len(CELLS)


def test_a_filter_keeps_the_rows_and_columns_that_have_the_state() -> None:
    matrix = build(CELLS, State.STALE)
    assert [row.locale for row in matrix.rows] == ["de-DE", "fr-FR", "es-MX", "ko-KR"]
    assert [cut.code for cut in matrix.cuts] == ["15 A", "15 B", "10 V"]
    assert matrix.counts == build(CELLS).counts


def test_a_cut_that_does_not_go_to_a_market_leaves_a_gap() -> None:
    row = next(row for row in build(CELLS).rows if row.locale == "ar-AE")
    assert row.cells[-1] is None


def test_a_cell_is_found_by_its_address() -> None:
    matrix = build(CELLS)
    assert all(matrix.find(cell.key) == cell for cell in CELLS)
    assert matrix.find("cut_01.DE.xx.captions") is None
    assert matrix.find(None) is None


def test_a_row_says_its_kind_only_where_a_locale_has_two() -> None:
    assert not any(row.twice for row in build(CELLS).rows)
    described = replace(CELLS[0], kind="descriptions")
    assert [row.kind for row in build([*CELLS, described]).rows if row.twice] == ["captions", "descriptions"]


@pytest.mark.parametrize(
    ("aspect", "width", "height"),
    [("9:16", 40.5, 72), ("16:9", 88, 49.5), ("1:1", 64.1, 64.1), ("nonsense", 40.5, 72), ("1:0", 40.5, 72)],
)
def test_a_frame_has_the_proportion_of_its_cut(aspect: str, width: float, height: float) -> None:
    assert Cut("cut", "c", "n", aspect, 1000).frame == (width, height)


@pytest.mark.parametrize(("duration_ms", "seconds"), [(60_000, 60), (10_040, 10), (6_240, 6.2)])
def test_a_duration_is_said_in_seconds(duration_ms: int, seconds: float) -> None:
    assert Cut("cut", "c", "n", "9:16", duration_ms).seconds == seconds


@pytest.mark.parametrize(
    ("letters", "said"),
    [
        ("", "There is nothing to release yet."),
        ("k", "The only release is approved."),
        ("kk", "All 2 releases are approved."),
        ("kbs", "1 of 3 releases are approved. 1 is blocked. 1 went stale."),
        ("kkm", "2 of 3 releases are approved. 1 has no text yet."),
        ("krr", "1 of 3 releases are approved. 2 wait for a reviewer."),
    ],
)
def test_one_sentence_says_how_the_campaign_stands(letters: str, said: str) -> None:
    by_letter = {"k": "approved", "b": "blocked", "s": "stale", "m": "missing", "r": "in_review"}
    cells = [replace(cell, state=State(by_letter[letter])) for cell, letter in zip(CELLS, letters, strict=False)]
    assert sentence(ENGLISH, build(cells)) == said


@pytest.mark.parametrize("state", list(State))
def test_every_state_is_explained_in_every_language(state: State) -> None:
    said = {explained(language, replace(CELLS[0], state=state, done=3)) for language in languages().values()}
    assert len(said) == len(languages())


def test_a_film_that_holds_releases_back_is_explained_in_every_language() -> None:
    held = replace(CELLS[0], state=State.BLOCKED, film="mismatching")
    waiting = replace(CELLS[0], state=State.DRAFT, text_approved=True, film="pending")
    assert "The uploaded film of this cut differs from its edit list" in explained(ENGLISH, held)
    assert "is being compared with its edit list" in explained(ENGLISH, waiting)
    for one in (held, waiting):
        assert len({explained(language, one) for language in languages().values()}) == len(languages())
    both = replace(held, missing_facts=("price",))
    assert "{price}" in explained(ENGLISH, both)


def test_a_withdrawn_release_is_not_told_as_one_without_facts() -> None:
    withdrawn = replace(CELLS[0], state=State.BLOCKED, missing_facts=(), conflicts=0, film=None)
    assert explained(ENGLISH, withdrawn).startswith("Withdrawn.")
    assert "{price}" in explained(ENGLISH, replace(withdrawn, missing_facts=("price",)))
