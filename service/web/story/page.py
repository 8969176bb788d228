"""The story room: the story over its film."""

from __future__ import annotations

from typing import Any

from litestar import Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath

from schemas.ids import CampaignId
from service.db.pool import Database
from service.exchange import ApiRequest
from service.web.pages import Pages
from service.web.story.archetype_words import told_in
from service.web.story.axis import axis, tile
from service.web.story.kept import rows
from service.web.story.reading import Read, read_story
from service.web.story.words import clock, kind_name, movement_name, seconds, share_word, size_name, treatment_name
from service.web.visit import Visit, visit_of

LIVE = "story cut source cue track"


@get("/c/{campaign_id:str}/story", operation_id="web.story")
async def story_page(
    request: ApiRequest, db: NamedDependency[Database], pages: NamedDependency[Pages], campaign_id: FromPath[CampaignId]
) -> Response[str]:
    """A story, its shots and beats on time, and what each cut keeps of them."""
    visit = visit_of(request, request.user)
    async with db.reading(request.user.scope) as tx:
        read = await read_story(tx, request.rulebook, campaign_id, dict(visit.query).get("story", ""))
    return show(pages, visit, read)


def show(pages: Pages, visit: Visit, read: Read) -> Response[str]:
    """The page."""
    language, person, story = visit.language, visit.person, read.story
    may_write = person is not None and person.may("campaigns:write", read.head.brand_id)
    facts: dict[str, Any] = {"room": "story", "campaign": read.head, "stories": read.stories, "may_write": may_write}
    if story is None or read.shots is None:
        return pages.answer(visit, "story/none.html", **facts)
    master = read.coverage.master if read.coverage else None
    on_film = (str(master.source_id), master.duration_ms) if master else None
    sheet = read.sheet
    return pages.answer(
        visit,
        "story/page.html",
        **facts,
        story=story,
        archetype=told_in(language.tag, read.archetype) if read.archetype else None,
        axis=axis(story, read.shots, read.archetype, on_film, sheet),
        shots=read.shots.shots,
        thumb=lambda place: (
            tile(sheet, (place.begin_ms + place.end_ms) // 2)
            if sheet and on_film and str(place.source_id) == on_film[0]
            else None
        ),
        kept=rows(read.coverage) if read.coverage else [],
        kind_name=lambda kind: kind_name(language, kind),
        size_name=lambda size: size_name(language, size),
        movement_name=lambda movement: movement_name(language, movement),
        treatment_name=lambda treatment: treatment_name(language, treatment),
        share_word=lambda kept: share_word(language, kept),
        seconds=lambda length: seconds(language, length),
        clock=clock,
        live=LIVE,
    )


handlers = [story_page]
