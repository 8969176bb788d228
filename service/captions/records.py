"""Captions as stored."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from schemas.captions import Kind, PlacedCue, Stream, TextOfCue, Timing, Track
from schemas.ids import BrandId, CampaignId, CueId, CutId, KeyId, OrganizationId, PersonId, ReleaseId, SourceId, TrackId
from service.captions.cells import CuesOfCut, Place, SideTrack, Standing, StoredCell, TextsOfTrack, counted
from service.captions.files import StoredFile
from service.captions.merging import Merged, StoredOverride, merge, shown
from service.captions.model import (
    CutFacts,
    FactUse,
    Home,
    NewestRelease,
    OwnCue,
    Projected,
    SegmentOfCut,
    StoredConform,
    StoredRelease,
    StoredTrack,
    Suspect,
    Target,
    TimedCue,
    TimingState,
    TrackInput,
    Wanted,
    Worded,
    project,
    text_hash,
)
from service.captions.model import Placed as PlacedInCut
from service.captions.problems import TrackExists
from service.captions.records_overrides import list_overrides
from service.db.pool import Tx
from service.db.problems import refusing
from service.db.queries import load
from service.timedtext.retime import Placed

queries = load(__package__)
HomeId = SourceId | CutId


def _track_exists() -> TrackExists:
    return TrackExists("there is a track in this locale and kind")


# Tracks and texts


async def get_home(tx: Tx, home: HomeId | UUID) -> Home | None:
    return await tx.one(Home, queries.get_home, home)


async def find_track(tx: Tx, home: HomeId | UUID, locale: str, kind: Kind) -> StoredTrack | None:
    return await tx.one(StoredTrack, queries.find_track, home, locale, kind)


async def list_tracks_of_home(tx: Tx, home: HomeId) -> list[Track]:
    """Every track of a source or a cut, the one in its own language first."""
    return await tx.all(Track, queries.list_home_tracks, home)


async def insert_track(
    tx: Tx, home: Home, locale: str, kind: Kind, *, is_source: bool, original: bytes | None, revision: int
) -> TrackId:
    """A new track; TrackExists when the home has one in this locale and kind, or has its source track."""
    args = (home.brand_id, home.source_id, home.cut_id, locale, kind, is_source, original, revision, revision)
    with refusing(track_of_home_once=_track_exists, track_one_language_of_home=_track_exists):
        return TrackId(await tx.value(queries.insert_track, *args))


async def insert_planned_tracks(tx: Tx, home: HomeId) -> dict[TrackId, str]:
    """The tracks that the markets of the campaign still wanted, with their locales."""
    return {TrackId(row[0]): row[1] for row in await tx.rows(queries.insert_planned_tracks, home)}


async def list_tracks_among(tx: Tx, tracks: Sequence[TrackId]) -> list[Track]:
    """These tracks, in the order of their locales."""
    return await tx.all(Track, queries.list_tracks_among, tracks)


async def insert_cues(tx: Tx, home: Home, stream: Stream, number: int) -> list[CueId]:
    """New identities, as many as asked for."""
    rows = await tx.rows(queries.insert_cues, home.source_id, home.cut_id, stream, number)
    return [CueId(row[0]) for row in rows]


async def get_track(tx: Tx, track: TrackId) -> Track | None:
    return await tx.one(Track, queries.get_track, track)


async def lock_track(tx: Tx, track: TrackId) -> StoredTrack | None:
    return await tx.one(StoredTrack, queries.lock_track, track)


async def get_cue_text(tx: Tx, track: TrackId, cue: CueId) -> TextOfCue | None:
    return await tx.one(TextOfCue, queries.get_cue_text, track, cue)


async def list_track_texts(tx: Tx, track: TrackId) -> list[TextOfCue]:
    """Every cue of a track, in order of time."""
    return await tx.all(TextOfCue, queries.list_track_texts, track)


async def list_markups(tx: Tx, track: StoredTrack) -> dict[CueId, str]:
    """The markup of the texts of a track that have some."""
    worded = await tx.all(Worded, queries.list_worded, [track.home_id], [track.locale], [track.kind])
    here = [one for one in worded if (one.locale, one.kind) == (track.locale, track.kind)]
    return {CueId(one.cue_id): one.markup for one in here if one.markup}


async def get_source_hash(tx: Tx, home: UUID, cue: CueId) -> bytes | None:
    """The hash of what the source says, to be kept beside its translation."""
    found: bytes | None = await tx.value(queries.get_source_text, home, cue)
    return found


async def replace_text(
    tx: Tx,
    track: StoredTrack,
    cue: CueId,
    seen: int | None,
    text: str,
    source_hash: bytes | None,
    origin: str,
    by: PersonId,
) -> bool:
    """A new head for a cue, if the head is at `seen` (0: there is none; None: whatever it is). Bumps the track."""
    head = await tx.value(queries.get_head_revision, track.id, cue)
    if seen is not None and (head or 0) != seen:
        return False
    if head is not None:
        await tx.do(queries.retire_text, track.id, cue, head)
    revision = track.revision + 1
    await tx.do(queries.insert_text, track.id, cue, revision, text, "", text_hash(text), source_hash, origin, by)
    await tx.do(queries.bump_track, track.id, revision)
    return True


async def replace_fact_uses(tx: Tx, track: TrackId, named: Mapping[CueId, Iterable[str]]) -> None:
    """Which facts these cues of a track name from now on."""
    await tx.do(queries.delete_fact_uses, track, list(named))
    pairs = [(cue, key) for cue, keys in named.items() for key in sorted(keys)]
    if pairs:
        await tx.do(queries.insert_fact_uses, track, [cue for cue, _ in pairs], [key for _, key in pairs])


async def list_fact_uses(tx: Tx, campaign: CampaignId) -> list[FactUse]:
    return await tx.all(FactUse, queries.list_fact_uses, campaign)


async def submit_track(tx: Tx, track: TrackId) -> bool:
    """Whether it was not submitted as it is."""
    return await tx.do(queries.submit_track, track) == 1


async def approve_track(tx: Tx, track: TrackId, by: PersonId) -> bool:
    """Whether it was not approved as it is."""
    return await tx.do(queries.approve_track, track, by) == 1


# Timing


async def get_timing(tx: Tx, cue: CueId) -> Timing | None:
    return await tx.one(Timing, queries.get_timing, cue)


async def lock_source_track(tx: Tx, home: HomeId | UUID) -> StoredTrack | None:
    return await tx.one(StoredTrack, queries.lock_source_track, home)


async def replace_timing(
    tx: Tx, track: StoredTrack, cue: CueId, seen: int, begin_ms: int, end_ms: int, by: PersonId
) -> bool:
    """A new time for a cue whose timing is at `seen`; bumps the source track's timing."""
    if not await tx.do(queries.retire_timing, cue, seen):
        return False
    revision = track.timing_revision + 1
    await tx.do(queries.insert_timing, cue, revision, begin_ms, end_ms, by, seen)
    await tx.do(queries.bump_timing, track.id, revision)
    return True


# Conform


async def lock_cut(tx: Tx, cut: CutId) -> CutFacts | None:
    return await tx.one(CutFacts, queries.lock_cut, cut)


async def list_segments(tx: Tx, cut: CutId, edit_revision: int) -> list[SegmentOfCut]:
    return await tx.all(SegmentOfCut, queries.list_segments, cut, edit_revision)


async def list_source_cues(tx: Tx, sources: Sequence[SourceId]) -> list[TimedCue]:
    return await tx.all(TimedCue, queries.list_source_cues, list(sources))


async def list_own_cues(tx: Tx, cut: CutId) -> list[OwnCue]:
    return await tx.all(OwnCue, queries.list_own_cues, cut)


async def list_timing_revisions(tx: Tx, homes: Sequence[HomeId]) -> dict[str, int]:
    found = await tx.all(TimingState, queries.list_timing_revisions, list(homes))
    return {str(one.home_id): one.timing_revision for one in found}


async def get_conform(tx: Tx, cut: CutId) -> StoredConform | None:
    return await tx.one(StoredConform, queries.get_conform, cut)


async def replace_conform(
    tx: Tx, cut: CutFacts, timing_revisions: dict[str, int], dropped: int, placed: Sequence[Placed[Any, Any]]
) -> None:
    """What conform found for the edit list in force."""
    await tx.do(queries.upsert_conform, cut.id, cut.edit_revision, timing_revisions, dropped)
    await tx.do(queries.delete_cut_cues, cut.id, cut.edit_revision)
    columns = [[getattr(one, name) for one in placed] for name in ("cue_id", "segment_id", "begin_ms", "end_ms", "how")]
    await tx.do(queries.insert_cut_cues, cut.id, cut.edit_revision, *columns)


async def list_cut_cues(tx: Tx, cut: CutId, edit_revision: int) -> list[PlacedCue]:
    return await tx.all(PlacedCue, queries.list_cut_cues, cut, edit_revision)


async def list_cuts_of_source(tx: Tx, source: SourceId) -> list[CutId]:
    return [CutId(row[0]) for row in await tx.rows(queries.list_cuts_of_source, source)]


async def list_cuts_of_campaign(tx: Tx, campaign: CampaignId) -> list[CutId]:
    return [CutId(row[0]) for row in await tx.rows(queries.list_cuts_of_campaign, campaign)]


# Releases


async def get_cut(tx: Tx, cut: CutId) -> CutFacts | None:
    return await tx.one(CutFacts, queries.get_cut, cut)


async def list_targets(tx: Tx, cut: CutId) -> list[Target]:
    return await tx.all(Target, queries.list_targets, cut)


async def list_derived(tx: Tx, wanted: Sequence[Wanted]) -> list[list[Projected]]:
    """The cues of each wanted track without its overrides. A text is read once, however many cuts show it."""
    placed = await tx.all(PlacedInCut, queries.list_placed, list({one.cut_id for one in wanted}))
    homes = list({one.home_id for one in placed})
    locales, kinds = [list({getattr(one, name) for one in wanted} - {None}) for name in ("locale", "kind")]
    return project(wanted, placed, await tx.all(Worded, queries.list_worded, homes, locales, kinds))


async def list_merged(tx: Tx, wanted: Sequence[Wanted]) -> list[list[Merged]]:
    """The cues of each wanted track, as derived and as their cuts show them."""
    overrides, derived = await _overrides(tx, wanted), await list_derived(tx, wanted)
    return [merge(rows, overrides[one.cut_id], one) for one, rows in zip(wanted, derived, strict=True)]


async def list_projected(tx: Tx, wanted: Sequence[Wanted]) -> list[list[Projected]]:
    """The cues of each wanted track as their cuts show them. Three queries, however many tracks."""
    overrides, derived = await _overrides(tx, wanted), await list_derived(tx, wanted)
    return [
        shown(rows, overrides[one.cut_id], one) if one.cut_id in overrides else rows
        for one, rows in zip(wanted, derived, strict=True)
    ]


async def _overrides(tx: Tx, wanted: Sequence[Wanted]) -> dict[CutId, list[StoredOverride]]:
    found: dict[CutId, list[StoredOverride]] = defaultdict(list)
    cuts, locales = {one.cut_id for one in wanted}, {one.locale for one in wanted if one.locale}
    for override in await list_overrides(tx, list(cuts), list(locales)):
        found[override.cut_id].append(override)
    return found


async def list_inputs(tx: Tx, cut: CutId, locale: str, kind: Kind) -> list[TrackInput]:
    return await tx.all(TrackInput, queries.list_inputs, cut, locale, kind)


async def get_newest_release(tx: Tx, cut: CutId, target: Target, input_hash: bytes) -> NewestRelease | None:
    args = (cut, target.market, target.locale, target.kind, input_hash)
    return await tx.one(NewestRelease, queries.get_newest_release, *args)


async def insert_release(tx: Tx, cut: CutFacts, target: Target, *facts: Any) -> ReleaseId:
    """`facts`: revisions of facts and overrides, pack, engine, input and document hash, done, total, and who approved
    (None: somebody must look)."""
    place = (cut.brand_id, cut.id, target.market, target.locale, target.kind, cut.edit_revision)
    return ReleaseId(await tx.value(queries.insert_release, *place, *facts))


async def insert_release_inputs(tx: Tx, release: ReleaseId, inputs: Sequence[TrackInput]) -> None:
    await tx.each(
        queries.insert_release_input,
        [(release, one.track_id, one.track_revision, one.timing_revision) for one in inputs],
    )


async def insert_file(
    tx: Tx, brand: BrandId, release: ReleaseId, format: str, sha256: bytes, size_bytes: int, file_key: bytes
) -> None:
    await tx.do(queries.insert_file, brand, release, format, sha256, size_bytes, file_key)


async def get_release(tx: Tx, release: ReleaseId) -> StoredRelease | None:
    return await tx.one(StoredRelease, queries.get_release, release)


async def list_suspects(tx: Tx, releases: Sequence[ReleaseId]) -> list[Suspect]:
    """Those of which an input changed."""
    return await tx.all(Suspect, queries.list_suspects, list(releases))


async def approve_release(tx: Tx, release: ReleaseId, by: PersonId | KeyId) -> bool:
    return await tx.do(queries.approve_release, release, by) == 1


async def withdraw_release(tx: Tx, release: ReleaseId) -> bool:
    return await tx.do(queries.withdraw_release, release) == 1


# Files


async def is_planned(tx: Tx, cut: CutId, market: str, locale: str) -> bool:
    """Whether the campaign runs in this market and locale, and this cut is made for it."""
    return bool(await tx.value(queries.is_planned, cut, market, locale))


async def find_public_file(tx: Tx, file_key: bytes) -> OrganizationId | None:
    """Whose file this is, where it is for everybody."""
    found = await tx.value(queries.find_public_file, file_key)
    return None if found is None else OrganizationId(found)


async def find_public_cut(tx: Tx, cut: CutId, market: str) -> OrganizationId | None:
    """Whose cut this is, where its captions for a market are for everybody."""
    found = await tx.value(queries.find_public_cut, cut, market)
    return None if found is None else OrganizationId(found)


async def get_file(tx: Tx, file_key: bytes) -> StoredFile | None:
    return await tx.one(StoredFile, queries.get_file, file_key)


async def get_latest_file(tx: Tx, cut: CutId, market: str, locale: str, format: str) -> StoredFile | None:
    return await tx.one(StoredFile, queries.get_latest_file, cut, market, locale, format)


async def list_standings(tx: Tx, campaigns: Sequence[CampaignId]) -> list[Standing]:
    """How far these campaigns are; a campaign without cuts or markets has none."""
    return await tx.all(Standing, queries.list_standings, list(campaigns))


async def list_cells(tx: Tx, campaign: CampaignId) -> list[StoredCell]:
    """Four queries: the texts and the cuts are read once, and counted here."""
    places = await tx.all(Place, queries.list_cells, campaign)
    cuts = await tx.all(CuesOfCut, queries.list_cues_of_cuts, list({place.cut_id for place in places}))
    sides = await list_side_tracks(tx, campaign)
    tracks = {track for place in places for track in (place.origin_id, place.track_id) if track}
    tracks |= {side.track_id for side in sides}
    return counted(places, cuts, sides, await tx.all(TextsOfTrack, queries.list_texts_of_tracks, list(tracks)))


async def list_side_tracks(tx: Tx, campaign: CampaignId) -> list[SideTrack]:
    return await tx.all(SideTrack, queries.list_side_tracks, campaign)


async def has_campaign(tx: Tx, campaign: CampaignId) -> bool:
    return bool(await tx.value(queries.has_campaign, campaign))
