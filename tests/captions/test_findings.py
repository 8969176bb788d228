"""What is wrong with captions: told with its measure, counted in the matrix, and mended where nobody need look."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from msgspec.structs import replace

from schemas.ids import CutId
from service import rulebook
from service.captions.checking import check_cut, order_outdated
from service.rulebook import Rulebook
from service.timedtext.formats import FORMATS
from tests.captions.workshop import Json, Workshop, webvtt

LONG = "Every single morning begins with the very same two cups on the very same wooden table."
ENGLISH = webvtt(("0.5 3.5", "Two cups..."), ("4 4.4", "Same time."), ("5 9.5", LONG))


@pytest.fixture
async def room(workshop: Workshop, tmp_path: Path) -> Workshop:
    """A master of ten seconds with three full stops, a cue that is too short, and one that is too long for a line."""
    await workshop.open(tmp_path, {"US": ["en-US"], "DE": ["de-DE"]})
    await workshop.captions(ENGLISH)
    return workshop


async def track_of(room: Workshop) -> Json:
    (track,) = (await room.read(f"/v1/sources/{room.source}/tracks"))["data"]
    return dict(track)


async def count(room: Workshop, cut: str, rules: Rulebook | None = None) -> int:
    return await check_cut(room.db, rules or rulebook.load(), room.house.person.scope, CutId.parse(cut))


async def test_a_finding_names_the_cue_the_rule_the_measure_and_the_limit(room: Workshop) -> None:
    cut = await room.cut("ALL", (0, 250))
    await room.conform(cut)
    told = await room.read(f"/v1/cuts/{cut}/findings", market="US", locale="en-US")
    short = next(one for one in told["data"] if one["rule"] == "minimum_duration")
    assert (short["severity"], short["measured"], short["limit"]) == ("error", 400, 833)
    assert told["errors"] == sum(one["severity"] == "error" for one in told["data"])
    cues = (await room.read(f"/v1/tracks/{(await track_of(room))['id']}/cues"))["data"]
    assert short["cue_id"] == cues[1]["id"]
    assert told["pack"].startswith("en-US 20")


async def test_the_matrix_counts_findings_by_cell_and_by_locale(room: Workshop) -> None:
    cut = await room.cut("ALL", (0, 250))
    await room.conform(cut)
    assert (await room.cells())[cut, "US", "en-US"]["errors"] is None
    assert await count(room, cut) == 1
    matrix = await room.read(f"/v1/campaigns/{room.campaign}/matrix")
    cell = next(one for one in matrix["data"] if one["locale"] == "en-US")
    told = await room.read(f"/v1/cuts/{cut}/findings", market="US", locale="en-US")
    assert (cell["errors"], cell["warnings"], cell["pack"]) == (told["errors"], told["warnings"], told["pack"])
    (locale,) = matrix["findings"]
    assert (locale["locale"], locale["tracks"], locale["failing"], locale["packs"]) == ("en-US", 1, 1, [told["pack"]])
    assert await count(room, cut) == 0  # nothing moved


async def test_a_new_pack_has_every_cut_measured_again(room: Workshop) -> None:
    cut = await room.cut("ALL", (0, 250))
    await room.conform(cut)
    await count(room, cut)
    rules = rulebook.load()
    newer = {name: replace(pack, date=date(2099, 1, 1)) for name, pack in rules.packs.items()}
    assert await order_outdated(room.db, rules) == 0
    assert await order_outdated(room.db, replace(rules, packs=newer)) == 1
    assert await count(room, cut, replace(rules, packs=newer)) == 1
    assert (await room.cells())[cut, "US", "en-US"]["pack"] == "en-US 2099-01-01"


async def test_lines_are_broken_for_the_picture_of_the_cut(room: Workshop) -> None:
    cut = await room.cut("TALL", (100, 250))
    await room.conform(cut)
    answer = await room.api.get(f"/v1/cuts/{cut}/captions/US/en-US.vtt", params={"incomplete": "omit"})
    texts = [cue.text for cue in FORMATS["vtt"].read(answer.content).cues]
    assert texts[-1].replace("\n", " ") == LONG
    assert "\n" in texts[-1]


async def test_what_is_safe_is_mended_in_one_go(room: Workshop) -> None:
    track = await track_of(room)
    address = f"/v1/tracks/{track['id']}/fixes"
    before = await room.read(f"/v1/tracks/{track['id']}/findings")
    safe = [one for one in before["data"] if one["fix"] and one["fix"]["safe"]]
    assert safe
    assert (await room.api.post(address, headers={"if-match": '"r9"'})).status_code == 412
    done = await room.api.post(address, headers={"if-match": f'"r{track["revision"]}"'})
    assert done.status_code == 200, done.text
    told = done.json()
    assert told["fixed"] >= 1
    cues = (await room.read(f"/v1/tracks/{track['id']}/cues"))["data"]
    assert [one["text"] for one in cues] == ["Two cups…", "Same time.", LONG]
    again = await room.api.post(address, headers={"if-match": done.headers["etag"]})
    assert (again.json()["fixed"], again.json()["data"]) == (0, told["data"])


async def test_a_translation_keeps_the_times_of_its_source_and_its_identity(room: Workshop) -> None:
    track = await room.translate("de-DE", "Zwei Tassen...", "Dieselbe Zeit.", "Jeden Morgen.")
    done = await room.api.post(f"/v1/tracks/{track['id']}/fixes", headers={"if-match": f'"r{track["revision"]}"'})
    assert (done.status_code, done.json()["fixed"]) == (200, 1), done.text
    cues = (await room.read(f"/v1/tracks/{track['id']}/cues"))["data"]
    assert [(one["text"], one["status"], one["begin_ms"]) for one in cues] == [
        ("Zwei Tassen…", "draft", 500),
        ("Dieselbe Zeit.", "draft", 4000),
        ("Jeden Morgen.", "draft", 5000),
    ]


async def test_every_missing_parameter_is_named(workshop: Workshop, tmp_path: Path) -> None:
    await workshop.open(tmp_path, {"US": ["en-US"]})
    address = f"/v1/cuts/{await workshop.cut('ALL', (0, 250))}/findings"
    for given, absent in (({}, ["market", "locale"]), ({"market": "US"}, ["locale"])):
        refused = await workshop.api.get(address, params=given)
        errors = [(one["code"], one["parameter"]) for one in refused.json()["errors"]]
        assert (refused.status_code, errors) == (422, [("missing", f"query:{name}") for name in absent])
