"""A new cut: its facts, and its edit list as a file or as ins and outs written down."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from functools import partial

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect
from msgspec import Struct
from msgspec.structs import replace

from schemas.ids import CampaignId, VideoId
from schemas.videos import Cut, FrameRate, NewCut, NewSegment, Source, Video
from schemas.vocabulary import Layer, SourceRole
from service.assets.store import Store
from service.campaigns.actions import require
from service.campaigns.records import get_campaign
from service.db.pool import Database, Tx
from service.exchange import ApiRequest
from service.problems import Forbidden, Missing, Problem
from service.settings import Settings
from service.videos import actions, importing, records
from service.videos.problems import CutCodeTaken
from service.web.cuts import facts, listing, measures, words
from service.web.cuts.facts import ASPECTS, Typed
from service.web.cuts.listing import ENDINGS, FORM_BYTES, Brought, Named, names_in
from service.web.cuts.shown import show
from service.web.frame import Head, head_of
from service.web.notices import see_other
from service.web.once import once
from service.web.pages import Pages
from service.web.visit import visit_of
from service.web.words import Language

ROOM = "/c/{campaign_id:str}/cuts/new"
FIRST_ROWS, MORE_ROWS, MOST_ROWS = 4, 4, 100


class Row(Struct, frozen=True):
    """A line of the table as it was typed, and what is wrong with it."""

    source: str = ""
    begin: str = ""
    end: str = ""
    wrong: str = ""

    @property
    def empty(self) -> bool:
        """Whether nothing was typed into it."""
        return not self.begin and not self.end


class Place(Struct, frozen=True):
    """What a new cut can be made of: the videos with a master, and their sources."""

    head: Head
    videos: list[Video]
    sources: list[Source]
    markets: list[str]


class Draft(Struct, frozen=True):
    """The form as it was sent, and what is wrong with it."""

    video: Video | None
    typed: Typed
    rows: list[Row]
    brought: Brought = Brought()
    names: list[Named] = []
    faults: list[words.Amiss] = []
    advice: str = ""


@get(ROOM, operation_id="web.cut_form")
async def new_page(
    request: ApiRequest,
    db: NamedDependency[Database],
    pages: NamedDependency[Pages],
    campaign_id: FromPath[CampaignId],
) -> Response[str]:
    """An empty form."""
    async with db.reading(request.user.scope) as tx:
        place = await _place(tx, request, campaign_id)
    video = next(iter(place.videos), None)
    return _form(request, pages, place, Draft(video, _untyped(), [Row()] * FIRST_ROWS))


@post(ROOM, operation_id="web.cut_made", status_code=200, request_max_body_size=FORM_BYTES)
async def make_cut(
    request: ApiRequest,
    db: NamedDependency[Database],
    store: NamedDependency[Store],
    settings: NamedDependency[Settings],
    pages: NamedDependency[Pages],
    campaign_id: FromPath[CampaignId],
) -> Response[str] | Redirect:
    """Make the cut."""
    form, language = await request.form(), visit_of(request).language
    said = {name: value for name, value in form.items() if isinstance(value, str)}
    async with db.reading(request.user.scope) as tx:
        place = await _place(tx, request, campaign_id)
    video = next((one for one in place.videos if str(one.id) == said.get("video")), next(iter(place.videos), None))
    brought = await listing.bring(form, store, request.user, settings.secret_bytes())
    draft = Draft(video, facts.read(language, said), read_rows(said), brought)
    if said.get("act") == "rows":
        return _form(
            request,
            pages,
            place,
            replace(draft, typed=replace(draft.typed, wrong={}), rows=draft.rows + [Row()] * MORE_ROWS),
        )
    made = await _made(request, db, place, draft)
    if isinstance(made, Draft):
        return _form(request, pages, place, made, status=422)
    return made


async def _made(request: ApiRequest, db: Database, place: Place, draft: Draft) -> Redirect | Draft:
    """The way to the new cut, or the form with what is wrong."""
    language, video = visit_of(request).language, draft.video
    if video is None:
        raise Missing
    fps = _rate(place, video)
    rows, segments = read_segments(language, draft.rows, [one for one in place.sources if one.video_id == video.id])
    draft = replace(draft, rows=rows)
    brought = draft.brought
    if brought.data is not None and brought.form is None:
        return replace(draft, advice=words.no_list(language, missing=False))
    if brought.data is None and not segments and not any(row.wrong for row in rows):
        draft = replace(draft, advice=language.say("Choose an edit list file, or write down at least one stretch."))
    if draft.advice or draft.typed.wrong or (brought.data is None and any(row.wrong for row in rows)):
        return draft
    new = NewCut(**draft.typed.values, fps=fps, segments=segments)
    try:
        if brought.data is not None and brought.form is not None:
            listed = await importing.read(brought.form, brought.data, words.rate_of(fps))
            async with db.reading(request.user.scope) as tx:
                sources = await actions.sources_of(tx, video.id)
            draft = replace(draft, names=names_in(listed, sources, brought.naming))
            make: Callable[[Tx], Awaitable[Cut]] = partial(
                importing.create_cut,
                person=request.user,
                rulebook=request.rulebook,
                video=video.id,
                new=new,
                edit_list=listed,
                naming=brought.naming,
            )
        else:
            make = partial(actions.create_cut, person=request.user, rulebook=request.rulebook, video=video.id, new=new)
        done = await once(request, make, lambda cut: place.head.room(f"cuts/{cut.id}"))
    except (Missing, Forbidden):
        raise
    except CutCodeTaken:
        taken = language.say("Another cut of this video has this code.")
        return replace(draft, typed=replace(draft.typed, wrong={"code": taken}))
    except Problem as problem:
        return replace(draft, faults=words.faults(language, problem))
    cut = done.made
    if cut is None:
        return see_other(request, done.path)
    count = len(cut.segments)
    said = language.plural(
        "%(code)s is made of %(num)s segment.", "%(code)s is made of %(num)s segments.", count, code=cut.code
    )
    return see_other(request, done.path, said=said)


def read_rows(said: Mapping[str, str]) -> list[Row]:
    """The lines of the table that the form has."""
    count = min(int(said["rows"]), MOST_ROWS) if said.get("rows", "").isdecimal() else FIRST_ROWS
    return [
        Row(*(said.get(f"{name}.{number}", "").strip() for name in ("source", "begin", "end")))
        for number in range(count)
    ]


def read_segments(
    language: Language, rows: Sequence[Row], sources: Sequence[Source]
) -> tuple[list[Row], list[NewSegment]]:
    """The stretches that lines mean, and the lines with what is wrong in them. An empty line is none."""
    by_id = {str(one.id): one for one in sources}
    told, segments = [], []
    for row in rows:
        found = None if row.empty else _segment(language, row, by_id.get(row.source))
        told.append(replace(row, wrong=found) if isinstance(found, str) else row)
        if isinstance(found, NewSegment):
            segments.append(found)
    return told, segments


def _segment(language: Language, row: Row, source: Source | None) -> NewSegment | str:
    if source is None:
        return language.say("Choose the source.")
    rate = words.rate_of(source.fps)
    try:
        begin, end = measures.place(row.begin or "0", rate), measures.place(row.end, rate)
    except measures.NoPlace:
        return language.say("Write a time as 0:02.5 or as time code, 00:00:02:12.")
    if end > source.frames:
        return language.say("The source ends at %(end)s.", end=measures.code(source.frames, rate))
    if end <= begin:
        return language.say("It ends before it begins.")
    return NewSegment(layer=Layer.PICTURE, source_id=source.id, in_frame=begin, out_frame=end)


async def _place(tx: Tx, request: ApiRequest, campaign_id: CampaignId) -> Place:
    """Forbidden for who may not make cuts."""
    head = await head_of(tx, campaign_id)
    require(request.user, "videos:write", head.brand_id)
    sources = await records.list_media_of_campaign(tx, campaign_id)
    with_master: set[VideoId] = {one.video_id for one in sources if one.role is SourceRole.MASTER}
    videos = [one for one in await records.list_videos_of_campaign(tx, campaign_id) if one.id in with_master]
    campaign = await get_campaign(tx, campaign_id)
    return Place(head, videos, sources, [one.market for one in campaign.markets] if campaign else [])


def _rate(place: Place, video: Video) -> FrameRate:
    """A cut runs as its master does."""
    masters = (one for one in place.sources if one.video_id == video.id and one.role is SourceRole.MASTER)
    return next(masters).fps


def _untyped() -> Typed:
    return Typed(dict.fromkeys(facts.SHAPES, "") | {"aspect": ASPECTS[0]}, {}, {})


def _form(request: ApiRequest, pages: Pages, place: Place, draft: Draft, status: int = 200) -> Response[str]:
    sources = [one for one in place.sources if draft.video and one.video_id == draft.video.id]
    return show(
        pages,
        visit_of(request, request.user),
        place.head,
        "new",
        status=status,
        draft=draft,
        typed=draft.typed,
        theirs=None,
        videos=place.videos,
        sources=sources,
        rate=words.rate_of(_rate(place, draft.video)) if draft.video else None,
        aspects=ASPECTS,
        markets=place.markets,
        platforms=sorted(request.rulebook.zones),
        endings=ENDINGS,
    )


handlers = [new_page, make_cut]
