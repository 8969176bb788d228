"""Edit lists of editing programs over HTTP."""

from __future__ import annotations

from typing import Any

import opentimelineio as otio
import pytest

from tests.studio import Caller, Json
from tests.videos.conftest import Films, Stage
from tests.videos.test_cuts import new_cut

EDL = "text/x-cmx3600-edl"
OTIO = "application/vnd.pixar.opentimelineio+json"
LINE = "{:03}  {}  {}  C  {} {} {} {}"


@pytest.fixture
async def cut(ada: Caller, stage: Stage) -> Json:
    """A cut at 25/1 of the master's 50 frames."""
    return await ada.make(stage.cuts, new_cut(stage))


async def send(ada: Caller, cut: Json, text: str, media_type: str = EDL, **query: Any) -> Any:
    headers = {"if-match": f'"r{cut["revision"]}"', "content-type": media_type}
    address = f"/v1/cuts/{cut['id']}/edit_list/file"
    return await ada.http.put(address, content=text.encode(), headers=headers, params=query)


def edl(*lines: str) -> str:
    return "TITLE: 15\nFCM: NON-DROP FRAME\n" + "\n".join(lines) + "\n"


A = "001  MASTER  V  C  10:00:00:00 10:00:01:00 01:00:00:00 01:00:01:00"
B = "002  MASTER  V  C  10:00:01:10 10:00:01:20 01:00:01:00 01:00:01:10"
M2 = "M2 MASTER 000.0 10:00:00:00"


def rows(cut: Json) -> list[tuple[Any, ...]]:
    return [(one["layer"], one["in_frame"], one["out_frame"], one["cut_in_frame"]) for one in cut["segments"]]


async def test_an_edl_becomes_the_edit_list_of_a_cut(ada: Caller, stage: Stage, cut: Json) -> None:
    name = {"source": f"MASTER={stage.master['id']}", "start": "10:00:00:00"}
    answer = await send(ada, cut, edl(A, B), **name)
    assert answer.status_code == 200, answer.text
    edited = answer.json()
    assert [
        (one["source_id"], one["in_frame"], one["out_frame"], one["cut_in_frame"]) for one in edited["segments"]
    ] == [
        (stage.master["id"], 0, 25, 0),
        (stage.master["id"], 35, 45, 25),
    ]
    assert (edited["frames"], edited["edit_revision"], edited["left_out"]) == (35, 2, [])
    assert answer.headers["etag"] == '"r2"'
    read = await ada.read(f"/v1/cuts/{cut['id']}")
    assert read == {key: value for key, value in edited.items() if key != "left_out"}
    assert (await send(ada, cut, edl(A), **name)).status_code == 412
    # The second stretch alone, at another place: it is the same segment still.
    moved = (await send(ada, edited, edl(B), **name)).json()
    assert [one["id"] for one in moved["segments"]] == [edited["segments"][1]["id"]]


async def test_a_dry_run_tells_what_taking_would_and_changes_nothing(ada: Caller, stage: Stage, cut: Json) -> None:
    name = {"source": f"MASTER={stage.master['id']}", "start": "10:00:00:00"}
    told = await send(ada, cut, edl(A, B), dry_run="true", **name)
    assert (told.status_code, told.json()["frames"], told.headers["etag"]) == (200, 35, '"r1"')
    assert (await send(ada, cut, edl(A), dry_run="true")).status_code == 422
    assert await ada.read(f"/v1/cuts/{cut['id']}") == cut
    taken = await send(ada, cut, edl(A, B), **name)
    assert rows(taken.json()) == rows(told.json())
    assert (await send(ada, cut, edl(A), dry_run="true", **name)).status_code == 412


async def test_names_of_sources_are_found_whatever_their_case_and_suffix(
    ada: Caller, stage: Stage, films: Films, cut: Json
) -> None:
    card = (await ada.upload(stage.video["id"], films.master, "insert", "End Card.mov")).json()
    lines = [A.replace("MASTER", "AX"), "* FROM CLIP NAME: end card.MXF"]
    answer = await send(ada, cut, edl(*lines), start=["elsewhere=09:00:00:00", "10:00:00:00"])
    assert answer.status_code == 200, answer.text
    assert [one["source_id"] for one in answer.json()["segments"]] == [card["id"]]


async def test_a_timeline_with_sound_in_samples_and_a_source_of_another_rate(
    ada: Caller, stage: Stage, cut: Json
) -> None:
    def clip(name: str, begin: int, lasts: int, rate: float) -> Any:
        span = otio.opentime.TimeRange(otio.opentime.RationalTime(begin, rate), otio.opentime.RationalTime(lasts, rate))
        return otio.schema.Clip(name, source_range=span)

    timeline = otio.schema.Timeline("15")
    picture, sound = otio.schema.Track("V1", kind="Video"), otio.schema.Track("A1", kind="Audio")
    picture.extend([clip("m", 5, 20, 25), clip("i", 0, 24, 24000 / 1001)])
    sound.append(clip("m", 9600, 48000, 48000))
    timeline.tracks.extend([picture, sound])
    named = [f"m={stage.master['id']}", f"i={stage.insert['id']}"]
    answer = await send(ada, cut, timeline.to_json_string(), OTIO, source=named)
    assert answer.status_code == 200, answer.text
    assert rows(answer.json()) == [
        ("picture", 5, 25, 0),
        ("picture", 0, 24, 20),
        ("sound", 5, 30, 0),
    ]


async def test_every_line_that_cannot_be_read_is_named(ada: Caller, cut: Json) -> None:
    bad = A.replace("10:00:01:00", "10:00:01:25")
    answer = await send(ada, cut, edl(bad, B, bad))
    assert answer.status_code == 400
    told = answer.json()
    assert told["type"].endswith("unreadable-edit-list")
    assert [(one["line"], one["code"]) for one in told["problems"]] == [(3, "time_code"), (5, "time_code")]


@pytest.mark.parametrize(
    ("lines", "query", "faults"),
    [
        ([A, B], {}, [("/lines/3", "source"), ("/lines/4", "source")]),
        ([A], {"source": "MASTER=nonsense"}, [("query:source", "format")]),
        ([A], {"source": "MASTER={master}"}, [("/lines/3", "beyond_source")]),
        ([A], {"source": "MASTER={master}", "start": "11:00:00:00"}, [("/lines/3", "frames")]),
        ([A], {"source": "MASTER={master}", "start": "soon"}, [("/lines/3", "frames")]),
        ([A], {"source": "MASTER={insert}", "start": "10:00:00:00"}, [("/lines/3", "frames")]),
        (
            [A, "M2 MASTER 000.0 10:00:00:00", B],
            {"source": "MASTER={master}", "start": "10:00:00:00"},
            [("/lines/3", "freeze")],
        ),
    ],
)
async def test_every_line_that_cannot_be_taken_is_named(
    ada: Caller, stage: Stage, cut: Json, lines: list[str], query: Json, faults: list[tuple[str, str]]
) -> None:
    ids = {"master": stage.master["id"], "insert": stage.insert["id"]}
    answer = await send(ada, cut, edl(*lines), **{key: value.format(**ids) for key, value in query.items()})
    assert answer.status_code == 422, answer.text
    assert [(one["pointer"], one["code"]) for one in answer.json()["errors"]] == faults
    assert (await ada.read(f"/v1/cuts/{cut['id']}"))["revision"] == 1


async def test_two_sources_of_one_name_must_be_told_apart(ada: Caller, stage: Stage, cut: Json) -> None:
    assert stage.master["name"] == stage.insert["name"]
    lines = [A.replace("MASTER", "AX"), f"* FROM CLIP NAME: {stage.master['name']}"]
    answer = await send(ada, cut, edl(*lines))
    (fault,) = answer.json()["errors"]
    assert (answer.status_code, fault["pointer"]) == (422, "/lines/3")
    assert fault["detail"].startswith("event 001: 2 sources are called the film; say which")


async def test_other_bodies_and_unseen_revisions_are_refused(ada: Caller, cut: Json) -> None:
    assert (await send(ada, cut, edl(A), "application/json")).status_code == 415
    address = f"/v1/cuts/{cut['id']}/edit_list/file"
    assert (await ada.http.put(address, content=edl(A).encode(), headers={"content-type": EDL})).status_code == 428
    assert (await send(ada, cut, "x" * 20_000_000)).status_code == 413
