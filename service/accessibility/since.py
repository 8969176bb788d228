"""Since when an item waits, at the latest: when what it asks about came to be as it is. Pure.

None where nobody kept that: text on screen that changed, a rule that changed, captions that are older than their texts.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from schemas.checklists import Measured, Reason, SubjectKind
from service.accessibility.model import Ground, StoredAnswer
from service.rulebook.market_items import MarketItem

NOT_KEPT = {"contents_changed", "pack_changed", "confirmation_withdrawn", "release_stale", "release_missing"}
NO_FILM = {"no_film", "film_withdrawn"}


def since_of(
    item: MarketItem, measured: Measured | None, answer: StoredAnswer | None, reason: Reason | None, ground: Ground
) -> datetime | None:
    """`answer` is the newest, also one that took the one before it back."""
    code = reason.code if reason else ""
    if code in NOT_KEPT:
        return None
    if code in NO_FILM:
        return ground.state.unfilmed_since
    since = (
        _measured_at(item, ground) if measured and measured.verdict == "fails" else _subject_at(item.subject, ground)
    )
    if since is not None and answer is not None and answer.status == "taken_back":
        return max(since, answer.at)
    return since


def _subject_at(kind: SubjectKind, ground: Ground) -> datetime | None:
    """When the edit list, the film or the newest release of the market came to be."""
    match kind:
        case "cut":
            return ground.state.edited_at
        case "rendition":
            return ground.state.film.arrived_at if ground.state.film else ground.state.unfilmed_since
    return _newest(one.at for one in ground.releases)


def _measured_at(item: MarketItem, ground: Ground) -> datetime | None:
    """When that was measured by which an item fails; what nobody measured was known when its subject came to be."""
    match item.topic:
        case "sound":
            return ground.sound.at if ground.sound else None
        case "captions":
            judged = [ground.judged[one.id].at for one in ground.in_force if one.id in ground.judged]
            return _newest([one for one in judged if one is not None])
    return _subject_at("rendition", ground) if item.subject == "rendition" else None


def _newest(moments: Iterable[datetime]) -> datetime | None:
    return max(moments, default=None)
