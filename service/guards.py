"""What an operation asks of whoever calls: `@get(…, opt=needs("tracks:read"))`.

The word stands in the handler's options, where `middleware.py` enforces it and the contract reads it. (The framework's
own guards copy the handler on every request.) It knows roles and scopes, never rows: those belong to actions.
"""

from __future__ import annotations

from typing import Any

from service.identity import SCOPES, Person
from service.problems import Forbidden

NEEDS = "needs"


def needs(permission: str) -> dict[str, Any]:
    """Handler options that let through whoever may do this on at least one brand and market."""
    if permission not in SCOPES:
        raise ValueError(f"there is no permission {permission}")
    return {NEEDS: permission}


def admit(person: Person, permission: str) -> None:
    """Forbidden unless the person may do this somewhere."""
    if not person.may(permission):
        raise Forbidden(f"this needs {permission}", required_scope=permission)
