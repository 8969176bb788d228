"""Importing captions over HTTP, and cues one at a time."""

from __future__ import annotations

from functools import partial
from typing import Annotated, Any

from litestar import Controller, Response, get, post, put
from litestar.di import NamedDependency
from litestar.openapi.datastructures import ResponseSpec
from litestar.params import FromPath, JSONBody, QueryParameter

from schemas.captions import KIND, NewTrack, TextOfCue, Timing, Track, TrackPage
from schemas.ids import CueId, CutId, SourceId
from schemas.imports import Imported, NewCue
from service.bodies import takes
from service.captions import actions, cues, importing, records
from service.captions.importing import Condition, Sent
from service.captions.problems import NoSourceCaptions, TrackExists, UnreadableCaptions
from service.captions.reading import TYPES
from service.captions.records import queries
from service.exchange import OF_IF_MATCH, OF_KEY, ApiRequest, IfMatch, OnceKey, answer, once, seen
from service.guards import needs
from service.http_problems import OF_JSON, problems
from service.listings import OF_LIST, Listing, page
from service.problems import TooLarge, UnsupportedType
from service.timedtext.formats import for_media_type
from service.timedtext.problems import Mode

OF_FILE = (UnreadableCaptions, 413, 415, 422)

AsKind = Annotated[
    KIND | None,
    QueryParameter(description="without: captions in the language of the source or cut, else subtitles"),
]
DryRun = Annotated[bool, QueryParameter(description="answer what the file would change, and change nothing")]
AsMode = Annotated[
    Mode,
    QueryParameter(
        description="strict: a file with a problem is refused, with all of them; repair: what can be mended is, and "
        "`problems` of the answer says what was done"
    ),
]


class Imports(Controller):
    """Caption files that come in."""

    path = "/v1"
    tags = ["Tracks"]

    @put(
        "/sources/{source_id:str}/captions/{locale:str}",
        operation_id="tracks.import",
        opt=needs("tracks:write") | takes(TYPES, "A caption file."),
        status_code=201,
        request_max_body_size=None,
        responses={200: ResponseSpec(Imported, description="Nothing is new: it was compared with what is there")}
        | problems(401, 403, 404, *OF_FILE, *OF_IF_MATCH),
    )
    async def of_source(
        self,
        request: ApiRequest,
        source_id: FromPath[SourceId],
        locale: FromPath[str],
        kind: AsKind = None,
        mode: AsMode = "strict",
        dry_run: DryRun = False,
        if_match: IfMatch = None,
    ) -> Response[Imported]:
        """Import a source's captions: a caption file is the body. The first one says what language they are in.

        A later file in that language is compared with what is there: cues keep their identity, their history and every
        translation that still fits, and those that the file does not have are withdrawn. A file in another language is
        a translation: each of its cues is the text of the source cue at its time (within 250 ms). Where something would
        change that is there, `If-Match` with the track's ETag is needed; the same file again changes nothing.
        """
        return await _import(request, source_id, locale, kind, mode, dry_run, if_match)

    @put(
        "/cuts/{cut_id:str}/captions/{locale:str}",
        operation_id="cuts.import",
        opt=needs("tracks:write") | takes(TYPES, "A caption file, on the time of the cut."),
        status_code=201,
        request_max_body_size=None,
        responses={200: ResponseSpec(Imported, description="Nothing is new: it was compared with what is there")}
        | problems(401, 403, 404, *OF_FILE, *OF_IF_MATCH),
    )
    async def of_cut(
        self,
        request: ApiRequest,
        cut_id: FromPath[CutId],
        locale: FromPath[str],
        kind: AsKind = None,
        mode: AsMode = "strict",
        dry_run: DryRun = False,
        if_match: IfMatch = None,
    ) -> Response[Imported]:
        """Import captions that belong to one cut alone: the text of an end card, or of a cut without captioned sources.

        They stand in the cut beside what its sources bring, in whatever language they are; later files are compared as
        those of a source are.
        """
        return await _import(request, cut_id, locale, kind, mode, dry_run, if_match)

    @get(
        "/cuts/{cut_id:str}/tracks",
        operation_id="cuts.tracks",
        opt=needs("tracks:read"),
        responses=problems(401, 403, 404, *OF_LIST),
    )
    async def tracks_of_cut(
        self, request: ApiRequest, listing: NamedDependency[Listing], cut_id: FromPath[CutId]
    ) -> Response[TrackPage]:
        """The tracks of what belongs to one cut alone."""
        parent = partial(records.get_home, home=cut_id)
        return await page(request, listing, Track, queries.list_tracks, cut_id, parent=parent)

    @post(
        "/cuts/{cut_id:str}/tracks",
        operation_id="cuts.open_track",
        opt=needs("tracks:write"),
        responses=problems(401, 403, 404, *OF_JSON, *OF_KEY, NoSourceCaptions, TrackExists),
    )
    async def open_on_cut(
        self, request: ApiRequest, data: JSONBody[NewTrack], cut_id: FromPath[CutId], key: OnceKey = None
    ) -> Response[Track]:
        """Open a locale on what belongs to one cut alone, to be translated."""
        async with request.db.transaction(request.user.scope) as tx:
            act = partial(actions.open_track, tx, request.user, request.rulebook, cut_id, data)
            return await once(tx, request, key, act, location=lambda track: f"/v1/tracks/{track.id}")


class OneCue(Controller):
    """Cues that come and go without a file."""

    path = "/v1"
    tags = ["Cues"]

    @post(
        "/sources/{source_id:str}/cues",
        operation_id="cues.add",
        opt=needs("tracks:write"),
        responses=problems(401, 403, 404, *OF_JSON, *OF_KEY, NoSourceCaptions),
    )
    async def add_to_source(
        self, request: ApiRequest, data: JSONBody[NewCue], source_id: FromPath[SourceId], key: OnceKey = None
    ) -> Response[TextOfCue]:
        """Add a cue to the captions of a source, in their own language. Every cut that shows its time takes it over."""
        async with request.db.transaction(request.user.scope) as tx:
            act = partial(cues.add_cue, tx, request.user, source_id, data)
            return await once(tx, request, key, act, location=cues.address)

    @post(
        "/cues/{cue_id:str}/withdraw",
        operation_id="cues.withdraw",
        opt=needs("tracks:write"),
        status_code=200,
        responses=problems(401, 403, 404, *OF_IF_MATCH),
    )
    async def withdraw(
        self, request: ApiRequest, cue_id: FromPath[CueId], if_match: IfMatch = None
    ) -> Response[Timing]:
        """Take a cue out of every cut. `If-Match` is of its timing; its times, texts and history stay."""
        revision = seen(request, if_match)
        async with request.db.transaction(request.user.scope) as tx:
            return answer(await cues.withdraw_cue(tx, request.user, cue_id, revision))

    @post(
        "/cues/{cue_id:str}/restore",
        operation_id="cues.restore",
        opt=needs("tracks:write"),
        status_code=200,
        responses=problems(401, 403, 404, *OF_IF_MATCH),
    )
    async def restore(self, request: ApiRequest, cue_id: FromPath[CueId], if_match: IfMatch = None) -> Response[Timing]:
        """Bring a withdrawn cue back as it was, with the translations that it had."""
        revision = seen(request, if_match)
        async with request.db.transaction(request.user.scope) as tx:
            return answer(await cues.restore_cue(tx, request.user, cue_id, revision))


async def _import(
    request: ApiRequest,
    home: SourceId | CutId,
    locale: str,
    kind: KIND | None,
    mode: Mode,
    dry_run: bool,
    if_match: str | None,
) -> Response[Imported]:
    """The body as a caption file onto a source or cut."""
    format = for_media_type(request.headers.get("content-type", ""))
    if format is None:
        raise UnsupportedType(f"caption files are {', '.join(TYPES)}", accepted=TYPES)
    tag = actions.canonical_locale(request.rulebook, locale, parameter="path:locale")
    data = await _body(request, request.settings.caption_limit_bytes)
    sent = Sent(home, tag, kind, format, data, condition(request, if_match))
    imported, new = await importing.bring_in(request.db, request.store, request.user, sent, mode, dry_run=dry_run)
    if new:
        return answer(imported, status=201, headers={"location": f"/v1/tracks/{imported.id}"})
    return answer(imported)


def condition(request: ApiRequest, if_match: str | None) -> Condition:
    """What the sender saw; Unreadable for what is no ETag of ours."""
    return Condition() if if_match is None else Condition(True, seen(request, if_match))


async def _body(request: ApiRequest, limit: int) -> bytes:
    """The body of at most `limit` bytes; TooLarge as soon as it is more."""
    parts, size = [], 0
    async for part in request.stream():
        size += len(part)
        if size > limit:
            raise TooLarge(f"a caption file has at most {limit} bytes", limit_bytes=limit)
        parts.append(part)
    return b"".join(parts)


handlers: list[Any] = [Imports, OneCue]
