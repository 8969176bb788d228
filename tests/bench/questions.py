"""What the product asks most, through its own functions, of the database that `seed` makes.

Each question says how many rows of tables its statements may look at, and the index that must be among those it is
answered from: a plan that is quick only because the database is small is noticed.
"""

from __future__ import annotations

import hashlib
from collections.abc import Awaitable, Callable
from typing import Any
from uuid import UUID

from msgspec import Struct

from schemas.campaigns import Brand, Campaign
from schemas.captions import TextChange, TextOfCue, Track
from schemas.ids import (
    BrandId,
    CampaignId,
    CueId,
    CutId,
    OrganizationId,
    PersonId,
    ReleaseId,
    SourceId,
    StoryId,
    TrackId,
    VideoId,
)
from schemas.stories import Story
from schemas.videos import CutFacts, Video
from service.accessibility.actions import checklist_of, checklists_of
from service.board.glance import board_of
from service.board.wanting import wants_of
from service.campaigns.records import get_campaign
from service.campaigns.records import queries as campaigns
from service.captions import actions, records
from service.captions.market_files import counted_by_market
from service.captions.matrix import conform_of, matrix_of, show_releases
from service.captions.merging import StoredOverride
from service.captions.model import StoredRelease, Wanted
from service.captions.overridden import show_overrides, show_track
from service.captions.records import queries as captions
from service.captions.releasing import stale_among
from service.db.pool import Tx
from service.db.queries import Slice, Sort
from service.identity import Grant, Person, Role, Scope
from service.posts.showing import listed, plan_of
from service.rulebook import load
from service.stories.records import queries as stories
from service.videos.contents import contents_of_cut, contents_of_video
from service.videos.covering import cover_cut, cover_video
from service.videos.deciding import find_standing
from service.videos.records import get_cut
from service.videos.records import queries as videos
from service.videos.records_pictures import get_cut_picture
from tests.bench.seed import places

Ask = Callable[[Tx, int], Awaitable[Any]]

# Campaigns of the largest organization, by what the seed made of them; one in the middle of its lists.
WIDE, EDITED, MOVED, OVERRIDDEN, NARROW, DEEP = 10, 60, 30, 20, 5, 55
CUES, CUTS, GERMAN = 25, 8, 2


class Question(Struct, frozen=True):
    """`ask` gets a number that counts the runs. `index` may be left out where any that reads so little will do."""

    name: str
    ask: Ask
    reads: int
    index: str = ""
    aim_ms: float | None = None
    writes: bool = False
    brands: tuple[BrandId, ...] | None = None

    @property
    def scope(self) -> Scope:
        """Who asks."""
        return Scope(ORGANIZATION, self.brands)


def made(what: str, campaign: int, number: int = 0) -> UUID:
    """An identifier as `seed.sql` makes it."""
    digest = hashlib.md5(f"{what}{campaign}/{number}".encode(), usedforsecurity=False).hexdigest()
    return UUID(f"{1735689600000 + campaign * 3600000 + number:012x}7{digest[:3]}8{digest[3:18]}")


ORGANIZATION = OrganizationId(made("organization", 0))
PERSON = Person(PersonId(ORGANIZATION.uuid), "Person 0", Scope(ORGANIZATION), (Grant(Role.ADMIN),))
BRAND = BrandId(made("brand", 0, WIDE // 7 % 6))
STORY, VIDEO, MASTER = StoryId(made("story", WIDE)), VideoId(made("video", WIDE)), SourceId(made("source", WIDE))
CUT, TRACK = CutId(made("cut", WIDE, 3)), TrackId(made("track", WIDE, GERMAN))
OWN = CutId(made("cut", OVERRIDDEN, 3))
PLACES = places()
MARKET, LOCALE = PLACES[GERMAN][1:]
FILE_KEY = hashlib.md5(f"vtt{made('release', WIDE, 3000 + 10 * GERMAN + 1)}".encode(), usedforsecurity=False).digest()
RELEASES = [ReleaseId(made("release", WIDE, 1000 * cut + 10 * one + 1)) for cut in range(CUTS) for one, *_ in PLACES]

NEWEST = Sort("id", "uuid", descending=True)
CHANGED = Sort("updated_at", "timestamptz", descending=True)
NAMED, TITLED, IN_TIME = Sort("name", "text"), Sort("title", "text"), Sort("begin_ms", "int")
MIDDLE = str(made("campaign", DEEP))


def campaign(number: int) -> CampaignId:
    """A seeded campaign."""
    return CampaignId(made("campaign", number))


def cue(number: int, of: int = WIDE) -> CueId:
    """One of the cues of a campaign's master, in turns."""
    return CueId(made("cue", of, 1 + number % CUES))


def paged(shape: type[Struct], query: Any, sort: Sort, *args: Any, after: tuple[str, str] | None = None) -> Ask:
    """A page of fifty."""
    return lambda tx, _: tx.page(shape, query, Slice(sort, after, 50), *args)


def saved(track: UUID, of: int) -> Ask:
    """One more text for a cue."""

    def ask(tx: Tx, run: int) -> Awaitable[Any]:
        return actions.write_text(tx, PERSON, TrackId(track), cue(run, of), None, TextChange(text=f"anew, {run}"))

    return ask


def released(*narrowed: str | None) -> Ask:
    """A page of a cut's releases with whether they are stale."""

    async def ask(tx: Tx, _: int) -> object:
        return await show_releases(tx, await tx.page(StoredRelease, captions.list_releases, _PAGE, CUT, *narrowed))

    return ask


_PAGE = Slice(NEWEST, None, 50)
_ALL = [Wanted(CutId(made("cut", WIDE, cut)), locale, "subtitles") for cut in range(CUTS) for *_, locale in PLACES]


def questions() -> list[Question]:
    """All of them. What may be read follows from the sizes: 8 cuts, 45 places, 25 cues, pages of 50, two files each."""
    heads, releases = "cue_text_head_once", "release_number_once"
    listed, told = campaigns.list_campaigns, stories.list_stories
    return [
        Question("matrix of 8 × 45", lambda tx, _: matrix_of(tx, campaign(WIDE)), 12_000, heads, 20),
        Question("matrix, the master edited since", lambda tx, _: matrix_of(tx, campaign(EDITED)), 12_000, heads, 20),
        Question("matrix, a cue moved since", lambda tx, _: matrix_of(tx, campaign(MOVED)), 15_000, heads),
        Question(
            "matrix, every cut overridden",
            lambda tx, _: matrix_of(tx, campaign(OVERRIDDEN)),
            18_000,
            "cut_override_once",
        ),
        Question("matrix of 8 × 14", lambda tx, _: matrix_of(tx, campaign(NARROW)), 5_000, heads, 20),
        Question("saving a translated cue", saved(made("track", WIDE, GERMAN), WIDE), 60, heads, 10, writes=True),
        Question("saving a cue of the master", saved(made("track", NARROW), NARROW), 60, heads, 10, writes=True),
        Question("staleness of 360 releases", lambda tx, _: stale_among(tx, RELEASES), 6_000, "release_input_once"),
        Question("captions of 8 × 45", lambda tx, _: records.list_projected(tx, _ALL), 2_200, "cut_cue_key"),
        Question("captions of one cut", lambda tx, _: records.list_projected(tx, _ALL[2:3]), 250, "cut_cue_key"),
        Question("…, of one with overrides", _of_a_cut, 400, "cut_override_once"),
        Question("overrides of a cut", _overrides, 1_700, "cut_override_by_cut"),
        Question("standing of 50 campaigns", _standings, 60_000, releases),
        Question("what waits for a person", lambda tx, _: wants_of(tx, PERSON), 12_000, "release_waiting", 50),
        Question("targets of a cut", lambda tx, _: records.list_targets(tx, CUT), 900, "track_of_home_once"),
        *_of_what_cuts_keep(),
        *_of_checklists(),
        *_of_posts(),
        Question("conform of a cut", lambda tx, _: conform_of(tx, CUT), 80, "cut_cue_key"),
        Question("cuts that use a source", _cuts, 200, "segment_by_source"),
        Question("tracks of a source", paged(Track, captions.list_tracks, NEWEST, MASTER), 3_500, heads),
        Question("one track", lambda tx, _: records.get_track(tx, TRACK), 60, heads),
        Question("texts of a track", paged(TextOfCue, captions.list_cue_texts, IN_TIME, TRACK, None), 200, heads),
        Question(
            "stale texts of a track", paged(TextOfCue, captions.list_cue_texts, IN_TIME, TRACK, "stale"), 200, heads
        ),
        Question("one text", lambda tx, run: records.get_cue_text(tx, TRACK, cue(run)), 10, heads),
        Question("releases of a cut", released(None, None), 2_500, releases),
        Question("releases of a cut in a locale", released(MARKET, LOCALE), 400, releases),
        Question("the latest approved file", _latest, 10, releases, 5),
        Question("files of 40 markets, counted", lambda tx, _: counted_by_market(tx, campaign(WIDE)), 2_500, releases),
        Question("a cut's picture", lambda tx, _: get_cut_picture(tx, CUT, "poster"), 30, "asset_key"),
        Question("a file by its key", lambda tx, _: records.get_file(tx, FILE_KEY), 5, "file_key_once", 5),
        Question("campaigns, newest", paged(Campaign, listed, NEWEST, None, None), 2_600, "campaign_key"),
        Question("…, deep", paged(Campaign, listed, NEWEST, None, None, after=(MIDDLE, MIDDLE)), 2_600, "campaign_key"),
        Question("…, by name", paged(Campaign, listed, NAMED, None, None), 2_600, "campaign_by_name"),
        Question("…, by name, deep", paged(Campaign, listed, NAMED, None, None, after=("Campaign 8", MIDDLE)), 2_600),
        Question("…, last changed", paged(Campaign, listed, CHANGED, None, None), 2_600, "campaign_by_change"),
        Question("…, of a brand", paged(Campaign, listed, NEWEST, BRAND, None), 2_800),
        Question("…, in a market", paged(Campaign, listed, NEWEST, None, "JP"), 2_800),
        Question("…, for somebody of one brand", paged(Campaign, listed, NEWEST, None, None), 2_800, brands=(BRAND,)),
        Question("one campaign", lambda tx, _: get_campaign(tx, campaign(WIDE)), 60, "campaign_key"),
        Question("brands by name", paged(Brand, campaigns.list_brands, NAMED), 150),
        Question("stories, by title", paged(Story, told, TITLED, None), 3_200, "story_by_title"),
        Question("stories of a campaign", paged(Story, told, NEWEST, campaign(WIDE)), 80, "story_by_campaign"),
        Question("videos of a campaign", paged(Video, videos.list_videos, NEWEST, campaign(WIDE), None), 5),
        Question("videos of a story", paged(Video, videos.list_videos, NEWEST, None, STORY), 5),
        Question("cuts of a video", paged(CutFacts, videos.list_cuts, NEWEST, VIDEO), 20, "cut_code_once"),
        Question("one cut with its segments", lambda tx, _: get_cut(tx, CUT), 20, "cut_key"),
    ]


def _latest(tx: Tx, _: int) -> Awaitable[Any]:
    return records.get_latest_file(tx, CUT, MARKET, LOCALE, "vtt")


def _of_what_cuts_keep() -> list[Question]:
    marks = "mark_by_video"
    return [
        Question("coverage of 8 cuts", lambda tx, _: cover_video(tx, VIDEO), 130, "shot_placement_by_video", 20),
        Question("coverage of one cut", lambda tx, _: cover_cut(tx, CUT), 80, "shot_placement_by_video", 10),
        Question("contents of 8 cuts", lambda tx, _: contents_of_video(tx, VIDEO), 400, marks, 20),
        Question("contents of one cut", lambda tx, _: contents_of_cut(tx, CUT), 120, marks, 10),
        Question("what the client says of one cut", lambda tx, _: find_standing(tx, CUT), 120, marks, 10),
    ]


def _of_checklists() -> list[Question]:
    answers = "answer_number_once"
    many = Question("checklists of 8 × 40", lambda tx, _: checklists_of(tx, load(), campaign(WIDE)), 40_000, answers)
    return [many, Question("one checklist", lambda tx, _: checklist_of(tx, load(), CUT, MARKET), 2_000, answers)]


def _of_posts() -> list[Question]:
    wide, places = campaign(WIDE), "post_by_campaign"
    return [
        Question("plan of 300 posts", lambda tx, _: plan_of(tx, load(), wide), 60_000, places),
        Question("…, without gates", lambda tx, _: listed(tx, wide), 5_000, places),
        Question("board of 8 × 40 and 300 posts", lambda tx, _: board_of(tx, load(), wide), 60_000, places),
    ]


async def _of_a_cut(tx: Tx, _: int) -> object:
    cut = await records.get_cut(tx, OWN)
    assert cut is not None
    return await show_track(tx, cut, Wanted(OWN, LOCALE, "subtitles"), None)


def _cuts(tx: Tx, _: int) -> Awaitable[Any]:
    return records.list_cuts_of_source(tx, MASTER)


async def _overrides(tx: Tx, _: int) -> object:
    return await show_overrides(tx, await tx.page(StoredOverride, captions.list_cut_overrides, _PAGE, OWN, None))


def _standings(tx: Tx, _: int) -> Awaitable[Any]:
    return records.list_standings(tx, [campaign(number) for number in range(0, 5 * 50, 5)])
