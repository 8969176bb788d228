"""Fixes: what is safe is done in one go, leaves nothing safe behind, and brings no new error."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from service.rulebook import load
from service.timedtext.checks import check
from service.timedtext.fixes import apply, mend
from service.timedtext.model import Cue
from service.timedtext.rules import Limits
from service.timedtext.timing import Rate

PIECES = st.sampled_from(
    [
        "Yes.",
        "-No...",
        "- Oui ?",
        "“hm”",
        "«a",
        "5 cups",
        "はい。",
        "１２",
        "(slam)",
        "שלום",
        "OK",
        "\n",
        " ",
        "\u202e",
        "x" * 30,
    ]
)
TEXTS = st.lists(PIECES, max_size=6).map("".join)
TIMES = st.tuples(st.integers(0, 40_000), st.integers(-200, 9000))
CUES = st.lists(st.tuples(TIMES, TEXTS, st.sampled_from(["", "line:0", "line:95%"])), max_size=6).map(
    lambda rows: [
        Cue(str(at), begin, max(0, begin + length), text, places)
        for at, ((begin, length), text, places) in enumerate(rows)
    ]
)


@settings(deadline=None, max_examples=300)
@given(
    CUES,
    st.sampled_from(["en-US", "fr-FR", "ja-JP", "he-IL", "fi-FI"]),
    st.sampled_from(["house", "netflix", "bbc"]),
    st.lists(st.integers(0, 50_000), max_size=6).map(sorted),
    st.sampled_from([Rate(24), Rate(30000, 1001)]),
)
def test_what_is_safe_is_mended_and_nothing_new_is_wrong(
    cues: list[Cue], locale: str, profile: str, shots_ms: list[int], rate: Rate
) -> None:
    rules = load().rules(locale, "captions", profile=profile, platform="tiktok")
    before = check(cues, rules, media_ms=45_000, shots_ms=shots_ms, rate=rate)
    mended = mend(cues, rules, media_ms=45_000, shots_ms=shots_ms, rate=rate)
    errors = [sum(one.severity == "error" for one in found) for found in (before, mended.left)]
    assert errors[1] <= errors[0]
    assert not [one for one in mended.left if one.fix is not None and one.fix.safe]
    again = mend(mended.cues, rules, media_ms=45_000, shots_ms=shots_ms, rate=rate)
    assert (again.cues, again.applied) == (mended.cues, [])


def test_all_at_once() -> None:
    rules = load().rules("fr-FR", profile="netflix")
    cues = [
        Cue("a", 0, 2000, "-Oui...\n-Non."),
        Cue("b", 2040, 2200, "Bon."),
        Cue("c", 2500, 2500, ""),
        Cue("d", 4000, 6000, "Il dit “oui” !"),
        Cue("e", 6300, 8000, "Voilà."),
    ]
    mended = mend(cues, rules)
    assert mended.cues == [
        Cue("a", 0, 1957, "- Oui…\n- Non."),
        Cue("b", 2040, 2873, "Bon."),
        Cue("d", 4000, 6217, "Il dit «\u202foui\u202f»\u202f!"),
        Cue("e", 6300, 8000, "Voilà."),
    ]
    assert mended.left == []


def test_only_what_is_safe_is_applied_unasked() -> None:
    cues = [Cue("a", 0, 4000, "a"), Cue("b", 1000, 5000, "b")]
    (overlap,) = check(cues, Limits())
    assert overlap.fix is not None
    assert (overlap.fix.cue_id, overlap.fix.end_ms, overlap.fix.safe) == ("a", 1000, False)
    assert apply(cues, [overlap.fix]) == cues


def test_a_short_overlap_is_taken_from_the_earlier_cue() -> None:
    cues = [Cue("a", 0, 2100, "a"), Cue("b", 2000, 4000, "b")]
    assert mend(cues, load().rules("de-DE")).cues == [Cue("a", 0, 1917, "a"), Cue("b", 2000, 4000, "b")]


def test_a_cue_that_outlasts_the_film_ends_with_it() -> None:
    assert mend([Cue("a", 0, 5000, "a")], Limits(), media_ms=4000).cues == [Cue("a", 0, 4000, "a")]
    left = mend([Cue("a", 4000, 5000, "a")], Limits(), media_ms=4000).left
    assert [(one.rule, one.fix) for one in left] == [("beyond_end", None)]
