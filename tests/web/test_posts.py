"""The plan on screen: how a post stands, where its card is, what is said of it, and what a form means."""

from __future__ import annotations

import re
from datetime import date, datetime
from pathlib import Path
from typing import Any, get_args
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from msgspec.structs import replace

from schemas.captions import CellState
from schemas.ids import BrandId
from schemas.post_copy import Copy
from service import posts
from service.posts.gate_film import BRIEF, FILM, REQUIREMENT
from service.posts.mending import Price
from service.web.frame import Head
from service.web.posts import form, times
from service.web.posts.cards import State, card_of
from service.web.posts.copying import apart_of
from service.web.posts.gate_words import ITEMS, REASONS, lines
from service.web.posts.grid import calendar, first_day, matrix
from service.web.posts.limit_words import breach
from service.web.posts.refusals import skipped, twice
from service.web.posts.verdict import sentence, verdict
from service.web.posts.wanted import wants_of
from service.web.posts.words import price
from service.web.words import languages
from tests.web.sample_posts import NOTHING, NOW, drift, gate, post, task

EN = languages()["en"]


@pytest.mark.parametrize(
    ("facts", "state"),
    [
        ({}, State.WAITS),
        ({"local": None}, State.DRAFT),
        ({"status": "scheduled"}, State.SCHEDULED),
        ({"status": "scheduled", "gates": [gate("brief", "warns")]}, State.WARNED),
        ({"status": "scheduled", "gates": [gate("rights")], "open": False}, State.BLOCKED),
        ({"gates": [gate("rights", "overridden")]}, State.WAITS),
        ({"status": "live", "gates": [gate("rights")], "open": False}, State.LIVE),
        ({"status": "unknown"}, State.UNKNOWN),
        ({"status": "taken_down"}, State.GONE),
    ],
)
def test_how_a_post_stands(facts: dict[str, Any], state: State) -> None:
    assert card_of(post(**facts), NOW).state is state


def test_a_post_stands_on_the_day_of_its_own_clock_or_of_the_readers() -> None:
    late = post(local="2026-11-20T23:30")
    for clock, day in ((None, date(2026, 11, 20)), (ZoneInfo("Asia/Tokyo"), date(2026, 11, 21))):
        card = card_of(late, NOW, clock)
        grid = calendar([card], ["US", "DE"], date(2026, 11, 17), date(2026, 11, 20), (5, 6))
        placed = {column.key: cards for column, cards in zip(grid.columns, grid.rows[1].cells, strict=True)}
        assert placed[day] == [card]
        assert sum(map(len, placed.values())) == 1


def test_the_calendar_marks_today_and_weekends_and_counts_what_it_does_not_show() -> None:
    cards = [card_of(post(local=local), NOW) for local in ("2026-11-01T09:00", "2026-11-20T09:00", "2026-12-24T09:00")]
    grid = calendar(cards, ["DE"], date(2026, 11, 17), date(2026, 11, 20), (5, 6))
    assert [column.marks for column in grid.columns] == ["", "", "", "today", "we", "we", "", "", ""]
    assert (grid.earlier, grid.later) == (1, 1)


def test_what_has_no_time_stands_in_a_column_of_its_own_and_a_lost_market_is_still_there() -> None:
    grid = calendar([card_of(post(market="AE", local=None), NOW)], ["DE"], NOW.date(), NOW.date(), (5, 6))
    assert grid.columns[-1].key is None
    assert [row.key for row in grid.rows] == ["DE", "AE"]
    assert len(grid.rows[1].cells[-1]) == 1


@pytest.mark.parametrize(
    ("days", "first"),
    [
        ([], date(2026, 11, 17)),
        (["2026-11-22"], date(2026, 11, 17)),
        (["2026-10-01", "2027-01-05"], date(2027, 1, 5)),
        (["2026-10-01"], date(2026, 9, 23)),
    ],
)
def test_the_calendar_begins_where_something_is(days: list[str], first: date) -> None:
    cards = [card_of(post(local=f"{day}T12:00"), NOW) for day in days]
    assert first_day(cards, NOW.date()) == first


def test_the_matrix_has_every_cut_and_every_market() -> None:
    cards = [card_of(post("60 V", "DE"), NOW), card_of(post("99 X", "FR"), NOW)]
    grid = matrix(cards, {"60 V": "Full story", "30 V": "Kitchens"}, ["DE"])
    assert [column.key for column in grid.columns] == ["DE", "FR"]
    assert [(row.key, [len(cards) for cards in row.cells]) for row in grid.rows] == [
        ("60 V", [1, 0]),
        ("30 V", [0, 0]),
        ("99 X", [0, 1]),
    ]


def test_the_verdict_counts_what_is_closed_and_the_time_that_is_left() -> None:
    gates = [gate("rights"), gate("captions"), gate("brief", "warns"), gate("film", "overridden")]
    card = card_of(post(gates=gates, open=False), NOW)
    found = verdict(EN, card, NOW)
    assert (found.symbol, found.lead) == ("bad", "Cannot go out.")
    assert found.rest == "2 gates are closed. 1 gate warns. 1 gate was opened by hand. 5 hr 44 min left."


def test_the_verdict_on_what_is_too_late_and_on_older_captions() -> None:
    late = card_of(post(status="scheduled", local="2026-11-20T09:16"), NOW)
    assert verdict(EN, late, NOW).rest == "3 hr too late."
    old = card_of(post(status="live", captions=[drift(9, 12)]), NOW)
    assert (old.drift, verdict(EN, old, NOW).symbol) == ((9, 12), "stale")
    gone = card_of(post(status="live", captions=[drift(9, None, "withdrawn")]), NOW)
    assert verdict(EN, gone, NOW).symbol == "bad"


def test_the_sentence_of_the_page() -> None:
    blocked = post(gates=[gate("rights")], open=False)
    cards = [card_of(one, NOW) for one in (post(status="live"), post(status="unknown"), blocked, post(local=None))]
    assert sentence(EN, cards) == "1 live. 1 with an unknown outcome. 1 cannot go out."
    assert sentence(EN, []) == "Nothing is planned yet."


@pytest.mark.parametrize(
    ("local", "said"),
    [("2026-11-20T18:00", "Fri, Nov 20, 18:00 CET"), ("2027-01-04T09:00", "Mon, Jan 4, 2027, 09:00 CET")],
)
def test_a_day_of_another_year_has_its_year(local: str, said: str) -> None:
    at = card_of(post(local=local), NOW, ZoneInfo("Europe/Berlin")).at
    assert at is not None
    assert times.full(EN, NOW, at) == said


def test_only_what_is_written_here_is_sent_and_one_field_is_given_back_alone() -> None:
    fields = {
        "own.text": "1",
        "text": "Ein Platz\r\nist frei. ",
        "own.hashtags": "1",
        "hashtags": "#kaffee, ＃tasse  neu",
    }
    assert form.change(fields, []) == {"text": "Ein Platz\nist frei.", "hashtags": ["kaffee", "tasse", "neu"]}
    assert form.change(fields | {"act": "back text"}, []) == {"text": None}
    assert form.change({"own.disclosure": "1"}, []) == {"disclosure": []}
    assert form.change({"own.disclosure": "1"}, ["own_brand"]) == {"disclosure": ["own_brand"]}


@pytest.mark.parametrize(
    ("typed", "meant"), [("1.2", 1200), ("0:01.200", 1200), ("1:03,5", 63_500), ("", None), ("soon", "soon")]
)
def test_a_cover_is_a_time_of_the_film(typed: str, meant: int | str | None) -> None:
    assert form.milliseconds(typed) == meant
    if isinstance(meant, int):
        assert form.milliseconds(form.plain("cover_ms", meant)) == meant


def test_a_field_that_an_address_opens_holds_what_is_in_force() -> None:
    shown = {one.name: one for one in form.shown(NOTHING, {"text"}, {"own.title": "1", "title": "Mine"})}
    assert (shown["text"].own, shown["text"].nobody) == (True, True)
    assert shown["title"].value == "Mine"


def test_a_clock_that_changes_asks() -> None:
    typed = {"local_at": "2026-03-29T02:30"}
    at = datetime.fromisoformat("2026-03-29T01:59"), datetime.fromisoformat("2026-03-29T03:00")
    assert skipped(typed, "Europe/Paris") == ("local_at", *at)
    assert twice({"posted_at": "2026-10-25T02:30"}, "Europe/Paris") == "posted_at"
    assert twice(typed, "America/Sao_Paulo") is None


def test_every_code_of_a_gate_is_said_in_words() -> None:
    folder = Path(posts.__file__).parent
    source = "\n".join(path.read_text("utf-8") for path in folder.glob("gate_*.py"))
    codes = set(re.findall(r'(?:found|closed)\(\s*"(\w+)"', source)) | {
        *(f"brief_{state}" for state in BRIEF),
        *(f"requirement_{state}" for state in REQUIREMENT),
        *(code for code, _, _ in FILM.values()),
        *(f"captions_{state}" for state in get_args(get_args(CellState)[0])),
    }
    assert codes - set(REASONS) == set()
    assert {f"item_{state}" for state in ("fails", "open", "stale")} == set(ITEMS)


def test_a_gate_says_what_is_in_the_way_and_groups_the_items_of_a_checklist() -> None:
    ended = gate("rights", code="rights_ended", name="Low Kettle", what="music", ends_on="2026-01-31", day=None)
    assert [one.said for one in lines(EN, {}, ended)] == ["“\u2068Low Kettle\u2069” (music) ended on Jan 31, 2026."]
    items = [gate("checklist", code="item_fails", item=str(n), title=f"Item {n}").reasons[0] for n in range(7)]
    (line,) = lines(EN, {"1": "Untertitel"}, replace(gate("checklist"), reasons=items))
    assert line.said.startswith("7 items fail: Item 0, Untertitel, Item 2")
    assert [(one.said, one.tag) for one in lines(EN, {}, gate("rights", code="new"))] == [("In English: new.", "en")]


def test_what_must_come_down_is_said_by_post_and_what_ends_once_for_all_posts() -> None:
    music = {"name": "Low Kettle", "what": "music", "ends_on": "2026-11-10"}
    live = [post("60 V"), post("30 V")]
    tasks = [
        task("takedown_wanted", "rights_ended", live[0], **music),
        task("takedown_wanted", "cut_withdrawn", live[0]),
        *(task("rights_ending", "rights_ending", one, **music | {"name": "Ida", "what": "talent"}) for one in live),
        task("post_overdue", "post_overdue", live[1]),
    ]
    head = Head("cmp_1", "Free Chair", "Aldermoor", BrandId(UUID(int=1)))
    down, ending = wants_of(EN, head, tasks)
    assert down.reasons == ["“\u2068Low Kettle\u2069” (music) ended on Nov 10, 2026.", "The cut was withdrawn."]
    assert down.href == f"{head.room('posts')}/{live[0].id}#down"
    assert (ending.reasons, len(ending.posts)) == (["“\u2068Ida\u2069” (talent) ends on Nov 10, 2026."], 2)
    many = [task("takedown_wanted", "cut_withdrawn", post()) for _ in range(9)]
    assert [one.more for one in wants_of(EN, head, many)] == [0, 0, 0, 0, 4]


@pytest.mark.parametrize(
    ("field", "rule", "measured", "limit", "unit", "said"),
    [
        ("text", "max", 2214, 2200, "utf16_units", "Text: 2,214 UTF-16 units, at most 2,200 UTF-16 units."),
        ("film", "max_ms", 180_100, 180_000, "ms", "Length: 180.1 s, at most 180 s."),
        ("film", "max_video_bitrate", 25_100_000, 25_000_000, "bits_per_second", "Video bitrate: 25.1 Mbit/s, at most"),
        ("film", "containers", "avi", "mp4, mov", "", "File format: avi; the platform takes mp4, mov."),
        ("hashtags", "max", 6, 5, "count", "Hashtags: 6, at most 5."),
    ],
)
def test_a_limit_shows_what_was_measured_beside_it(
    field: str, rule: str, measured: int | str, limit: int | str, unit: str, said: str
) -> None:
    facts = {"field": field, "rule": rule, "measured": measured, "limit": limit, "unit": unit}
    assert breach(EN, facts | {"confidence": "source_text"}).startswith(said)
    assert breach(EN, facts | {"confidence": "memory"}).endswith("The platform does not say so itself.")


def test_what_is_live_and_must_not_be_is_not_told_as_well() -> None:
    live = post(status="live", captions=[drift(1, 2, "withdrawn")])
    for down, lead in (
        (True, "It is live, and must come down."),
        (False, "It is live with captions that were taken back."),
    ):
        said = verdict(EN, card_of(live, NOW, down=down), NOW)
        assert (said.symbol, said.lead) == ("bad", lead)


def test_items_that_keep_nothing_back_are_named() -> None:
    found = gate("checklist", "warns", "items_warn", items=["CAP-04", "REP-01", "NEW-99"])
    (line,) = lines(EN, {"CAP-04": "Time enough to read", "REP-01": "People are shown with care"}, found)
    assert line.said == "3 items that keep nothing back do not hold."
    assert line.names == ["Time enough to read", "People are shown with care", "NEW-99"]


@pytest.mark.parametrize(
    ("of", "said"),
    [
        (Price(way="post_new_film"), "a new film, because captions are drawn into the picture"),
        (Price(way="edit_text"), "an edit of the text"),
        (Price(way="replace_tracks"), "new caption files; what they cost is not known"),
        (Price(way="replace_tracks", units=450, quota=10_000), "450 of 10,000 units of the platform's daily quota"),
    ],
)
def test_what_mending_takes(of: Price, said: str) -> None:
    assert price(EN, of) == said


def test_only_what_differs_is_put_side_by_side() -> None:
    nothing: dict[str, Any] = dict.fromkeys(Copy.__struct_fields__)
    there = Copy(**(nothing | {"text": "Theirs.", "hashtags": ["cup"]}))
    typed = {"own.text": "1", "text": "Mine.", "own.hashtags": "1", "hashtags": "#cup", "own.disclosure": "1"}
    typed["disclosure"] = "own_brand"
    assert apart_of(EN, there, typed) == [
        ("Text", "Theirs.", "Mine."),
        ("Disclosure", "", "It promotes the channel's own business"),
    ]
