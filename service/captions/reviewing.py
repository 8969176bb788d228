"""Four eyes, where a campaign asks for them: nobody approves what they wrote themselves."""

from __future__ import annotations

from schemas.ids import ReleaseId, TrackId
from service.captions.problems import FourEyes
from service.captions.records import queries
from service.db.pool import Tx
from service.identity import Person


async def admit_to_locale(tx: Tx, person: Person, track: TrackId) -> None:
    """FourEyes when the person wrote a text that stands in this track. A key's texts are its maker's."""
    if await tx.value(queries.writes_here, [track], person.id):
        raise FourEyes("you wrote texts of this locale; somebody else approves it")


async def admit_to_release(tx: Tx, person: Person, release: ReleaseId) -> None:
    """FourEyes when the person wrote a text or an override that is in this release."""
    if await tx.value(queries.wrote_release, release, person.id):
        raise FourEyes("you wrote texts or overrides of this release; somebody else approves it")
