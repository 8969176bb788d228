"""`/c/{campaign}/review/{track}`: read, then approve or send back; then the next one that waits."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from msgspec import Struct

from schemas.captions import Track
from schemas.ids import CampaignId, CueId, TrackId
from schemas.reviews import CueRemark, Remark, SendBack
from service.captions import actions, finding, sending_back
from service.captions.admitting import may
from service.captions.problems import FourEyes, LocaleNotReady, NotInReview
from service.captions.records_reviews import list_remarks
from service.captions.records_wants import WaitingTrack
from service.captions.reviewing import admit_to_locale
from service.captions.wanting import list_reviews
from service.db.pool import Database, Tx
from service.exchange import ApiRequest
from service.problems import Forbidden, Missing, PreconditionFailed, Problem
from service.videos.records import get_video
from service.web import notices
from service.web.forms import fields
from service.web.frame import Head, head_of
from service.web.pages import Pages
from service.web.review.drawn import drawn
from service.web.review.sheet import Sheet, sheet
from service.web.visit import Visit, visit_of
from service.web.words import Language

FORM_BYTES = 1_000_000
LONGEST = 2000


class Reading(Struct, frozen=True):
    """What stands on the page; `why_not`: why the reader may not approve, empty when they may;
    `decides`: they review this language, and so may send it back."""

    head: Head
    track: Track
    sheet: Sheet
    whole: list[Remark]
    why_not: str
    decides: bool
    next: WaitingTrack | None
    waiting: int
    editor: str


@get("/c/{campaign_id:str}/review/{track_id:str}", operation_id="web.review")
async def review(
    request: ApiRequest,
    db: NamedDependency[Database],
    pages: NamedDependency[Pages],
    campaign_id: FromPath[CampaignId],
    track_id: FromPath[TrackId],
) -> Response[str]:
    """One locale's texts in one reading."""
    visit = visit_of(request, request.user)
    async with db.reading(request.user.scope) as tx:
        reading = await _read(tx, request, visit.language, campaign_id, track_id, {})
    return show(pages, visit, reading)


@post("/c/{campaign_id:str}/review/{track_id:str}", operation_id="web.review_sent", request_max_body_size=FORM_BYTES)
async def decide(
    request: ApiRequest,
    db: NamedDependency[Database],
    pages: NamedDependency[Pages],
    campaign_id: FromPath[CampaignId],
    track_id: FromPath[TrackId],
) -> Response[Any]:
    """Approve the locale or send it back; then the next one that waits, or why it was not done."""
    visit, typed = visit_of(request, request.user), await fields(request)
    say = visit.language.say
    seen = int(typed.get("seen", "")) if typed.get("seen", "").isdecimal() else 0
    reason = typed.get("reason", "").strip()[:LONGEST]
    approves = typed.get("act") == "approve"
    if not approves and not reason:
        refusal, status = say("Say why it goes back. One sentence is enough."), 422
    else:
        try:
            async with db.transaction(request.user.scope) as tx:
                await head_of(tx, campaign_id)
                if approves:
                    track = await actions.approve_locale(tx, request.user, request.rulebook, track_id, seen)
                else:
                    track = await sending_back.send_back(tx, request.user, track_id, seen, _said(reason, typed))
                following = next(
                    (one for one in await list_reviews(tx, request.user) if one.track_id != track_id), None
                )
        except (LocaleNotReady, FourEyes, NotInReview, PreconditionFailed, Forbidden) as problem:
            refusal, status = _refused(visit.language, problem), problem.status
        else:
            name = visit.language.of(track.locale)
            done = say("%(language)s is approved.", language=name)
            back = say("%(language)s went back.", language=name)
            there = f"/c/{following.campaign_id}/review/{following.track_id}" if following else "/wants"
            return notices.see_other(request, there, done if approves else back)
    async with db.reading(request.user.scope) as tx:
        reading = await _read(tx, request, visit.language, campaign_id, track_id, typed)
    return show(pages, visit, reading, reason, refusal, status, asked="reason" if status == 422 else "")


def _said(reason: str, typed: Mapping[str, str]) -> SendBack:
    """The reason, and the remarks of the cues that have one."""
    remarks = []
    for name, text in typed.items():
        if name.startswith("cue-") and text.strip():
            try:
                remarks.append(CueRemark(cue_id=CueId.parse(name.removeprefix("cue-")), text=text.strip()[:LONGEST]))
            except ValueError:
                continue
    return SendBack(reason=reason, cues=remarks)


def _refused(language: Language, problem: Problem) -> str:
    """Why nothing was done, and what to do now."""
    say = language.say
    match problem:
        case LocaleNotReady():
            return say("Texts of this language still break a rule. They are marked below; send it back, or mend them.")
        case FourEyes():
            return say(
                "You wrote some of these texts, and this campaign asks for four eyes. Somebody else approves it."
            )
        case PreconditionFailed():
            return say("Somebody changed a text while you were reading. This is how it stands now; read it again.")
        case NotInReview():
            return say("This language does not wait for approval any more, so it cannot go back.")
    return say("You may read this language, but not approve it.")


async def _read(
    tx: Tx,
    request: ApiRequest,
    language: Language,
    campaign_id: CampaignId,
    track_id: TrackId,
    typed: Mapping[str, str],
) -> Reading:
    head = await head_of(tx, campaign_id)
    read = await sending_back.read_for_review(tx, track_id)
    home = await actions.home_of(tx, read.track.source_id or read.track.cut_id)  # type: ignore[arg-type]
    video = await get_video(tx, home.video_id)
    if video is None or video.campaign_id != campaign_id:
        raise Missing
    found = await finding.of_track(tx, request.rulebook, track_id)
    remarks = await list_remarks(tx, track_id)
    why_not = ""
    decides = await may(tx, request.user, "tracks:approve", head.brand_id, home.id, read.track.locale)
    if not decides:
        why_not = _refused(language, Forbidden())
    else:
        try:
            await admit_to_locale(tx, request.user, track_id)
        except FourEyes as problem:
            why_not = _refused(language, problem)
    if not why_not and found.errors:
        why_not = _refused(language, LocaleNotReady())
    queue = [one for one in await list_reviews(tx, request.user) if one.track_id != track_id]
    queue.sort(key=lambda one: one.campaign_id != campaign_id)
    return Reading(
        head,
        read.track,
        sheet(language, read.cues, found.data, remarks, approved_before=read.approved_before, typed=typed),
        [one for one in remarks if one.cue_id is None],
        why_not,
        decides,
        queue[0] if queue else None,
        len(queue),
        f"/c/{campaign_id}/masters/{read.track.source_id}/{read.track.locale}" if read.track.source_id else "",
    )


def show(
    pages: Pages,
    visit: Visit,
    reading: Reading,
    reason: str = "",
    refusal: str = "",
    status: int = 200,
    asked: str = "",
) -> Response[str]:
    """The page; after a refusal what was typed stays."""
    which = dict(visit.query).get("show", "")
    asks = reading.decides and reading.track.status == "in_review"
    return pages.answer(
        visit,
        "review/page.html",
        status=status,
        room="captions",
        campaign=reading.head,
        reading=reading,
        track=reading.track,
        sheet=reading.sheet,
        lines=reading.sheet.shown(which),
        drawn=partial(drawn, visit.language, reading.track.locale, asks),
        which=which,
        filter_href=lambda name: visit.with_query(show=name or None, lang=None, theme=None),
        sentence=_sentence(visit.language, reading),
        reason=reason,
        refusal=refusal,
        asked=asked,
    )


def _sentence(language: Language, reading: Reading) -> str:
    """How the locale stands."""
    total, shown = len(reading.sheet.lines), reading.sheet
    if reading.track.status == "approved":
        return language.plural("The only text is approved.", "All %(num)s texts are approved.", total)
    said = [language.plural("%(num)s text.", "%(num)s texts.", total)]
    if shown.approved_before:
        count = shown.changed
        changed = language.plural(
            "%(num)s changed since the last approval.", "%(num)s changed since the last approval.", count
        )
        said.append(changed if count else language.say("None changed since the last approval."))
    if reading.track.status == "draft":
        said.append(language.say("Nobody has submitted it."))
    return " ".join(said)


handlers: list[Any] = [review, decide]
