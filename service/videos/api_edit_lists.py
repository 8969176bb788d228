"""Edit lists of other programs over HTTP: a CMX 3600 EDL or an OpenTimelineIO timeline becomes a cut's edit list."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Annotated, Any

from litestar import Controller, Response, put
from litestar.params import FromPath, QueryParameter

from schemas.ids import CutId, SourceId
from schemas.videos import ImportedCut
from service.bodies import takes
from service.exchange import OF_IF_MATCH, ApiRequest, IfMatch, answer, seen
from service.guards import needs
from service.http_problems import problems
from service.problems import Fault, Invalid, UnsupportedType
from service.timedtext.edits.forms import FORMS
from service.timedtext.edits.model import plain_name
from service.timedtext.timing import Rate
from service.videos import actions, importing
from service.videos.edit_import import Naming
from service.videos.problems import UnreadableEditList

TAKEN = {form.media_type: form for name, form in FORMS.items() if name != "json"}


class EditLists(Controller):
    """Edit lists that come in as files."""

    path = "/v1/cuts/{cut_id:str}/edit_list/file"
    tags = ["Cuts"]

    @put(
        operation_id="cuts.import_edit",
        opt=needs("videos:write") | takes(list(TAKEN), "An edit list: a CMX 3600 EDL or an OpenTimelineIO timeline."),
        responses=problems(401, 403, 404, UnreadableEditList, 413, 415, 422, *OF_IF_MATCH),
    )
    async def bring_in(
        self,
        request: ApiRequest,
        cut_id: FromPath[CutId],
        source: Annotated[
            list[str] | None, QueryParameter(description="NAME=src_…: which source the list means; several times")
        ] = None,
        start: Annotated[
            list[str] | None,
            QueryParameter(description="time code of the first frame of every source, or NAME=10:00:00:00 of one"),
        ] = None,
        dry_run: Annotated[
            bool, QueryParameter(description="answer what the cut would be, and change nothing")
        ] = False,
        if_match: IfMatch = None,
    ) -> Response[ImportedCut]:
        """Give a cut the edit list of an editing program. The time code of an EDL counts at the cut's rate.

        Reels, clips and files are sources of the video by their names, whatever their case and suffix, by their ids, or
        as `source` says. A segment that the cut has already keeps its identity. A dissolve or wipe is a cut at its
        middle. What is wrong is said for every line: `/lines/4` points to the fourth line of the file.
        """
        revision, naming = seen(request, if_match), _naming(source or (), start or ())
        form = TAKEN.get(request.headers.get("content-type", "").partition(";")[0].strip().lower())
        if form is None:
            raise UnsupportedType(f"edit lists are {', '.join(TAKEN)}", accepted=list(TAKEN))
        async with request.db.reading(request.user.scope) as tx:
            cut = await actions.find_cut(tx, cut_id)
        data = await request.body()
        edit_list = await importing.read(form, data, Rate(cut.fps.num, cut.fps.den))
        edited = await importing.bring_in(
            request.db, request.user, cut_id, revision, edit_list, naming, dry_run=dry_run
        )
        return answer(edited)


def _naming(named: Sequence[str], starts: Sequence[str]) -> Naming:
    """What the query says of names; Invalid where it cannot be understood."""
    faults = []
    sources: dict[str, SourceId] = {}
    for name, told in _pairs(named):
        try:
            sources[plain_name(name)] = SourceId.parse(told)
        except ValueError:
            faults.append(Fault("query:source", "format", f"{name}={told} is not NAME=src_…"))
    if faults:
        raise Invalid(*faults)
    return Naming(sources, {plain_name(name): told for name, told in _pairs(starts)})


def _pairs(values: Iterable[str]) -> list[tuple[str, str]]:
    """`NAME=VALUE`, divided at the last sign; without one, the name is empty."""
    parts = (value.rpartition("=") for value in values)
    return [(name, told) for name, _, told in parts]


handlers: list[Any] = [EditLists]
