"""Caption files as bytes: immutable under their own name, or the latest approved at a stable address."""

from __future__ import annotations

from typing import Annotated, Any

from litestar import Controller, Response, get
from litestar.params import FromPath, QueryParameter
from litestar.response import Stream

from schemas.captions import Kind
from schemas.ids import CutId
from service.assets.delivery import body, deliver
from service.assets.problems import RangeNotSatisfiable
from service.bodies import delivers
from service.briefs.actions import facts_by_market
from service.captions import actions, records
from service.captions.facts import with_facts
from service.captions.model import Incomplete, StoredFile, Wanted, completeness, document
from service.captions.problems import Gone, ReleaseIncomplete
from service.db.pool import Tx
from service.exchange import ApiRequest
from service.guards import needs
from service.http_problems import problems
from service.problems import Fault, Invalid, Missing
from service.timedtext.formats import FORMATS, Format

IMMUTABLE = "private, max-age=31536000, immutable"
FRESH = "private, no-cache"
TYPES = [format.media_type for format in FORMATS.values()]
HEADERS = ("Content-Disposition", "Content-Language", "Cutdown-Completeness", "Cutdown-Release", "Repr-Digest")


class Files(Controller):
    """The files of releases."""

    path = "/"
    tags = ["Files"]

    @get(
        "/f/{file_key:str}/{name:str}",
        operation_id="files.get",
        opt=needs("files:read"),
        responses=delivers(TYPES, *HEADERS) | problems(401, 403, 404, Gone, RangeNotSatisfiable),
    )
    async def show(
        self,
        request: ApiRequest,
        file_key: FromPath[str],
        name: FromPath[str],
    ) -> Response[Any]:
        """A file of a release. This address never shows other bytes; a withdrawn release answers 410."""
        key = _key(file_key)
        async with request.db.reading(request.user.scope) as tx:
            file = await records.get_file(tx, key)
        if file is None or not file.url.endswith("/" + name):
            raise Missing
        if file.withdrawn_at is not None:
            raise Gone("this release was withdrawn", withdrawn_at=file.withdrawn_at)
        return await _deliver(request, file, cache_control=IMMUTABLE)

    @get(
        "/v1/cuts/{cut_id:str}/captions/{market:str}/{file_name:str}",
        operation_id="files.latest",
        opt=needs("files:read"),
        responses=delivers(TYPES, "Content-Location", *HEADERS)
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
        """The newest approved captions of a cut for a market: `de-DE.vtt`, `de-DE.srt`. 409 while there are none."""
        stem, _, suffix = file_name.rpartition(".")
        format = FORMATS.get(suffix)
        if format is None:
            known = ", ".join(FORMATS)
            raise Invalid(Fault("", "choice", f"caption files end with {known}", "path:file_name"))
        locale = actions.canonical_locale(request.rulebook, stem, parameter="path:file_name")
        async with request.db.reading(request.user.scope) as tx:
            file = await records.get_latest_file(tx, cut_id, market, locale, suffix)
            if file is None:
                return await _unreleased(tx, request, cut_id, market, locale, format, incomplete)
        return await _deliver(request, file, cache_control=FRESH, content_location=file.url)


def _key(text: str) -> bytes:
    """The 16 bytes of a file key; Missing for anything that is none."""
    try:
        key = bytes.fromhex(text)
    except ValueError:
        raise Missing from None
    if len(key) != 16 or text != key.hex():
        raise Missing
    return key


async def _deliver(request: ApiRequest, file: StoredFile, **headers: str) -> Response[Any]:
    format = FORMATS[file.format]
    delivered = deliver(
        file.sha256,
        file.size_bytes,
        f"{format.media_type}; charset=utf-8",
        request.headers,
        method=request.asked,
        content_language=file.locale,
        content_disposition=f'attachment; filename="{file.url.rpartition("/")[2]}"',
        cutdown_completeness=f"{file.done}/{file.total}",
        cutdown_release=str(file.number),
        **headers,
    )
    if delivered.start == delivered.end:
        return Response(b"", status_code=delivered.status, headers=delivered.headers)
    pieces = await body(request.store, request.user.scope.organization, file.sha256, delivered)
    return Stream(pieces, status_code=delivered.status, headers=delivered.headers)


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
    if incomplete is None:
        left = f"{done} of {total} cues are done"
        if 0 < done == total:
            left = f"all {total} cues have a text; they wait for approval, or for somebody to look at this cut"
        raise ReleaseIncomplete(left, done=done, total=total)
    mixed = incomplete == "source" and done < total
    headers = {
        "cache-control": "no-store",
        **({} if mixed else {"content-language": locale}),
        "cutdown-completeness": f"{done}/{total}",
        "content-type": f"{format.media_type}; charset=utf-8",
    }
    data = b"" if request.method == "HEAD" else format.write(document(rows, locale, incomplete))
    return Response(data, headers=headers)


handlers: list[Any] = [Files]
