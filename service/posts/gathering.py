"""What the gates of posts look at, for as many posts of a campaign as there are, in a fixed number of queries.

What is asked of earlier rooms is asked of them; the rest is read here.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime

from msgspec.structs import replace

from schemas.captions import Cell
from schemas.ids import CampaignId, CutId, PostId
from schemas.post_copy import Inherited
from schemas.posts import Post
from service.accessibility.actions import standing
from service.briefs.actions import brief_standing, requirements_of, rights_of
from service.captions.matrix import matrix_of
from service.db.pool import Tx
from service.posts import records_channels, records_copy, records_gates
from service.posts.gate_words import same_text
from service.posts.ground import Ground, Twin
from service.posts.inheritance import inherited
from service.posts.scheduling import ZONES
from service.rulebook import Rulebook
from service.videos.contents import contents_of


async def gather(
    tx: Tx,
    rulebook: Rulebook,
    campaign: CampaignId,
    posts: Sequence[Post],
    now: datetime | None = None,
    *,
    today: bool = False,
) -> dict[PostId, Ground]:
    """The ground of each of these posts of a campaign. `now` stands for the moment of those that have none, and with
    `today` also for that of those that are out: what holds of them now."""
    if not posts:
        return {}
    now = now or datetime.now(UTC)
    said = await records_copy.list_copy(tx, campaign, [one.id for one in posts])
    says = {one.id: inherited(said, one.platform, one.market, one.id) for one in posts}
    contents = await contents_of(tx, list({one.cut_id for one in posts}))
    windows = {one.id: one for one in await rights_of(tx, campaign)}
    brief, requirements = await brief_standing(tx, campaign), await requirements_of(tx, campaign)
    cells = await _cells(tx, campaign)
    checklists = await standing(tx, rulebook, list({(one.cut_id, one.market) for one in posts}))
    zones = await _zones(tx, campaign, posts)
    twins = await _twins(tx, posts, says, {cut: one.state.film for cut, one in contents.items()})
    return {
        one.id: Ground(
            post=one,
            says=says[one.id],
            day=day_of(one, zones[one.id], now, today=today),
            windows=windows,
            contents=contents.get(one.cut_id),
            brief=brief,
            requirements=requirements,
            cells=cells[one.cut_id, one.market],
            checklist=checklists.get((one.cut_id, one.market)),
            platform=rulebook.platforms.get(one.platform),
            twins=twins[one.id],
        )
        for one in posts
    }


def day_of(post: Post, zone: str, now: datetime, *, today: bool = False) -> date:
    """The day on the clock of a zone on which a post goes out, or went; today there when nobody has said when."""
    at = now if today and post.posted_at else post.posted_at or post.due_at or now
    return at.astimezone(ZONES[zone]).date()


async def _cells(tx: Tx, campaign: CampaignId) -> Mapping[tuple[CutId, str], list[Cell]]:
    found: dict[tuple[CutId, str], list[Cell]] = defaultdict(list)
    for cell in (await matrix_of(tx, campaign)).data:
        found[cell.cut_id, cell.market].append(cell)
    return found


async def _zones(tx: Tx, campaign: CampaignId, posts: Sequence[Post]) -> dict[PostId, str]:
    channels = {one.id: one.zone for one in await records_channels.list_channels_of_campaign(tx, campaign)}
    return {one.id: one.zone or channels.get(one.channel_id, "UTC") for one in posts}


async def _twins(
    tx: Tx, posts: Sequence[Post], says: Mapping[PostId, Inherited], films: Mapping[CutId, object]
) -> Mapping[PostId, list[Twin]]:
    """For each post the others on its channel that went out, or are about to, with its film or its text."""
    stand = await records_gates.list_out(tx, list({one.channel_id for one in posts}))
    on_channel = defaultdict(list)
    for one in stand:
        on_channel[one.channel_id].append(one)
    found: dict[PostId, list[Twin]] = defaultdict(list)
    for post in posts:
        film = films.get(post.cut_id)
        sha256 = getattr(film, "sha256", None)
        for one in on_channel[post.channel_id]:
            film_too = sha256 is not None and one.film_sha256 == sha256
            text_too = same_text(says[post.id].text.value, one.text)
            if one.id != post.id and (film_too or text_too):
                twin = Twin(one.id, one.status, one.cut, one.market, one.url, one.due_at, film_too, text_too)
                found[post.id].append(twin)
    return found


def moved(post: Post, posted_at: datetime) -> Post:
    """The post as if it had gone out at a moment."""
    return replace(post, posted_at=posted_at)
