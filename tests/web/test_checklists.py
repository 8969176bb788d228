"""The checklists as pages show them: the grid and its filter, lanes over time, and every reason in every language."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest
from msgspec.structs import replace

from schemas.checklists import (
    Answer,
    Checklist,
    ChecklistItem,
    ChecklistRow,
    Measured,
    MeasuredPlace,
    MeasuredValue,
    Outstanding,
    Reason,
    ReleaseInForce,
    Standing,
)
from schemas.contents import TextInCut
from schemas.ids import AnswerId, BrandId, CampaignId, CutId, MarkId, OrganizationId, PersonId, ReleaseId
from service.accessibility.reasons import CHANGES, SAYS
from service.identity import Grant, Person, Role, Scope
from service.media.loudness import Loudness
from service.web.checklists import lanes, view
from service.web.checklists.grid import Asked, Seen, build, same, seen
from service.web.checklists.lanes import Line
from service.web.checklists.measured import numbers
from service.web.checklists.reasons import why
from service.web.checklists.ways import way_out
from service.web.checklists.words import symbol_of
from service.web.market.signing import to_sign
from service.web.matrix import Cut
from service.web.words import languages
from tests.web.samples import HEAD

ENGLISH = languages()["en"]
CUTS = {
    str(CutId(UUID(int=at))): Cut(str(CutId(UUID(int=at))), f"{at}0 V", "Cut", "9:16", at * 10_000) for at in (1, 2, 3)
}
SHA = "ab" * 32
FACTS: dict[str, Any] = {"then": 11, "now": 12, "number": 11, "locale": "de-DE", "locales": ["de-DE"], "pack": "DE"}


def reason(code: str, **facts: Any) -> Reason:
    return Reason(code=code, facts=facts, detail=f"The API says {code}.")


def item(state: str = "open", code: str = "waits_for_person", **changes: Any) -> ChecklistItem:
    plain = ChecklistItem(
        item="REP-01",
        title="People are shown with respect",
        guidance="Look.",
        group="judge_with_care",
        topic="representation",
        level="recommended",
        subject="cut",
        answered_by="signed",
        metric="a person",
        threshold="signed",
        blocks=False,
        why="",
        basis=[],
        labels=[],
        state=state,  # type: ignore[arg-type]
        reason=reason(code) if code else None,
        measured=None,
        answer=None,
        subject_sha256=SHA,
        item_hash=SHA,
        answerable=True,
    )
    return replace(plain, **changes)


def row(
    cut: int, market: str, states: dict[str, int], of: ChecklistItem | None = None, blocking: int = 0
) -> ChecklistRow:
    waits = [Outstanding("REP-01", "Respect", "open", reason("waits_for_person"), None)] * blocking
    holds = sum(count for state, count in states.items() if state not in ("open", "stale", "fails"))
    standing = Standing(CutId(UUID(int=cut)), market, holds, sum(states.values()), states, waits, [], ["person"])
    return ChecklistRow(f"{cut}0 V", standing, of)


ROWS = [
    row(1, "DE", {"holds": 36, "fails": 1}),
    row(2, "DE", {"holds": 30, "open": 6, "stale": 1}),
    row(1, "FR", {"holds": 30, "signed": 7}),
    row(3, "FR", {"holds": 30, "open": 7}),
]


def test_a_cell_is_as_urgent_as_the_worst_of_its_checklist() -> None:
    grid = build(ROWS, CUTS, Asked())
    assert [[cell and cell.state for cell in row.cells] for row in grid.rows] == [
        ["fails", "stale", None],
        ["holds", None, "open"],
    ]
    assert (grid.total, grid.counts) == (4, {"fails": 1, "stale": 1, "open": 1, "holds": 1})


def test_what_fails_and_keeps_nothing_back_warns() -> None:
    rows = [
        row(1, "DE", {"fails": 1}),
        row(2, "DE", {"fails": 1}, item("fails", blocks=True)),
        row(3, "DE", {"open": 1}),
    ]
    cells = [one for one in build(rows, CUTS, Asked()).rows[0].cells if one]
    assert [one.warns for one in cells] == [True, False, False]
    assert [symbol_of(one.state, warns=one.warns) for one in cells] == ["stale", "bad", "open"]


def test_a_filter_keeps_the_row_and_its_neighbours() -> None:
    grid = build(ROWS, CUTS, Asked(state="stale"))
    assert ([row.market for row in grid.rows], [cut.code for cut in grid.cuts]) == (["DE"], ["20 V"])
    assert build(ROWS, CUTS, Asked(market="FR")).total == 2


def test_the_value_of_a_cell_says_what_was_seen_there() -> None:
    answer = _answer("signed")
    rows = [
        row(1, "DE", {"stale": 1}, item("stale", answer=answer)),
        row(1, "FR", {"open": 1}, item(subject_sha256=None)),
    ]
    signed, no_film = (one.cells[0] for one in build(rows, CUTS, Asked("REP-01")).rows)
    assert signed is not None
    assert seen(signed.value) == Seen(signed.cut.id, "DE", SHA, 3)
    assert no_film is not None
    assert seen(no_film.value) == Seen(no_film.cut.id, "FR", None, None)
    assert [seen(wrong) for wrong in ("", "a.b.c", "a.b.c.x", "a.b.c.²")] == [None] * 4


def test_a_column_says_when_one_look_answers_all_of_it() -> None:
    other = item(subject_sha256="cd" * 32)
    rows = [row(1, "DE", {}, item()), row(1, "FR", {}, item()), row(2, "DE", {}, item()), row(2, "FR", {}, other)]
    assert same(build(rows, CUTS, Asked("REP-01"))) == {CUTS[str(CutId(UUID(int=1)))].id: 2}


@pytest.mark.parametrize("tag", sorted(set(languages()) - {"en"}))
def test_every_reason_is_said_in_every_language(tag: str) -> None:
    """A code of the API that no page knows would be told in English."""
    language = languages()[tag]
    for code in [*SAYS, "fails", "ai_labelled", "ai_not_labelled"]:
        of = Reason(code=code, facts=FACTS, detail="The API says it.")
        assert why(language, of) not in (why(ENGLISH, of), "The API says it."), code
    for code in set(CHANGES) - {"other"}:
        change = {"code": code, "text": "Mama?", "key": "price"}
        of = reason("release_changed", **FACTS, changes=[change])
        plain = why(language, reason("release_changed", **FACTS))
        assert why(language, of).startswith(f"{plain} "), code


def test_a_number_stands_beside_its_limit() -> None:
    values = [
        MeasuredValue("true_peak", -1.4, None, -1.0, "dBTP", True),
        MeasuredValue("integrated_loudness", -9.2, -15.0, -13.0, "LUFS", False),
        MeasuredValue("label_begins", 4200, None, 3000, "ms", False),
        MeasuredValue("locales", 1, 2, None, "locales", False),
    ]
    shown = numbers(ENGLISH, Measured("fails", "loudness", values, [], ""))
    assert [one.line for one in shown] == [
        "-9.2 LUFS, -15 to -13 LUFS",
        "4.2 s, at most 3 s",
        "1, at least 2",
        "-1.4 dBTP, at most -1 dBTP",
    ]


def test_what_is_said_without_a_caption_is_shown_where_it_is() -> None:
    lines = [Line(0, 2000, "Is this my cup?", "Ist das meine Tasse?"), Line(42_600, 43_800, "Mama?", None)]
    lane = lanes.captions(ENGLISH, "de-DE", lines, 60_000)
    assert (lane.fails, lane.value) == (True, "1 of 2")
    [miss] = [mark for mark in lane.marks if mark.tone == "bad"]
    assert (miss.bar.x, miss.bar.width, miss.text) == ("71%", "2%", "“Mama?” 00:42.600")
    assert lane.table.rows[1] == ["00:42.600", "00:43.800", "Mama?", "–"]


def test_only_a_caption_that_is_too_fast_is_marked() -> None:
    lines = [Line(0, 1000, "a", "b" * 10, 10.0), Line(1000, 2000, "a", "b" * 20, 20.0), Line(2000, 3000, "a", None)]
    lane = lanes.speed(ENGLISH, lines, 17.0, None, 4000)
    assert lane is not None
    assert [dot.over for dot in lane.dots] == [False, True]
    assert lane.value == "20 a second"
    assert lanes.speed(ENGLISH, lines, float("inf"), None, 4000) is None


def test_the_curve_ends_with_the_cut_and_the_band_is_its_limits() -> None:
    value = MeasuredValue("integrated_loudness", -14.0, -15.0, -13.0, "LUFS", True)
    of = item("holds", "", measured=Measured("holds", "loudness", [value], [], ""))
    sound = Loudness(integrated_lufs=-14.0, true_peak_dbtp=-2.0, step_ms=100, curve=(-70.0, -14.0, -4.0, 0.0, -14.0))
    lane = lanes.loudness(ENGLISH, of, sound, 300)
    assert lane is not None
    assert lane.curve is not None
    assert lane.curve.points == "0,60.0 1,19.6 2,4.0 3,4.0"
    assert (lane.curve.band_y, lane.curve.band_height) == (18.0, 3.1)
    assert lanes.loudness(ENGLISH, of, None, 300) is None


def test_texts_that_stand_together_do_not_cover_each_other() -> None:
    texts = [
        _text("Ab 4,99 €", "price", 1000, 4000),
        _text("Werbung", "disclosure", 0, 5000),
        _text("Ende", "super", 4000, 5000),
    ]
    lane = lanes.texts(ENGLISH, texts, None, {}, 5000)
    assert lane is not None
    assert [(mark.text, mark.y) for mark in lane.marks] == [("Werbung", 2), ("Ab 4,99 €", 22), ("Ende", 22)]


def test_a_place_is_a_mark_in_the_lane_of_its_item() -> None:
    place = MeasuredPlace("de-DE", 1000, 1500, "zu schnell", "…")
    of = item("fails", "", item="CAP-05", measured=Measured("fails", "cue_timing", [], [place], ""))
    [lane] = lanes.places(ENGLISH, [of, item()], 10_000)
    assert (lane.item, lane.fails, lane.marks[0].bar.x) == ("CAP-05", True, "10%")


@pytest.mark.parametrize(
    ("role", "state", "answerable", "verbs"),
    [
        (Role.MARKETER, "open", True, {"signed", "not_applicable"}),
        (Role.MARKETER, "open", False, {"not_applicable"}),
        (Role.MARKETER, "fails", False, set()),
        (Role.COUNSEL, "fails", False, {"waived"}),
        (Role.PRODUCER, "stale", True, {"signed", "not_applicable", "waived"}),
        (Role.VIEWER, "open", True, set()),
    ],
)
def test_only_what_somebody_may_do_is_offered(role: Role, state: str, answerable: bool, verbs: set[str]) -> None:
    assert view.verbs(_person(role), HEAD.brand_id, "DE", item(state, answerable=answerable)) == verbs


def test_who_may_not_waive_may_not_take_a_waiver_back() -> None:
    waived = item("waived", "", answer=_answer("waived"))
    assert view.verbs(_person(Role.MARKETER), HEAD.brand_id, "DE", waived) == set()
    assert view.verbs(_person(Role.PRODUCER), HEAD.brand_id, "DE", waived) == {"taken_back"}


def test_the_sentence_counts_what_holds_and_says_why_the_rest_does_not() -> None:
    items = [item("holds"), item("signed"), item("fails"), item("stale"), item(), item()]
    assert (
        view.sentence(ENGLISH, items) == "2 of 6 items hold. 1 fails by measurement. 2 are open. 1 answer went stale."
    )
    assert view.sentence(ENGLISH, items[:2]) == "All 2 items hold."


@pytest.mark.parametrize(
    ("code", "facts", "way"),
    [
        ("no_film", {}, "cuts/{cut}/film"),
        ("release_missing", {"locales": ["de-DE"]}, "captions/{cut}/de-DE"),
        ("release_stale", {"locale": "en-US"}, "captions/{cut}/en-US"),
        ("no_text", {}, "cuts/{cut}"),
        ("waits_for_person", {}, None),
    ],
)
def test_a_hindrance_has_its_way_out(code: str, facts: dict[str, Any], way: str | None) -> None:
    sheet = _sheet()
    found = way_out(ENGLISH, HEAD, sheet, item(reason=reason(code, **facts)))
    assert (found and found.href) == (way and HEAD.room(way.replace("{cut}", str(sheet.cut_id))))


def test_a_market_is_asked_only_for_what_a_person_can_answer() -> None:
    codes = ("waits_for_person", "no_film", "not_measured_yet")
    waits = [Outstanding(code, code, "open", reason(code), None) for code in codes]
    stale = [Outstanding(code, code, "stale", reason(code), None) for code in ("film_changed", "release_stale")]
    standing = replace(ROWS[0].standing, blocking=waits, warning=stale)
    [found] = to_sign([replace(ROWS[0], standing=standing)], CUTS, lambda one: one.title, "/c/x/checklists")
    assert (found.count, found.first) == (2, ["waits_for_person"])
    assert found.href == f"/c/x/checklists/{found.cut.id}/DE?show=waiting"


def _answer(status: str) -> Answer:
    return Answer(
        id=AnswerId(UUID(int=1)),
        cut_id=CutId(UUID(int=1)),
        market="DE",
        item="REP-01",
        number=3,
        status=status,  # type: ignore[arg-type]
        sentence="",
        role="marketer",
        by=PersonId(UUID(int=1)),
        person="Jonas Weil",
        at=datetime(2026, 11, 18, tzinfo=UTC),
        subject="cut",
        subject_sha256=SHA,
        item_hash=SHA,
    )


def _text(text: str, role: str, begin: int, end: int) -> TextInCut:
    return TextInCut(MarkId(UUID(int=begin)), text, role, None, begin, end)  # type: ignore[arg-type]


def _person(role: Role) -> Person:
    scope = Scope(OrganizationId(UUID(int=1)))
    return Person(PersonId(UUID(int=1)), "Ada Lindqvist", scope, (Grant(role, BrandId(UUID(int=1)), "DE"),))


def _sheet() -> Checklist:
    release = ReleaseInForce(ReleaseId(UUID(int=1)), "de-DE", "subtitles", 12, False, SHA)
    return Checklist(
        CutId(UUID(int=1)), "DE", CampaignId(UUID(int=1)), "60 V", "Full story", 60_000, ["EU", "DE"], True, SHA, None,
        [release], ROWS[0].standing, [],
    )  # fmt: skip
