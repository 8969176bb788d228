"""The brief room: everything that was ordered, written in its place, and where it stands with the client."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any

from litestar import Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath
from msgspec import Struct

from schemas.approvals import MadeGuestLink
from schemas.ids import CampaignId
from service.db.pool import Database
from service.exchange import ApiRequest
from service.web.brief import words
from service.web.brief.form import MEDIA, SORTS, begun
from service.web.brief.reading import Read, read_brief
from service.web.fault_words import Faults
from service.web.pages import Pages
from service.web.rows import Shown
from service.web.visit import Visit, visit_of

LIVE = "brief requirement claim rights brief_link guest_link campaign"
LASTS = ("30", "90", "365", "")  # days; empty: until it is revoked


class Opened(Struct, frozen=True):
    """What is being written: its sort (`words` are the brief's own), the part (empty: a new one), its fields as typed,
    what is wrong with them, and whether somebody else was first."""

    things: str
    part: str
    fields: Mapping[str, str]
    faults: Faults
    conflict: bool = False


class Told(Struct, frozen=True):
    """What the page says of a form that was not taken, or of a link that was made just now."""

    refusal: str = ""
    link_refusal: str = ""
    typed: Mapping[str, str] = {}
    made: MadeGuestLink | None = None
    status: int = 200


@get("/c/{campaign_id:str}/brief", operation_id="web.brief")
async def brief_page(
    request: ApiRequest, db: NamedDependency[Database], pages: NamedDependency[Pages], campaign_id: FromPath[CampaignId]
) -> Response[str]:
    """The brief; `?edit=req_…` opens a part, `?edit=words` the words, `?new=claims` begins one more."""
    visit = visit_of(request, request.user)
    async with db.reading(request.user.scope) as tx:
        read = await read_brief(tx, request.user, campaign_id)
    return show(pages, visit, read, _opened(visit, read))


def show(
    pages: Pages, visit: Visit, read: Read, opened: Opened | None = None, told: Told | None = None
) -> Response[str]:
    """The page; 422 where something is wrong with what was typed, 412 where somebody else was first."""
    person, language, told = visit.person, visit.language, told or Told()
    brand, standing = read.head.brand_id, read.brief.standing

    def may_write(*markets: str | None) -> bool:
        """Whether the reader writes what holds in these markets; None, or no market: in every one."""
        return person is not None and all(person.holds("campaigns:write", brand, one) for one in markets or (None,))

    markets = [one.market for one in read.campaign.markets]
    status = 412 if opened and opened.conflict else 422 if opened and opened.faults else told.status
    answer = pages.answer(
        visit,
        "brief/page.html",
        status=status,
        room="brief",
        campaign=read.head,
        read=read,
        brief=read.brief,
        markets=markets,
        opened=opened,
        typed=Shown(opened.fields) if opened else Shown(),
        told=told,
        link_typed=Shown(told.typed),
        may_write=may_write,
        may_begin=may_write() or any(map(may_write, markets)),
        may_approve=person is not None and person.holds("briefs:approve", brand),
        standing=standing,
        standing_words=words.standing_state(language, standing),
        standing_name=words.standing_name(language, standing.state),
        today=today(),
        media=MEDIA,
        lasts=LASTS,
        say=Words(language),
        live=LIVE,
    )
    if told.made is not None:
        answer.headers["cache-control"] = "no-store"
    return answer


class Words:
    """The words of the room in the reader's language, for its templates."""

    kinds, states, rights_kinds, link_kinds = words.KINDS, words.STATES, words.RIGHTS_OF, words.LINK_KINDS

    def __init__(self, language: Any) -> None:
        self.language = language

    def __getattr__(self, name: str) -> Any:
        told = getattr(words, name)
        return lambda *args: told(self.language, *args)


def today() -> date:
    """The day in UTC; windows are days of the place where something is used, so their last day may differ by one."""
    return datetime.now(UTC).date()


def _opened(visit: Visit, read: Read) -> Opened | None:
    """What an address opens, as it is now."""
    asked = dict(visit.query)
    edit, new, faults = asked.get("edit", ""), asked.get("new", ""), Faults(visit.language)
    if edit == "words":
        brief = read.brief
        fields = {"product_role": brief.product_role, "note": brief.note, "seen": str(brief.revision)}
        return Opened("words", "", fields, faults)
    if new in SORTS:
        return Opened(new, "", begun(new, today()), faults)
    for things, parts in read.parts.items():
        for part in parts:
            if str(part.id) == edit:
                fields = {**SORTS[things].filled(part), "seen": str(part.revision)}
                return Opened(things, edit, fields, faults)
    return None


handlers = [brief_page]
