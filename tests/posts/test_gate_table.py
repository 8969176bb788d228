"""Every gate, held against everything that can close it: its reason, its way out, and that nothing else moves."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from schemas.gates import Gate
from service.posts.gates import GATES, closed_by, gates_of, is_open
from service.posts.ground import StoredOverride
from tests.posts.grounds import (
    NOW,
    PERSON,
    POST,
    RIGHTS,
    a_film,
    a_post,
    a_requirement,
    a_window,
    asked,
    brief,
    by_ai,
    cell,
    checklist,
    contents,
    ground,
    says,
    twin,
    used,
)

Case = tuple[str, str, str, dict[str, Any]]  # gate, its state, the first reason's code, what is different
HALF = {"state": "trimmed", "kept_ms": 1000}
LABEL = a_requirement(kind="disclosure", state="missing", title="Say that it is advertising")


def window(**facts: Any) -> dict[str, Any]:
    return {"windows": {RIGHTS: a_window(**facts)}}


def held(state: str) -> dict[str, Any]:
    return {"contents": contents(a_film(state=state, held=True))}


CASES: list[Case] = [
    ("rights", "holds", "rights_hold", window(territories=None)),
    ("rights", "holds", "rights_hold", window(ends_on=None)),
    ("rights", "holds", "rights_hold", window(ends_on=date(2026, 12, 21))),
    ("rights", "warns", "rights_ending", window(ends_on=date(2026, 12, 20))),
    ("rights", "warns", "rights_ending", window(ends_on=date(2026, 11, 20))),
    ("rights", "blocks", "rights_ended", window(ends_on=date(2026, 11, 19))),
    ("rights", "holds", "rights_hold", window(starts_on=date(2026, 11, 20))),
    ("rights", "blocks", "rights_not_yet", window(starts_on=date(2026, 11, 21))),
    ("rights", "blocks", "rights_elsewhere", window(territories=["AT", "CH"])),
    ("rights", "blocks", "rights_medium", window(media=["paid_social", "tv"])),
    ("rights", "blocks", "rights_medium", {"post": a_post(media="paid_social")}),
    ("rights", "blocks", "rights_withdrawn", {"contents": contents(rights=[used(withdrawn=True)])}),
    ("rights", "blocks", "rights_withdrawn", {"windows": {}}),
    ("rights", "warns", "rights_unmarked", {"contents": contents(rights=[])}),
    ("rights", "holds", "rights_not_needed", {"contents": contents(rights=[]), "windows": {}}),
    ("brief", "blocks", "brief_none", {"brief": brief("none")}),
    ("brief", "blocks", "brief_draft", {"brief": brief("draft")}),
    ("brief", "blocks", "brief_waiting", {"brief": brief("waiting")}),
    ("brief", "blocks", "brief_changes_asked", {"brief": brief("changes_asked", reason="Name the price.")}),
    ("brief", "blocks", "brief_stale", {"brief": brief("stale")}),
    ("brief", "blocks", "requirement_trimmed", {"contents": contents(requirements=[a_requirement(**HALF)])}),
    (
        "brief",
        "warns",
        "requirement_trimmed",
        {"contents": contents(requirements=[a_requirement(**HALF, level="should")])},
    ),
    ("brief", "blocks", "requirement_missing", {"contents": contents(requirements=[a_requirement(state="missing")])}),
    ("brief", "blocks", "requirement_unmarked", {"contents": contents(requirements=[a_requirement(state="unmarked")])}),
    ("brief", "blocks", "requirement_broken", {"contents": contents(requirements=[a_requirement(state="broken")])}),
    (
        "brief",
        "blocks",
        "requirement_trimmed",
        {"contents": contents(requirements=[a_requirement(**HALF, markets=["DE"])])},
    ),
    ("brief", "holds", "brief_approved", {"contents": contents(requirements=[a_requirement(**HALF, markets=["FR"])])}),
    ("film", "blocks", "film_missing", {"contents": contents(filmed=False)}),
    ("film", "blocks", "film_pending", held("pending")),
    ("film", "blocks", "film_mismatching", held("mismatching")),
    ("film", "blocks", "film_unreadable", held("unreadable")),
    ("film", "holds", "film_holds", {"contents": contents(a_film(state="mismatching"))}),
    ("captions", "blocks", "captions_not_planned", {"cells": []}),
    *[
        ("captions", "blocks", f"captions_{state}", {"cells": [cell(), cell(state, "fr-FR", "why")]})
        for state in ("missing", "draft", "in_review", "stale", "blocked")
    ],
    ("checklist", "blocks", "item_open", {"checklist": checklist(("representation",), ("contrast",))}),
    ("checklist", "warns", "items_warn", {"checklist": checklist((), ("contrast",))}),
    ("checklist", "warns", "checklist_none", {"checklist": None}),
    ("disclosure", "blocks", "disclosure_unsaid", {"says": says(disclosure=None)}),
    ("disclosure", "holds", "disclosure_said", {"says": says(disclosure=[])}),
    ("disclosure", "blocks", "ai_undisclosed", {"contents": contents(ai=[by_ai("voice")])}),
    ("disclosure", "holds", "disclosure_said", {"contents": contents(ai=[by_ai("script")])}),
    (
        "disclosure",
        "holds",
        "disclosure_said",
        {"contents": contents(ai=[by_ai("voice")]), "says": says(disclosure=["synthetic"])},
    ),
    ("disclosure", "blocks", "label_missing", {"contents": contents(requirements=[LABEL]), "requirements": [asked()]}),
    (
        "disclosure",
        "holds",
        "disclosure_said",
        {"contents": contents(requirements=[LABEL]), "requirements": [asked()], "says": says(hashtags=["WERBUNG"])},
    ),
    ("platform", "warns", "platform_unknown", {"platform": None}),
    ("platform", "holds", "platform_holds", {"says": says(text="a" * 2192, hashtags=["kaffee"])}),
    ("platform", "blocks", "text_max", {"says": says(text="a" * 2193, hashtags=["kaffee"])}),
    ("duplicate", "blocks", "same_post", {"twins": [twin()]}),
    ("duplicate", "warns", "same_film", {"twins": [twin(same_text=False)]}),
    ("duplicate", "warns", "same_text", {"twins": [twin(same_film=False)]}),
]


def by_kind(**facts: Any) -> dict[str, Gate]:
    return {one.kind: one for one in gates_of(ground(**facts), [])}


def test_a_post_in_order_goes_out() -> None:
    gates = gates_of(ground(), [])
    assert [one.kind for one in gates] == list(GATES)
    assert {one.kind: one.state for one in gates} == dict.fromkeys(GATES, "holds")
    assert is_open(gates)


@pytest.mark.parametrize(
    ("kind", "state", "code", "facts"), CASES, ids=[f"{n}-{one[0]}-{one[2]}" for n, one in enumerate(CASES)]
)
def test_what_closes_a_gate_is_said_with_its_way_out(kind: str, state: str, code: str, facts: dict[str, Any]) -> None:
    found = by_kind(**facts)[kind]
    assert (found.state, found.reasons[0].code) == (state, code)
    assert all(one.detail.strip() for one in found.reasons)
    if state == "blocks":
        assert all(one.way_out is not None for one in found.reasons if one.severity == "blocks")


@pytest.mark.parametrize(
    ("kind", "state", "code", "facts"), CASES, ids=[f"{n}-{one[0]}-{one[2]}" for n, one in enumerate(CASES)]
)
def test_no_other_gate_moves(kind: str, state: str, code: str, facts: dict[str, Any]) -> None:
    moved = {one for one, gate in by_kind(**facts).items() if gate.state != "holds"}
    assert moved <= {kind}, code


def test_every_thing_in_the_way_is_said_at_once() -> None:
    found = by_kind(cells=[cell("draft", "de-DE", "one"), cell("missing", "fr-FR", "two")])["captions"]
    assert [one.facts["locale"] for one in found.reasons] == ["de-DE", "fr-FR"]


def override(gate: Gate) -> StoredOverride:
    """Somebody lets a gate be passed as it is closed now."""
    return StoredOverride(POST, gate.kind, closed_by(gate.reasons), "Said so.", "counsel", PERSON, "Marie", NOW)


def test_an_override_covers_what_was_in_the_way_and_nothing_that_comes_later() -> None:
    two = checklist(("representation", "labels"))
    given = override(by_kind(checklist=two)["checklist"])

    def state(**facts: Any) -> tuple[str, bool | None]:
        gate = {one.kind: one for one in gates_of(ground(**facts), [given])}["checklist"]
        return gate.state, gate.override.holds if gate.override else None

    assert state(checklist=two) == ("overridden", True)
    assert state(checklist=checklist(("labels",))) == ("overridden", True)
    assert state(checklist=checklist(("labels", "photosensitivity"))) == ("blocks", False)
    assert state() == ("holds", False)


@pytest.mark.parametrize(
    ("then", "now"),
    [
        (window(ends_on=date(2026, 11, 19)), window(ends_on=date(2026, 11, 18))),
        (window(territories=["AT"]), window(territories=["DE"], media=["tv"])),
        ({"cells": [cell("draft", because="one")]}, {"cells": [cell("missing", because="two")]}),
        ({"twins": [twin()]}, {"twins": [twin(status="scheduled")]}),
    ],
)
def test_an_override_falls_when_its_gate_is_closed_for_something_else(
    then: dict[str, Any], now: dict[str, Any]
) -> None:
    closed = next(one for one in gates_of(ground(**then), []) if one.state == "blocks")
    given = override(closed)
    assert is_open(gates_of(ground(**then), [given]))
    later = {one.kind: one for one in gates_of(ground(**now), [given])}[closed.kind]
    assert (later.state, later.override and later.override.holds) == ("blocks", False)
