"""Lists over HTTP: keyset pages with a signed cursor, an order, a count when asked for, and only the fields wanted."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import datetime
from typing import Annotated, Any, TypeVar
from urllib.parse import parse_qsl, urlencode

import msgspec
from litestar import Request, Response
from litestar.params import QueryParameter
from msgspec import Struct

from schemas.bases import PageFacts
from service.cursors import BadCursor, make, read
from service.db.pool import Tx
from service.db.queries import Query, Slice, Sort
from service.exchange import PRIVATE, ApiRequest, Ready, answer, encode
from service.problems import Fault, Invalid, Missing, Problem

S = TypeVar("S", bound=Struct)
Finish = Callable[[Tx, Sequence[Any]], Awaitable[Sequence[Struct]]]

# The problems of every list.
OF_LIST: tuple[type[Problem], ...] = (BadCursor, Invalid)

Limit = Annotated[int, QueryParameter(ge=1, le=1000, description="rows on a page")]
CursorText = Annotated[str | None, QueryParameter(name="cursor", description="`page.next_cursor` of the page before")]
SortName = Annotated[str | None, QueryParameter(name="sort", description="a field; with `-` before it, descending")]
CountWord = Annotated[str | None, QueryParameter(name="count", description="`exact`: also say how many there are")]
FieldNames = Annotated[str | None, QueryParameter(name="fields", description="only these fields, separated by commas")]


def narrowed(item: Struct, names: str | None) -> Response[Any]:
    """A resource, with only the fields that were asked for; its revision as ETag."""
    if names is None:
        return answer(item)
    whole = answer(item)
    part = {name: getattr(item, name) for name in field_names(type(item), names)}
    return Ready(encode(part), 200, whole.headers)


def each_narrowed(items: Sequence[S], names: Sequence[str]) -> Response[Any]:
    """What is answered whole under `data`, of each only these fields."""
    return Ready(encode({"data": [_narrow(item, names) for item in items]}), 200, PRIVATE)


_OF_THE_PAGE = ("cursor", "limit", "fields", "count")  # what may differ from one page to the next


class Listing:
    """The part of a list's address that every list understands."""

    __slots__ = ("counted", "cursor", "fields", "limit", "path", "question", "secret", "sort")

    def __init__(self, request: Request[Any, Any, Any], limit: int, cursor: str | None, sort: str | None) -> None:
        self.limit = limit
        self.cursor = cursor
        self.sort = sort
        self.counted = False
        self.fields: str | None = None
        self.path: str = request.scope["path"]
        asked = parse_qsl(request.scope.get("query_string", b"").decode("latin-1"), keep_blank_values=True)
        self.question = self.path + "?" + urlencode(sorted(pair for pair in asked if pair[0] not in _OF_THE_PAGE))
        self.secret: bytes = request.app.state.secret


def provide_listing(
    request: Request[Any, Any, Any],
    limit: Limit = 50,
    cursor: CursorText = None,
    sort: SortName = None,
    count: CountWord = None,
    fields: FieldNames = None,
) -> Listing:
    """The common parameters of a list."""
    listing = Listing(request, limit, cursor, sort)
    if count not in (None, "exact"):
        raise Invalid(Fault("", "choice", "count is 'exact' or left out", "query:count"))
    listing.counted = count == "exact"
    listing.fields = fields
    return listing


# Orders that a list may offer: the field's name, and how PostgreSQL sorts by it.
NEWEST = {"created_at": Sort("id", "uuid")}  # UUIDv7: the order of creation
CHANGED = {"updated_at": Sort("updated_at", "timestamptz")}
NAMED = {"name": Sort("name", "text")}


async def page(
    request: ApiRequest,
    listing: Listing,
    shape: type[S],
    query: Query,
    *args: Any,
    sorts: Mapping[str, Sort] = NEWEST,
    default: str = "-created_at",
    finish: Finish | None = None,
    parent: Callable[[Tx], Awaitable[Any]] | None = None,
) -> Response[Any]:
    """One page of a list, with the cursor and the Link header of the next.

    `finish` turns stored rows into what the wire shows, with what else it must ask for them all at once. `parent` reads
    what the list belongs to; it is asked for only when nothing is to be shown. Missing when that is not there either.
    """
    sort = _sort(listing.sort or default, sorts)
    after = read(listing.secret, listing.question, listing.cursor) if listing.cursor else None
    names = field_names(shape, listing.fields) if listing.fields else None
    async with request.db.reading(request.user.scope) as tx:
        rows = await tx.page(shape, query, Slice(sort, after, listing.limit), *args)
        if not rows and parent is not None and await parent(tx) is None:
            raise Missing
        total = await tx.count(shape, query, *args) if listing.counted else None
        more, rows = len(rows) > listing.limit, rows[: listing.limit]
        cursor = _cursor_after(listing, rows[-1], sort) if more else None
        items = await finish(tx, rows) if finish else rows
    data = [_narrow(item, names) for item in items] if names else items
    body = {"data": data, "page": PageFacts(next_cursor=cursor, has_more=more, count=total)}
    return Ready(encode(body), 200, PRIVATE | _link(request, listing, cursor))


def _sort(name: str, sorts: Mapping[str, Sort]) -> Sort:
    sort = sorts.get(name.removeprefix("-"))
    if sort is None:
        known = ", ".join(f"{one}, -{one}" for one in sorts)
        raise Invalid(Fault("", "choice", f"this list sorts by {known}", "query:sort"))
    return msgspec.structs.replace(sort, descending=name.startswith("-"))


def _cursor_after(listing: Listing, row: Struct, sort: Sort) -> str:
    value, id_ = getattr(row, sort.column), row.id.uuid  # type: ignore[attr-defined]
    key = str(id_) if sort.column == "id" else value.isoformat() if isinstance(value, datetime) else str(value)
    return make(listing.secret, listing.question, key, str(id_))


def _link(request: Request[Any, Any, Any], listing: Listing, cursor: str | None) -> dict[str, str]:
    if cursor is None:
        return {}
    asked = request.scope.get("query_string", b"").decode("latin-1").split("&")
    kept = [part for part in asked if part and not part.startswith("cursor=")]
    return {"link": f'<{listing.path}?{"&".join([*kept, f"cursor={cursor}"])}>; rel="next"'}


def field_names(shape: type[Struct], names: str) -> list[str]:
    """The fields that somebody asks for; Invalid for one that there is not."""
    wanted = [name.strip() for name in names.split(",") if name.strip()]
    unknown = [name for name in wanted if name not in shape.__struct_fields__]
    if unknown:
        known = ", ".join(shape.__struct_fields__)
        raise Invalid(Fault("", "choice", f"there is no field {', '.join(unknown)}; known are {known}", "query:fields"))
    return wanted


def _narrow(item: Struct, names: Sequence[str]) -> dict[str, Any]:
    return {name: getattr(item, name) for name in names}
