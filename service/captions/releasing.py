"""Releases: the captions of a cut for a market in a locale, frozen as a function of their inputs.

Bytes are made and kept before the transaction; inside it the inputs are read again, and if they moved, nothing happens.
"""

from __future__ import annotations

import asyncio
import hashlib
import secrets
from collections.abc import Sequence

import msgspec
from msgspec import Struct

from schemas.captions import NewRelease, Release
from schemas.ids import CutId, ReleaseId
from schemas.overrides import Override
from service.assets.actions import record as record_asset
from service.assets.model import Kept
from service.assets.store import Store
from service.briefs.actions import facts_by_market, facts_revision
from service.captions import records
from service.captions.actions import canonical_locale
from service.captions.facts import with_facts
from service.captions.files import DELIVERED
from service.captions.judging import judge, list_shown, pack_of
from service.captions.model import (
    ENGINE,
    CutFacts,
    Projected,
    StoredRelease,
    Target,
    TrackInput,
    Wanted,
    completeness,
    input_hash,
    untouched,
)
from service.captions.overridden import list_conflicts
from service.captions.problems import (
    Conforming,
    CutFilmMismatch,
    CutFilmPending,
    FactsMissing,
    NotApproved,
    NotWaiting,
    OverridesContested,
    ReleaseExists,
    ReleaseIncomplete,
)
from service.captions.records_overrides import get_override_revision
from service.captions.reviewing import admit_to_release
from service.db.pool import Database, Tx
from service.events.actions import record
from service.identity import Person, Scope
from service.problems import Fault, Forbidden, Invalid, Missing
from service.rulebook import Rulebook
from service.timedtext.directions import direct
from service.timedtext.model import Document
from service.timedtext.rules import Direction
from service.videos.filming import find_film, held_among


class Prepared(Struct, frozen=True):
    """A release that could be made: its inputs' hash, and its files as kept."""

    target: Target
    pack: str
    input_hash: bytes
    document_sha256: bytes
    done: int
    total: int
    clean: bool
    files: dict[str, Kept]


async def release_cut(db: Database, store: Store, rulebook: Rulebook, scope: Scope, cut_id: CutId) -> list[ReleaseId]:
    """Make every release of a cut whose texts are approved and whose captions differ from its newest release.

    Clean ones approve themselves; those with clipped, split or overridden cues wait for a person. What was withdrawn is
    made again by a person alone.
    """
    async with db.reading(scope) as tx:
        if await _conformed(tx, cut_id) is None or await held_among(tx, [cut_id]):
            return []
        cut = await _cut(tx, cut_id)
        targets = await records.list_targets(tx, cut_id)
        tracks = await list_shown(tx, cut, targets)
    ready = [(one, rows) for one, (rows, missing) in zip(targets, tracks, strict=True) if _finished(rows, missing)]
    prepared = [await _prepare(store, rulebook, scope, cut, target, rows) for target, rows in ready]
    if not prepared:
        return []
    made = []
    async with db.transaction(scope) as tx:
        await records.lock_cut(tx, cut_id)
        if await held_among(tx, [cut_id]):
            return []
        # Revisions before what they count: whatever is written in between is seen as a change.
        revisions = await _revisions(tx, cut)
        inputs = [await _inputs(tx, cut, one.target) for one in prepared]
        tracks = await list_shown(tx, cut, [one.target for one in prepared])
        for one, read, (rows, _) in zip(prepared, inputs, tracks, strict=True):
            if input_hash(rows, one.target.locale, one.target.kind, one.pack) != one.input_hash:
                continue  # the texts moved while the files were written: the event of that change brings us back
            newest = await records.get_newest_release(tx, cut_id, one.target, one.input_hash)
            if newest is None or not (newest.same or newest.same_withdrawn):
                made.append(await _insert(tx, None, cut, one, revisions, read))
    return made


async def make_release(
    db: Database, store: Store, rulebook: Rulebook, person: Person, cut_id: CutId, new: NewRelease
) -> Prepared:
    """The first half of a release that a person asks for: everything but its rows. Raises what is in the way."""
    async with db.reading(person.scope) as tx:
        cut = await _cut(tx, cut_id)
        if not person.may("tracks:approve", cut.brand_id, new.market):
            raise Forbidden("this needs tracks:approve", required_scope="tracks:approve")
        if await _conformed(tx, cut_id) is None:
            raise Conforming("a worker is placing the cues in the newest edit list", headers={"retry-after": "1"})
        await _require_film(tx, cut_id)
        locale = canonical_locale(rulebook, new.locale)
        target = await _target(tx, cut_id, new, locale)
        ((rows, missing),) = await list_shown(tx, cut, [target])
        contested = any(row.contested for row in rows)
        conflicts = await list_conflicts(tx, Wanted(cut_id, locale, target.kind)) if contested else []
    done, total = completeness(rows)
    if done < total or not total:
        raise ReleaseIncomplete(f"{done} of {total} cues are done", done=done, total=total)
    _decided(conflicts)
    if missing:
        named = ", ".join(sorted(missing))
        raise FactsMissing(f"{named} cannot be written for {new.market} in {locale}", missing=sorted(missing))
    if not all(row.approved for row in rows):
        raise NotApproved("the texts of this locale were not approved as they are now")
    return await _prepare(store, rulebook, person.scope, cut, target, rows)


async def keep_release(tx: Tx, person: Person, cut_id: CutId, prepared: Prepared) -> Release:
    """The second half, in the caller's transaction."""
    cut = await records.lock_cut(tx, cut_id)
    if cut is None:
        raise Missing
    await _require_film(tx, cut_id)
    target = prepared.target
    revisions, inputs = await _revisions(tx, cut), await _inputs(tx, cut, target)
    newest = await records.get_newest_release(tx, cut_id, target, prepared.input_hash)
    if newest is not None and newest.same and not newest.withdrawn:
        raise ReleaseExists("nothing has changed since the newest release", release_id=str(newest.id))
    ((rows, _),) = await list_shown(tx, cut, [target])
    if input_hash(rows, target.locale, target.kind, prepared.pack) != prepared.input_hash:
        raise Conforming("the texts changed while the files were written", headers={"retry-after": "1"})
    return await shown(tx, await _insert(tx, person, cut, prepared, revisions, inputs))


async def approve(tx: Tx, person: Person, release_id: ReleaseId) -> Release:
    """Say that a release with clipped, split or overridden cues is right, while no override of it is contested."""
    release = await _writable(tx, person, release_id)
    await _require_film(tx, release.cut_id)
    await admit_to_release(tx, person, release_id)
    _decided(await list_conflicts(tx, Wanted(release.cut_id, release.locale, release.kind)))
    if not await records.approve_release(tx, release_id, person.id):
        raise NotWaiting(f"release {release.number} is {release.status.replace('_', ' ')}")
    data = {"number": release.number, "cut_id": str(release.cut_id)}
    await record(tx, person, "release.approved", release_id, release.brand_id, data)
    return await shown(tx, release_id)


async def withdraw(tx: Tx, person: Person, release_id: ReleaseId) -> Release:
    """Take a release back. Its files answer 410 from then on, no older one takes its place, and nothing is deleted."""
    release = await _writable(tx, person, release_id)
    if await records.withdraw_release(tx, release_id):
        await record(tx, person, "release.withdrawn", release_id, release.brand_id, {"number": release.number})
    return await shown(tx, release_id)


async def stale_among(tx: Tx, releases: Sequence[ReleaseId]) -> set[ReleaseId]:
    """Those whose captions would differ if they were made now. Three queries for the releases of a campaign."""
    suspects = await records.list_suspects(tx, releases) if releases else []
    if not suspects:
        return set()
    facts = {one: await facts_by_market(tx, one) for one in {suspect.campaign_id for suspect in suspects}}
    tracks = await records.list_projected(tx, [Wanted(one.cut_id, one.locale, one.kind) for one in suspects])
    stale = set()
    for one, rows in zip(suspects, tracks, strict=True):
        now, _ = with_facts(rows, facts[one.campaign_id].get(one.market, {}), one.locale)
        if input_hash(now, one.locale, one.kind, one.pack) != one.input_hash:
            stale.add(one.id)
    return stale


async def shown(tx: Tx, release_id: ReleaseId) -> Release:
    """A release as the wire has it; Missing outside the walls."""
    release = await records.get_release(tx, release_id)
    if release is None:
        raise Missing
    return release.shown(stale=bool(await stale_among(tx, [release_id])))


async def _revisions(tx: Tx, cut: CutFacts) -> tuple[int, int]:
    """How often the facts and the overrides that a cut's captions are made of were changed."""
    return await facts_revision(tx, cut.campaign_id), await get_override_revision(tx, cut.id)


def _decided(conflicts: Sequence[Override]) -> None:
    if conflicts:
        raise OverridesContested(f"{len(conflicts)} overrides wait for a decision", conflicts=conflicts)


def _finished(rows: Sequence[Projected], missing_facts: set[str]) -> bool:
    done, total = completeness(rows)
    return 0 < total == done and not missing_facts and all(row.approved and not row.contested for row in rows)


async def _prepare(
    store: Store, rulebook: Rulebook, scope: Scope, cut: CutFacts, target: Target, rows: Sequence[Projected]
) -> Prepared:
    judged = await asyncio.to_thread(judge, rulebook, cut, target.locale, target.kind, rows)
    made, pack = judged.document, pack_of(rulebook, target.locale)
    clean = untouched(rows) and not judged.errors
    done, total = completeness(rows)
    hashed = input_hash(rows, target.locale, target.kind, pack)
    files = await _keep(store, scope, made, rulebook.languages.direction(target.locale))
    return Prepared(target, pack, hashed, _document_sha256(made), done, total, clean, files)


async def _keep(store: Store, scope: Scope, made: Document, direction: Direction) -> dict[str, Kept]:
    """The files of a release, each as the players of its format show the language."""
    written = {name: format.write(direct(made, direction, name)) for name, format in DELIVERED.items()}
    return {name: await store.keep_bytes(scope.organization, data) for name, data in written.items()}


def _document_sha256(made: Document) -> bytes:
    return hashlib.sha256(msgspec.json.encode(made)).digest()


async def _inputs(tx: Tx, cut: CutFacts, target: Target) -> list[TrackInput]:
    return await records.list_inputs(tx, cut.id, target.locale, target.kind)


async def _insert(
    tx: Tx,
    person: Person | None,
    cut: CutFacts,
    one: Prepared,
    revisions: tuple[int, int],
    inputs: Sequence[TrackInput],
) -> ReleaseId:
    approver = next((i.approved_by for i in inputs if i.locale == one.target.locale), None) if one.clean else None
    facts = (*revisions, one.pack, ENGINE, one.input_hash, one.document_sha256, one.done, one.total, approver)
    release = await records.insert_release(tx, cut, one.target, *facts)
    await records.insert_release_inputs(tx, release, inputs)
    for name, kept in one.files.items():
        await record_asset(tx, kept, DELIVERED[name].media_type)
        key = secrets.token_bytes(16)
        await records.insert_file(tx, cut.brand_id, release, name, kept.sha256, kept.size_bytes, key)
    data = {"cut_id": str(cut.id), "market": one.target.market, "locale": one.target.locale}
    await record(tx, person, "release.approved" if approver else "release.made", release, cut.brand_id, data)
    return release


async def _require_film(tx: Tx, cut_id: CutId) -> None:
    """Refuse while the cut's film is not known to show what the captions are made for."""
    held = (await held_among(tx, [cut_id])).get(cut_id)
    if held is None:
        return
    if held.state == "pending":
        raise CutFilmPending(held.because, headers={"retry-after": "5"})
    film = await find_film(tx, cut_id)
    raise CutFilmMismatch(held.because, state=held.state, findings=film.findings)


async def _writable(tx: Tx, person: Person, release_id: ReleaseId) -> StoredRelease:
    release = await records.get_release(tx, release_id)
    if release is None:
        raise Missing
    if not person.may("tracks:approve", release.brand_id, release.market):
        raise Forbidden("this needs tracks:approve", required_scope="tracks:approve")
    return release


async def _cut(tx: Tx, cut_id: CutId) -> CutFacts:
    cut = await records.get_cut(tx, cut_id)
    if cut is None:
        raise Missing
    return cut


async def _conformed(tx: Tx, cut_id: CutId) -> int | None:
    """The edit revision that the cut's cues stand in; None while the newest one is not conformed."""
    found = await records.get_conform(tx, cut_id)
    return found.edit_revision if found is not None and found.newest else None


async def _target(tx: Tx, cut_id: CutId, new: NewRelease, locale: str) -> Target:
    for target in await records.list_targets(tx, cut_id):
        if (target.market, target.locale, target.kind) == (new.market, locale, new.kind):
            return target
    detail = f"this cut is not made for {locale} ({new.kind}) in {new.market}; see the campaign's markets and tracks"
    raise Invalid(Fault("/market", "not_planned", detail))
