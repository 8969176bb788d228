"""What an operation asks of whoever calls: `@get(…, opt=needs("tracks:read"))`.

The word stands in the handler's options, where `middleware.py` enforces it and the contract reads it. (The framework's
own guards copy the handler on every request.) It knows roles and scopes, never rows: those belong to actions.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from service.identity import SCOPES, Person
from service.problems import Forbidden, Unauthenticated

NEEDS = "needs"
UNLESS = "unless"


def needs(permission: str, *, unless: Callable[[Any], Awaitable[bool]] | None = None) -> dict[str, Any]:
    """Handler options that let through whoever may do this on at least one brand and market.

    `unless` is asked about a request without credentials (its ASGI scope): true lets anybody through.
    """
    if permission not in SCOPES:
        raise ValueError(f"there is no permission {permission}")
    return {NEEDS: permission, **({UNLESS: unless} if unless else {})}


def admit(person: Person, permission: str) -> None:
    """Forbidden unless the person may do this somewhere."""
    if not person.may(permission):
        raise Forbidden(f"this needs {permission}", required_scope=permission)


def nobody() -> Unauthenticated:
    """What is answered to a request without credentials, whatever is or is not there."""
    return Unauthenticated("send Authorization: Bearer with an API key, or sign in")
