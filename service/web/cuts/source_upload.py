"""A source comes in: the master, an insert or a dub of a video; the first one of a story makes the story's video."""

from __future__ import annotations

import msgspec
from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect
from msgspec import Struct

from schemas.bases import Name
from schemas.ids import CampaignId, StoryId, VideoId
from schemas.videos import NewVideo
from schemas.vocabulary import SourceRole
from service.assets.store import Store
from service.campaigns.actions import require
from service.db.pool import Database, Tx
from service.exchange import ApiRequest
from service.problems import Problem
from service.settings import Settings
from service.videos import actions, records
from service.web.cuts import receiving, words
from service.web.cuts.receiving import FORM_BYTES, Came
from service.web.cuts.shown import show
from service.web.frame import Head, head_of
from service.web.notices import see_other
from service.web.pages import Pages
from service.web.visit import visit_of

ROOM = "/c/{campaign_id:str}/upload"


class Home(Struct, frozen=True):
    """A video that takes sources, or a story that gets a video with its first one."""

    id: str
    title: str
    has_master: bool = False


class Place(Struct, frozen=True):
    """Where sources can go, and the names of what is there by the sha256 of its bytes."""

    head: Head
    homes: list[Home]
    known: dict[str, str]


@get(ROOM, operation_id="web.source_form")
async def source_form(
    request: ApiRequest,
    db: NamedDependency[Database],
    settings: NamedDependency[Settings],
    pages: NamedDependency[Pages],
    campaign_id: FromPath[CampaignId],
) -> Response[str]:
    """The form that takes a source."""
    async with db.reading(request.user.scope) as tx:
        place = await _place(tx, request, campaign_id)
    return _form(request, pages, settings, place)


@post(ROOM, operation_id="web.source_sent", status_code=200, request_max_body_size=FORM_BYTES)
async def add_source(
    request: ApiRequest,
    db: NamedDependency[Database],
    store: NamedDependency[Store],
    settings: NamedDependency[Settings],
    pages: NamedDependency[Pages],
    campaign_id: FromPath[CampaignId],
) -> Response[str] | Redirect:
    """Take the film that came, with the form or as an upload, and measure it."""
    person, language = request.user, visit_of(request).language
    came = await receiving.read(request)
    async with db.reading(person.scope) as tx:
        place = await _place(tx, request, campaign_id)
    home = next((one for one in place.homes if one.id == came.fields.get("home")), None)
    role = next((one for one in SourceRole if one == came.fields.get("role")), None)
    if home is None or role is None:
        return _form(request, pages, settings, place, came, language.say("Choose one of the list."))
    try:
        name: str = msgspec.convert(came.fields.get("name") or _plain(came.file_name), Name)
    except msgspec.ValidationError:
        return _form(request, pages, settings, place, came, language.say("A name is one line of 1 to 200 characters."))
    try:
        kept = await receiving.keep(db, store, settings, person, came)
        measured = await actions.measure(store, person.scope.organization, kept)
        async with db.transaction(person.scope) as tx:
            video = await _video(tx, request, home)
            source = await actions.add_source(tx, person, video, role, name, kept, measured)
    except Problem as problem:
        return _form(request, pages, settings, place, came, words.refusal(language, problem))
    said = language.say("%(name)s is here. Its pictures are being made.", name=source.name)
    return see_other(request, place.head.room(f"sources/{source.id}"), said=said)


async def _place(tx: Tx, request: ApiRequest, campaign: CampaignId) -> Place:
    """Forbidden for who may not add sources."""
    head = await head_of(tx, campaign)
    require(request.user, "videos:write", head.brand_id)
    sources = await records.list_media_of_campaign(tx, campaign)
    masters = {one.video_id for one in sources if one.role is SourceRole.MASTER}
    homes = [
        Home(str(one.id), one.title, one.id in masters) for one in await records.list_videos_of_campaign(tx, campaign)
    ]
    homes += [Home(str(one.id), one.title) for one in await records.list_unfilmed(tx, campaign)]
    return Place(head, homes, {one.sha256: one.name for one in sources})


async def _video(tx: Tx, request: ApiRequest, home: Home) -> VideoId:
    if home.id.startswith(f"{VideoId.prefix}_"):
        return VideoId.parse(home.id)
    video = await actions.create_video(tx, request.user, NewVideo(story_id=StoryId.parse(home.id), title=home.title))
    return video.id


def _plain(file_name: str) -> str:
    """A file's name without its ending: what people call the film unless they say otherwise."""
    return file_name.replace("\\", "/").rpartition("/")[2].rpartition(".")[0][:200]


def _form(
    request: ApiRequest,
    pages: Pages,
    settings: Settings,
    place: Place,
    came: Came | None = None,
    refused: str = "",
) -> Response[str]:
    visit = visit_of(request, request.user)
    asked = dict(visit.query)
    came = came or Came({"role": asked.get("role", ""), "home": asked.get("video", "")})
    first = next((one for one in place.homes if one.id == came.fields.get("home")), None) or next(
        iter(place.homes), None
    )
    return show(
        pages,
        visit,
        place.head,
        "upload",
        status=422 if refused else 200,
        cut=None,
        homes=place.homes,
        roles=[one.value for one in SourceRole],
        chosen_role=came.fields.get("role") or ("insert" if first and first.has_master else "master"),
        chosen_home=first.id if first else "",
        known=place.known,
        came=came,
        refused=refused,
        most=settings.upload_limit_bytes,
        most_plain=FORM_BYTES,
    )


handlers = [source_form, add_source]
