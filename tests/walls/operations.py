"""The router, read: every route and method with the places into which somebody else's identifier can be put."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any, Union, get_args, get_origin, get_type_hints

from litestar import Litestar
from litestar.handlers import HTTPRouteHandler
from litestar.params import QueryParameter
from litestar.routes import HTTPRoute
from msgspec import Struct

from schemas.ids import Id


class Operation(Struct, frozen=True):
    """One method of one route."""

    name: str
    method: str
    path: str
    in_path: dict[str, type[Id] | None]  # None: a word, not an identifier
    in_query: dict[str, type[Id]]
    in_body: dict[str, type[Id]]  # by JSON Pointer; the first member stands for a list
    is_list: bool
    is_page: bool
    takes_key: bool


def operations(app: Litestar) -> list[Operation]:
    """All of them, but for the OPTIONS that the framework answers by itself."""
    found = []
    for route in app.routes:
        if not isinstance(route, HTTPRoute):
            raise TypeError(f"{route.path} is no HTTP route: the walk does not know how to ask it")
        for method, (handler, _) in route.route_handler_map.items():
            if str(method) != "OPTIONS":
                found.append(_operation(route, str(method), handler))
    return found


def _operation(route: HTTPRoute, method: str, handler: HTTPRouteHandler) -> Operation:
    fields = handler.parsed_fn_signature.parameters
    in_path = {name: id_of(fields[name].annotation) if name in fields else None for name in route.path_parameters}
    in_query = {}
    for name, field in fields.items():
        kind = id_of(field.annotation)
        if name not in in_path and kind is not None and isinstance(field.kwarg_definition, QueryParameter):
            in_query[field.kwarg_definition.name or name] = kind
    body = handler.parsed_data_field
    return Operation(
        name=str(handler.operation_id or f"{method} {route.path_format}"),
        method=method,
        path=route.path_format,
        in_path=in_path,
        in_query=in_query,
        in_body=dict(ids_in(body.annotation)) if body is not None else {},
        is_list="listing" in fields,
        is_page=str(handler.operation_id).startswith("web."),
        takes_key="key" in fields and method == "POST",
    )


def id_of(annotation: Any) -> type[Id] | None:
    """The kind of identifier that an annotation stands for, also an optional one."""
    if get_origin(annotation) is Annotated:
        return id_of(get_args(annotation)[0])
    if isinstance(annotation, type) and issubclass(annotation, Id):
        return annotation
    return next((kind for kind in map(id_of, get_args(annotation)) if kind), None) if _is_union(annotation) else None


def ids_in(annotation: Any, at: str = "") -> Iterator[tuple[str, type[Id]]]:
    """Every place in a wire type that takes an identifier."""
    kind = id_of(annotation)
    if kind is not None:
        yield at, kind
    elif isinstance(annotation, type) and issubclass(annotation, Struct):
        for name, hint in get_type_hints(annotation, include_extras=True).items():
            yield from ids_in(hint, f"{at}/{name}")
    elif get_origin(annotation) is Annotated or _is_union(annotation):
        for part in get_args(annotation)[: 1 if get_origin(annotation) is Annotated else None]:
            yield from ids_in(part, at)
    elif get_origin(annotation) in (list, tuple):
        yield from ids_in(get_args(annotation)[0], f"{at}/0")


def _is_union(annotation: Any) -> bool:
    origin = get_origin(annotation)
    return origin is Union or getattr(origin, "__name__", "") == "UnionType"
