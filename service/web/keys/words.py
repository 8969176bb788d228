"""Scopes as people say them."""

from __future__ import annotations

from schemas.people import ScopeWord
from service.web.words import Language

# Reading before changing, and what reaches far last.
SCOPES: tuple[ScopeWord, ...] = (
    "files:read",
    "tracks:read",
    "tracks:write",
    "tracks:approve",
    "campaigns:read",
    "campaigns:write",
    "briefs:approve",
    "videos:read",
    "videos:write",
    "comments:write",
    "checklists:sign",
    "checklists:waive",
    "posts:write",
    "rules:confirm",
    "gates:override",
    "webhooks:manage",
    "people:manage",
    "force",
)


def scope_says(language: Language, scope: str) -> str:
    """What a key with this scope can do."""
    say = language.say
    said = {
        "campaigns:read": say("Read brands, campaigns, stories and facts"),
        "campaigns:write": say("Make and change campaigns, stories, facts and market links"),
        "videos:read": say("Read videos, sources and cuts"),
        "comments:write": say("Comment on frames of cuts"),
        "videos:write": say("Send films, make and change cuts"),
        "tracks:read": say("Read captions"),
        "tracks:write": say("Write captions"),
        "tracks:approve": say("Approve captions, make and withdraw releases"),
        "files:read": say("Fetch released files"),
        "briefs:approve": say("Approve briefs and cuts, or ask for changes"),
        "checklists:sign": say("Sign items of checklists"),
        "checklists:waive": say("Waive items of checklists, with a reason"),
        "posts:write": say("Plan, schedule and record posts"),
        "rules:confirm": say("Confirm for the organization what a rule rests on"),
        "gates:override": say("Let a post go out although a gate is closed, with a reason"),
        "webhooks:manage": say("Look after webhooks"),
        "people:manage": say("Look after people and keys"),
        "force": say("Overwrite what others changed meanwhile"),
    }
    return said.get(scope, scope)
