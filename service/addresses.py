"""An address is read as strictly as a body: a parameter that nothing reads is a fault, not silence."""

from __future__ import annotations

import difflib
from functools import cache
from typing import Any
from urllib.parse import parse_qsl

from litestar import Request
from litestar.handlers import HTTPRouteHandler
from litestar.params import ParameterKwarg, QueryParameter
from litestar.typing import FieldDefinition

from service.problems import Fault, Invalid

STRICT = "/v1/"


async def refuse_unknown(request: Request[Any, Any, Any]) -> None:
    """Invalid with every parameter of the query that the operation does not know. Pages read theirs themselves, and
    what stands between a caller and a file may add to its address."""
    query = request.scope["query_string"]
    if not query or not request.scope["path"].startswith(STRICT):
        return
    known = known_to(request.route_handler)
    given = dict(parse_qsl(query.decode("latin-1"), keep_blank_values=True))
    faults = [_fault(name, known) for name in given if name not in known]
    if faults:
        raise Invalid(*faults)


@cache
def known_to(handler: HTTPRouteHandler) -> tuple[str, ...]:
    """The query parameters that an operation and its dependencies read."""
    return tuple(_read(handler))


def missing(request: Request[Any, Any, Any]) -> list[Fault]:
    """Every parameter of the query that the operation needs and was not given."""
    needed = [name for name, field in _read(request.route_handler).items() if field.is_required]
    absent = [name for name in needed if name not in request.query_params]
    return [Fault("", "missing", f"'{name}' is needed", f"query:{name}") for name in absent]


def _read(handler: HTTPRouteHandler) -> dict[str, FieldDefinition]:
    """What an operation and its dependencies read from the query, by its name there."""
    provided = handler.resolve_dependencies()
    fields = dict(handler.parsed_fn_signature.parameters)
    for name in provided.keys() & fields.keys():
        fields |= provided[name].parsed_fn_signature.parameters
    said = [(name, field, field.kwarg_definition) for name, field in fields.items()]
    return {_name(name, one): field for name, field, one in said if isinstance(one, QueryParameter)}


def _name(name: str, said: ParameterKwarg) -> str:
    return said.name or name


def _fault(name: str, known: tuple[str, ...]) -> Fault:
    close = difflib.get_close_matches(name, known, n=1)
    way_out = f"did you mean {close[0]}?" if close else f"known are {', '.join(known) or 'none'}"
    return Fault("", "unknown", f"nothing reads {name[:60]}; {way_out}", f"query:{name[:60]}")
