"""What the gates of posts look at, for as many posts of a campaign as there are, in a fixed number of queries.

What is asked of earlier rooms is asked of them; the rest is read here.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime

from msgspec.structs import replace

from schemas.captions import Cell
from schemas.checklists import Standing
from schemas.contents import CutContents, FilmFacts
from schemas.ids import CampaignId, CutId, PostId
from schemas.post_copy import Copy, Inherited
from schemas.posts import Post
from service.accessibility.actions import standing
from service.briefs.actions import content_of, rights_of, standing_of
from service.captions.matrix import matrix_of
from service.db.pool import Tx
from service.posts import records_channels, records_copy, records_gates
from service.posts.gate_words import plain
from service.posts.ground import Ground, Twin
from service.posts.inheritance import inherited, levels_of
from service.posts.known import NOTHING, Known
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
    known: Known = NOTHING,
) -> dict[PostId, Ground]:
    """The ground of each of these posts of a campaign; what is `known` of it already is not read again. `now` stands
    for the moment of those that have none, and of those that are live: what holds of them now."""
    if not posts:
        return {}
    now = now or datetime.now(UTC)
    levels = _levels(posts, await records_copy.list_copy(tx, campaign, [one.id for one in posts]))
    says = {one.id: inherited(levels[one.id], one.platform, one.market, one.id) for one in posts}
    contents = known.contents
    if contents is None:
        contents = await contents_of(tx, list({one.cut_id for one in posts}))
    windows = {one.id: one for one in await rights_of(tx, campaign)}
    content = await content_of(tx, campaign)
    brief = await standing_of(tx, content)
    cells = _by_pair(known.cells if known.cells is not None else (await matrix_of(tx, campaign)).data)
    checklists = await _checklists(tx, rulebook, posts, known.standings, contents)
    zones = await _zones(tx, campaign, posts)
    twins = await _twins(tx, posts, says, {cut: one.state.film for cut, one in contents.items()})
    return {
        one.id: Ground(
            post=one,
            says=says[one.id],
            day=day_of(one, zones[one.id], now),
            windows=windows,
            contents=contents.get(one.cut_id),
            brief=brief,
            requirements=content.requirements,
            cells=cells[one.cut_id, one.market],
            checklist=checklists.get((one.cut_id, one.market)),
            platform=rulebook.platforms.get(one.platform),
            twins=twins[one.id],
            zone=zones[one.id],
            said_at=max((level.at for level in levels[one.id] if level.at), default=None),
        )
        for one in posts
    }


def day_of(post: Post, zone: str, now: datetime) -> date:
    """The day on the clock of a zone on which a post goes out; today there when it is live or nobody has said when."""
    at = now if post.status == "live" else post.posted_at or post.due_at or now
    return at.astimezone(ZONES[zone]).date()


def _levels(posts: Sequence[Post], said: Sequence[Copy]) -> dict[PostId, list[Copy]]:
    """What is said at the levels that each of these posts inherits from."""
    by_post: dict[PostId | None, list[Copy]] = defaultdict(list)
    for one in said:
        by_post[one.post_id].append(one)
    return {post.id: levels_of(by_post[None] + by_post[post.id], post.platform, post.market, post.id) for post in posts}


def _by_pair(cells: Sequence[Cell]) -> Mapping[tuple[CutId, str], list[Cell]]:
    found: dict[tuple[CutId, str], list[Cell]] = defaultdict(list)
    for cell in cells:
        found[cell.cut_id, cell.market].append(cell)
    return found


async def _checklists(
    tx: Tx,
    rulebook: Rulebook,
    posts: Sequence[Post],
    known: Sequence[Standing] | None,
    contents: Mapping[CutId, CutContents],
) -> Mapping[tuple[CutId, str], Standing]:
    if known is not None:
        return {(one.cut_id, one.market): one for one in known}
    return await standing(tx, rulebook, list({(one.cut_id, one.market) for one in posts}), contents=contents)


async def _zones(tx: Tx, campaign: CampaignId, posts: Sequence[Post]) -> dict[PostId, str]:
    channels = {one.id: one.zone for one in await records_channels.list_channels_of_campaign(tx, campaign)}
    return {one.id: one.zone or channels.get(one.channel_id, "UTC") for one in posts}


async def _twins(
    tx: Tx, posts: Sequence[Post], says: Mapping[PostId, Inherited], films: Mapping[CutId, FilmFacts | None]
) -> Mapping[PostId, list[Twin]]:
    """For each post the others on its channel that went out, or are about to, with its film or its text."""
    by_film, by_text = defaultdict(list), defaultdict(list)
    for one in await records_gates.list_out(tx, list({one.channel_id for one in posts})):
        if one.film_sha256 is not None:
            by_film[one.channel_id, one.film_sha256].append(one)
        if text := plain(one.text):
            by_text[one.channel_id, text].append(one)
    found: dict[PostId, list[Twin]] = {}
    for post in posts:
        film, channel = films.get(post.cut_id), post.channel_id
        film_too = {one.id: one for one in by_film.get((channel, film.sha256), ())} if film else {}
        text_too = {one.id: one for one in by_text.get((channel, plain(says[post.id].text.value)), ())}
        found[post.id] = [
            Twin(one.id, one.status, one.cut, one.market, one.url, one.due_at, key in film_too, key in text_too)
            for key, one in sorted((film_too | text_too).items(), key=lambda pair: str(pair[0]))
            if key != post.id
        ]
    return found


def moved(post: Post, posted_at: datetime) -> Post:
    """The post as if it had gone out at a moment."""
    return replace(post, posted_at=posted_at)
