"""Many caption files in one call: each is imported by itself, and one that fails stops no other."""

from __future__ import annotations

import hashlib
from typing import Any, cast

import structlog
from litestar import Controller, Response, post
from litestar.datastructures import FormMultiDict, UploadFile
from litestar.exceptions import ClientException
from msgspec import Struct

from schemas.imports import Imported, ImportItem, ImportItems, ImportResult, ImportResults, ImportSummary
from schemas.problems import ProblemDocument
from service.bodies import FORM, takes_form
from service.captions.actions import canonical_locale
from service.captions.api_imports import AsMode, DryRun, condition
from service.captions.importing import Sent, bring_in
from service.captions.reading import SUFFIXES, TYPES
from service.decoding import decode
from service.exchange import OF_KEY, ApiRequest, OnceKey, again, once
from service.guards import needs
from service.http_problems import problem_document, problems
from service.problems import Fault, Internal, Invalid, Missing, Problem, TooLarge, Unreadable, UnsupportedType
from service.timedtext.formats import for_media_type, for_suffix
from service.timedtext.problems import Mode

FORM_BYTES = 32 * 1024**2
_log = structlog.get_logger()


class Form(Struct):
    """What was sent: the items, the files by the names of their parts, and a hash of all of it.

    The hash is of the content: the line that keeps the parts of a form asunder is another one each time it is sent.
    """

    items: list[ImportItem]
    files: dict[str, UploadFile]
    sha256: bytes


class BulkImports(Controller):
    """Caption files that come in together."""

    path = "/v1"
    tags = ["Tracks"]

    @post(
        "/imports",
        operation_id="imports.run",
        opt=needs("tracks:write")
        | takes_form(
            ImportItems,
            "The part `items` says in JSON what the other parts, which are caption files, are. At most 200 of them, "
            "32 MiB in all, and each no larger than one that is sent alone.",
        ),
        status_code=200,
        request_max_body_size=FORM_BYTES,
        responses=problems(400, 401, 403, 413, 415, 422, *OF_KEY),
    )
    async def run(
        self, request: ApiRequest, mode: AsMode = "strict", dry_run: DryRun = False, key: OnceKey = None
    ) -> Response[ImportResults]:
        """Import many caption files onto sources and cuts. The answer is 200 and says of each file how it fared.

        Each file is a transaction of its own, in the order of the items: one that is refused keeps no other out. Send
        those again that failed; a file that is there already changes nothing.
        """
        parts = await _parts(request)
        try:
            form = await _form(parts)
            known = await again(request, key, form.sha256)
            if known is not None:
                return known
            data = [await _result(request, item, form.files.get(item.file), mode, dry_run) for item in form.items]
        finally:
            await parts.close()
        failed = sum(one.problem is not None for one in data)
        results = ImportResults(data=data, succeeded=len(data) - failed, failed=failed)

        async def told() -> ImportResults:
            return results

        async with request.db.transaction(request.user.scope) as tx:
            return await once(tx, request, key, told, location=None, status=200, body_sha256=form.sha256)


async def _parts(request: ApiRequest) -> FormMultiDict:
    """The parts of the body; Unreadable when it has none. (It is read first: what is too large opens no file.)"""
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != FORM:
        raise UnsupportedType(f"this operation reads {FORM}", accepted=[FORM])
    await request.body()
    try:
        return await request.form()
    except ClientException as error:
        raise Unreadable(f"the body is not {FORM}: {error.detail}") from None
    except (UnicodeDecodeError, LookupError):
        raise Unreadable("a part without a file name is text in UTF-8; give the parts that are files a name") from None


async def _form(parts: FormMultiDict) -> Form:
    """What the parts say; Invalid with every fault of the items."""
    files: dict[str, UploadFile] = {}
    hashed = hashlib.sha256()
    said = b""
    for name, part in parts.multi_items():
        data = await part.read() if isinstance(part, UploadFile) else str(part).encode()
        hashed.update(f"{name} {len(data)} ".encode() + data)
        if name == "items":
            said = data
        elif name in files or not isinstance(part, UploadFile):
            raise Invalid(Fault("", "part", f"the part {name!r} is no file, or there are two of this name"))
        else:
            files[name] = part
    if not said:
        raise Invalid(Fault("/items", "missing", "the part 'items' is needed: a list in JSON of what the files are"))
    items: ImportItems = decode(b'{"items":' + said + b"}", ImportItems)
    if unnamed := sorted(files.keys() - {item.file for item in items.items}):
        said_of = "no item names it as its `file`; name it, or leave it out"
        raise Invalid(*(Fault("", "unnamed", f"the part {name!r}: {said_of}") for name in unnamed))
    return Form(items.items, files, hashed.digest())


async def _result(
    request: ApiRequest, item: ImportItem, file: UploadFile | None, mode: Mode, dry_run: bool
) -> ImportResult:
    """How one file fares."""
    problem: Problem
    try:
        imported, new = await _import(request, item, file, mode, dry_run)
        summary = ImportSummary(**{name: getattr(imported, name) for name in ImportSummary.__struct_fields__})
        return ImportResult(file=item.file, status=201 if new else 200, imported=summary, problem=None)
    except Problem as refused:
        problem = refused
    except Exception as error:
        _log.error("failure", path=request.scope["path"], method=request.method, exc_info=error)
        problem = Internal("nothing of this file is known to have been changed; the request_id finds it in our logs")
    told = cast(ProblemDocument, problem_document(request, problem))  # with the members that are the problem's own
    return ImportResult(file=item.file, status=problem.status, imported=None, problem=told)


async def _import(
    request: ApiRequest, item: ImportItem, file: UploadFile | None, mode: Mode, dry_run: bool
) -> tuple[Imported, bool]:
    if file is None:
        raise Invalid(Fault("/file", "missing", f"the form has no file {item.file!r}"))
    format = for_media_type(file.content_type) or for_suffix(file.filename)
    if format is None:
        named = f"a caption file ends with one of {', '.join(SUFFIXES)}, or says its type"
        raise UnsupportedType(named, accepted=[*TYPES, *SUFFIXES])
    home, limit = item.source_id or item.cut_id, request.settings.caption_limit_bytes
    if home is None:
        raise Missing
    await file.seek(0)
    data = await file.read(limit + 1)
    if len(data) > limit:
        raise TooLarge(f"a caption file has at most {limit} bytes", limit_bytes=limit)
    tag = canonical_locale(request.rulebook, item.locale)
    sent = Sent(home, tag, item.kind, format, data, condition(request, item.if_match))
    return await bring_in(request.db, request.store, request.user, sent, mode, dry_run=dry_run)


handlers: list[Any] = [BulkImports]
