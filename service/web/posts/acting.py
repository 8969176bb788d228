"""What is done with a post: moved, scheduled, recorded, doubted, found, taken down; and a gate opened by hand."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from typing import Any, Literal

from litestar import Response, post
from litestar.datastructures import UploadFile
from litestar.di import NamedDependency
from litestar.params import FromPath
from msgspec import Struct

from schemas.gates import GateKind, NewOverride
from schemas.ids import CampaignId, PostId
from schemas.posts import CaptionsMended, Doubt, PlannedPost, PostChange, PostRecord, PostRemark, Schedule, Takedown
from service.assets.store import Store
from service.db.pool import Database, Tx
from service.decoding import decode
from service.exchange import ApiRequest
from service.identity import Person
from service.posts import captioning, moving, overriding, planning, recording, timing
from service.posts.evidencing import LIMIT_BYTES, keep_evidence
from service.problems import Fault, Invalid, Missing, Problem, TooLarge, UnsupportedType
from service.rulebook import Rulebook
from service.web import forms
from service.web.notices import see_other
from service.web.pages import Pages
from service.web.posts import form
from service.web.posts.post import again, find, seen_of
from service.web.visit import local_path, visit_of
from service.web.words import Language

PIECE_BYTES = 1 << 20
FORM_BYTES = LIMIT_BYTES + 100_000


class Act(Struct, frozen=True):
    """Somebody does something with a post, as they saw it. `proof` is the hash of the evidence that came with it."""

    tx: Tx
    person: Person
    rulebook: Rulebook
    post: PlannedPost
    fields: Mapping[str, str]
    proof: str | None

    @property
    def id(self) -> PostId:
        """The post."""
        return self.post.id

    @property
    def seen(self) -> int | None:
        """The revision that they saw."""
        return seen_of(self.fields)

    def given(self, *names: str) -> dict[str, str]:
        """Those of the fields in which something stands."""
        return {name: self.fields[name].strip() for name in names if self.fields.get(name, "").strip()}


@post(
    "/c/{campaign_id:str}/posts/{post_id:str}/{verb:str}",
    operation_id="web.post_acted",
    status_code=200,
    request_max_body_size=FORM_BYTES,
)
async def act(
    request: ApiRequest,
    db: NamedDependency[Database],
    store: NamedDependency[Store],
    pages: NamedDependency[Pages],
    campaign_id: FromPath[CampaignId],
    post_id: FromPath[PostId],
    verb: FromPath[str],
) -> Response[Any]:
    """Do it; or the page of the post, which says why nothing was done."""
    if verb not in VERBS:
        raise Missing
    do, say = VERBS[verb]
    fields, language = await forms.fields(request), visit_of(request, request.user).language
    try:
        proof = await _evidence(request, db, store, post_id)
        async with db.transaction(request.user.scope) as tx:
            found = await find(tx, request, campaign_id, post_id)
            await do(Act(tx, request.user, request.rulebook, found.post, fields, proof))
    except Problem as problem:
        return await again(request, db, pages, campaign_id, post_id, {**fields, "verb": verb}, problem)
    back = local_path(fields["back"]) if fields.get("back") else f"/c/{campaign_id}/posts/{post_id}"
    return see_other(request, back, said=say(language))


async def _move(act: Act) -> object:
    zone = act.given("zone")
    body = {"local_at": form.local_time(act.fields.get("local_at", "")) or None, "fold": None, **act.given("fold")}
    change: PostChange = _read(body | (zone if body["local_at"] else {}), PostChange)
    return await planning.change_post(act.tx, act.person, act.id, act.seen, change)


async def _schedule(act: Act) -> object:
    body = act.given("zone", "fold")
    if local := form.local_time(act.fields.get("local_at", "")):
        body["local_at"] = local
    else:
        body.pop("zone", None)
    return await moving.schedule_post(act.tx, act.person, act.rulebook, act.id, act.seen, _read(body, Schedule))


async def _unschedule(act: Act) -> object:
    return await moving.unschedule_post(act.tx, act.person, act.id, act.seen)


async def _record(act: Act) -> object:
    return await recording.record_post(act.tx, act.person, act.rulebook, act.id, act.seen, _record_of(act))


async def _correct(act: Act) -> object:
    return await recording.correct_record(act.tx, act.person, act.id, act.seen, _record_of(act))


async def _doubt(act: Act) -> object:
    doubt: Doubt = _read(act.given("note", "url"), Doubt)
    return await moving.doubt_post(act.tx, act.person, act.id, act.seen, doubt)


async def _not_arrived(act: Act) -> object:
    remark: PostRemark = _read(act.given("note"), PostRemark)
    return await moving.not_arrived(act.tx, act.person, act.id, act.seen, remark)


async def _take_down(act: Act) -> object:
    proof = {"evidence_sha256": act.proof} if act.proof else {}
    why: Takedown = _read(act.given("note") | proof, Takedown)
    return await recording.take_down(act.tx, act.person, act.id, act.seen, why)


async def _mend(act: Act) -> object:
    now = {"locale": act.fields.get("locale", ""), "release_id": act.fields.get("release", "")}
    one = now | {"how": act.fields.get("how", "")}
    mended: CaptionsMended = _read({"captions": [one]}, CaptionsMended)
    return await captioning.mend_captions(act.tx, act.person, act.id, act.seen, mended)


async def _override(act: Act) -> object:
    new: NewOverride = _read({"reason": act.fields.get("reason", "")}, NewOverride)
    return await overriding.override_gate(act.tx, act.person, act.rulebook, act.id, _gate(act), new)


async def _end_override(act: Act) -> object:
    return await overriding.end_override(act.tx, act.person, act.rulebook, act.id, _gate(act))


def _gate(act: Act) -> GateKind:
    kind: GateKind = _read(act.fields.get("kind", ""), GateKind)
    return kind


async def _withdraw(act: Act) -> None:
    await planning.withdraw_post(act.tx, act.person, act.id, act.seen)


def _record_of(act: Act) -> PostRecord:
    local = form.local_time(act.fields.get("posted_at", ""))
    if not local:
        raise Invalid(Fault("/posted_at", "missing", "say since when it is there"))
    zone = act.fields.get("zone") or act.post.zone or "UTC"
    at = timing.time_of(local, zone, _fold(act.fields.get("posted_fold")), "/posted_at").due_at
    proof = act.proof or act.post.evidence_sha256
    body = act.given("url", "note") | {"posted_at": at.isoformat()} | ({"evidence_sha256": proof} if proof else {})
    record: PostRecord = _read(body, PostRecord)
    return record


def _fold(typed: str | None) -> Literal["first", "second"] | None:
    return "first" if typed == "first" else "second" if typed == "second" else None


def _read(body: object, shape: Any) -> Any:
    return decode(json.dumps(body).encode(), shape)


async def _evidence(request: ApiRequest, db: Database, store: Store, post: PostId) -> str | None:
    """The hash of the file that came with the form, kept as the API keeps it; Invalid for what is no evidence."""
    file = (await request.form()).get("evidence")
    if not isinstance(file, UploadFile) or not file.filename:
        return None
    try:
        kept = await keep_evidence(db, store, request.user, post, file.content_type or "", _pieces(file))
    except (TooLarge, UnsupportedType, Invalid) as refusal:
        raise Invalid(Fault("/evidence_sha256", "not_evidence", refusal.detail)) from refusal
    return kept.evidence_sha256


async def _pieces(file: UploadFile) -> AsyncIterator[bytes]:
    while piece := await file.read(PIECE_BYTES):
        yield piece


Doing = Callable[[Act], Awaitable[object]]
Saying = Callable[[Language], str]

VERBS: dict[str, tuple[Doing, Saying]] = {
    "move": (_move, lambda language: language.say("It has its new time. Schedule it when its gates are open.")),
    "schedule": (_schedule, lambda language: language.say("It is scheduled.")),
    "unschedule": (_unschedule, lambda language: language.say("It keeps its time, and does not go out for now.")),
    "record": (_record, lambda language: language.say("It is on record as live.")),
    "correct": (_correct, lambda language: language.say("The record is corrected.")),
    "doubt": (_doubt, lambda language: language.say("Its outcome is unknown. Nobody may post it until it is found.")),
    "not-arrived": (_not_arrived, lambda language: language.say("It never arrived; it is planned again.")),
    "take-down": (_take_down, lambda language: language.say("It is on record as taken down.")),
    "mend": (_mend, lambda language: language.say("On record: the post shows the newest captions.")),
    "override": (_override, lambda language: language.say("The gate is open; your reason stays written beside it.")),
    "override-end": (_end_override, lambda language: language.say("The gate stands by itself again.")),
    "withdraw": (_withdraw, lambda language: language.say("It is out of the plan; its slot is free.")),
}

handlers: list[Any] = [act]
