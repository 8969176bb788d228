"""The operations of the application: what each handler takes and answers, read from its signature and options."""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from typing import Any, get_args, get_origin

import msgspec
from litestar import Litestar
from litestar.handlers import HTTPRouteHandler
from litestar.openapi.datastructures import ResponseSpec
from litestar.params import ParameterKwarg
from litestar.routes import HTTPRoute
from litestar.types import Empty
from litestar.typing import FieldDefinition
from msgspec import Struct

from schemas.bases import Page
from service.addresses import STRICT
from service.bodies import TAKES, Delivered, Taken
from service.guards import NEEDS, UNLESS
from service.http_problems import ProblemSpec
from service.people.problems import CrossSite
from service.problems import Invalid, Problem

_OWN = {"request", "data"}  # what the framework gives besides parameters
_LIMITS = {
    "ge": "minimum",
    "gt": "exclusiveMinimum",
    "le": "maximum",
    "lt": "exclusiveMaximum",
    "min_length": "minLength",
    "max_length": "maxLength",
    "pattern": "pattern",
}


class Parameter(Struct, frozen=True):
    """A part of the address or a header."""

    name: str
    place: str
    annotation: Any
    required: bool
    default: Any = None
    description: str = ""
    limits: dict[str, Any] = {}


class Answer(Struct, frozen=True):
    """What a success looks like; without a shape it has no body, or one of bytes."""

    shape: type[Struct] | None = None
    file: Delivered | None = None
    description: str = ""

    @property
    def ranges(self) -> bool:
        """Whether a part of it can be asked for."""
        return self.file is not None and self.file.ranges


class Operation(Struct, frozen=True):
    """One method of one address."""

    path: str
    method: str
    id: str
    says: str
    tags: list[str]
    open: bool
    optional: bool  # a key or a session is not always needed
    permission: str | None
    parameters: list[Parameter]
    body: type[Struct] | None
    takes: Taken | None
    answers: dict[int, Answer]
    problems: dict[int, list[type[Problem]]]

    @property
    def once(self) -> bool:
        """Whether it takes an Idempotency-Key."""
        return any(one.name == "Idempotency-Key" for one in self.parameters)

    @property
    def has_etag(self) -> bool:
        """Whether its answer has a validator."""
        return any(
            one.ranges or (one.shape is not None and "revision" in one.shape.__struct_fields__)
            for one in self.answers.values()
        )


def operations(app: Litestar) -> Iterator[Operation]:
    """Every operation of the contract, in the order of addresses."""
    for route in sorted(app.routes, key=lambda one: one.path):
        if isinstance(route, HTTPRoute):
            for method, (handler, _) in sorted(route.route_handler_map.items()):
                if handler.resolve_include_in_schema():
                    yield _operation(route, str(method).lower(), handler)


def _operation(route: HTTPRoute, method: str, handler: HTTPRouteHandler) -> Operation:
    data = handler.parsed_fn_signature.parameters.get("data")
    is_open = bool(handler.opt.get("exclude_from_auth"))
    of = {status: list(spec.of) for status, spec in (handler.responses or {}).items() if isinstance(spec, ProblemSpec)}
    if method != "get" and not is_open:
        of.setdefault(CrossSite.status, []).append(CrossSite)
    if route.path_format.startswith(STRICT) and Invalid not in of.setdefault(Invalid.status, []):
        of[Invalid.status].insert(0, Invalid)
    return Operation(
        path=route.path_format,
        method=method,
        id=str(handler.operation_id),
        says=inspect.cleandoc(handler.fn.__doc__ or ""),
        tags=list(handler.resolve_tags()),
        open=is_open,
        optional=UNLESS in handler.opt,
        permission=handler.opt.get(NEEDS),
        parameters=list(_parameters(handler, handler.parsed_fn_signature.parameters, set(route.path_parameters))),
        body=data.annotation if data else None,
        takes=handler.opt.get(TAKES),
        answers=_answers(handler),
        problems=of,
    )


def _parameters(
    handler: HTTPRouteHandler, fields: dict[str, FieldDefinition], in_path: set[str]
) -> Iterator[Parameter]:
    provided = handler.resolve_dependencies()
    for name, field in fields.items():
        if name in provided:
            yield from _parameters(handler, provided[name].parsed_fn_signature.parameters, in_path)
        elif name not in _OWN and not field.is_di_field:
            said = field.kwarg_definition
            if not isinstance(said, ParameterKwarg):
                raise TypeError(f"{handler.operation_id}: say where the parameter {name} comes from")
            yield Parameter(
                name=said.name or name,
                place="path" if name in in_path else str(said.param_type.value),
                annotation=field.raw,
                required=name in in_path or field.is_required,
                default=None if field.default is Empty else field.default,
                description=said.description or "",
                limits={
                    word: getattr(said, own) for own, word in _LIMITS.items() if getattr(said, own) not in (None, Empty)
                },
            )


def _answers(handler: HTTPRouteHandler) -> dict[int, Answer]:
    """What can come back when all is well: from the annotation, unless `responses` says it."""
    found = {
        status: _said(spec)
        for status, spec in (handler.responses or {}).items()
        if status < 300 and not isinstance(spec, ProblemSpec)
    }
    if handler.status_code not in found:
        found[handler.status_code] = Answer(_shape(handler.parsed_return_field.annotation))
    return dict(sorted(found.items()))


def _said(spec: ResponseSpec) -> Answer:
    if isinstance(spec, Delivered):
        return Answer(file=spec, description=spec.description)
    return Answer(_shape(spec.data_container), description=spec.description)


def _shape(annotation: Any) -> type[Struct] | None:
    if get_origin(annotation) is not None:
        annotation = get_args(annotation)[0]
    return annotation if isinstance(annotation, type) and issubclass(annotation, Struct) else None


def is_page(shape: type[Struct] | None) -> bool:
    """Whether an answer is one page of a list that can go on."""
    return shape is not None and issubclass(shape, Page)


def default_of(parameter: Parameter) -> Any:
    """A parameter's default as JSON has it."""
    return None if parameter.default is None else msgspec.to_builtins(parameter.default)
