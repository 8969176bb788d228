"""The list of campaigns: what runs where, and what stands in the way."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

from litestar import Response, get
from litestar.di import NamedDependency
from litestar.response import Redirect
from msgspec import Struct

from schemas.campaigns import Brand, Campaign
from schemas.ids import CampaignId
from service.campaigns.records import queries
from service.captions.records import list_standings
from service.captions.releasing import stale_among
from service.db.pool import Database, Tx
from service.db.queries import Slice, Sort
from service.exchange import ApiRequest
from service.settings import Settings
from service.web.pages import Pages
from service.web.visit import Visit, visit_of
from service.web.words import Language

ON_A_PAGE = 20
NEWEST = Sort("id", "uuid", descending=True)


class Listed(Struct, frozen=True):
    """One campaign as the list shows it. `total` counts its releases: cuts times locales of markets."""

    id: str
    name: str
    brand: str
    markets: tuple[str, ...]
    total: int
    approved: int
    stale: int

    @property
    def href(self) -> str:
        """Its board."""
        return f"/c/{self.id}"

    @property
    def percent(self) -> float:
        """The approved part, for the meter."""
        return round(100 * self.approved / self.total, 1) if self.total else 0


@get("/", operation_id="web.home", sync_to_thread=False)
def home() -> Redirect:
    """Where a person starts."""
    return Redirect("/wants", status_code=303)


@get("/campaigns", operation_id="web.campaigns")
async def list_campaigns(
    request: ApiRequest,
    db: NamedDependency[Database],
    settings: NamedDependency[Settings],
    pages: NamedDependency[Pages],
) -> Response[str]:
    """The campaigns that the reader may see, newest first."""
    visit = visit_of(request, request.user)
    async with db.reading(request.user.scope) as tx:
        brands = await tx.page(Brand, queries.list_brands, Slice(Sort("name", "text"), None, 1000))
        found = await tx.page(Campaign, queries.list_campaigns, _part(dict(visit.query).get("after")), None, None)
        total = await tx.count(Campaign, queries.list_campaigns, None, None)
        listed = await _listed(tx, found[:ON_A_PAGE], {brand.id: brand.name for brand in brands})
    older = visit.with_query(after=listed[-1].id) if len(found) > ON_A_PAGE else None
    return show(pages, visit, listed, total, older, recipe(settings.public_url, brands[0] if brands else None))


async def _listed(tx: Tx, found: Sequence[Campaign], brands: dict[object, str]) -> list[Listed]:
    standings = {one.campaign_id: one for one in await list_standings(tx, [one.id for one in found])}
    stale = await stale_among(tx, [release for one in standings.values() for release in one.releases if release])
    listed = []
    for one in found:
        standing = standings.get(one.id)
        counts = standing.counted(stale) if standing else (0, 0, 0)
        markets = tuple(market.market for market in one.markets)
        listed.append(Listed(str(one.id), one.name, brands[one.brand_id], markets, *counts))
    return listed


def _part(after: str | None) -> Slice:
    """The page of the list behind a campaign; the first page for anything that is none."""
    try:
        key = str(CampaignId.parse(after or "").uuid)
    except ValueError:
        return Slice(NEWEST, None, ON_A_PAGE)
    return Slice(NEWEST, (key, key), ON_A_PAGE)


def show(
    pages: Pages, visit: Visit, campaigns: Sequence[Listed], total: int, older: str | None, recipe: str
) -> Response[str]:
    """The page. `recipe` is the command that creates a campaign, for those who have none."""
    return pages.answer(
        visit,
        "campaigns/page.html",
        room="campaigns",
        campaigns=campaigns,
        sentence=sentence(visit.language, campaigns, total),
        older=older,
        recipe=recipe,
        may_make=visit.person is not None and visit.person.may("campaigns:write"),
    )


def sentence(language: Language, campaigns: Sequence[Listed], total: int) -> str:
    """One line that says how many campaigns there are and how many of those shown need a person."""
    if not campaigns:
        return language.say("Nothing runs yet.")
    said = language.plural("%(num)s campaign.", "%(num)s campaigns.", total)
    stale = sum(1 for one in campaigns if one.stale)
    if not stale or total > len(campaigns):
        return said
    return f"{said} " + language.plural("%(num)s has stale releases.", "%(num)s have stale releases.", stale)


def recipe(public_url: str, brand: Brand | None) -> str:
    """What to paste into a terminal to make a campaign, and its brand first where there is none."""
    market = {"market": "DE", "locales": ["de-DE"]}
    new = {"brand_id": str(brand.id) if brand else "brd_…", "name": "The Same Cup", "markets": [market]}
    commands = [] if brand else [_command(f"{public_url}/v1/brands", {"name": "Aldermoor Coffee"})]
    return "\n\n".join([*commands, _command(f"{public_url}/v1/campaigns", new)])


def _command(address: str, body: Mapping[str, object]) -> str:
    return (
        f"curl {address} \\\n"
        '  -H "Authorization: Bearer $CUTDOWN_KEY" -H "Idempotency-Key: $(uuidgen)" \\\n'
        '  -H "Content-Type: application/json" \\\n'
        f"  -d '{json.dumps(body, ensure_ascii=False)}'"
    )
