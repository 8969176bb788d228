"""Review: a locale as it is read beside what was approved last, and how it goes back with what is to be mended."""

from __future__ import annotations

from schemas.captions import Track
from schemas.ids import CueId, TrackId
from schemas.reviews import Reviewed, SendBack
from service.captions import records, records_reviews
from service.captions.actions import track_of
from service.captions.admitting import require_track
from service.captions.problems import NotInReview
from service.db.pool import Tx
from service.events.actions import record
from service.identity import Person
from service.problems import Fault, Invalid, Missing, PreconditionFailed


async def send_back(tx: Tx, person: Person, track_id: TrackId, seen: int | None, said: SendBack) -> Track:
    """A locale that waits for approval is a draft again, with the reasons. Raises NotInReview, Invalid, Forbidden."""
    track = await records.lock_track(tx, track_id)
    if track is None:
        raise Missing
    await require_track(tx, person, "tracks:approve", track)
    known = {one.id for one in await records.list_track_texts(tx, track_id)}
    faults = [
        Fault(f"/cues/{index}/cue_id", "not_found", "there is no such cue in this track")
        for index, one in enumerate(said.cues)
        if one.cue_id not in known
    ]
    if faults:
        raise Invalid(*faults)
    if seen is not None and seen != track.revision:
        raise PreconditionFailed.on(await track_of(tx, track_id))
    if not await records_reviews.send_back(tx, track_id):
        raise NotInReview("only a locale that waits for approval can be sent back")
    every: list[tuple[CueId | None, str]] = [(None, said.reason), *((one.cue_id, one.text) for one in said.cues)]
    await records_reviews.insert_remarks(tx, track.brand_id, track_id, track.revision, person.id, every)
    told = {"locale": track.locale, "revision": track.revision, "cues": len(said.cues)}
    await record(tx, person, "locale.sent_back", track_id, track.brand_id, told)
    return await track_of(tx, track_id)


async def read_for_review(tx: Tx, track_id: TrackId) -> Reviewed:
    """A locale with what was approved last; Missing outside the walls."""
    track = await track_of(tx, track_id)
    cues = await records_reviews.list_reviewed(tx, track_id)
    return Reviewed(track=track, approved_before=track.approved_at is not None, cues=cues)
