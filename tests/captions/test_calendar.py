"""Due dates as iCalendar: the bytes by the letter of RFC 5545, and the secret address by hand."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from schemas.assignments import Assignment
from schemas.ids import AssignmentId, BrandId, CampaignId, PersonId, VideoId, decode
from service.captions.calendar import OCTETS, calendar, escaped
from tests.captions.workshop import Workshop, webvtt

NOBODY = decode("01kd3v6m2rfa8t4y9n5qk7w1xe")
AT = datetime(2026, 11, 21, 9, 30, tzinfo=UTC)


def assignment(**facts: object) -> Assignment:
    """One, with some facts of its own."""
    plain: dict[str, object] = {
        "id": AssignmentId(NOBODY),
        "brand_id": BrandId(NOBODY),
        "campaign_id": CampaignId(NOBODY),
        "campaign": "The Same Cup",
        "video_id": VideoId(NOBODY),
        "video": "Kitchens",
        "locale": "de-DE",
        "role": "localize",
        "person_id": PersonId(NOBODY),
        "person": "Marie",
        "due_on": date(2026, 12, 31),
        "note": "",
        "by": PersonId(NOBODY),
        "done": 3,
        "stale": 0,
        "total": 24,
        "submitted": False,
        "approved": False,
        "waiting": [],
        "is_done": False,
        "revision": 1,
        "created_at": AT,
        "updated_at": AT,
    }
    return Assignment(**plain | facts)  # type: ignore[arg-type]


def read(data: bytes) -> list[dict[str, str]]:
    """The events of a calendar, as its readers take it apart: unfold, split, unescape."""
    assert data.endswith(b"\r\n")
    lines = data[:-2].split(b"\r\n")
    assert all(len(line) <= OCTETS and b"\n" not in line and b"\r" not in line for line in lines)
    whole = re.sub(r"\r\n[ \t]", "", data.decode())
    events: list[dict[str, str]] = []
    for line in whole.split("\r\n")[:-1]:
        name, _, value = line.partition(":")
        if line == "BEGIN:VEVENT":
            events.append({})
        elif events and line != "END:VEVENT":
            plain = re.sub(r"\\(.)", lambda found: "\n" if found[1] in "nN" else found[1], value)
            events[-1].setdefault(name, plain)
    assert whole.startswith("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n")
    assert whole.endswith("END:VCALENDAR\r\n")
    return events


@given(st.text(st.characters(codec="utf-8"), max_size=300), st.text(st.characters(codec="utf-8"), max_size=80))
def test_whatever_is_written_comes_back(note: str, title: str) -> None:
    (event,) = read(calendar(title, [assignment(note=note, video=title)], "https://cutdown.example"))
    assert event["SUMMARY"] == f"Localize de-DE: {kept(title)}"
    said = [kept(note)] if kept(note) else []
    stands = "The Same Cup: 3 of 24 cues hold."
    assert event["DESCRIPTION"] == "\n".join([stands, *said, "https://cutdown.example/wants"])


def kept(text: str) -> str:
    """What of a text a calendar can hold."""
    return "".join(char for char in text if char in "\n\t" or not (ord(char) < 32 or ord(char) == 127))


def test_an_event_lasts_the_day_and_says_which_copy_is_newer() -> None:
    moved = assignment(revision=3, updated_at=datetime(2026, 11, 22, 1, 2, 3, tzinfo=UTC), is_done=True)
    (event,) = read(calendar("Marie", [moved, assignment(due_on=None)], "https://cutdown.example"))
    assert (event["DTSTART;VALUE=DATE"], event["DTEND;VALUE=DATE"]) == ("20261231", "20270101")
    assert (event["SEQUENCE"], event["DTSTAMP"]) == ("2", "20261122T010203Z")
    assert event["UID"] == f"{moved.id}@cutdown"
    assert event["SUMMARY"].startswith("Done: ")


def test_what_has_a_meaning_is_escaped() -> None:
    assert escaped("a;b,c\\d\ne") == "a\\;b\\,c\\\\d\\ne"


async def test_a_secret_address_shows_what_its_owner_was_given_until_it_ends(
    workshop: Workshop, tmp_path: Path
) -> None:
    await workshop.open(tmp_path, {"DE": ["de-DE"]})
    await workshop.captions(webvtt(("0.500 2.000", "Two cups.")))
    me = str(workshop.house.person.id)
    given_ = {"locale": "de-DE", "role": "localize", "person_id": me, "due_on": "2026-12-31"}
    made = await workshop.make(f"/v1/videos/{workshop.video}/assignments", **given_)
    first = (await workshop.make("/v1/me/calendar"))["url"]
    address = (await workshop.make("/v1/me/calendar"))["url"]
    path = "/ics/" + address.rpartition("/")[2]
    bare = {"authorization": ""}
    answer = await workshop.api.get(path, headers=bare)
    assert answer.headers["content-type"] == "text/calendar; charset=utf-8"
    (event,) = read(answer.content)
    assert event["UID"] == f"{made['id']}@cutdown"
    assert (await workshop.api.get("/v1/me/calendar.ics")).content == answer.content
    assert (await workshop.api.get("/ics/" + first.rpartition("/")[2], headers=bare)).status_code == 404
    assert (await workshop.api.delete("/v1/me/calendar")).status_code == 204
    assert (await workshop.api.get(path, headers=bare)).status_code == 404
