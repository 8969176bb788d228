"""Caption files as bytes: immutable under their own name, or the latest approved at a stable address.

Whoever has a key or a session gets what lies behind their walls; where a market is public, anybody gets what is
released there, and pages of other sites may read it. Without a key whatever is not public is answered as if nothing
were there. What is asked for again soon is handed out before it comes here (`api_hatch.py`).
"""

from __future__ import annotations

from typing import Annotated, Any

from litestar import Controller, HttpMethod, Response, get, route
from litestar.params import FromPath, QueryParameter
from litestar.types import HTTPScope
from msgspec.structs import replace

from schemas.captions import Kind
from schemas.ids import CutId
from service.assets.problems import RangeNotSatisfiable
from service.bodies import delivers
from service.briefs.actions import facts_by_market
from service.captions import actions, records
from service.captions.api_answers import deliver
from service.captions.delivering import Deliveries
from service.captions.facts import with_facts
from service.captions.files import (
    DELIVERED,
    NEEDED,
    OFFERED,
    PLAYLIST,
    PREFLIGHT,
    Delivery,
    Latest,
    latest_path,
    read_address,
)
from service.captions.judging import laid_out
from service.captions.matrix import cell_of
from service.captions.model import Incomplete, Wanted, completeness, document
from service.captions.problems import Gone, ReleaseIncomplete
from service.db.pool import Tx
from service.exchange import ApiRequest
from service.guards import needs, nobody
from service.http_problems import problems
from service.identity import Person
from service.problems import Fault, Invalid, Missing
from service.rulebook import Rulebook
from service.rulebook.problems import UnknownLocale
from service.timedtext.formats import Format

TYPES = [format.media_type for format in DELIVERED.values()]
OFFERED_TYPES = list(dict.fromkeys(format.media_type for format in OFFERED.values()))
HEADERS = (
    "Content-Disposition",
    "Content-Language",
    "Cutdown-Completeness",
    "Cutdown-Release",
    "Cutdown-Stale",
    "Repr-Digest",
)
BY_KEY = "/f/{file_key:str}/{name:str}"
LATEST = "/v1/cuts/{cut_id:str}/captions/{market:str}/{file_name:str}"


async def is_public(scope: HTTPScope) -> bool:
    """Whether anybody may have what an address means."""
    state = scope["litestar_app"].state
    path = _canonical(state.rulebook, scope["path"])
    return await state.deliveries.find(path, None) is not None


class Files(Controller):
    """The files of releases."""

    path = "/"
    tags = ["Files"]

    # The framework takes handlers by name, and makes an OPTIONS of its own unless ours comes first.

    @route(BY_KEY, http_method=[HttpMethod.OPTIONS], include_in_schema=False)
    async def allow_show(self, request: ApiRequest, file_key: FromPath[str], name: FromPath[str]) -> Response[None]:
        """What a browser asks before a page of another site may send more than a plain GET."""
        return await _preflight(request)

    @route(LATEST, http_method=[HttpMethod.OPTIONS], include_in_schema=False)
    async def allow_latest(
        self, request: ApiRequest, cut_id: FromPath[CutId], market: FromPath[str], file_name: FromPath[str]
    ) -> Response[None]:
        """The same of the latest captions."""
        return await _preflight(request)

    @get(
        BY_KEY,
        operation_id="files.get",
        opt=needs(NEEDED, unless=is_public),
        responses=delivers(TYPES, "Last-Modified", *HEADERS) | problems(401, 403, 404, Gone, RangeNotSatisfiable),
    )
    async def show(
        self,
        request: ApiRequest,
        file_key: FromPath[str],
        name: FromPath[str],
    ) -> Response[Any]:
        """A file of a release. This address never shows other bytes; a withdrawn release answers 410.

        In a market with public delivery nobody needs a key, and pages of other sites may read it.
        """
        delivery = await _find(request, f"/f/{file_key}/{name}")
        if delivery is None:
            raise Missing if _person(request) else nobody()
        return await deliver(request, delivery)

    @get(
        LATEST,
        operation_id="files.latest",
        opt=needs(NEEDED, unless=is_public),
        responses=delivers(OFFERED_TYPES, "Content-Location", *HEADERS)
        | problems(401, 403, 404, ReleaseIncomplete, RangeNotSatisfiable, 422),
    )
    async def latest(
        self,
        request: ApiRequest,
        cut_id: FromPath[CutId],
        market: FromPath[str],
        file_name: FromPath[str],
        incomplete: Annotated[
            Incomplete | None,
            QueryParameter(description="when nothing is released: omit what is untranslated, or show the source text"),
        ] = None,
    ) -> Response[Any]:
        """The newest approved captions of a cut for a market: `de-DE.vtt`, `.srt`, `.ttml` … 409 while there are none.

        WebVTT and SRT are kept with the release, each under an address of its own (`Content-Location`); the others are
        made of its WebVTT. `.m3u8` is an HLS playlist of what is released: its one segment is the `.vtt` beside it,
        which asks for the same key.

        409 also while the newest that was approved is withdrawn: no older one takes its place. `detail` says why, as
        the cell of the matrix does. 404 where the campaign does not, or no longer, run in the market or locale.

        In a market with public delivery nobody needs a key for what is released, and pages of other sites may read it.
        """
        locale, format = _named(request, file_name)
        delivery = await _find(request, latest_path(Latest(cut_id, market, locale, format.name)))
        if delivery is not None:
            return await deliver(request, delivery)
        person = _person(request)
        if person is None:
            raise nobody()
        if not person.may(NEEDED, None, market):
            raise Missing
        async with request.db.reading(person.scope) as tx:
            return await _unreleased(tx, request, cut_id, market, locale, format, incomplete)


def _person(request: ApiRequest) -> Person | None:
    return request.scope["user"]  # type: ignore[no-any-return]


def _named(request: ApiRequest, file_name: str) -> tuple[str, Format]:
    """The canonical locale and the format that a file's name says; Invalid when it does not."""
    stem, _, suffix = file_name.rpartition(".")
    format = OFFERED.get(suffix)
    if format is None:
        raise Invalid(Fault("", "choice", f"caption files end with {', '.join(OFFERED)}", "path:file_name"))
    return actions.canonical_locale(request.rulebook, stem, parameter="path:file_name"), format


def _canonical(rulebook: Rulebook, path: str) -> str:
    """The path with its locale as Cutdown writes it, where it means one."""
    address = read_address(path)
    if not isinstance(address, Latest):
        return path
    try:
        return latest_path(replace(address, locale=rulebook.languages.canonical(address.locale)))
    except UnknownLocale:
        return path


async def _find(request: ApiRequest, path: str) -> Delivery | None:
    """The file as it stands behind the caller's walls, else as anybody may have it."""
    deliveries: Deliveries = request.app.state.deliveries
    person = _person(request)
    found = await deliveries.find(path, person.scope) if person else None
    if found is not None and person is not None and found.may_go_to(person):
        return found
    return await deliveries.find(path, None)


async def _preflight(request: ApiRequest) -> Response[None]:
    """Yes for what anybody may have; about everything else not a word."""
    allowed = PREFLIGHT if await is_public(request.scope) else {}
    return Response(None, status_code=204, headers={"allow": "GET", **allowed})


async def _unreleased(
    tx: Tx, request: ApiRequest, cut_id: CutId, market: str, locale: str, format: Format, incomplete: Incomplete | None
) -> Response[Any]:
    """What there is of captions that are not released; only for those who ask for it."""
    cut = await records.get_cut(tx, cut_id)
    if cut is None:
        raise Missing
    if not await records.is_planned(tx, cut_id, market, locale):
        raise Missing(f"this cut is not made for {locale} in {market}; the campaign's markets say what it is made for")
    kinds: list[Kind] = [one.kind for one in await records.list_targets(tx, cut_id) if one.locale == locale]
    (rows,) = await records.list_projected(tx, [Wanted(cut_id, locale, kinds[0] if kinds else "subtitles")])
    facts = (await facts_by_market(tx, cut.campaign_id)).get(market, {})
    rows, _ = with_facts(rows, facts, locale)
    done, total = completeness(rows)
    if incomplete is None or format is PLAYLIST:  # its segment would be refused: players take no query along
        cell = await cell_of(tx, cut.campaign_id, cut_id, market, locale)
        because = cell.because if cell else ""
        left = "; ".join(filter(None, (f"{done} of {total} cues are done", because)))
        raise ReleaseIncomplete(left, done=done, total=total)
    mixed = incomplete == "source" and done < total
    headers = {
        "cache-control": "no-store",
        **({} if mixed else {"content-language": locale}),
        "cutdown-completeness": f"{done}/{total}",
        "content-type": f"{format.media_type}; charset=utf-8",
    }
    made = laid_out(request.rulebook, cut, kinds[0] if kinds else "subtitles", document(rows, locale, incomplete))
    data = b"" if request.method == "HEAD" else format.write(made)
    return Response(data, headers=headers)


handlers: list[Any] = [Files]
