"""The shot list of a story: planned shots, where they stand, what is said there; as JSON and as a table."""

from __future__ import annotations

import csv
import io
from pathlib import Path

from tests.captions.workshop import Workshop, webvtt

SHOT = {"size": "close", "movement": "push_in", "planned_ms": 1200, "dialogue": ""}
BEATS = [
    {
        "kind": "hook",
        "title": "=1+1",
        "begin_ms": 0,
        "end_ms": 3000,
        "shots": [{**SHOT, "dialogue": '@now, "here"'}, {**SHOT, "size": "wide"}],
    },
    {"kind": "climax", "title": "コップ", "begin_ms": 3000, "end_ms": 9000, "shots": [SHOT]},
]


async def test_a_shot_list_says_where_shots_stand_and_what_is_said_in_them(workshop: Workshop, tmp_path: Path) -> None:
    await workshop.open(tmp_path, {"DE": ["de-DE"]})
    listed = await workshop.read("/v1/stories", **{"filter[campaign_id]": workshop.campaign})
    address = f"/v1/stories/{listed['data'][0]['id']}"
    answer = await workshop.api.patch(address, json={"beats": BEATS}, headers={"if-match": '"r1"'})
    first, second, third = [shot["id"] for beat in answer.json()["beats"] for shot in beat["shots"]]
    await workshop.captions(webvtt(("0.5 1.5", "One."), ("1.8 2.6", "Over\nthe change."), ("6 8", "Elsewhere.")))
    places = [
        {"shot_id": first, "in_frame": 0, "out_frame": 50},
        {"shot_id": third, "in_frame": 50, "out_frame": 75},
        {"shot_id": first, "in_frame": 75, "out_frame": 100},
    ]
    placed = f"/v1/sources/{workshop.source}/placements"
    put = await workshop.api.put(placed, json={"placements": places}, headers={"if-match": '"r0"'})
    assert put.status_code == 200, put.text

    told = await workshop.read(f"{address}/shot_list")
    assert [(one["number"], one["shot_id"], one["beat_title"]) for one in told["shots"]] == [
        (1, first, "=1+1"),
        (2, second, "=1+1"),
        (3, third, "コップ"),
    ]
    assert [[(one["begin_ms"], one["end_ms"]) for one in shot["places"]] for shot in told["shots"]] == [
        [(0, 2000), (3000, 4000)],
        [],
        [(2000, 3000)],
    ]
    assert [[[cue["text"] for cue in one["said"]] for one in shot["places"]] for shot in told["shots"]] == [
        [["One.", "Over\nthe change."], []],
        [],
        [["Over\nthe change."]],
    ]

    sheet = await workshop.api.get(f"{address}/shot_list.csv")
    assert sheet.headers["content-type"] == "text/csv; charset=utf-8"
    assert sheet.headers["content-disposition"].startswith('attachment; filename="shot-list-sty_')
    rows = list(csv.DictReader(io.StringIO(sheet.content.decode("utf-8-sig"), newline="")))
    assert [(row["shot"], row["begins_s"], row["ends_s"], row["said"]) for row in rows] == [
        ("1", "0.000", "2.000", "One. / Over the change."),
        ("1", "3.000", "4.000", ""),
        ("2", "", "", ""),
        ("3", "2.000", "3.000", "Over the change."),
    ]
    assert (rows[0]["beat_title"], rows[0]["dialogue"]) == ("'=1+1", '\'@now, "here"')
