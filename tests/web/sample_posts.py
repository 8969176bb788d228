"""Posts as the pages may meet them."""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import count
from typing import Any
from uuid import UUID

from schemas.gates import Gate, GateReason, WayOut
from schemas.ids import BrandId, CampaignId, ChannelId, CutId, PersonId, PostId, ReleaseId, VideoId
from schemas.post_copy import Inherited, SaidCover, SaidDisclosure, SaidHashtags, SaidText
from schemas.post_tasks import PostTask, TaskKind
from schemas.posts import LiveCaption, PlannedPost, Step

NOW = datetime(2026, 11, 20, 11, 16, tzinfo=UTC)
NOTHING = Inherited(
    text=SaidText(value=None, level=None),
    title=SaidText(value=None, level=None),
    hashtags=SaidHashtags(value=None, level=None),
    cover_ms=SaidCover(value=None, level=None),
    disclosure=SaidDisclosure(value=None, level=None),
)
_numbers = count(1)


def gate(kind: str, state: str = "blocks", code: str = "code", **facts: Any) -> Gate:
    """A gate with one reason."""
    severity = "warns" if state == "warns" else "holds" if state == "holds" else "blocks"
    said = f"In English: {code}."
    reason = GateReason(code=code, severity=severity, facts=facts, detail=said, way_out=None, since=None)  # type: ignore[arg-type]
    return Gate(kind=kind, state=state, reasons=[reason], override=None)  # type: ignore[arg-type]


def drift(live: int, newest: int | None, state: str = "drifted") -> LiveCaption:
    """Captions that are live while others are approved."""
    return LiveCaption(
        locale="de-DE",
        release_id=ReleaseId(UUID(int=1)),
        number=live,
        how="sidecar",
        newest_id=None,
        newest_number=newest,
        state=state,  # type: ignore[arg-type]
        price=None,
        at=NOW,
    )


def post(cut: str = "60 V", market: str = "DE", local: str | None = "2026-11-20T18:00", **facts: Any) -> PlannedPost:
    """A planned post of that cut in Berlin's time; `facts` say what is otherwise."""
    number = next(_numbers)
    due = None if local is None else datetime.fromisoformat(f"{local}:00+01:00").astimezone(UTC)
    said: dict[str, Any] = {
        "id": PostId(UUID(int=number)),
        "brand_id": BrandId(UUID(int=1)),
        "campaign_id": CampaignId(UUID(int=1)),
        "cut_id": CutId(UUID(int=1)),
        "cut": cut,
        "video_id": VideoId(UUID(int=1)),
        "channel_id": ChannelId(UUID(int=1)),
        "platform": "tiktok",
        "handle": "@aldermoor.kaffee",
        "market": market,
        "slot": "launch",
        "media": "organic_social",
        "status": "planned",
        "local_at": local,
        "zone": None if local is None else "Europe/Berlin",
        "fold": None,
        "due_at": due,
        "url": None,
        "posted_at": None,
        "film_sha256": None,
        "evidence_sha256": None,
        "note": "",
        "last": Step(number=1, verb="planned", note="", by=PersonId(UUID(int=1)), name="Marie Keller", at=NOW),
        "revision": 1,
        "created_at": NOW,
        "updated_at": NOW,
        "copy": NOTHING,
        "open": True,
        "gates": [],
        "captions": [],
    }
    return PlannedPost(**said | facts)


def task(kind: TaskKind, code: str, of: PlannedPost, **facts: Any) -> PostTask:
    """Something that a post wants."""
    return PostTask(
        kind=kind,
        post_id=of.id,
        cut_id=of.cut_id,
        cut=of.cut,
        market=of.market,
        platform=of.platform,
        handle=of.handle,
        code=code,
        facts=facts,
        detail="",
        since=None,
        way_out=WayOut(code="code", ids={}),
    )
