"""Reading a JSON body strictly, and saying everything that is wrong with it at once.

msgspec decodes in one pass and stops at the first fault. Only when it refuses does `faults` walk the value, asking
msgspec for its verdict on each part, so the two can never disagree on whether a body is right.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator
from functools import cache
from itertools import islice
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

import msgspec
from msgspec import Struct, UnsetType
from msgspec.structs import fields

from schemas.bases import WANTED, Wrong
from schemas.ids import Id
from service.problems import Fault, Invalid, Unreadable

MOST_FAULTS = 100
_LENGTH = re.compile(r"^Expected `(str|array|object)` of length (<=|>=) (\d+)$")
_CODES = [
    (re.compile(r"^Expected `str` (matching|of length)"), "format"),
    (re.compile(r"^Expected `(int|float|Decimal)` [<>]"), "range"),
    (re.compile(r"^Expected `(array|object)` of length"), "length"),
    (re.compile(r"^Expected"), "type"),
    (re.compile(r"^Object missing required field"), "missing"),
    (re.compile(r"^Object contains unknown field"), "unknown"),
    (re.compile(r"^Invalid (enum )?value"), "choice"),
    (re.compile(r"^Invalid"), "format"),
]


def from_text(kind: type, value: Any) -> Any:
    """msgspec's decoding hook: identifiers are written as text."""
    if issubclass(kind, Id):
        if not isinstance(value, str):
            raise ValueError(f"Expected `str`, got `{type(value).__name__}`")
        return kind.parse(value)
    raise NotImplementedError(f"{kind} has no form on the wire")


def to_text(value: Any) -> Any:
    """msgspec's encoding hook, the inverse of `from_text`."""
    if isinstance(value, Id):
        return str(value)
    raise NotImplementedError(f"{type(value)} has no form on the wire")


@cache
def _decoder(shape: Any) -> msgspec.json.Decoder[Any]:
    return msgspec.json.Decoder(shape, dec_hook=from_text)


def decode(body: bytes, shape: Any) -> Any:
    """The body as a `shape`; Unreadable when it is not JSON, Invalid with every fault when it is not a `shape`."""
    try:
        found = _decoder(shape).decode(body)
    except msgspec.ValidationError as error:
        value = _parse(body)
        faults = [*islice(_faults(shape, value, ""), MOST_FAULTS), *_zeros(body, value)]
        raise Invalid(*faults[:MOST_FAULTS] or [_hidden(error)]) from None
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise _unreadable(error) from None
    if zeros := list(_zeros(body, None)):
        raise Invalid(*zeros[:MOST_FAULTS])
    return found


def faults(shape: Any, value: Any) -> list[Fault]:
    """Everything that keeps `value` (as parsed from JSON) from being a `shape`; empty when it is one."""
    return list(_faults(shape, value, ""))


def _parse(body: bytes) -> Any:
    try:
        return msgspec.json.decode(body)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise _unreadable(error) from None


def _unreadable(error: Exception) -> Unreadable:
    if isinstance(error, RecursionError):
        return Unreadable("the body is nested too deeply")
    return Unreadable(f"the body is not JSON: {error}")


def _hidden(error: msgspec.ValidationError) -> Fault:
    """What msgspec refuses and no part shows: of a name that stands twice in an object, the parts show the last."""
    return Fault("", "twice", f"a name stands twice in one object: {error}")


def _zeros(body: bytes, value: Any) -> Iterator[Fault]:
    """Where a text holds U+0000, which PostgreSQL cannot keep. JSON can only write it as an escape."""
    if b"\\u0000" in body:
        yield from _zeros_in(_parse(body) if value is None else value, "")


def _zeros_in(value: Any, pointer: str) -> Iterator[Fault]:
    match value:
        case str() if "\0" in value:
            yield Fault(pointer, "format", "a text does not hold the character U+0000")
        case list():
            for index, element in enumerate(value):
                yield from _zeros_in(element, f"{pointer}/{index}")
        case dict():
            for key, element in value.items():
                yield from _zeros_in(element, f"{pointer}/{_escape(key)}")


def _faults(shape: Any, value: Any, pointer: str) -> Iterator[Fault]:
    try:
        msgspec.convert(value, shape, dec_hook=from_text)
    except msgspec.ValidationError as error:
        below = _below(shape, value, pointer)
        first = next(below, None)
        yield first or _fault(error, pointer, shape)
        yield from below


def _below(shape: Any, value: Any, pointer: str) -> Iterator[Fault]:
    """The faults of the parts; none when the whole itself is at fault."""
    longest = _longest(shape)
    if longest is not None and isinstance(value, list | dict) and len(value) > longest:
        yield Fault(pointer, "length", f"at most {longest}, and there are {len(value)}")
        return
    shape = _bare(shape, value)
    origin, arguments = get_origin(shape), get_args(shape)
    if isinstance(value, dict) and isinstance(shape, type) and issubclass(shape, Struct):
        yield from _of_struct(shape, value, pointer)
    elif isinstance(value, dict) and origin is dict:
        for key, element in value.items():
            yield from _faults(arguments[1], element, f"{pointer}/{_escape(key)}")
    elif isinstance(value, list) and origin in (list, tuple):
        for index, element in enumerate(value):
            yield from _faults(arguments[0], element, f"{pointer}/{index}")


def _longest(shape: Any) -> int | None:
    """How many elements an annotation allows, through the union of an optional field."""
    while hasattr(shape, "__metadata__"):
        for one in shape.__metadata__:
            if isinstance(one, msgspec.Meta) and one.max_length is not None:
                return one.max_length
        shape = get_args(shape)[0]
    if get_origin(shape) in (Union, UnionType):
        members = [member for member in get_args(shape) if member not in (NoneType, UnsetType)]
        return _longest(members[0]) if len(members) == 1 else None
    return None


@cache
def _hints(shape: type[Struct]) -> dict[str, Any]:
    return get_type_hints(shape, include_extras=True)


def _of_struct(shape: type[Struct], value: dict[str, Any], pointer: str) -> Iterator[Fault]:
    config = shape.__struct_config__
    hints = _hints(shape)
    known = {field.encode_name: field for field in fields(shape)}
    for name, field in known.items():
        at = f"{pointer}/{_escape(name)}"
        if name in value:
            yield from _faults(hints[field.name], value[name], at)
        elif field.required:
            yield Fault(at, "missing", f"'{name}' is needed")
    allowed = {*known, *([config.tag_field] if config.tag_field else [])}
    if config.forbid_unknown_fields:
        for name in sorted(value.keys() - allowed):
            close = difflib.get_close_matches(name, known, n=1)
            way_out = f"; did you mean '{close[0]}'?" if close else f"; known are {', '.join(sorted(known))}"
            yield Fault(f"{pointer}/{_escape(name)}", "unknown", f"'{name}' is not known here{way_out}")


def _bare(shape: Any, value: Any) -> Any:
    """The one member of an annotation that a value of this JSON type is meant for."""
    while hasattr(shape, "__metadata__"):
        shape = get_args(shape)[0]
    if get_origin(shape) not in (Union, UnionType):
        return shape
    members = [member for member in get_args(shape) if member not in (NoneType, UnsetType)]
    if len(members) == 1:
        return _bare(members[0], value)
    for member in members:
        config = getattr(member, "__struct_config__", None)
        if config and isinstance(value, dict) and config.tag_field and value.get(config.tag_field) == config.tag:
            return member
    return shape


def _fault(error: msgspec.ValidationError, pointer: str, shape: Any) -> Fault:
    cause = error.__cause__
    if isinstance(cause, Wrong):
        return Fault(f"{pointer}{cause.at}", cause.code, cause.detail)
    place = re.search(r" - at `\$\.(\w+)`$", str(error))
    message = re.sub(r" - at `\$.*`$", "", str(error))
    code = next((code for pattern, code in _CODES if pattern.match(message)), "invalid")
    if code == "choice":
        message = f"{message}; known are {', '.join(_words(shape))}"
        if place is not None:  # the tag of a tagged union: its word stands one level down
            pointer = f"{pointer}/{_escape(place[1])}"
    return Fault(pointer, code, in_words(message))


def in_words(message: str) -> str:
    """What msgspec says, but for lengths and for patterns, which say what they ask for where they are declared
    (`schemas.bases.form`)."""
    if length := _LENGTH.match(message):
        most, number = "least" if length[2] == ">=" else "most", int(length[3])
        signs = (" characters" if number > 1 else " character") if length[1] == "str" else ""
        return f"give at {most} {number:,}{signs}"
    before, marked, pattern = message.partition("matching regex ")
    if not (marked and before.startswith("Expected")):
        return message
    wanted = next((words for known, words in WANTED.items() if pattern.startswith(repr(known))), "it in another form")
    return f"write {wanted}"


def _words(shape: Any) -> list[str]:
    shape = _bare(shape, "")
    if isinstance(shape, type) and hasattr(shape, "__members__"):
        return [str(member.value) for member in shape.__members__.values()]
    tags = [member.__struct_config__.tag for member in get_args(shape) if hasattr(member, "__struct_config__")]
    return [str(word) for word in tags or get_args(shape)]


def _escape(name: str) -> str:
    """A reference token of a JSON Pointer (RFC 6901, section 3)."""
    return name.replace("~", "~0").replace("/", "~1")
