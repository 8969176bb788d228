"""The matrix counts what each cut contains, gives each place one state, and knows exactly which releases are stale."""

from __future__ import annotations

from pathlib import Path

import pytest

from schemas.ids import CutId
from service.captions import records
from service.captions.model import Wanted
from tests.captions.workshop import Json, Workshop, webvtt

MARKETS = {"US": ["en-US"], "DE": ["de-DE"], "FR": ["fr-FR"], "MX": ["es-419"], "CO": ["es-419"]}
GERMAN = ("Eins.", "Zwei.", "Drei.")


@pytest.fixture
async def room(workshop: Workshop, tmp_path: Path) -> Workshop:
    """Three cues at 0.5, 3 and 6 seconds of a master of ten."""
    await workshop.open(tmp_path, MARKETS)
    await workshop.captions(webvtt(("0.5 2", "One."), ("3 4.5", "Two."), ("6 8", "Three.")))
    return workshop


async def cues(room: Workshop, track: str) -> list[Json]:
    found: list[Json] = (await room.read(f"/v1/tracks/{track}/cues"))["data"]
    return found


async def source_track(room: Workshop) -> str:
    tracks = (await room.read(f"/v1/sources/{room.source}/tracks"))["data"]
    return next(str(track["id"]) for track in tracks if track["is_source"])


async def rewrite(room: Workshop, track: str, index: int, text: str) -> None:
    cue = (await cues(room, track))[index]
    assert (await room.write(track, cue["id"], text, cue["revision"])).status_code == 200


def seen(cell: Json) -> tuple[str, int, int]:
    return cell["state"], cell["done"], cell["total"]


async def stale(room: Workshop, *cuts: str) -> set[tuple[str, str]]:
    """The cut and locale of each release that is stale, as its own list says."""
    return {(cut, one["locale"]) for cut in cuts for one in await room.releases(cut) if one["stale"]}


async def test_each_place_has_the_state_of_its_texts(room: Workshop) -> None:
    cut = await room.cut("ALL", (0, 250))
    await room.work(cut)
    cells = await room.cells()
    assert len(cells) == 5
    assert seen(cells[cut, "US", "en-US"]) == ("draft", 3, 3)
    assert seen(cells[cut, "DE", "de-DE"]) == ("missing", 0, 3)

    track = (await room.make(f"/v1/sources/{room.source}/tracks", locale="de-DE"))["id"]
    assert seen((await room.cells())[cut, "DE", "de-DE"]) == ("missing", 0, 3)
    first, second, third = [cue["id"] for cue in await cues(room, track)]
    await room.write(track, first, "Eins.", 0)
    assert seen((await room.cells())[cut, "DE", "de-DE"]) == ("draft", 1, 3)
    await room.write(track, second, "Zwei.", 0)
    await room.write(track, third, "Drei.", 0)
    assert seen((await room.cells())[cut, "DE", "de-DE"]) == ("draft", 3, 3)
    answer = await room.api.post(f"/v1/tracks/{track}/submit", headers={"if-match": '"r3"'})
    assert answer.status_code == 200, answer.text
    assert seen((await room.cells())[cut, "DE", "de-DE"]) == ("in_review", 3, 3)
    await room.approve(track)
    await room.work(cut)
    approved = (await room.cells())[cut, "DE", "de-DE"]
    assert seen(approved) == ("approved", 3, 3)
    assert {file["format"] for file in approved["files"]} == {"vtt", "srt"}
    assert seen((await room.cells())[cut, "FR", "fr-FR"]) == ("missing", 0, 3)

    await rewrite(room, await source_track(room), 1, "Two, again.")
    outdated = (await room.cells())[cut, "DE", "de-DE"]
    assert seen(outdated) == ("stale", 2, 3)
    assert outdated["because"] == "1 of 3 cues translate an older source text"


async def test_a_cut_counts_the_cues_it_contains_and_one_that_stands_twice_once(room: Workshop) -> None:
    whole, short, twice = (
        await room.cut("ALL", (0, 250)),
        await room.cut("ONE", (0, 75)),
        await room.cut("TWO", (0, 60), (0, 60)),
    )
    empty = await room.cut("NONE", (210, 250))
    await room.work(whole, short, twice, empty)
    track = (await room.make(f"/v1/sources/{room.source}/tracks", locale="de-DE"))["id"]
    first, second, _ = [cue["id"] for cue in await cues(room, track)]
    await room.write(track, second, "Zwei.", 0)
    cells = await room.cells()
    assert [
        (cells[cut, "DE", "de-DE"]["done"], cells[cut, "DE", "de-DE"]["total"]) for cut in (whole, short, twice)
    ] == [
        (1, 3),
        (0, 1),
        (0, 1),
    ]
    await room.write(track, first, "Eins.", 0)
    cells = await room.cells()
    assert seen(cells[twice, "DE", "de-DE"])[1:] == (1, 1)
    assert seen(cells[empty, "DE", "de-DE"]) == ("missing", 0, 0)


async def test_markets_share_texts_and_have_releases_of_their_own(room: Workshop) -> None:
    cut = await room.cut("ALL", (0, 250))
    await room.approve((await room.translate("es-419", "Uno.", "Dos.", "Tres."))["id"])
    await room.work(cut)
    cells = await room.cells()
    mexican, colombian = cells[cut, "MX", "es-419"], cells[cut, "CO", "es-419"]
    assert seen(mexican) == seen(colombian) == ("approved", 3, 3)
    assert mexican["release_id"] != colombian["release_id"]


async def test_a_clipped_cue_waits_for_a_person(room: Workshop) -> None:
    cut = await room.cut("CLIP", (0, 100))
    await room.approve((await room.translate("de-DE", *GERMAN))["id"])
    await room.work(cut)
    assert seen((await room.cells())[cut, "DE", "de-DE"]) == ("in_review", 2, 2)


async def test_a_changed_master_cue_makes_exactly_the_releases_that_contain_it_stale(room: Workshop) -> None:
    whole, short = await room.cut("ALL", (0, 250)), await room.cut("ONE", (0, 75))
    original = await source_track(room)
    for track in (original, (await room.translate("de-DE", *GERMAN))["id"]):
        await room.approve(track)
    await room.work(whole, short)
    assert await stale(room, whole, short) == set()

    await rewrite(room, original, 2, "Three, again.")
    assert await stale(room, whole, short) == {(whole, "de-DE"), (whole, "en-US")}
    states = {place: cell["state"] for place, cell in (await room.cells()).items()}
    assert states[whole, "DE", "de-DE"] == states[whole, "US", "en-US"] == "stale"
    assert states[short, "DE", "de-DE"] == states[short, "US", "en-US"] == "approved"

    await rewrite(room, original, 2, "Three.")
    assert await stale(room, whole, short) == set()
    assert {place: cell["state"] for place, cell in (await room.cells()).items()}[whole, "DE", "de-DE"] == "approved"


async def test_a_changed_translation_makes_its_own_locale_stale_alone(room: Workshop) -> None:
    cut = await room.cut("ALL", (0, 250))
    german, spanish = await room.translate("de-DE", *GERMAN), await room.translate("es-419", "Uno.", "Dos.", "Tres.")
    await room.approve(german["id"])
    await room.approve(spanish["id"])
    await room.work(cut)
    await rewrite(room, german["id"], 0, "Eins!")
    assert await stale(room, cut) == {(cut, "de-DE")}
    assert (await room.cells())[cut, "DE", "de-DE"]["because"] == "the captions changed after this release"


async def test_a_moved_cue_makes_the_releases_that_contain_it_stale_until_it_is_moved_back(room: Workshop) -> None:
    whole, short = await room.cut("ALL", (0, 250)), await room.cut("ONE", (0, 75))
    await room.approve((await room.translate("de-DE", *GERMAN))["id"])
    await room.work(whole, short)
    third = (await cues(room, await source_track(room)))[2]["id"]
    scope = room.house.person.scope
    for revision, (begin, end), expected in ((1, (6100, 8000), {(whole, "de-DE")}), (2, (6000, 8000), set())):
        answer = await room.api.put(
            f"/v1/cues/{third}/timing",
            json={"begin_ms": begin, "end_ms": end},
            headers={"if-match": f'"r{revision}"'},
        )
        assert answer.status_code == 200, answer.text
        await room.conform(whole, short)
        assert await stale(room, whole, short) == expected
    async with room.db.reading(scope) as tx:
        rows = await records.list_projected(tx, [Wanted(CutId.parse(short), "de-DE", "subtitles")])
    assert [(row.text, row.source_text, row.fresh, row.approved) for row in rows[0]] == [("Eins.", "One.", True, True)]


async def test_captions_of_several_cuts_and_locales_come_in_the_order_they_were_asked_for(room: Workshop) -> None:
    whole, twice = await room.cut("ALL", (0, 250)), await room.cut("TWO", (0, 60), (0, 60))
    await room.work(whole, twice)
    track = await room.translate("de-DE", *GERMAN)
    await rewrite(room, await source_track(room), 0, "One, again.")
    wanted = [(twice, "de-DE"), (whole, "fr-FR"), (whole, "en-US"), (twice, "de-DE")]
    async with room.db.reading(room.house.person.scope) as tx:
        found = await records.list_projected(
            tx, [Wanted(CutId.parse(cut), at, "captions" if at == "en-US" else "subtitles") for cut, at in wanted]
        )
    assert track["done"] == 3
    assert [[(row.text, row.fresh) for row in rows] for rows in found] == [
        [("Eins.", False), ("Eins.", False)],
        [(None, False), (None, False), (None, False)],
        [("One, again.", True), ("Two.", True), ("Three.", True)],
        [("Eins.", False), ("Eins.", False)],
    ]
