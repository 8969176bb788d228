"""A post that nothing keeps back, to be taken apart one thing at a time."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

import msgspec

from schemas.approvals import BriefStanding
from schemas.captions import Cell
from schemas.checklists import Outstanding, Standing
from schemas.contents import AiInCut, CutContents, CutState, FilmFacts, RequirementInCut, RightsInCut
from schemas.ids import (
    BrandId,
    CampaignId,
    ChannelId,
    CutId,
    MarkId,
    PersonId,
    PostId,
    ReleaseId,
    RequirementId,
    RightsId,
    VideoId,
)
from schemas.post_copy import Inherited, SaidCover, SaidDisclosure, SaidHashtags, SaidText
from schemas.posts import Post, Step
from schemas.requirements import Requirement
from schemas.rights import Rights
from schemas.videos import FrameRate
from service import rulebook
from service.posts.ground import Ground, Twin

NOW = datetime(2026, 11, 20, 17, tzinfo=UTC)
PERSON, POST, CUT = PersonId(UUID(int=1)), PostId(UUID(int=2)), CutId(UUID(int=3))
CAMPAIGN, BRAND, VIDEO = CampaignId(UUID(int=4)), BrandId(UUID(int=5)), VideoId(UUID(int=6))
CHANNEL, RIGHTS, ASKED = ChannelId(UUID(int=7)), RightsId(UUID(int=8)), RequirementId(UUID(int=9))


def a_post(**facts: Any) -> Post:
    """60 V on TikTok in Germany, on the evening of 20 November."""
    last = Step(number=1, verb="planned", note="", by=PERSON, name="Ada", at=NOW)
    base = Post(
        id=POST,
        brand_id=BRAND,
        campaign_id=CAMPAIGN,
        cut_id=CUT,
        cut="60 V",
        video_id=VIDEO,
        channel_id=CHANNEL,
        platform="tiktok",
        handle="@aldermoor",
        market="DE",
        slot="launch",
        media="organic_social",
        status="planned",
        local_at="2026-11-20T18:00",
        zone="Europe/Berlin",
        fold=None,
        due_at=NOW,
        url=None,
        posted_at=None,
        film_sha256=None,
        evidence_sha256=None,
        note="",
        last=last,
        revision=1,
        created_at=NOW,
        updated_at=NOW,
    )
    return msgspec.structs.replace(base, **facts)


def a_film(**facts: Any) -> FilmFacts:
    """What TikTok takes."""
    base = FilmFacts(
        number=1,
        sha256="f" * 64,
        container="mp4",
        video_codec="h264",
        audio_codec="aac",
        width_px=1080,
        height_px=1920,
        fps=FrameRate(num=25),
        frames=1500,
        duration_ms=60_000,
        size_bytes=58_900_000,
        bitrate_bps=7_800_000,
        faststart=True,
        state="matching",
        held=False,
        arrived_at=NOW,
        since=NOW,
    )
    return msgspec.structs.replace(base, **facts)


def a_window(**facts: Any) -> Rights:
    """Music for Germany and Austria until the end of January."""
    base = Rights(
        id=RIGHTS,
        brand_id=BRAND,
        campaign_id=CAMPAIGN,
        what="music",
        name="Low Kettle",
        territories=["AT", "DE"],
        media=["organic_social"],
        starts_on=date(2026, 11, 1),
        ends_on=date(2027, 1, 31),
        contract="",
        by=PERSON,
        revision=1,
        created_at=NOW,
        updated_at=NOW,
    )
    return msgspec.structs.replace(base, **facts)


def a_requirement(**facts: Any) -> RequirementInCut:
    """The cup for three seconds."""
    base = RequirementInCut(
        requirement_id=ASKED,
        kind="on_screen",
        level="must",
        title="The cup",
        markets=[],
        state="met",
        kept_ms=3000,
        needed_ms=3000,
        ranges=[],
    )
    return msgspec.structs.replace(base, **facts)


def asked(**facts: Any) -> Requirement:
    """The words of a disclosure."""
    base = Requirement(
        id=ASKED,
        brand_id=BRAND,
        campaign_id=CAMPAIGN,
        kind="disclosure",
        level="must",
        title="Say that it is advertising",
        phrases=["Werbung"],
        markets=[],
        minimum_ms=None,
        by=PERSON,
        revision=1,
        created_at=NOW,
        updated_at=NOW,
    )
    return msgspec.structs.replace(base, **facts)


def contents(film: FilmFacts | None = None, *, filmed: bool = True, **facts: Any) -> CutContents:
    """The cut with its film and its music."""
    state = CutState(
        cut_id=CUT,
        campaign_id=CAMPAIGN,
        video_id=VIDEO,
        code="60 V",
        market=None,
        aspect="9:16",  # type: ignore[arg-type]
        fps=FrameRate(num=25),
        frames=1500,
        duration_ms=60_000,
        edit_revision=1,
        edit_sha256="e" * 64,
        segments_sha256="e" * 64,
        contents_sha256="e" * 64,
        film=(film or a_film()) if filmed else None,
        edited_at=NOW,
        unfilmed_since=None if filmed else NOW,
    )
    base = CutContents(state=state, requirements=[a_requirement()], rights=[used()], texts=[], ai=[])
    return msgspec.structs.replace(base, **facts)


def used(**facts: Any) -> RightsInCut:
    """The music in the cut."""
    base = RightsInCut(rights_id=RIGHTS, what="music", name="Low Kettle", withdrawn=False, used_ms=60_000, ranges=[])
    return msgspec.structs.replace(base, **facts)


def by_ai(made: str) -> AiInCut:
    return AiInCut(mark_id=MarkId(UUID(int=10)), made=made, tool="", used_ms=1000, ranges=[])  # type: ignore[arg-type]


def brief(state: str = "approved", **facts: Any) -> BriefStanding:
    base = BriefStanding(state="approved", by="Jonas", guest=True, at=NOW, reason="", changed=[])
    return msgspec.structs.replace(base, state=state, **facts)


def cell(state: str = "approved", locale: str = "de-DE", because: str = "") -> Cell:
    return Cell(
        cut_id=CUT,
        market="DE",
        locale=locale,
        kind="subtitles",
        state=state,  # type: ignore[arg-type]
        done=24,
        total=24,
        because=because,
        release_id=ReleaseId(UUID(int=11)),
        release_number=12,
        approved_at=NOW,
        files=[],
        errors=0,
        warnings=0,
        pack=None,
    )


def checklist(blocking: tuple[str, ...] = (), warning: tuple[str, ...] = ()) -> Standing:
    def open_(item: str) -> Outstanding:
        return Outstanding(item=item, title=item.title(), state="open", reason=None, since=NOW)

    return Standing(
        cut_id=CUT,
        market="DE",
        holds=37,
        total=37,
        states={},
        blocking=[open_(one) for one in blocking],
        warning=[open_(one) for one in warning],
        waiting_on=[],
    )


def says(**values: Any) -> Inherited:
    """A German text that discloses one's own brand."""
    said: dict[str, Any] = {
        "text": "Ein Platz ist frei.",
        "title": "Die Tasse",
        "hashtags": ["kaffee"],
        "disclosure": ["own_brand"],
    }
    said |= {"cover_ms": None} | values
    level: Any = "market"
    return Inherited(
        text=SaidText(value=said["text"], level=level),
        title=SaidText(value=said["title"], level=level),
        hashtags=SaidHashtags(value=said["hashtags"], level=level),
        cover_ms=SaidCover(value=said["cover_ms"], level=level),
        disclosure=SaidDisclosure(value=said["disclosure"], level=level),
    )


def twin(**facts: Any) -> Twin:
    base = Twin(PostId(UUID(int=12)), "live", "60 V", "AT", None, None, True, True)
    return msgspec.structs.replace(base, **facts)


def ground(**facts: Any) -> Ground:
    """All of it."""
    base = Ground(
        post=a_post(),
        says=says(),
        day=date(2026, 11, 20),
        windows={RIGHTS: a_window()},
        contents=contents(),
        brief=brief(),
        requirements=[],
        cells=[cell()],
        checklist=checklist(),
        platform=rulebook.load().platforms["tiktok"],
        twins=[],
    )
    return msgspec.structs.replace(base, **facts)
