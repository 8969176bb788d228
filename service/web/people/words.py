"""Roles as people say them: a name, and what somebody with it can do."""

from __future__ import annotations

from service.identity import Role
from service.web.words import Language


def role_name(language: Language, role: str) -> str:
    """What a role is called."""
    say = language.say
    match role:
        case Role.ADMIN:
            return say("Administrator")
        case Role.PRODUCER:
            return say("Producer")
        case Role.EDITOR:
            return say("Editor")
        case Role.LOCALIZER:
            return say("Localizer")
        case Role.REVIEWER:
            return say("Reviewer")
        case Role.MARKETER:
            return say("Marketer")
        case Role.CLIENT:
            return say("Client")
        case Role.COUNSEL:
            return say("Counsel")
        case _:
            return say("Viewer")


def role_says(language: Language, role: str) -> str:
    """What somebody with a role can do."""
    say = language.say
    match role:
        case Role.ADMIN:
            return say("Everything, also people and keys")
        case Role.PRODUCER:
            return say("Runs campaigns, films, captions and approvals")
        case Role.EDITOR:
            return say("Films, cuts and captions")
        case Role.LOCALIZER:
            return say("Writes captions")
        case Role.REVIEWER:
            return say("Writes and approves captions")
        case Role.COUNSEL:
            return say("Confirms what the law asks, signs, waives, overrides gates")
        case _:
            return say("Reads, and fetches files")
