"""A closed gate says since when, at the latest: when what it looks at came to be as it is."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from msgspec.structs import replace

from schemas.approvals import BriefStanding, ChangedPart
from schemas.gates import GateKind
from service.posts.gates import gates_of
from service.posts.ground import Ground
from tests.posts.grounds import NOW, RIGHTS, a_film, a_post, a_window, contents, ground

LATER, LATEST = NOW + timedelta(days=1), NOW + timedelta(days=2)


def since(found: Ground, kind: GateKind) -> datetime | None:
    """Since when a gate that is closed is closed."""
    (gate,) = [one for one in gates_of(found, []) if one.kind == kind]
    assert gate.state == "blocks"
    return gate.reasons[0].since


def stale(*moments: datetime) -> BriefStanding:
    parts = [ChangedPart("requirement", "The cup", "changed", at) for at in moments]
    return BriefStanding(state="stale", by="Jonas", guest=False, at=NOW - timedelta(days=9), reason="", changed=parts)


def test_a_brief_is_stale_since_its_first_change_after_the_approval() -> None:
    assert since(ground(brief=stale(LATEST, LATER)), "brief") == LATER


def test_nothing_is_closed_before_the_post_was_planned() -> None:
    assert since(ground(brief=stale(NOW - timedelta(days=3))), "brief") == NOW


def test_rights_that_ended_close_at_midnight_where_the_post_is_seen() -> None:
    over = {RIGHTS: a_window(starts_on=date(2026, 11, 1), ends_on=date(2026, 11, 25))}
    post = a_post(due_at=None, local_at=None)
    found = ground(post=post, windows=over, day=date(2026, 12, 1), zone="Europe/Berlin")
    assert since(found, "rights") == datetime(2026, 11, 25, 23, tzinfo=UTC)


def test_a_film_holds_back_since_it_was_compared_and_a_missing_one_since_it_is_missing() -> None:
    assert since(ground(contents=contents(a_film(state="mismatching", held=True, since=LATER))), "film") == LATER
    none = contents(filmed=False)
    assert since(ground(contents=replace(none, state=replace(none.state, unfilmed_since=LATEST))), "film") == LATEST


@pytest.mark.parametrize("said_at", [None, LATER])
def test_a_disclosure_is_missing_since_something_was_said_last(said_at: datetime | None) -> None:
    plain = ground()
    says = replace(plain.says, disclosure=replace(plain.says.disclosure, value=None, level=None))
    assert since(replace(plain, says=says, said_at=said_at), "disclosure") == (said_at or NOW)
