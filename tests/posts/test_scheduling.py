"""The clock of a place: gaps, times that come twice, odd offsets, and rules that change after something was chosen."""

from __future__ import annotations

import struct
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.posts.scheduling import ZONES, NoSuchZone, Skipped, Twice, Zones, due_at, instant, is_twice, next_midnight


def at(written: str) -> datetime:
    return datetime.fromisoformat(written)


@pytest.mark.parametrize(
    ("zone", "local", "due"),
    [
        ("Europe/Paris", "2026-11-20T18:00", "2026-11-20T17:00Z"),
        ("Europe/Paris", "2027-03-28T01:59", "2027-03-28T00:59Z"),
        ("Europe/Paris", "2027-03-28T03:00", "2027-03-28T01:00Z"),
        ("Europe/Paris", "2026-10-25T01:59", "2026-10-24T23:59Z"),
        ("Europe/Paris", "2026-10-25T03:00", "2026-10-25T02:00Z"),
        ("America/Sao_Paulo", "2026-10-18T00:00", "2026-10-18T03:00Z"),
        ("America/Sao_Paulo", "2026-12-24T18:30", "2026-12-24T21:30Z"),
        ("America/Sao_Paulo", "2018-12-24T18:30", "2018-12-24T20:30Z"),
        ("Asia/Kolkata", "2026-11-20T18:00", "2026-11-20T12:30Z"),
        ("Asia/Kolkata", "2027-01-01T00:00", "2026-12-31T18:30Z"),
        ("Asia/Kathmandu", "2026-11-20T18:00", "2026-11-20T12:15Z"),
    ],
)
def test_a_time_of_a_place_is_one_instant(zone: str, local: str, due: str) -> None:
    assert instant(at(local), zone) == at(due)
    assert instant(at(local), zone, "first") == instant(at(local), zone, "second") == at(due)


@pytest.mark.parametrize(
    ("zone", "local", "before", "after"),
    [
        ("Europe/Paris", "2027-03-28T02:00", "2027-03-28T01:59", "2027-03-28T03:00"),
        ("Europe/Paris", "2027-03-28T02:30", "2027-03-28T01:59", "2027-03-28T03:00"),
        ("Europe/Paris", "2027-03-28T02:59", "2027-03-28T01:59", "2027-03-28T03:00"),
        ("America/Sao_Paulo", "2018-11-04T00:30", "2018-11-03T23:59", "2018-11-04T01:00"),
        ("Australia/Lord_Howe", "2026-10-04T02:15", "2026-10-04T01:59", "2026-10-04T02:30"),
        ("Pacific/Apia", "2011-12-30T12:00", "2011-12-29T23:59", "2011-12-31T00:00"),
    ],
)
@pytest.mark.parametrize("fold", [None, "first", "second"])
def test_a_time_that_the_clock_skips_is_refused_with_its_neighbours(
    zone: str, local: str, before: str, after: str, fold: None
) -> None:
    with pytest.raises(Skipped) as caught:
        instant(at(local), zone, fold)
    assert (caught.value.before, caught.value.after) == (at(before), at(after))
    assert instant(at(after), zone) - instant(at(before), zone) == timedelta(minutes=1)


@pytest.mark.parametrize(
    ("zone", "local", "first", "second"),
    [
        ("Europe/Paris", "2026-10-25T02:30", "2026-10-25T00:30Z", "2026-10-25T01:30Z"),
        ("Europe/Paris", "2026-10-25T02:00", "2026-10-25T00:00Z", "2026-10-25T01:00Z"),
        ("America/Sao_Paulo", "2019-02-16T23:30", "2019-02-17T01:30Z", "2019-02-17T02:30Z"),
        ("Australia/Lord_Howe", "2027-04-04T01:45", "2027-04-03T14:45Z", "2027-04-03T15:15Z"),
    ],
)
def test_a_time_that_comes_twice_is_asked_about(zone: str, local: str, first: str, second: str) -> None:
    with pytest.raises(Twice) as caught:
        instant(at(local), zone)
    assert (caught.value.first, caught.value.second) == (at(first), at(second))
    assert instant(at(local), zone, "first") == at(first)
    assert instant(at(local), zone, "second") == at(second)
    assert is_twice(at(local), zone)


def test_sao_paulo_has_put_no_clock_forward_since_2019() -> None:
    spring = [datetime(year, 11, day, 0, 30) for year in range(2019, 2031) for day in range(1, 15)]  # noqa: DTZ001
    assert all(instant(one, "America/Sao_Paulo") == one.replace(tzinfo=UTC) + timedelta(hours=3) for one in spring)


@pytest.mark.parametrize(
    "name", ["Mars/Olympus", "", "Factory", "../../etc/passwd", "posixrules", "/Europe/Paris", "UTC+1"]
)
def test_what_is_no_zone_is_refused(name: str) -> None:
    with pytest.raises(NoSuchZone):
        instant(at("2026-11-20T18:00"), name)


def test_a_zone_is_found_in_any_case() -> None:
    assert ZONES.canonical(" europe/PARIS ") == "Europe/Paris"
    assert ZONES.canonical("utc") == "UTC"
    assert len(ZONES.names) > 500
    assert all(ZONES[name].key == name for name in ZONES.names)


zones = st.sampled_from(ZONES.names)
moments = st.datetimes(datetime(2000, 1, 1), datetime(2045, 1, 1)).map(lambda one: one.replace(second=0, microsecond=0))  # noqa: DTZ001


@st.composite
def near_changes(draw: st.DrawFn) -> tuple[datetime, str]:
    """A time of a day on which the clock of a place is changed, if it is in that year; else any."""
    zone, year = draw(zones), draw(st.integers(2000, 2045))
    days = [datetime(year, 1, 1) + timedelta(days=day) for day in range(366)]  # noqa: DTZ001
    offsets = [day.replace(tzinfo=ZONES[zone]).utcoffset() for day in days]
    changed = [day for day, one, other in zip(days, offsets, offsets[1:], strict=False) if one != other]
    return draw(st.sampled_from(changed or days)) + timedelta(minutes=draw(st.integers(0, 24 * 60))), zone


@given(place=near_changes(), fold=st.sampled_from(["first", "second"]))
def test_what_was_chosen_is_what_the_clock_shows_then(place: tuple[datetime, str], fold: None) -> None:
    local, zone = place
    due = due_at(local, zone, fold)
    if due.state == "exact":
        assert instant(local, zone, fold) == due.at
        assert due.at.astimezone(ZONES[zone]).replace(tzinfo=None, fold=0) == local
        return
    assert due.state == "skipped"
    with pytest.raises(Skipped) as caught:
        instant(local, zone, fold)
    before, after = caught.value.before, caught.value.after
    assert before < local < after
    assert instant(after, zone, "first") - instant(before, zone, "second") == timedelta(minutes=1)


@given(place=near_changes())
def test_only_what_comes_twice_is_asked_about(place: tuple[datetime, str]) -> None:
    due = due_at(*place)
    assert (due.state == "twice") == is_twice(*place)
    if due.state == "twice":
        assert due.at == instant(*place, "first") < instant(*place, "second")


@given(due=moments.map(lambda one: one.replace(tzinfo=UTC)), zone=zones)
def test_every_instant_is_shown_by_some_time_of_the_place(due: datetime, zone: str) -> None:
    shown = due.astimezone(ZONES[zone])
    assert instant(shown.replace(tzinfo=None, fold=0), zone, "second" if shown.fold else "first") == due


def written_zone(folder: Path, name: str, rule: str) -> Zones:
    """Zone rules in which one place follows another rule than today's (RFC 8536 with nothing but its footer)."""
    one = struct.pack(">4sc15x6l", b"TZif", b"2", 0, 0, 0, 0, 1, 4) + struct.pack(">lbb4s", 0, 0, 0, b"LMT\0")
    file = folder.joinpath(*name.split("/"))
    file.parent.mkdir(parents=True)
    file.write_bytes(one + one + f"\n{rule}\n".encode())
    return Zones(folder)


def test_when_a_country_changes_its_rules_the_hour_stays_and_the_instant_moves(tmp_path: Path) -> None:
    again = written_zone(tmp_path, "America/Sao_Paulo", "<-03>3<-02>,M11.1.0/0,M2.3.0/0")
    chosen = at("2027-01-15T18:00")
    assert due_at(chosen, "America/Sao_Paulo").at == at("2027-01-15T21:00Z")
    assert due_at(chosen, "America/Sao_Paulo", zones=again).at == at("2027-01-15T20:00Z")


def test_what_was_chosen_before_a_change_still_means_something(tmp_path: Path) -> None:
    """RFC 5545 3.3.5: what is skipped counts on from before the change; what comes twice is the first."""
    again = written_zone(tmp_path, "America/Sao_Paulo", "<-03>3<-02>,M11.1.0/0,M2.3.0/0")
    skipped = due_at(at("2027-11-07T00:30"), "America/Sao_Paulo", zones=again)
    assert (skipped.at, skipped.state) == (at("2027-11-07T03:30Z"), "skipped")
    twice = due_at(at("2027-02-20T23:30"), "America/Sao_Paulo", zones=again)
    assert (twice.at, twice.state) == (at("2027-02-21T01:30Z"), "twice")
    ended = written_zone(tmp_path / "paris", "Europe/Paris", "CET-1")
    assert due_at(at("2027-03-28T02:30"), "Europe/Paris", zones=ended).state == "exact"
    assert due_at(at("2027-10-31T02:30"), "Europe/Paris", "second", ended) == due_at(
        at("2027-10-31T02:30"), "Europe/Paris", zones=ended
    )


@pytest.mark.parametrize(
    ("now", "full"),
    [
        ("2026-11-21T19:00Z", "2026-11-22T08:00Z"),
        ("2026-11-22T07:59Z", "2026-11-22T08:00Z"),
        ("2026-11-22T08:00Z", "2026-11-23T08:00Z"),
        ("2026-10-31T18:00Z", "2026-11-01T07:00Z"),
        ("2026-11-01T18:00Z", "2026-11-02T08:00Z"),
        ("2027-03-14T10:00Z", "2027-03-15T07:00Z"),
    ],
)
def test_a_day_of_quota_begins_at_midnight_of_its_zone(now: str, full: str) -> None:
    assert next_midnight(at(now), "America/Los_Angeles") == at(full)
