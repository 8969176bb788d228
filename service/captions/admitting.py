"""Who may touch a locale: whoever works in a market of the campaign that has it.

The locale in which a video is made belongs to every market of its brand. A locale that no market has is for those who
work in all of them.
"""

from __future__ import annotations

from uuid import UUID

from msgspec import Struct

from schemas.ids import BrandId, CutId, SourceId, VideoId
from service.captions.model import Home, StoredTrack
from service.captions.records import queries
from service.db.pool import Tx
from service.identity import Person
from service.problems import Forbidden


class Ground(Struct, frozen=True):
    """The markets of a campaign that have a locale, and whether captions of the video are made in it."""

    markets: list[str]
    is_source: bool


async def may(
    tx: Tx, person: Person, permission: str, brand: BrandId, place: VideoId | SourceId | CutId | UUID, locale: str
) -> bool:
    """Whether the person may do this to a locale of a video; `place` is the video, or one of its sources or cuts."""
    if person.holds(permission, brand):
        return True
    if not person.may(permission, brand):
        return False
    ground = await tx.one(Ground, queries.get_ground, place, locale)
    return ground is not None and (
        ground.is_source or any(person.may(permission, brand, market) for market in ground.markets)
    )


async def require_locale(
    tx: Tx, person: Person, permission: str, brand: BrandId, place: VideoId | SourceId | CutId | UUID, locale: str
) -> None:
    """Forbidden unless the person may do this to a locale of a video."""
    if not await may(tx, person, permission, brand, place, locale):
        raise Forbidden(f"this needs {permission} in a market that has {locale}", required_scope=permission)


async def require_track(tx: Tx, person: Person, permission: str, track: StoredTrack) -> None:
    """Forbidden unless the person may do this to a track."""
    await require_locale(tx, person, permission, track.brand_id, track.home_id, track.locale)


async def require_home(tx: Tx, person: Person, permission: str, home: Home, locale: str) -> None:
    """Forbidden unless the person may do this to a locale, open or not, of a source or cut."""
    await require_locale(tx, person, permission, home.brand_id, home.id, locale)
