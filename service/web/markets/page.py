"""The markets of a campaign and their links: make one, hand it over, see whether it is used, revoke it."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, timedelta
from typing import Any

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect
from msgspec import Struct

from schemas.ids import CampaignId, MarketLinkId
from schemas.market_links import MadeMarketLink, MarketLink, NewMarketLink
from service.campaigns.links import make_link, revoke_link
from service.campaigns.records import get_campaign, list_market_links
from service.captions.market_files import NEEDED, counted_by_market
from service.db.pool import Database, Tx
from service.exchange import ApiRequest
from service.people.records import list_names
from service.problems import Missing
from service.web.cells import read_cells
from service.web.forms import fields
from service.web.frame import Head, head_of
from service.web.matrix import State
from service.web.notices import see_other
from service.web.once import made_already, once
from service.web.pages import Pages
from service.web.visit import Visit, visit_of
from service.web.words import Language

LASTS = ("", "30", "90", "365")  # days; empty: until it is revoked
LONGEST_LABEL = 100


class LinkRow(Struct, frozen=True):
    """A link as the page lists it."""

    link: MarketLink
    maker: str
    ended: bool


class MarketRow(Struct, frozen=True):
    """A market: how many of its releases are approved and up to date, how many more may be fetched though they changed
    since, whether the reader fetches them, and its links, those that work first."""

    market: str
    locales: list[str]
    approved: int
    changed: int
    total: int
    links: list[LinkRow]
    fetches: bool = True

    @property
    def done(self) -> int:
        """The releases whose files may be fetched."""
        return self.approved + self.changed


class Typed(Struct, frozen=True):
    """What stands in a form that was not taken, and why."""

    market: str = ""
    label: str = ""
    lasts: str = ""
    refusal: str = ""


@get("/c/{campaign_id:str}/markets", operation_id="web.markets")
async def markets_page(
    request: ApiRequest,
    db: NamedDependency[Database],
    pages: NamedDependency[Pages],
    campaign_id: FromPath[CampaignId],
) -> Response[str]:
    """Every market with its links."""
    async with db.reading(request.user.scope) as tx:
        return await _page(tx, request, pages, campaign_id)


@post("/c/{campaign_id:str}/markets", operation_id="web.markets_link_made")
async def make(
    request: ApiRequest,
    db: NamedDependency[Database],
    pages: NamedDependency[Pages],
    campaign_id: FromPath[CampaignId],
) -> Response[Any]:
    """A new link. Its address is on the page that answers, and nowhere else."""
    form = await fields(request)
    typed = Typed(form.get("market", ""), form.get("label", "").strip(), form.get("lasts", ""))
    refusal = wrong(visit_of(request, request.user).language, typed)
    if refusal:
        async with db.reading(request.user.scope) as tx:
            refused = Typed(typed.market, typed.label, typed.lasts, refusal)
            return await _page(tx, request, pages, campaign_id, typed=refused, status=422)
    ends = datetime.now(UTC) + timedelta(days=int(typed.lasts)) if typed.lasts else None
    new = NewMarketLink(market=typed.market, label=typed.label, expires_at=ends)
    done = await once(
        request,
        lambda tx: make_link(tx, request.user, campaign_id, new, request.settings.public_url),
        lambda made: f"/c/{campaign_id}/markets#{made.market}",
    )
    if done.made is None:
        return made_already(request, done.path)
    async with db.reading(request.user.scope) as tx:
        return await _page(tx, request, pages, campaign_id, made=done.made, status=201)


@post("/c/{campaign_id:str}/markets/{link_id:str}/revoke", operation_id="web.markets_link_revoked")
async def revoke(
    request: ApiRequest,
    db: NamedDependency[Database],
    campaign_id: FromPath[CampaignId],
    link_id: FromPath[MarketLinkId],
) -> Redirect:
    """It opens nothing any more."""
    async with db.transaction(request.user.scope) as tx:
        link = await revoke_link(tx, request.user, campaign_id, link_id)
    said = visit_of(request, request.user).language.say("%(label)s is revoked. It opens nothing now.", label=link.label)
    return see_other(request, f"/c/{campaign_id}/markets#{link.market}", said=said)


def wrong(language: Language, typed: Typed) -> str:
    """Why this link is not made; empty when it can be."""
    if not typed.label or len(typed.label) > LONGEST_LABEL or not typed.label.isprintable():
        return language.say("Say in one line who gets the link, in at most 100 characters.")
    return "" if typed.lasts in LASTS else language.say("Choose how long the link works.")


async def _page(
    tx: Tx,
    request: ApiRequest,
    pages: Pages,
    campaign_id: CampaignId,
    *,
    typed: Typed | None = None,
    made: MadeMarketLink | None = None,
    status: int = 200,
) -> Response[str]:
    head, campaign = await head_of(tx, campaign_id), await get_campaign(tx, campaign_id)
    if campaign is None:
        raise Missing
    manages = request.user.may("campaigns:write", head.brand_id)
    links = await _links(tx, campaign_id) if manages else []
    counted = await counted_by_market(tx, campaign_id)
    pairs = await read_cells(tx, campaign_id, request.settings.public_url)
    up_to_date = Counter(cell.market for _, cell in pairs if cell.state is State.APPROVED)
    rows = []
    for one in campaign.markets:
        fetchable, total = counted.get(one.market, (0, 0))
        approved = up_to_date[one.market]
        changed = max(0, fetchable - approved)
        here = [row for row in links if row.link.market == one.market]
        fetches = request.user.may(NEEDED, head.brand_id, one.market)
        rows.append(MarketRow(one.market, one.locales, approved, changed, total, here, fetches))
    return show(pages, visit_of(request, request.user), head, rows, manages, typed or Typed(), made, status)


async def _links(tx: Tx, campaign_id: CampaignId) -> list[LinkRow]:
    found, now = await list_market_links(tx, campaign_id), datetime.now(UTC)
    names = await list_names(tx, (link.made_by for link in found))
    rows = []
    for link in found:
        ended = link.revoked_at is not None or (link.expires_at is not None and link.expires_at <= now)
        rows.append(LinkRow(link, names.get(link.made_by, ""), ended))
    return sorted(rows, key=lambda row: row.ended)


def show(
    pages: Pages,
    visit: Visit,
    head: Head,
    rows: list[MarketRow],
    manages: bool,
    typed: Typed,
    made: MadeMarketLink | None = None,
    status: int = 200,
) -> Response[str]:
    """The page. `made` is the link that was made just now: its address is shown this once."""
    answer = pages.answer(
        visit,
        "markets/page.html",
        status=status,
        campaign=head,
        room="markets",
        rows=rows,
        manages=manages,
        typed=typed,
        made=made,
        sentence=sentence(visit.language, rows),
        lasts=LASTS,
        day=visit.language.day,
    )
    if made is not None:
        answer.headers["cache-control"] = "no-store"
    return answer


def sentence(language: Language, rows: list[MarketRow]) -> str:
    """How many markets can fetch everything, in one line."""
    if not rows:
        return language.say("The campaign has no market yet.")
    done = sum(row.done == row.total > 0 for row in rows)
    return language.plural(
        "%(done)s of %(num)s market can fetch every file.",
        "%(done)s of %(num)s markets can fetch every file.",
        len(rows),
        done=language.number(done),
    )


handlers: list[Any] = [markets_page, make, revoke]
