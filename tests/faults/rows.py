"""What PostgreSQL holds, seen as superuser, against what was acknowledged. Each check gives what is wrong in words."""

from __future__ import annotations

from collections import Counter
from collections.abc import AsyncIterator, Iterable
from typing import Any

import asyncpg
import msgspec

from schemas.ids import BrandId, CampaignId, CueId, CutId, Id, KeyId, ReleaseId, SourceId, StoryId, TrackId, VideoId
from tests.faults.caller import Ledger

# What is made under an Idempotency-Key: its table, its address, the event that tells of it.
KINDS: tuple[tuple[type[Id], str, str, str], ...] = (
    (BrandId, "brand", "/v1/brands", "brand.created"),
    (CampaignId, "campaign", "/v1/campaigns", "campaign.created"),
    (StoryId, "story", "/v1/stories", "story.created"),
    (VideoId, "video", "/v1/videos", "video.created"),
    (SourceId, "source", "/sources", "source.created"),
    (CutId, "cut", "/cuts", "cut.created"),
    (TrackId, "track where not is_source", "/tracks", "track.opened"),
    (KeyId, "api_key where name <> 'first key'", "/v1/keys", "key.created"),
)


async def wrong_rows(postgres: asyncpg.Connection, ledger: Ledger) -> list[str]:
    """Everything that is wrong."""
    checks = (creations, imports, texts, timings, edits, approvals, conforms, releases, keys, jobs)
    return [f"{check.__name__}: {one}" for check in checks async for one in check(postgres, ledger)]


async def creations(postgres: asyncpg.Connection, ledger: Ledger) -> AsyncIterator[str]:
    """One effect for each Idempotency-Key, and none that nobody asked for; one event for each effect."""
    for kind, table, address, event in KINDS:
        there = [str(kind(row["id"])) for row in await postgres.fetch(f"select id from {table}")]  # noqa: S608
        for one in differences(table, there, ledger.ids(address)):
            yield one
        told = await subjects(postgres, event)
        for one in differences(event, (one for one in told if one in there or event != "key.created"), there):
            yield one
    kept = [row["key"] for row in await postgres.fetch("select key from idempotency")]
    for one in differences("idempotency", kept, ledger.made):
        yield one


async def imports(postgres: asyncpg.Connection, ledger: Ledger) -> AsyncIterator[str]:
    """One source track and one event for each import, however often it was sent."""
    rows = await postgres.fetch("select id from track where is_source")
    tracks = [str(TrackId(row["id"])) for row in rows]
    for one in differences("source tracks", tracks, ledger.imported.values()):
        yield one
    for one in differences("track.imported", await subjects(postgres, "track.imported"), tracks):
        yield one


async def texts(postgres: asyncpg.Connection, ledger: Ledger) -> AsyncIterator[str]:
    """Every text, once and in order; one head, the last; one event for each. A revision of a track is a text's or, on
    a source track, a move's."""
    rows = await postgres.fetch("select track_id, cue_id, revision, text, head, origin from cue_text order by revision")
    for (track, cue), written in ledger.texts.items():
        mine = [row for row in rows if (row["track_id"], row["cue_id"]) == (_uuid(track), _uuid(cue))]
        if [row["text"] for row in mine] != written:
            yield f"{track} {cue} has {[row['text'] for row in mine]}, not {written}"
        if [row["head"] for row in mine] != [False] * (len(mine) - 1) + [True]:
            yield f"{track} {cue} has heads {[row['head'] for row in mine]}"
    for known in await postgres.fetch("select id, revision, greatest(timing_revision - 1, 0) as moves from track"):
        found = {row["revision"] for row in rows if row["track_id"] == known["id"]}
        if (
            len(set(range(1, known["revision"] + 1)) - found) != known["moves"]
            or max(found, default=0) > known["revision"]
        ):
            yield f"{TrackId(known['id'])} has {dict(known)} and revisions {sorted(found)}"
    written_rows = [(str(TrackId(row["track_id"])), row["revision"]) for row in rows if row["origin"] != "import"]
    for one in differences("cue.written", await events(postgres, "cue.written", "revision"), written_rows):
        yield one


async def timings(postgres: asyncpg.Connection, ledger: Ledger) -> AsyncIterator[str]:
    """Every move of a cue, once and in order; one head, the last; one event for each."""
    rows = await postgres.fetch("select cue_id, revision, begin_ms, head from cue_timing order by revision")
    for cue, moves in ledger.timings.items():
        mine = [row for row in rows if row["cue_id"] == _uuid(cue)]
        if [row["begin_ms"] for row in mine[1:]] != moves:
            yield f"{cue} stood at {[row['begin_ms'] for row in mine[1:]]}, not {moves}"
        if [row["head"] for row in mine] != [False] * (len(mine) - 1) + [True]:
            yield f"{cue} has heads {[row['head'] for row in mine]}"
    moved = [(str(CueId(row["cue_id"])), row["revision"]) for row in rows if row["revision"] > 1]
    for one in differences("cue.moved", await events(postgres, "cue.moved", "timing_revision"), moved):
        yield one


async def edits(postgres: asyncpg.Connection, ledger: Ledger) -> AsyncIterator[str]:
    """Every edit list, once and in order; the newest is in force; one event for each."""
    rows = await postgres.fetch("select cut_id, edit_revision, in_frame from segment order by edit_revision")
    cuts = {row["id"]: row["edit_revision"] for row in await postgres.fetch("select id, edit_revision from cut")}
    for cut, first_frames in ledger.edits.items():
        mine = [(row["edit_revision"], row["in_frame"]) for row in rows if row["cut_id"] == _uuid(cut)]
        if mine != list(enumerate(first_frames, 1)) or cuts.get(_uuid(cut)) != len(first_frames):
            yield f"{cut} has {mine}, in force is {cuts.get(_uuid(cut))}, acknowledged were {first_frames}"
    edited = [(str(CutId(row["cut_id"])), row["edit_revision"]) for row in rows if row["edit_revision"] > 1]
    for one in differences("cut.edited", await events(postgres, "cut.edited", "edit_revision"), edited):
        yield one


async def approvals(postgres: asyncpg.Connection, ledger: Ledger) -> AsyncIterator[str]:
    """Every approval is told, and one state of a track is approved once; reviewed releases are approved."""
    told = Counter(await events(postgres, "locale.approved", "revision"))
    for track, revision in ledger.approved:
        # A move of a cue counts, and takes no approval back: whoever approves after it is told of the approval before.
        text = await postgres.fetchval(
            "select max(revision) from cue_text where track_id = $1 and revision <= $2", _uuid(track), revision
        )
        if not any((track, at) in told for at in range(text, revision + 1)):
            yield f"no event tells of {track} at {revision}"
    for twice in (state for state, times in told.items() if times > 1):
        yield f"{twice} was approved {told[twice]} times"
    for release in ledger.reviewed:
        if not await postgres.fetchval("select approved_at is not null from release where id = $1", _uuid(release)):
            yield f"{release} is not approved"


async def conforms(postgres: asyncpg.Connection, _ledger: Ledger) -> AsyncIterator[str]:
    """Each cut is conformed to its newest edit list and timings; each state was conformed once."""
    rows = await postgres.fetch("""
        select c.id, c.edit_revision, k.edit_revision as conformed, k.timing_revisions::text as seen,
               (select json_object_agg(t.source_id, t.timing_revision) from track t
                where t.is_source and t.source_id in (select g.source_id from segment g
                    where g.cut_id = c.id and g.edit_revision = c.edit_revision))::text as now
        from cut c left join conform k on k.cut_id = c.id and k.edit_revision = c.edit_revision""")
    for row in rows:
        if row["conformed"] is None or msgspec.json.decode(row["seen"]) != msgspec.json.decode(row["now"] or "{}"):
            yield f"{CutId(row['id'])} at {row['edit_revision']}, {row['now']}: conformed to {row['seen']}"
    told = Counter((row["subject"], row["data"]) for row in await _told(postgres, "cut.conformed"))
    for twice in (state for state, times in told.items() if times > 1):
        yield f"{twice} was conformed {told[twice]} times"


async def releases(postgres: asyncpg.Connection, _ledger: Ledger) -> AsyncIterator[str]:
    """No two releases of the same inputs; numbered without a gap; whole files; one event for each."""
    places = await postgres.fetch("""
        select cut_id, market, locale, kind, count(*) as made, count(distinct input_hash) as different,
               max(number) as last, min((select count(*) from file f where f.release_id = r.id)) as files,
               min((select count(*) from release_input i where i.release_id = r.id)) as inputs
        from release r group by 1, 2, 3, 4""")
    for row in places:
        if not row["made"] == row["different"] == row["last"] or row["files"] != 2 or not row["inputs"]:
            yield f"{CutId(row['cut_id'])}: {dict(row)}"
    told = [
        row["subject"] for row in await _told(postgres, "release.made", "release.approved") if "locale" in row["data"]
    ]
    there = [str(ReleaseId(row["id"])) for row in await postgres.fetch("select id from release")]
    for one in differences("events of new releases", told, there):
        yield one
    reviewed = [row["subject"] for row in await _told(postgres, "release.approved") if "locale" not in row["data"]]
    for twice in (release for release, times in Counter(reviewed).items() if times > 1):
        yield f"{twice} was reviewed twice"


async def keys(postgres: asyncpg.Connection, ledger: Ledger) -> AsyncIterator[str]:
    """What was revoked stays revoked, once; nothing else was."""
    revoked = [
        str(KeyId(row["id"])) for row in await postgres.fetch("select id from api_key where revoked_at is not null")
    ]
    for one in differences("revoked keys", revoked, ledger.revoked):
        yield one
    for one in differences("key.revoked", await subjects(postgres, "key.revoked"), revoked):
        yield one


async def jobs(postgres: asyncpg.Connection, _ledger: Ledger) -> AsyncIterator[str]:
    """Nothing waits, runs or is parked; every event was dispatched."""
    for row in await postgres.fetch("""
        select q.id, q.entrypoint, q.status, q.headers, q.attempts, array(
            select to_char(l.created, 'MI:SS.MS ') || l.status from jobs.pgqueuer_log l
            where l.job_id = q.id order by l.id
        ) as history from jobs.pgqueuer q"""):
        yield str(dict(row))
    if behind := await undispatched(postgres):
        yield f"{behind} events are not dispatched"


async def undispatched(postgres: asyncpg.Connection) -> int:
    """How many events the dispatcher has before it."""
    behind: int = await postgres.fetchval(
        "select count(*) from outbox o, outbox_cursor c where c.reader = 'dispatcher' and (o.xid, o.id) > (c.xid, c.id)"
    )
    return behind


async def subjects(postgres: asyncpg.Connection, type: str) -> list[str]:
    """What events of a type are about."""
    return [row["subject"] for row in await _told(postgres, type)]


async def events(postgres: asyncpg.Connection, type: str, state: str) -> list[tuple[str, int]]:
    """What events of a type are about, and the state that they name."""
    return [(row["subject"], msgspec.json.decode(row["data"])[state]) for row in await _told(postgres, type)]


def differences(what: str, there: Iterable[Any], wanted: Iterable[Any]) -> list[str]:
    """What is there too often, and what is lost."""
    found, right = Counter(list(there)), Counter(list(wanted))
    extra, lost = found - right, right - found
    return [f"{what}: too many: {one}" for one in extra.elements()] + [
        f"{what}: lost: {one}" for one in lost.elements()
    ]


async def _told(postgres: asyncpg.Connection, *types: str) -> list[Any]:
    return await postgres.fetch("select subject, data::text as data from outbox where type = any($1)", list(types))


def _uuid(text: str) -> Any:
    kinds = {kind.prefix: kind for kind in (CueId, CutId, ReleaseId, TrackId)}
    return kinds[text.partition("_")[0]].parse(text).uuid
