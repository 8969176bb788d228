"""What the rule packs call things, as people say it."""

from __future__ import annotations

from schemas.rules import RegionItem
from service.rulebook.regions import BASELINE, UNION
from service.web.words import Language


def place_name(language: Language, code: str) -> str:
    """A pack's place."""
    if code == BASELINE:
        return language.say("Markets without a pack")
    return language.say("European Union") if code == UNION else language.market(code)


def level_says(language: Language, level: str) -> str:
    """How strongly a place asks."""
    say = language.say
    return {
        "required": say("Required"),
        "required_if_in_scope": say("Required where the law applies"),
        "recommended": say("Recommended"),
    }.get(level, level)


def group_says(language: Language, group: str) -> str:
    """A part of the checklist."""
    say = language.say
    return {
        "see_and_hear": say("See and hear"),
        "say_what_it_is": say("Say what it is"),
        "judge_with_care": say("Judge with care"),
    }.get(group, group)


def confidence_says(language: Language, confidence: str) -> str:
    """How well something is known."""
    say = language.say
    return {
        "source_text": say("Wording seen in the source"),
        "secondary_source_text": say("Seen in a second-hand source"),
        "not_confirmed": say("Not confirmed"),
        "memory": say("From memory"),
        "assumed": say("Assumed"),
    }.get(confidence, confidence)


def weight(language: Language, item: RegionItem) -> tuple[str, str]:
    """What an item does to a post: the shape of its state, and the word."""
    if item.blocks:
        return "ok", language.say("Holds posts back")
    if item.house_gate:
        return "stale", language.say("Only warns until counsel confirms")
    return "open", language.say("Warns")
