"""What can go wrong, as exceptions. Pure: the HTTP face of a problem is `http_problems.py`.

A subclass says its status, slug and title once; its docstring is the help page at `/problems/<slug>`.
Keyword facts become members of the RFC 9457 document; `example` shows them to whoever reads the API's contract.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from msgspec import Struct


class Fault(Struct, frozen=True, omit_defaults=True):
    """One thing wrong with a request: where (JSON Pointer, or a parameter), what, and the way out."""

    pointer: str
    code: str
    detail: str
    parameter: str | None = None


class Problem(Exception):
    """Something a caller can understand and act on."""

    status: ClassVar[int] = 500
    slug: ClassVar[str] = "internal"
    title: ClassVar[str] = "Something broke on our side"
    example: ClassVar[Mapping[str, Any]] = {}
    known: ClassVar[dict[str, type[Problem]]] = {}

    def __init__(self, detail: str = "", *, headers: dict[str, str] | None = None, **facts: Any) -> None:
        super().__init__(detail)
        self.detail = detail
        self.facts = facts
        self.headers = headers or {}

    def __init_subclass__(cls) -> None:
        if "slug" in vars(cls):  # a problem that says its parent's slug is explained by its parent
            Problem.known[cls.slug] = cls


class Missing(Problem):
    """There is nothing here that you can see.

    The address may be mistyped, the thing may belong to another organization or brand, or it was never made.
    Cutdown answers the same in all three cases. Check the identifier and the key or account you use.
    """

    status, slug, title = 404, "not-found", "Not found"


class Invalid(Problem):
    """The request was readable, but its content breaks a rule.

    `errors` lists every fault at once, each with a JSON Pointer to its place and what would be right. Nothing was
    changed.
    """

    status, slug, title = 422, "validation", "Invalid request"
    example: ClassVar = {
        "detail": "1 fault",
        "errors": [{"pointer": "/name", "code": "missing", "detail": "'name' is needed"}],
    }

    def __init__(self, *faults: Fault, detail: str = "") -> None:
        count = f"{len(faults)} fault{'s' if len(faults) != 1 else ''}"
        super().__init__(detail or count, errors=list(faults))
        self.faults = faults


class Unreadable(Problem):
    """The body could not be read at all: it is not the JSON (or the file) that its type says.

    `detail` names the place. Nothing was changed.
    """

    status, slug, title = 400, "unreadable", "Unreadable request"
    example: ClassVar = {"detail": "the body is not JSON: Input data was truncated"}


class Unauthenticated(Problem):
    """Cutdown does not know who you are.

    Send `Authorization: Bearer cut_live_…`, or sign in. A key may have expired or been revoked.
    """

    status, slug, title = 401, "unauthenticated", "Sign in or send a key"
    example: ClassVar = {"detail": "send Authorization: Bearer with an API key, or sign in"}


class Forbidden(Problem):
    """You are known, and you can see this, but you may not do it.

    `required_scope` names what is missing. An administrator of your organization can grant it.
    """

    status, slug, title = 403, "forbidden", "Not allowed"
    example: ClassVar = {"detail": "this needs tracks:approve", "required_scope": "tracks:approve"}


class Conflict(Problem):
    """The request does not fit the present state. `detail` says what is in the way."""

    status, slug, title = 409, "conflict", "Conflict"


class PreconditionRequired(Problem):
    """A change must say which revision it was made on.

    Read the resource, then send its `ETag` as `If-Match`. This keeps two people from overwriting each other.
    """

    status, slug, title = 428, "precondition-required", "Say which revision you saw"
    example: ClassVar = {"detail": "send If-Match with the ETag of what you changed"}


class PreconditionFailed(Problem):
    """Somebody changed this before you.

    `current` is the state now and `current_etag` its revision. Merge your change into it and send it again with
    `If-Match: <current_etag>`. Nothing was changed.
    """

    status, slug, title = 412, "precondition-failed", "Changed by somebody else"
    example: ClassVar = {
        "detail": "this is at revision 4 now",
        "current": {"id": "brd_01kd3v6m2rfa8t4y9n5qk7w1xe", "name": "Aldermoor Coffee", "revision": 4},
        "current_etag": '"r4"',
    }

    @classmethod
    def on(cls, current: Any) -> PreconditionFailed:
        """With the state now, which counts its revision."""
        detail = f"this is at revision {current.revision} now"
        return cls(detail, current=current, current_etag=f'"r{current.revision}"')


class TooLarge(Problem):
    """The body is larger than this address takes. `limit_bytes` says how much it takes. Nothing was kept."""

    status, slug, title = 413, "too-large", "Too large"
    example: ClassVar = {"detail": "the body is larger than 10000000 bytes", "limit_bytes": 10_000_000}


class UnsupportedType(Problem):
    """The body's `Content-Type` is not one that this address reads. `accepted` lists the types it reads."""

    status, slug, title = 415, "unsupported-type", "Unsupported content type"
    example: ClassVar = {"detail": "this operation reads application/json", "accepted": ["application/json"]}


class MethodNotAllowed(Problem):
    """This address exists, but it does not take this method. `Allow` lists the methods that it takes."""

    status, slug, title = 405, "method-not-allowed", "Method not allowed"


class Refused(Problem):
    """The request breaks the rules of HTTP itself, so nothing of Cutdown has seen it. `detail` says how."""

    status, slug, title = 400, "http", "Bad request"


class Internal(Problem):
    """Something broke on our side.

    It was logged under `request_id`; tell your administrator that. Nothing is known to have been changed: repeat the
    request, with the same `Idempotency-Key` if it creates something.
    """

    status, slug, title = 500, "internal", "Something broke on our side"
    example: ClassVar = {"detail": "nothing is known to have been changed; the request_id finds it in our logs"}


# What a status means when nothing closer is said.
GENERAL: dict[int, type[Problem]] = {
    one.status: one
    for one in (
        Unreadable,
        Unauthenticated,
        Forbidden,
        Missing,
        MethodNotAllowed,
        Conflict,
        PreconditionFailed,
        TooLarge,
        UnsupportedType,
        Invalid,
        PreconditionRequired,
        Internal,
    )
}
