"""What one cut does differently: it is merged with what changes under it, and decided by people alone."""

from __future__ import annotations

from typing import Any

import asyncpg
import pytest

from service.captions import records
from service.db.provision import Access
from tests.captions.desk import MARKETS, Desk
from tests.captions.workshop import webvtt


async def test_a_cut_shows_each_cue_as_it_is_derived_and_as_it_has_it(desk: Desk) -> None:
    track = await desk.track()
    assert (track["locale"], track["kind"], track["current"], track["conflicts"]) == ("de-DE", "subtitles", True, 0)
    assert [(cue["begin_ms"], cue["end_ms"], cue["text"], cue["how"]) for cue in track["cues"]] == [
        (500, 1500, "Eins.", "whole"),
        (2500, 3500, "Zwei.", "whole"),
    ]
    assert [cue["text"] for cue in (await desk.track(None))["cues"]] == [None, None]
    cue = await desk.set(1, text="Zwei!", begin_ms=2600)
    assert (cue["begin_ms"], cue["end_ms"], cue["text"]) == (2600, 3500, "Zwei!")
    assert cue["derived"] == {"begin_ms": 2500, "end_ms": 3500, "text": "Zwei."}
    assert {(one["field"], one["base"], one["value"], one["state"]) for one in cue["overrides"]} == {
        ("text", "Zwei.", "Zwei!", "kept"),
        ("begin_ms", 2500, 2600, "kept"),
    }
    address = cue["overrides"][0]["address"]
    assert (await desk.room.api.get(address)).json() == cue == (await desk.track())["cues"][1]


async def test_an_override_makes_exactly_the_releases_of_its_track_stale_until_it_is_taken_back(desk: Desk) -> None:
    before = await desk.newest()
    assert set(before.values()) == {(1, "approved", False)}
    cue = await desk.set(0, text="Eins!")
    stale = {place for place, (_, _, old) in (await desk.newest()).items() if old}
    assert stale == {("DE", "de-DE"), ("AT", "de-DE")}
    assert (await desk.ask(cue, text=None)).status_code == 200
    assert await desk.newest() == before
    cue = await desk.set(0, None, begin_ms=600)
    assert {old for _, _, old in (await desk.newest()).values()} == {True}
    (override,) = await desk.overrides()
    taken = await desk.room.api.delete(
        f"/v1/overrides/{override['id']}", headers={"if-match": f'"r{override["revision"]}"'}
    )
    assert taken.status_code == 204, taken.text
    assert await desk.overrides() == []
    assert await desk.newest() == before
    await desk.room.work(desk.cut)
    assert await desk.newest() == before, "nothing is released anew for what says the same"


async def test_a_release_with_an_override_waits_for_a_person(desk: Desk) -> None:
    await desk.set(0, text="Eins!")
    await desk.room.work(desk.cut)
    newest = await desk.newest()
    assert newest["DE", "de-DE"] == newest["AT", "de-DE"] == (2, "in_review", False)
    assert newest["FR", "fr-FR"] == (1, "approved", False)
    assert "overridden" in (await desk.room.cells())[desk.cut, "DE", "de-DE"]["because"]
    await desk.approve()
    file = await desk.room.api.get(f"/v1/cuts/{desk.cut}/captions/DE/de-DE.vtt")
    assert file.text == ("WEBVTT\n\n00:00:00.500 --> 00:00:01.500\nEins!\n\n00:00:02.500 --> 00:00:03.500\nZwei.\n")
    assert (await desk.room.cells())[desk.cut, "DE", "de-DE"]["state"] == "approved"


async def test_a_release_keeps_how_often_the_overrides_of_its_cut_were_changed(desk: Desk, access: Access) -> None:
    cue = await desk.set(0, text="Eins?")
    cue = (await desk.ask(cue, text="Eins!")).json()
    await desk.set(1, "fr-FR", text="Deux!")
    await desk.room.work(desk.cut)
    owner = await asyncpg.connect(access.owner_url)
    kept = await owner.fetch("select distinct locale, override_revision from release where number = 2")
    await owner.close()
    assert {tuple(one) for one in kept} == {("de-DE", 3), ("fr-FR", 3)}


async def test_what_changes_elsewhere_keeps_an_override(desk: Desk) -> None:
    await desk.set(0, text="Eins!")
    await desk.rewrite(1, "Zwei, neu.")
    assert await desk.states() == {"text": "kept"}
    await desk.room.approve(desk.german)
    await desk.room.work(desk.cut)
    assert (await desk.newest())["DE", "de-DE"] == (2, "in_review", False)


async def test_a_text_that_comes_to_say_the_same_makes_an_override_void(desk: Desk) -> None:
    await desk.set(0, text="Eins!")
    await desk.rewrite(0, "Eins!")
    assert await desk.states() == {"text": "void"}
    await desk.room.approve(desk.german)
    await desk.room.work(desk.cut)
    assert (await desk.newest())["DE", "de-DE"] == (2, "approved", False), "nothing is overridden any more"
    await desk.rewrite(0, "Eins.")
    assert await desk.states() == {"text": "kept"}
    assert (await desk.newest())["DE", "de-DE"] == (2, "approved", False), "reverted: the cut says the same"


async def test_a_conflict_blocks_the_releases_of_its_track_and_names_the_way_out(desk: Desk) -> None:
    await desk.set(0, text="Eins!")
    await desk.room.work(desk.cut)
    await desk.approve()
    await desk.rewrite(0, "Nummer eins.")
    await desk.room.approve(desk.german)
    await desk.room.work(desk.cut)
    assert (await desk.newest())["DE", "de-DE"] == (2, "approved", True)
    assert (await desk.newest())["FR", "fr-FR"] == (1, "approved", False)
    cells = await desk.room.cells()
    assert {market: cells[desk.cut, market, tag]["state"] for market, (tag,) in MARKETS.items()} == {
        "US": "approved",
        "DE": "blocked",
        "AT": "blocked",
        "FR": "approved",
    }
    assert f"/v1/cuts/{desk.cut}/overrides" in cells[desk.cut, "DE", "de-DE"]["because"]
    track = await desk.track()
    assert (track["conflicts"], track["cues"][0]["text"]) == (1, "Nummer eins.")
    refused = await desk.room.api.post(
        f"/v1/cuts/{desk.cut}/releases", json={"market": "DE", "locale": "de-DE", "kind": "subtitles"}
    )
    assert (refused.status_code, refused.json()["code"]) == (409, "overrides-contested")
    (conflict,) = refused.json()["conflicts"]
    said = {name: conflict[name] for name in ("field", "base", "derived", "value", "state")}
    assert said == {"field": "text", "base": "Eins.", "derived": "Nummer eins.", "value": "Eins!", "state": "conflict"}
    assert (await desk.room.api.get(conflict["address"])).json()["text"] == "Nummer eins."


async def test_a_release_that_waits_is_not_approved_over_a_conflict(desk: Desk) -> None:
    await desk.set(0, text="Eins!")
    await desk.room.work(desk.cut)
    waiting = next(one for one in await desk.room.releases(desk.cut) if one["market"] == "DE")
    await desk.rewrite(0, "Nummer eins.")
    refused = await desk.room.api.post(f"/v1/releases/{waiting['id']}/approve")
    assert (refused.status_code, refused.json()["code"]) == (409, "overrides-contested")
    await desk.rewrite(0, "Eins.")
    assert (await desk.room.api.post(f"/v1/releases/{waiting['id']}/approve")).status_code == 200


@pytest.mark.parametrize(("decision", "status"), [("Eins!", "in_review"), (None, "approved")])
async def test_a_decided_conflict_releases_itself(desk: Desk, decision: str | None, status: str) -> None:
    await desk.set(0, text="Eins!")
    await desk.rewrite(0, "Nummer eins.")
    await desk.room.approve(desk.german)
    await desk.room.work(desk.cut)
    assert (await desk.newest())["DE", "de-DE"][0] == 1
    decided = await desk.set(0, text=decision)
    assert decided["text"] == (decision or "Nummer eins.")
    assert [one["base"] for one in decided["overrides"]] == (["Nummer eins."] if decision else [])
    await desk.room.work(desk.cut)
    assert (await desk.newest())["DE", "de-DE"] == (2, status, False)
    if status == "in_review":
        await desk.approve()
    assert (await desk.room.cells())[desk.cut, "DE", "de-DE"]["state"] == "approved"


async def test_a_moved_segment_keeps_a_text_and_contests_a_time(desk: Desk) -> None:
    await desk.set(1, text="Zwei!", begin_ms=2600, end_ms=3700)
    first, second = await desk.segments()
    await desk.edit(second, first)
    assert await desk.states() == {"text": "kept", "begin_ms": "conflict", "end_ms": "conflict"}
    cue = await desk.cue(0)
    assert (cue["begin_ms"], cue["end_ms"], cue["text"]) == (500, 1500, "Zwei!")
    cue = (await desk.ask(cue, begin_ms=600, end_ms=None)).json()
    assert (cue["begin_ms"], cue["end_ms"]) == (600, 1500)
    assert await desk.states() == {"text": "kept", "begin_ms": "kept"}
    await desk.edit(first, second)
    assert await desk.states() == {"text": "kept", "begin_ms": "conflict"}


async def test_a_vanished_segment_parks_its_overrides_until_it_comes_back(desk: Desk) -> None:
    await desk.set(1, text="Zwei!")
    await desk.room.work(desk.cut)
    first, second = await desk.segments()
    await desk.edit(first)
    assert await desk.states() == {"text": "parked"}
    assert (await desk.track())["conflicts"] == 0
    await desk.room.work(desk.cut)
    assert (await desk.newest())["DE", "de-DE"] == (3, "approved", False), "what is parked holds nothing up"
    await desk.edit(first, second)
    assert await desk.states() == {"text": "kept"}
    assert (await desk.cue(1))["text"] == "Zwei!"
    await desk.edit(first)
    (parked,) = await desk.overrides()
    gone = await desk.room.api.delete(f"/v1/overrides/{parked['id']}", headers={"if-match": f'"r{parked["revision"]}"'})
    assert gone.status_code == 204
    await desk.edit(first, second)
    assert (await desk.cue(1))["text"] == "Zwei."


async def test_captions_that_are_imported_again_are_merged(desk: Desk) -> None:
    await desk.set(0, "en-US", text="Number one.")
    await desk.set(1, None, begin_ms=2600)
    seen = next(
        one for one in (await desk.room.read(f"/v1/sources/{desk.room.source}/tracks"))["data"] if one["is_source"]
    )
    again = webvtt(("0.5 1.5", "One."), ("3.6 4.5", "Two."), ("6 8", "Three, of three."))
    assert (await desk.room.send(again, seen=seen["revision"])).status_code == 200
    await desk.room.conform(desk.cut)
    assert await desk.states() == {"text": "kept", "begin_ms": "void"}
    seen = await desk.room.read(f"/v1/tracks/{seen['id']}")
    again = webvtt(("0.5 1.5", "One"), ("3.7 4.5", "Two."))
    assert (await desk.room.send(again, seen=seen["revision"])).status_code == 200
    await desk.room.conform(desk.cut)
    assert await desk.states() == {"text": "conflict", "begin_ms": "conflict"}
    seen = await desk.room.read(f"/v1/tracks/{seen['id']}")
    assert (await desk.room.send(webvtt(("3.5 4.5", "Two.")), seen=seen["revision"])).status_code == 200
    await desk.room.conform(desk.cut)
    assert await desk.states() == {"text": "parked", "begin_ms": "kept"}


async def test_a_segment_that_comes_back_as_another_one_brings_nothing_back(desk: Desk) -> None:
    await desk.set(1, text="Zwei!")
    first, second = await desk.segments()
    await desk.edit(first, {name: value for name, value in second.items() if name != "id"})
    assert await desk.states() == {"text": "parked"}
    assert (await desk.cue(1))["text"] == "Zwei."


async def test_a_shot_that_is_used_twice_has_two_places(desk: Desk) -> None:
    first, _ = await desk.segments()
    await desk.edit(first, {name: value for name, value in first.items() if name != "id"})
    cues = (await desk.track())["cues"]
    assert len({cue["cue_id"] for cue in cues}) == 1
    assert len({cue["segment_id"] for cue in cues}) == 2
    assert (await desk.ask(cues[1], text="Noch einmal eins.")).status_code == 200
    assert [cue["text"] for cue in (await desk.track())["cues"]] == ["Eins.", "Noch einmal eins."]


async def test_a_cue_of_the_cut_alone_has_a_place_too(desk: Desk) -> None:
    first = await desk.cue(0)
    own = await desk.room.send(webvtt(("3.6 3.9", "And a coda.")), on=f"/v1/cuts/{desk.cut}")
    assert own.status_code == 201, own.text
    await desk.room.conform(desk.cut)
    cue = await desk.cue(2, "en-US")
    assert (cue["text"], cue["how"]) == ("And a coda.", "whole")
    assert cue["segment_id"] != first["segment_id"]
    changed = await desk.set(2, "en-US", text="A coda.", begin_ms=3700)
    assert (changed["begin_ms"], changed["text"]) == (3700, "A coda.")
    assert await desk.states() == {"text": "kept", "begin_ms": "kept"}


async def test_a_cue_may_be_hidden_in_one_cut(desk: Desk) -> None:
    await desk.set(0, None, hidden=True)
    await desk.set(0, "fr-FR", hidden=False)
    await desk.room.work(desk.cut)
    await desk.approve()
    german = await desk.room.api.get(f"/v1/cuts/{desk.cut}/captions/DE/de-DE.vtt")
    assert german.text == "WEBVTT\n\n00:00:02.500 --> 00:00:03.500\nZwei.\n"
    french = await desk.room.api.get(f"/v1/cuts/{desk.cut}/captions/FR/fr-FR.vtt")
    assert "Un." in french.text
    assert (await desk.newest())["FR", "fr-FR"] == (1, "approved", False)


async def test_overlapping_is_a_finding_and_the_file_stays_in_order_of_time(desk: Desk) -> None:
    await desk.set(1, None, begin_ms=100)
    await desk.room.work(desk.cut)
    assert (await desk.newest())["US", "en-US"] == (2, "in_review", False)
    await desk.approve()
    file = await desk.room.api.get(f"/v1/cuts/{desk.cut}/captions/US/en-US.vtt")
    assert [line for line in file.text.split("\n") if "-->" in line] == [
        "00:00:00.100 --> 00:00:03.500",
        "00:00:00.500 --> 00:00:01.500",
    ]


async def test_a_fact_in_an_override_is_written_out_or_blocks_its_market(desk: Desk) -> None:
    await desk.set(0, text="Nur {price}.")
    fact = {"value": {"kind": "money", "amount": "4.90", "currency": "EUR"}}
    said = await desk.room.api.put(
        f"/v1/campaigns/{desk.room.campaign}/facts/price/DE", json=fact, headers={"if-match": '"r0"'}
    )
    assert said.status_code == 200
    await desk.room.work(desk.cut)
    newest = await desk.newest()
    assert (newest["DE", "de-DE"], newest["AT", "de-DE"]) == ((2, "in_review", False), (1, "approved", True))
    cells = await desk.room.cells()
    assert cells[desk.cut, "AT", "de-DE"]["state"] == "blocked"
    assert "{price}" in cells[desk.cut, "AT", "de-DE"]["because"]
    assert (await desk.track(market="DE"))["cues"][0]["text"] == "Nur 4,90\u00a0€."
    assert (await desk.track(market="AT"))["missing_facts"] == ["price"]
    await desk.set(0, text="Gratis.")
    assert (await desk.room.cells())[desk.cut, "AT", "de-DE"]["state"] == "stale"


async def test_an_override_written_while_a_release_is_made_makes_it_stale(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    await desk.set(0, text="Eins!")
    ask = records.get_newest_release

    async def written_meanwhile(*args: Any) -> Any:
        cue = await desk.cue(0)
        assert (await desk.ask(cue, text=f"{cue['text']}!")).status_code == 200
        return await ask(*args)

    with monkeypatch.context() as patch:
        patch.setattr(records, "get_newest_release", written_meanwhile)
        await desk.room.work(desk.cut)
    assert (await desk.newest())["DE", "de-DE"] == (2, "in_review", True)
