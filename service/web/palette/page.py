"""The palette: one field for things and verbs. Its module asks for the list alone; without it the list is a page."""

from __future__ import annotations

from typing import Any

from litestar import Response, get
from litestar.di import NamedDependency
from litestar.params import FromQuery

from schemas.campaigns import Campaign
from schemas.ids import CampaignId
from service.campaigns.records import get_campaign, queries
from service.db.pool import Database, Tx
from service.db.queries import Slice, Sort
from service.exchange import ApiRequest
from service.problems import Missing
from service.videos.records import list_cuts_of_campaign, list_sources_of_campaign
from service.web.frame import Head, head_of
from service.web.pages import Pages
from service.web.palette import things
from service.web.palette.things import Thing
from service.web.visit import Visit, visit_of
from service.web.words import Language

PART = "x-cutdown-part"
NEWEST = Slice(Sort("id", "uuid", descending=True), None, 200)


@get("/palette", operation_id="web.palette")
async def palette(
    request: ApiRequest,
    db: NamedDependency[Database],
    pages: NamedDependency[Pages],
    q: FromQuery[str] = "",
    c: FromQuery[str] = "",
) -> Response[str]:
    """What `q` finds among the newest campaigns, the rooms and captions of the campaign `c`, and the verbs."""
    visit = visit_of(request, request.user)
    async with db.reading(request.user.scope) as tx:
        head = await _head(tx, c)
        known = await _known(tx, visit.language, head, bool(q.strip()))
    return show(pages, visit, q[:100], known, head, is_part=PART in request.headers)


def show(
    pages: Pages, visit: Visit, asked: str, known: list[Thing], head: Head | None = None, *, is_part: bool = False
) -> Response[str]:
    """The list, alone or as a page."""
    template = "palette/_list.html" if is_part else "palette/page.html"
    facts: dict[str, Any] = {"campaign": head} if head else {}
    return pages.answer(visit, template, room="palette", asked=asked, found=things.ranked(asked, known), **facts)


async def _head(tx: Tx, campaign: str) -> Head | None:
    """The campaign that the reader is in; None outside of one, and for one that is not theirs."""
    try:
        return await head_of(tx, CampaignId.parse(campaign)) if campaign else None
    except (ValueError, Missing):
        return None


async def _known(tx: Tx, language: Language, head: Head | None, asks: bool) -> list[Thing]:
    """Everything within the walls that may be meant; before anything is asked only rooms, campaigns and verbs."""
    known = list(things.rooms(language, head)) if head else []
    if head and asks:
        campaign_id = CampaignId.parse(head.id)
        cuts, sources = await list_cuts_of_campaign(tx, campaign_id), await list_sources_of_campaign(tx, campaign_id)
        campaign = await get_campaign(tx, campaign_id)
        markets = {one.market: one.locales for one in campaign.markets} if campaign else {}
        known += things.films(head, cuts, sources)
        known += things.captions(language, head, cuts, sources, markets)
    found = await tx.page(Campaign, queries.list_campaigns, NEWEST, None, None)
    return [*known, *things.verbs(language, head), *things.campaigns(found)]


handlers = [palette]
