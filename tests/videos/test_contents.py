"""What films contain, over HTTP: marks on sources and cuts, and what every cut keeps of them."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from msgspec import Struct

from schemas.ids import CampaignId, CutId
from service.db.pool import Database
from service.identity import Role
from service.videos.contents import contents_of, cut_states, requirements_in, rights_in, shown_in
from tests.conftest import House
from tests.studio import Caller, Json, colleague, events
from tests.videos.conftest import Films, Stage
from tests.videos.test_cuts import new_cut, stretch

NO_REQUIREMENT, NO_WINDOW = f"req_{'0' * 26}", f"rgt_{'0' * 26}"
TOO_WIDE = {"left": 900, "top": 0, "width": 200, "height": 9}
DISCLOSURE = {"kind": "text", "text": "Anzeige", "role": "disclosure"}


class Marking(Struct, frozen=True):
    """A video of two sources whose campaign's brief asks for things."""

    ada: Caller
    db: Database
    stage: Stage
    campaign: CampaignId
    brand: str

    async def wants(self, kind: str, minimum_ms: int | None = None, markets: tuple[str, ...] = ()) -> str:
        """A requirement of the brief."""
        asked = {"kind": kind, "title": "The cup", "minimum_ms": minimum_ms, "markets": list(markets)}
        asked |= {"phrases": ["the same cup"]} if kind in ("say", "not_say") else {}
        return str((await self.ada.make(f"/v1/campaigns/{self.campaign}/requirements", asked))["id"])

    async def window(self, what: str) -> str:
        """A rights window."""
        window = {"what": what, "name": "Slow Morning", "territories": None, "media": ["web"]}
        made = await self.ada.make(f"/v1/campaigns/{self.campaign}/rights", window | {"starts_on": "2026-01-01"})
        return str(made["id"])

    async def mark(self, home: str, what: Json, in_frame: int | None = None, out_frame: int | None = None) -> Json:
        """A mark on a source or cut."""
        return await self.ada.make(f"/v1/{home}/marks", {"what": what, "in_frame": in_frame, "out_frame": out_frame})

    async def met(self, requirement: str, in_frame: int, out_frame: int) -> Json:
        """A requirement is met in these frames of the master."""
        what = {"kind": "requirement", "requirement_id": requirement}
        return await self.mark(f"sources/{self.stage.master['id']}", what, in_frame, out_frame)

    async def cut(self, code: str, *frames: tuple[int, int], **facts: Any) -> Json:
        """A cut of these frames of the master."""
        segments = [stretch(self.stage.master, begin, end) for begin, end in frames]
        return await self.ada.make(self.stage.cuts, new_cut(self.stage, *segments, code=code, **facts))

    async def states(self, *cuts: Json) -> dict[str, str]:
        """The hash of each cut, by code."""
        ids = [CutId.parse(cut["id"]) for cut in cuts]
        async with self.db.reading(self.ada.person.scope) as tx:
            return {one.code: one.edit_sha256 for one in (await cut_states(tx, ids)).values()}


@pytest.fixture
async def marking(ada: Caller, db: Database, stage: Stage) -> Marking:
    """A master of 50 frames at 25 a second."""
    campaign = CampaignId.parse(stage.video["campaign_id"])
    return Marking(ada, db, stage, campaign, stage.video["brand_id"])


async def test_every_cut_says_how_it_keeps_what_the_brief_asks_for(marking: Marking) -> None:
    cup, phrase = await marking.wants("on_screen", 1000), await marking.wants("say")
    unmarked, forbidden = await marking.wants("show"), await marking.wants("not_say")
    await marking.met(cup, 0, 20)
    await marking.met(cup, 15, 40)
    await marking.met(phrase, 10, 20)
    await marking.met(forbidden, 45, 50)
    await marking.cut("whole", (0, 50))
    await marking.cut("short", (0, 15))
    await marking.cut("none", (40, 45))
    found = (await marking.ada.read(f"/v1/videos/{marking.stage.video['id']}/contents"))["cuts"]
    told = {
        one["state"]["code"]: {asked["requirement_id"]: asked["state"] for asked in one["requirements"]}
        for one in found
    }
    assert told == {
        "whole": {cup: "met", phrase: "met", unmarked: "unmarked", forbidden: "broken"},
        "short": {cup: "trimmed", phrase: "trimmed", unmarked: "unmarked", forbidden: "met"},
        "none": {cup: "missing", phrase: "missing", unmarked: "unmarked", forbidden: "met"},
    }
    (whole,) = [one["requirements"][0] for one in found if one["state"]["code"] == "whole"]
    assert (whole["kept_ms"], whole["needed_ms"]) == (1600, 1000)
    assert whole["ranges"] == [{"begin_ms": 0, "end_ms": 1600}]


async def test_a_requirement_of_other_markets_is_not_asked_of_a_markets_cut(marking: Marking) -> None:
    everywhere, german = await marking.wants("show"), await marking.wants("show", markets=("DE",))
    cuts = [await marking.cut("DE", (0, 9), market="DE"), await marking.cut("FR", (0, 9), market="FR")]
    cuts.append(await marking.cut("all", (0, 9)))
    async with marking.db.reading(marking.ada.person.scope) as tx:
        found = await requirements_in(tx, [CutId.parse(cut["id"]) for cut in cuts])
    asked = [{str(one.requirement_id) for one in found[CutId.parse(cut["id"])]} for cut in cuts]
    assert asked == [{everywhere, german}, {everywhere}, {everywhere, german}]


async def test_music_is_used_where_it_is_heard_and_a_shot_where_it_is_seen(marking: Marking) -> None:
    music, shot = await marking.window("music"), await marking.window("footage")
    master, insert = marking.stage.master, marking.stage.insert
    await marking.mark(f"sources/{insert['id']}", {"kind": "rights", "rights_id": music})
    await marking.mark(f"sources/{master['id']}", {"kind": "rights", "rights_id": shot}, 10, 20)
    segments = [stretch(master, 15, 40), stretch(insert, 0, 24, layer="sound")]
    cut = await marking.ada.make(marking.stage.cuts, new_cut(marking.stage, *segments))
    silent = await marking.cut("own sound", (15, 40))
    ids = [CutId.parse(one["id"]) for one in (cut, silent)]
    async with marking.db.reading(marking.ada.person.scope) as tx:
        used = await rights_in(tx, ids)
    assert [{str(one.rights_id): one.used_ms for one in used[key]} for key in ids] == [
        {music: 1000, shot: 200},
        {shot: 200},
    ]


async def test_text_and_ai_are_told_on_the_time_of_the_cut(marking: Marking) -> None:
    box = {"left": 0, "top": 900, "width": 1000, "height": 100}
    cut = await marking.cut("A", (25, 50))
    await marking.mark(f"sources/{marking.stage.master['id']}", DISCLOSURE | {"box": box}, 20, 30)
    await marking.mark(f"cuts/{cut['id']}", {"kind": "text", "text": "4,90 €", "role": "price"}, 20, 25)
    await marking.mark(
        f"sources/{marking.stage.master['id']}", {"kind": "ai", "made": "video", "tool": "a model"}, 0, 30
    )
    other = await marking.cut("B", (0, 10))
    found = await marking.ada.read(f"/v1/cuts/{cut['id']}/contents")
    assert [(one["text"], one["role"], one["begin_ms"], one["end_ms"]) for one in found["texts"]] == [
        ("Anzeige", "disclosure", 0, 200),
        ("4,90 €", "price", 800, 1000),
    ]
    assert found["texts"][0]["box"] == box
    assert [(one["made"], one["tool"], one["used_ms"]) for one in found["ai"]] == [("video", "a model", 200)]
    async with marking.db.reading(marking.ada.person.scope) as tx:
        shown = (await shown_in(tx, [CutId.parse(other["id"])]))[CutId.parse(other["id"])]
    assert (shown.texts, [one.used_ms for one in shown.ai]) == ([], [400])


async def test_the_state_of_a_cut_changes_with_its_edit_and_what_is_declared_in_it_and_with_nothing_else(
    marking: Marking,
) -> None:
    a, b = await marking.cut("A", (0, 25)), await marking.cut("B", (25, 50))
    before = await marking.states(a, b)
    await marking.met(await marking.wants("show"), 0, 50)
    await marking.mark(
        f"sources/{marking.stage.master['id']}", {"kind": "rights", "rights_id": await marking.window("font")}
    )
    assert await marking.states(a, b) == before
    mark = await marking.mark(f"sources/{marking.stage.master['id']}", DISCLOSURE, 0, 10)
    marked = await marking.states(a, b)
    assert (marked["A"] == before["A"], marked["B"] == before["B"]) == (False, True)
    assert (await marking.ada.http.delete(f"/v1/marks/{mark['id']}")).status_code == 204
    assert await marking.states(a, b) == before
    edited = await marking.ada.http.put(
        f"/v1/cuts/{b['id']}/edit_list",
        json={"segments": [stretch(marking.stage.master, 25, 49)]},
        headers={"if-match": '"r1"'},
    )
    assert edited.status_code == 200, edited.text
    after = await marking.states(a, b)
    assert (after["A"] == before["A"], after["B"] == before["B"]) == (True, False)
    assert (
        await marking.ada.change(f"/v1/cuts/{a['id']}", {"name": "Another name", "purpose": "as before"})
    ).is_success
    assert (await marking.states(a))["A"] == before["A"]
    assert (await marking.ada.change(f"/v1/cuts/{a['id']}", {"aspect": "1:1"}, 2)).is_success
    assert (await marking.states(a))["A"] != before["A"]


async def test_a_cut_says_what_its_film_is(marking: Marking, films: Films) -> None:
    cut = await marking.cut("A", (0, 50))
    assert (await marking.ada.read(f"/v1/cuts/{cut['id']}/contents"))["state"]["film"] is None
    data = films.master.read_bytes()
    sent = await marking.ada.http.put(f"/v1/cuts/{cut['id']}/film", content=data, headers={"content-type": "video/mp4"})
    assert sent.status_code == 201, sent.text
    state = (await marking.ada.read(f"/v1/cuts/{cut['id']}/contents"))["state"]
    film = state["film"]
    assert (film["sha256"], film["size_bytes"], film["state"], film["held"]) == (
        sent.json()["sha256"],
        len(data),
        "pending",
        True,
    )
    assert film["bitrate_bps"] == len(data) * 8000 // film["duration_ms"]


async def test_a_mark_is_told_with_its_times_until_it_is_taken_away(marking: Marking, house: House) -> None:
    home = f"sources/{marking.stage.insert['id']}"
    made = await marking.mark(home, DISCLOSURE, 12, 24)
    assert (made["begin_ms"], made["end_ms"], made["cut_id"]) == (501, 1001, None)
    whole = await marking.mark(home, {"kind": "ai", "made": "music"})
    assert (whole["in_frame"], whole["out_frame"]) == (0, 48)
    told = await marking.ada.read(f"/v1/{home}/marks")
    assert [one["id"] for one in told["marks"]] == [whole["id"], made["id"]]
    assert (told["frames"], told["fps"]) == (48, {"num": 24000, "den": 1001})
    assert await marking.ada.read(f"/v1/marks/{made['id']}") == made
    for status in (204, 404):
        assert (await marking.ada.http.delete(f"/v1/marks/{made['id']}")).status_code == status
    assert [one["id"] for one in (await marking.ada.read(f"/v1/{home}/marks"))["marks"]] == [whole["id"]]
    for type, marks in (("text.marked", [made]), ("ai.marked", [whole]), ("text.unmarked", [made])):
        happened = await events(marking.db, house, type)
        assert [(one["subject"], one["data"]["source_id"]) for one in happened] == [
            (one["id"], one["source_id"]) for one in marks
        ]


@pytest.mark.parametrize(
    ("sent", "pointer", "code"),
    [
        ({"in_frame": 20, "out_frame": 20}, "/out_frame", "end_before_start"),
        ({"out_frame": 51}, "/out_frame", "beyond_source"),
        ({"in_frame": 50}, "/out_frame", "end_before_start"),
        ({"what": {"kind": "text", "text": " ", "role": "price"}}, "/what/text", "format"),
        ({"what": DISCLOSURE | {"box": TOO_WIDE}}, "/what/box/width", "beyond_picture"),
        ({"what": {"kind": "requirement", "requirement_id": NO_REQUIREMENT}}, "/what/requirement_id", "not_found"),
        ({"what": {"kind": "rights", "rights_id": NO_WINDOW}}, "/what/rights_id", "not_found"),
    ],
)  # fmt: skip
async def test_a_mark_that_says_nothing_that_can_be_is_refused_in_its_place(
    marking: Marking, sent: Json, pointer: str, code: str
) -> None:
    answer = await marking.ada.http.post(
        f"/v1/sources/{marking.stage.master['id']}/marks", json={"what": DISCLOSURE, **sent}
    )
    assert answer.status_code == 422, answer.text
    assert (pointer, code) in [(one["pointer"], one["code"]) for one in answer.json()["errors"]]
    assert (await marking.ada.read(f"/v1/sources/{marking.stage.master['id']}/marks"))["marks"] == []


async def test_another_campaigns_requirement_cannot_be_met_here(marking: Marking) -> None:
    elsewhere = await marking.ada.campaign(marking.brand)
    other = Marking(marking.ada, marking.db, marking.stage, CampaignId.parse(elsewhere["id"]), marking.brand)
    what = {"kind": "requirement", "requirement_id": await other.wants("show")}
    answer = await marking.ada.http.post(f"/v1/sources/{marking.stage.master['id']}/marks", json={"what": what})
    assert answer.status_code == 422, answer.text


async def test_only_who_changes_videos_marks_them(marking: Marking, house: House, client: Any, db: Database) -> None:
    reader = await colleague(db, house, client, (Role.REVIEWER, marking.brand))
    address = f"/v1/sources/{marking.stage.master['id']}/marks"
    assert (await reader.http.post(address, json={"what": DISCLOSURE})).status_code == 403
    mark = await marking.mark(f"sources/{marking.stage.master['id']}", DISCLOSURE)
    assert (await reader.http.delete(f"/v1/marks/{mark['id']}")).status_code == 403
    assert (await reader.read(address))["marks"] == [mark]


async def test_many_cuts_are_asked_for_in_the_same_few_queries(marking: Marking) -> None:
    await marking.met(await marking.wants("show"), 0, 10)
    cuts = [CutId.parse((await marking.cut(f"c{number}", (0, 10 + number)))["id"]) for number in range(6)]
    counts = []
    async with marking.db.reading(marking.ada.person.scope) as tx:
        for asked in (cuts[:1], cuts):
            queries: list[object] = []
            with tx.connection.query_logger(queries.append):
                for ask in (cut_states, requirements_in, rights_in, shown_in, contents_of):
                    assert len(await ask(tx, asked)) == len(asked)
                await asyncio.sleep(0)  # the driver tells of a query a moment later
            counts.append(len(queries))
    assert counts[0] == counts[1] == 3 + 3 + 2 + 2 + 4
