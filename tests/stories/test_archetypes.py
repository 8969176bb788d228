"""Archetypes over HTTP: built in and of the organization's own, in versions that stories keep."""

from __future__ import annotations

from typing import Any

import httpx
from hypothesis import given
from hypothesis import strategies as st

from schemas.archetypes import NewArchetypeBeat
from schemas.vocabulary import BeatKind
from service.db.pool import Database
from service.identity import Role
from service.stories.model import pattern_faults
from tests.conftest import House
from tests.studio import Caller, Json, caller, colleague, events

BUILT_IN = ["fantasy_abstract", "heros_journey", "mini_documentary", "slice_of_life"]


def part(kind: str, begin_ms: int, end_ms: int, **facts: Any) -> Json:
    return {"kind": kind, "name": kind.title(), "begin_ms": begin_ms, "end_ms": end_ms, **facts}


def pattern(**facts: Any) -> Json:
    beats = [part("hook", 0, 2000, guidance="An ending."), part("resolution", 2000, 60_000, open_ended=True)]
    said = {"name": "Rebirth", "summary": "Something ends.", "guidance": ["Begin with the end."], "beats": beats}
    return {**said, **facts}


async def add_version(ada: Caller, revision: int, **facts: Any) -> httpx.Response:
    address = "/v1/archetypes/rebirth/versions"
    return await ada.http.post(address, json=pattern(**facts), headers={"if-match": f'"r{revision}"'})


async def test_ones_own_are_listed_after_those_that_are_built_in(db: Database, house: House, ada: Caller) -> None:
    for key, name in (("zeta", "Alpha"), ("rebirth", "Rebirth")):
        made = await ada.make("/v1/archetypes", pattern(key=key, name=name))
    assert (made["version"], made["newest_version"], made["built_in"], made["withdrawn_at"]) == (1, 1, False, None)
    assert made["beats"][0] == part("hook", 0, 2000, guidance="An ending.", open_ended=False)
    listed = await ada.read("/v1/archetypes")
    assert [one["key"] for one in listed["data"]] == [*BUILT_IN, "zeta", "rebirth"]
    assert [one["built_in"] for one in listed["data"]] == [True] * 4 + [False] * 2
    assert listed["page"]["count"] == 6
    assert made == listed["data"][-1] == await ada.read("/v1/archetypes/rebirth")
    first, second = await events(db, house, "archetype.created")
    assert (first["subject"], second["subject"], second["data"]) == ("zeta", "rebirth", {"version": 1})


async def test_a_story_keeps_the_version_it_was_told_with(db: Database, house: House, ada: Caller) -> None:
    await ada.make("/v1/archetypes", pattern(key="rebirth"))
    story = await ada.story(archetype="rebirth")
    assert (story["archetype"], story["archetype_version"]) == ("rebirth", 1)
    assert [one["title"] for one in story["beats"]] == ["Hook", "Resolution"]
    answer = await add_version(ada, 1, name="Rebirth, shorter", beats=[part("hook", 0, 1000)])
    assert answer.status_code == 201, answer.text
    assert answer.headers["location"] == "/v1/archetypes/rebirth/versions/2"
    assert answer.headers["etag"] == '"r2"'
    newest = answer.json()
    assert (newest["version"], newest["newest_version"], newest["name"]) == (2, 2, "Rebirth, shorter")
    assert newest == await ada.read("/v1/archetypes/rebirth") == await ada.read("/v1/archetypes/rebirth/versions/2")
    old = await ada.read("/v1/archetypes/rebirth/versions/1")
    assert (old["version"], old["newest_version"], old["name"], len(old["beats"])) == (1, 2, "Rebirth", 2)
    assert await ada.read(f"/v1/stories/{story['id']}") == story
    assert (await ada.story(archetype="rebirth"))["archetype_version"] == 2
    assert len((await ada.story(archetype="rebirth", archetype_version=1))["beats"]) == 2
    for nothing in ("3", "0", "-1", "99999999999", "x"):
        assert (await ada.http.get(f"/v1/archetypes/rebirth/versions/{nothing}")).status_code == 404
    assert (await ada.http.get("/v1/archetypes/slice_of_life/versions/2")).status_code == 404
    assert [one["data"] for one in await events(db, house, "archetype.updated")] == [{"version": 2}]


async def test_a_story_is_told_with_another_archetype_or_version_only_when_it_says_so(ada: Caller) -> None:
    await ada.make("/v1/archetypes", pattern(key="rebirth"))
    story = await ada.story(archetype="rebirth")
    assert (await add_version(ada, 1)).status_code == 201
    address = f"/v1/stories/{story['id']}"
    told = []
    changes: list[Json] = [
        {"archetype": "rebirth"},
        {"archetype_version": 2},
        {"archetype": "slice_of_life"},
        {"archetype": "rebirth", "archetype_version": 1},
    ]
    for revision, change in enumerate(changes, 1):
        changed = (await ada.change(address, change, revision)).json()
        told.append((changed["archetype"], changed["archetype_version"]))
        assert changed["beats"] == story["beats"]
    assert told == [("rebirth", 1), ("rebirth", 2), ("slice_of_life", 1), ("rebirth", 1)]
    missing = await ada.change(address, {"archetype_version": 3}, 5)
    (fault,) = missing.json()["errors"]
    assert (fault["pointer"], fault["code"]) == ("/archetype_version", "not_found")
    assert fault["detail"] == "rebirth has versions 1 to 2, and no 3"


async def test_a_withdrawn_archetype_tells_no_new_story_and_keeps_its_old_ones(
    db: Database, house: House, ada: Caller
) -> None:
    await ada.make("/v1/archetypes", pattern(key="rebirth"))
    story = await ada.story(archetype="rebirth")
    gone = await ada.http.delete("/v1/archetypes/rebirth", headers={"if-match": '"r1"'})
    assert gone.status_code == 204
    assert [one["key"] for one in (await ada.read("/v1/archetypes"))["data"]] == BUILT_IN
    assert (await ada.read("/v1/archetypes/rebirth/versions/1"))["withdrawn_at"] is not None
    changed = await ada.change(f"/v1/stories/{story['id']}", {"title": "Later", "archetype": "rebirth"})
    assert (changed.status_code, changed.json()["archetype"]) == (200, "rebirth")
    told = {"campaign_id": story["campaign_id"], "title": "A chair", "archetype": "rebirth"}
    refused = await ada.http.post("/v1/stories", json=told)
    assert [(one["pointer"], one["code"]) for one in refused.json()["errors"]] == [("/archetype", "withdrawn")]
    late = await add_version(ada, 2)
    assert (late.status_code, late.json()["code"]) == (409, "archetype-withdrawn")
    taken = await ada.http.post("/v1/archetypes", json=pattern(key="rebirth"))
    assert (taken.status_code, taken.json()["code"]) == (409, "archetype-key-taken")
    assert [one["subject"] for one in await events(db, house, "archetype.withdrawn")] == ["rebirth"]


async def test_what_is_built_in_changes_with_the_next_edition_only(ada: Caller) -> None:
    taken = await ada.http.post("/v1/archetypes", json=pattern(key="slice_of_life"))
    assert (taken.status_code, taken.json()["code"]) == (409, "archetype-key-taken")
    versions = await ada.http.post(
        "/v1/archetypes/slice_of_life/versions", json=pattern(), headers={"if-match": '"r1"'}
    )
    withdrawn = await ada.http.delete("/v1/archetypes/slice_of_life", headers={"if-match": '"r1"'})
    for answer in (versions, withdrawn):
        assert (answer.status_code, answer.json()["code"]) == (409, "archetype-built-in")


async def test_a_version_names_the_revision_it_saw_and_two_at_once_are_not_both_taken(ada: Caller) -> None:
    await ada.make("/v1/archetypes", pattern(key="rebirth"))
    bare = await ada.http.post("/v1/archetypes/rebirth/versions", json=pattern())
    assert bare.status_code == 428
    assert (await add_version(ada, 1)).status_code == 201
    stale = await add_version(ada, 1)
    assert stale.status_code == 412
    assert stale.json()["current"] == await ada.read("/v1/archetypes/rebirth")


async def test_an_unknown_archetype_is_refused_with_the_nearest_of_ones_own_too(ada: Caller) -> None:
    await ada.make("/v1/archetypes", pattern(key="rebirth"))
    told = {"campaign_id": (await ada.campaign())["id"], "title": "A chair", "archetype": "Re-birth"}
    (fault,) = (await ada.http.post("/v1/stories", json=told)).json()["errors"]
    assert fault["detail"] == "'Re-birth' is not an archetype; did you mean rebirth?"


async def test_every_fault_of_an_archetype_is_told_at_once(ada: Caller) -> None:
    beats = [
        part("hook", 0, 2000, open_ended=True),
        part("other", 1000, 1000),
        part("hook", 3000, 4000),
        part("other", 4000, 5000),
    ]
    answer = await ada.http.post("/v1/archetypes", json=pattern(key="rebirth", beats=beats))
    assert answer.status_code == 422
    assert [(one["pointer"], one["code"]) for one in answer.json()["errors"]] == [
        ("/beats/1/end_ms", "end_before_begin"),
        ("/beats/1/begin_ms", "overlap"),
        ("/beats/2/kind", "twice"),
        ("/beats/0/open_ended", "not_last"),
    ]
    assert answer.json()["errors"][2]["detail"] == "beat 0 is the hook; a further step is of the kind other"
    none = await ada.http.post("/v1/archetypes", json=pattern(key="rebirth", beats=[]))
    assert [one["pointer"] for one in none.json()["errors"]] == ["/beats"]
    assert (await ada.http.get("/v1/archetypes/rebirth")).status_code == 404


async def test_archetypes_are_the_organizations_and_made_by_who_works_for_every_brand(
    db: Database, house: House, client: httpx.AsyncClient, ada: Caller, stranger: House
) -> None:
    made = await ada.make("/v1/archetypes", pattern(key="rebirth"))
    producer = await colleague(db, house, client, (Role.PRODUCER, (await ada.brand())["id"]))
    assert await producer.read("/v1/archetypes/rebirth") == made
    for answer in (
        await producer.http.post("/v1/archetypes", json=pattern(key="mine")),
        await producer.http.delete("/v1/archetypes/rebirth", headers={"if-match": '"r1"'}),
        await add_version(producer, 1),
    ):
        assert answer.status_code == 403
    rival = caller(client, stranger.person, stranger.api_key)
    assert (await rival.http.get("/v1/archetypes/rebirth")).status_code == 404
    assert (await rival.http.get("/v1/archetypes/rebirth/versions/1")).status_code == 404
    assert (await add_version(rival, 1)).status_code == 404
    assert (await rival.http.delete("/v1/archetypes/rebirth", headers={"if-match": '"r1"'})).status_code == 404
    told = {"campaign_id": (await rival.campaign())["id"], "title": "Mine", "archetype": "rebirth"}
    assert (await rival.http.post("/v1/stories", json=told)).status_code == 422
    theirs = await rival.make("/v1/archetypes", pattern(key="rebirth", name="Theirs"))
    assert [one["key"] for one in (await rival.read("/v1/archetypes"))["data"]] == [*BUILT_IN, "rebirth"]
    assert theirs["name"] == "Theirs"
    assert await ada.read("/v1/archetypes/rebirth") == made


BEATS = st.lists(
    st.builds(
        NewArchetypeBeat,
        kind=st.sampled_from(BeatKind),
        name=st.just("A"),
        begin_ms=st.integers(0, 8),
        end_ms=st.integers(0, 8),
        open_ended=st.booleans(),
    ),
    max_size=5,
)


@given(BEATS)
def test_a_pattern_has_no_fault_exactly_when_its_beats_follow_each_other(beats: list[NewArchetypeBeat]) -> None:
    times = [moment for beat in beats for moment in range(beat.begin_ms, beat.end_ms)]
    kinds = [beat.kind for beat in beats if beat.kind is not BeatKind.OTHER]
    right = (
        all(beat.begin_ms < beat.end_ms for beat in beats)
        and times == sorted(set(times))
        and len(kinds) == len(set(kinds))
        and not any(beat.open_ended for beat in beats[:-1])
    )
    assert (pattern_faults(beats) == []) == right
