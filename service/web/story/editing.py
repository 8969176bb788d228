"""Writing a story: forms that keep what was typed, and let somebody choose where two wrote at once."""

from __future__ import annotations

import json
from typing import Any

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from schemas.archetypes import Archetype
from schemas.ids import CampaignId
from schemas.stories import NewStory, Story, StoryChange
from schemas.vocabulary import BeatKind, ShotMovement, ShotSize, Treatment
from service.campaigns.actions import require
from service.db.pool import Database, Tx
from service.decoding import decode
from service.exchange import ApiRequest
from service.problems import Fault, Invalid, Missing, PreconditionFailed
from service.stories import actions
from service.stories.archetypes import list_archetypes
from service.stories.problems import ShotInUse
from service.web import forms, notices
from service.web.board.reading import stories_of
from service.web.fault_words import Faults
from service.web.frame import Head, head_of
from service.web.notices import Undo
from service.web.once import once
from service.web.pages import Pages
from service.web.rows import Tree, flat, shown
from service.web.story.archetype_words import told_in
from service.web.story.differing import differences
from service.web.story.form import body, filled, text, typed, without
from service.web.story.reading import chosen
from service.web.story.words import clock, kind_name, movement_name, size_name, treatment_name
from service.web.visit import visit_of

FORM_BYTES = 4 << 20


@get("/c/{campaign_id:str}/story/new", operation_id="web.new_story")
async def new_story_page(
    request: ApiRequest, db: NamedDependency[Database], pages: NamedDependency[Pages], campaign_id: FromPath[CampaignId]
) -> Response[str]:
    """An empty form with the archetypes."""
    async with db.reading(request.user.scope) as tx:
        head, known = await _campaign(tx, request, campaign_id)
    tree = {"treatment": Treatment.CINEMATIC.value, "title": head.name}
    return _show(request, pages, head, known, tree, Faults(visit_of(request).language), new=True)


@post("/c/{campaign_id:str}/story/new", operation_id="web.new_story_sent", status_code=200)
async def new_story(
    request: ApiRequest, db: NamedDependency[Database], pages: NamedDependency[Pages], campaign_id: FromPath[CampaignId]
) -> Response[Any]:
    """A story with the beats of its archetype, open to be told further; or the form again."""
    language = visit_of(request).language
    async with db.reading(request.user.scope) as tx:
        head, known = await _campaign(tx, request, campaign_id)
    tree, _ = typed(await forms.fields(request))
    said, faults = body(tree, beats=False)
    if not said["archetype"]:
        faults.append(Fault("/archetype", "missing", "choose an archetype"))
        said["archetype"] = known[0].key
    try:
        new: NewStory = decode(json.dumps({**said, "campaign_id": str(campaign_id)}).encode(), NewStory)
        if faults:
            raise Invalid
        _, path = await once(
            request,
            lambda tx: actions.create_story(tx, request.user, request.rulebook, new),
            lambda made: f"{head.room('story')}/edit?story={made.id}",
        )
    except Invalid as invalid:
        return _show(request, pages, head, known, tree, Faults(language, [*faults, *invalid.faults]), new=True)
    return notices.see_other(request, path, language.say("The story is there."))


@get("/c/{campaign_id:str}/story/edit", operation_id="web.edit_story")
async def edit_page(
    request: ApiRequest, db: NamedDependency[Database], pages: NamedDependency[Pages], campaign_id: FromPath[CampaignId]
) -> Response[str]:
    """A story's form as it is."""
    visit = visit_of(request)
    async with db.reading(request.user.scope) as tx:
        head, known = await _campaign(tx, request, campaign_id)
        story = await _story(tx, campaign_id, dict(visit.query).get("story", ""))
    return _show(request, pages, head, known, {**filled(story), "story": str(story.id)}, Faults(visit.language))


@post(
    "/c/{campaign_id:str}/story/edit",
    operation_id="web.edit_story_sent",
    status_code=200,
    request_max_body_size=FORM_BYTES,
)
async def edit(
    request: ApiRequest, db: NamedDependency[Database], pages: NamedDependency[Pages], campaign_id: FromPath[CampaignId]
) -> Response[Any]:
    """Saved, and the story; or the form again, with what somebody else changed meanwhile."""
    language = visit_of(request).language
    fields = await forms.fields(request)
    async with db.reading(request.user.scope) as tx:
        head, known = await _campaign(tx, request, campaign_id)
        before = await _story(tx, campaign_id, fields.get("story", ""))
    tree, focus = typed(fields)
    if focus:
        return _show(request, pages, head, known, tree, Faults(language), focus)
    said, faults = body(tree)
    try:
        change: StoryChange = decode(json.dumps(said).encode(), StoryChange)
        if faults:
            raise Invalid
        seen = text(tree, "seen")
        async with db.transaction(request.user.scope) as tx:
            number = int(seen) if seen.isdecimal() else 0
            done = await actions.change_story(tx, request.user, request.rulebook, before.id, number, change)
    except Invalid as invalid:
        return _show(request, pages, head, known, tree, Faults(language, [*faults, *invalid.faults]))
    except ShotInUse:
        told = Faults(language)
        told.add("beats", language.say("A film shows a shot that you took away. Take it out of the film first."))
        return _show(request, pages, head, known, tree, told)
    except PreconditionFailed as conflict:
        theirs: Story = conflict.facts["current"]
        tree["seen"] = str(theirs.revision)
        clash = differences(language, filled(theirs), tree)
        return _show(request, pages, head, known, tree, Faults(language), "clash", clash)
    address = f"{head.room('story')}?story={done.id}"
    return notices.see_other(request, address, language.say("The story is saved."), _undo(head, before, done))


def _undo(head: Head, before: Story, done: Story) -> Undo:
    """The form that tells the story as it was before."""
    ids = {str(beat.id) for beat in done.beats} | {str(shot.id) for beat in done.beats for shot in beat.shots}
    fields = {**without(filled(before), ids), "story": str(done.id), "seen": str(done.revision)}
    return Undo(f"{head.room('story')}/edit", flat(fields))


async def _campaign(tx: Tx, request: ApiRequest, campaign_id: CampaignId) -> tuple[Head, list[Archetype]]:
    """The campaign, if the person may write its story, and the archetypes in the reader's language."""
    head = await head_of(tx, campaign_id)
    require(request.user, "campaigns:write", head.brand_id)
    tag = visit_of(request).language.tag
    return head, [told_in(tag, one) for one in await list_archetypes(tx, request.rulebook)]


async def _story(tx: Tx, campaign_id: CampaignId, asked: str) -> Story:
    found = chosen(await stories_of(tx, campaign_id), asked)
    if found is None:
        raise Missing
    return found


def _show(
    request: ApiRequest,
    pages: Pages,
    head: Head,
    known: list[Archetype],
    tree: Tree,
    faults: Faults,
    focus: str = "",
    clash: list[tuple[str, str, str]] | None = None,
    *,
    new: bool = False,
) -> Response[str]:
    """A form; 422 where something is wrong with it, 412 where somebody else was first."""
    visit = visit_of(request, request.user)
    language = visit.language
    return pages.answer(
        visit,
        "story/new.html" if new else "story/edit.html",
        status=422 if faults else 412 if clash else 200,
        room="story",
        campaign=head,
        archetypes=known,
        typed=shown(tree),
        faults=faults,
        focus=focus,
        differences=clash or [],
        kinds=[one.value for one in BeatKind],
        sizes=[one.value for one in ShotSize],
        movements=[one.value for one in ShotMovement],
        treatments=[one.value for one in Treatment],
        kind_name=lambda kind: kind_name(language, kind),
        size_name=lambda size: size_name(language, size),
        movement_name=lambda movement: movement_name(language, movement),
        treatment_name=lambda treatment: treatment_name(language, treatment),
        clock=clock,
    )


handlers = [new_story_page, new_story, edit_page, edit]
