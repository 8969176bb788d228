"""The walk bites: with one condition taken out of one statement, somebody sees or changes what is not theirs."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator

import msgspec
import pytest

import service.app
from service.db.queries import Query
from tests.database.calls import ROOMS, blocks
from tests.studio import caller
from tests.walls.attack import Breach, attack
from tests.walls.conftest import opened
from tests.walls.operations import operations
from tests.walls.sides import Side, World

BRAND = re.compile(r"\(\$2::uuid\[\] is null or [\w.]+ = any\(\$2\)\)")
ORGANIZATION = re.compile(r"\b(?:\w+\.)?org = \$1(?!\d)")

# A statement that reads, and an operation in which nothing else stands before it.
READING = {
    "campaigns.get_brand": "brands.get",
    "campaigns.list_brands": "brands.list",
    "campaigns.get_campaign": "campaigns.get",
    "campaigns.list_campaigns": "campaigns.list",
    "briefs.has_campaign": "facts.list",
    "briefs.get_fact": "facts.get",
    "briefs.get_brief": "briefs.get",
    "briefs.get_requirement": "requirements.get",
    "briefs.list_requirements": "requirements.list",
    "briefs.get_claim": "claims.get",
    "briefs.list_claims": "claims.list",
    "briefs.get_rights": "rights.get",
    "briefs.list_rights": "rights.list",
    "briefs.get_brief_link": "destinations.get",
    "briefs.list_brief_links": "destinations.list",
    "briefs.get_guest_link": "guests.get",
    "briefs.list_guest_links": "guests.list",
    "briefs.list_decisions": "briefs.decisions",
    "stories.get_story": "stories.get",
    "stories.list_stories": "stories.list",
    "stories.get_series": "episodes.get",
    "stories.list_series": "series.list",
    "videos.get_video": "videos.get",
    "videos.list_videos": "videos.list",
    "videos.get_source": "sources.media",
    "videos.get_placements": "placements.get",
    "videos.get_film": "videos.coverage",
    "videos.get_cut": "cuts.get",
    "captions.get_track": "tracks.get",
    "captions.list_tracks": "tracks.list",
    "captions.get_cue_text": "cues.get",
    "captions.list_cue_texts": "cues.list",
    "captions.get_timing": "cues.timing",
    "captions.get_cut": "cuts.conform",
    "captions.get_release": "releases.get",
    "captions.list_releases": "releases.list",
    "captions.list_cells": "campaigns.matrix",
    "captions.has_campaign": "campaigns.matrix",
    "captions.get_assignment": "assignments.get",
    "captions.list_assignments": "assignments.list",
    "captions.get_video_place": "assignments.people",
    "captions.list_remarks": "tracks.remarks",
    "captions.get_file": "files.get",
    "captions.get_latest_file": "files.latest",
}
# Of a file the brand is looked at again together with its market.
CHECKED_TWICE = {"captions.get_file", "captions.get_latest_file"}
# The same of operations that write. (Of a brand or a campaign every write is checked twice.)
WRITING = {
    "stories.get_campaign_brand": "stories.create",
    "stories.get_story": "stories.change",
    "stories.get_series": "episodes.change",
    "videos.get_story_place": "videos.create",
    "captions.get_home": "tracks.open",
    "captions.lock_track": "tracks.submit",
    "captions.get_release": "releases.withdraw",
    "people.list_seen": "keys.create",
}
WITHOUT_BRAND = pytest.mark.parametrize(("name", "operation"), READING.items())


def plant(monkeypatch: pytest.MonkeyPatch, name: str, condition: re.Pattern[str], instead: str) -> None:
    """Take the conditions of one kind out of a query; its parameters stay."""
    query = blocks()[name]
    sql, number = condition.subn(instead, query.sql)
    assert number, f"{name} has no such condition"
    room, _, word = name.partition(".")
    monkeypatch.setitem(ROOMS[room].blocks, word, Query(word, query.wall, query.reason, sql))


async def walk(world: World, attacker: Side, name: str) -> None:
    (operation,) = (one for one in operations(world.app) if one.name == name and one.method != "HEAD")
    world.app.state.deliveries.forget_all()
    try:
        await attack(world, attacker, world.victim, operation)
    finally:
        world.app.state.deliveries.forget_all()  # what a broken statement let through


@pytest.mark.parametrize(("name", "operation"), [one for one in READING.items() if one[0] not in CHECKED_TWICE])
async def test_a_read_that_forgets_the_brand_turns_the_walk_red(
    world: World, monkeypatch: pytest.MonkeyPatch, name: str, operation: str
) -> None:
    plant(monkeypatch, name, BRAND, "($2::uuid[] is null or true)")
    with pytest.raises(Breach, match=f"^{operation}"):
        await walk(world, world.rival, operation)


@pytest.mark.parametrize(("name", "operation"), WRITING.items())
async def test_a_write_that_forgets_the_brand_turns_the_walk_red(
    ruin: World, monkeypatch: pytest.MonkeyPatch, name: str, operation: str
) -> None:
    plant(monkeypatch, name, BRAND, "($2::uuid[] is null or true)")
    with pytest.raises(Breach, match=f"^{operation}"):
        await walk(ruin, ruin.rival, operation)


@pytest.fixture(scope="session")
async def unguarded(world: World) -> AsyncIterator[World]:
    """The same application as the owner of the tables, before whom row-level security steps aside."""
    settings = msgspec.structs.replace(world.app.state.settings, database_url=world.access.owner_url)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(service.app, "check", _let_in)
        async with opened(settings) as (app, http):
            sides = []
            for side in (world.victim, world.rival, world.stranger):
                key = side.caller.http.headers["authorization"].removeprefix("Bearer ")
                sides.append(msgspec.structs.replace(side, caller=caller(http, side.caller.person, key)))
            yield World(app, http, world.access, world.administrator, *sides)


async def _let_in(_url: str) -> None:
    """The check that would refuse the owner."""


@WITHOUT_BRAND
async def test_a_read_that_forgets_the_organization_turns_the_walk_red(
    unguarded: World, monkeypatch: pytest.MonkeyPatch, name: str, operation: str
) -> None:
    plant(monkeypatch, name, ORGANIZATION, "$1::uuid is not null")
    with pytest.raises(Breach, match=f"^{operation}"):
        await walk(unguarded, unguarded.stranger, operation)


@pytest.mark.parametrize("operation", sorted(set(READING.values())))
async def test_the_statements_hold_without_row_level_security(unguarded: World, operation: str) -> None:
    await walk(unguarded, unguarded.stranger, operation)


@WITHOUT_BRAND
async def test_row_level_security_holds_without_the_statements(
    world: World, monkeypatch: pytest.MonkeyPatch, name: str, operation: str
) -> None:
    plant(monkeypatch, name, ORGANIZATION, "$1::uuid is not null")
    await walk(world, world.stranger, operation)
