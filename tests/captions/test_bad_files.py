"""Files that cannot be taken: each is a clear problem with its line and a way out, and changes nothing."""

from __future__ import annotations

import time
import tracemalloc
from pathlib import Path

import pytest

from tests.captions.workshop import Workshop, webvtt

GOOD = webvtt(("0.5 2", "Two cups."), ("3 4.5", "Same time."))
CUE = "00:00:00.000 --> 00:00:00.001\nx\n\n"


@pytest.fixture
async def room(workshop: Workshop, tmp_path: Path) -> Workshop:
    """A master of ten seconds with two cues."""
    await workshop.open(tmp_path, {"US": ["en-US"], "DE": ["de-DE"]})
    await workshop.captions(GOOD)
    return workshop


BAD = {
    "another encoding": (GOOD.replace("cups", "Stück").encode("cp1252"), 400, 4, "looks like Windows-1252"),
    "negative": (GOOD.replace("00:00:00.500", "-00:00:00.500").encode(), 400, 3, "cannot be negative"),
    "reversed": (GOOD.replace("00:00:02.000", "00:00:00.100").encode(), 400, 3, "does not end after it begins"),
    "empty": (b"", 400, 1, "empty"),
    "without a cue": (b"WEBVTT\n", 400, 1, "no cue"),
    "unbalanced": (GOOD.replace("Two", "<i>Two").encode(), 400, 4, "`<i>` is never closed. Add `</i>`."),
    "too many": (b"WEBVTT\n\n" + CUE.encode() * 20_001, 400, 60_003, "more than 20,000 cues"),
    "overlapping": (
        GOOD.replace("00:00:03.000", "00:00:01.500").encode(),
        422,
        6,
        "500 ms before the one of line 3 ends",
    ),
    "beyond the film": (
        GOOD.replace("00:00:04.500", "00:00:14.500").encode(),
        422,
        6,
        "ends after the source (10000 ms)",
    ),
    "too long a text": (GOOD.replace("cups", "\n".join(["x" * 900] * 3)).encode(), 422, 3, "at most 2000"),
}


@pytest.mark.parametrize("name", BAD)
async def test_a_bad_file_names_its_line_and_changes_nothing(room: Workshop, name: str) -> None:
    content, status, line, says = BAD[name]
    before = (await room.read(f"/v1/sources/{room.source}/tracks"))["data"]
    address = f"/v1/sources/{room.source}/captions/en-US"
    refused = await room.api.put(address, content=content, headers={"content-type": "text/vtt", "if-match": '"r1"'})
    problem = refused.json()
    assert refused.status_code == status, problem
    if status == 400:
        assert (problem["line"], says in problem["reason"]) == (line, True), problem
        assert problem["problems"][0].keys() == {"line", "code", "detail", "repaired"}
        assert ("?mode=repair" in problem["detail"]) is problem["repairable"]
    else:
        assert problem["errors"][0]["detail"].startswith(f"line {line}: "), problem
        assert says in problem["errors"][0]["detail"], problem
    assert (await room.read(f"/v1/sources/{room.source}/tracks"))["data"] == before


async def test_every_fault_of_a_file_is_told_at_once_but_no_more_than_a_hundred(room: Workshop) -> None:
    late = webvtt(*((f"{10 + at / 10:.1f} {10 + at / 10 + 0.05:.2f}", "Late.") for at in range(150)))
    refused = (await room.send(late, seen=1)).json()
    assert (len(refused["errors"]), refused["detail"]) == (100, "150 faults; the first 100 are listed")


async def test_an_unknown_locale_comes_with_a_suggestion(room: Workshop) -> None:
    refused = await room.send(GOOD, "de-DR")
    (fault,) = refused.json()["errors"]
    assert (refused.status_code, fault["code"], fault["parameter"]) == (422, "unknown_locale", "path:locale")
    assert "de-DE" in fault["detail"]


async def test_a_million_cues_are_refused_before_they_are_in_memory(room: Workshop) -> None:
    part = CUE.encode() * 1000
    sent = 0

    async def million() -> object:
        nonlocal sent
        yield b"WEBVTT\n\n"
        for _ in range(1000):
            sent += 1
            yield part

    headers = {"content-type": "text/vtt"}
    tracemalloc.start()
    begun = time.perf_counter()
    refused = await room.api.put(
        f"/v1/sources/{room.source}/captions/en-US",
        content=million(),  # type: ignore[arg-type]
        headers=headers,
    )
    took, (_, peak) = time.perf_counter() - begun, tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert (refused.status_code, refused.json()["limit_bytes"]) == (413, room.settings.caption_limit_bytes)
    assert sent < 200
    assert took < 10
    assert peak < 60 * 1024**2
