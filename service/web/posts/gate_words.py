"""Gates and what they find, in the reader's language: by kind and code.

A code without a sentence here is told in English, as the API tells it.
"""

from __future__ import annotations

from schemas.gates import GateReason
from service.web.words import Language


def kind(language: Language, name: str) -> str:
    """What a gate is called."""
    say = language.say
    names = {
        "rights": say("Rights"),
        "brief": say("Brief"),
        "film": say("Film"),
        "captions": say("Captions"),
        "checklist": say("Checklist"),
        "disclosure": say("Disclosure"),
        "platform": say("Platform's limits"),
        "duplicate": say("Posted before"),
    }
    return names.get(name) or name


def state(language: Language, name: str) -> tuple[str, str]:
    """The shape and the word of a gate's state."""
    say = language.say
    match name:
        case "holds":
            return "ok", say("open")
        case "warns":
            return "stale", say("warns")
        case "overridden":
            return "waived", say("opened by hand")
    return "bad", say("closed")


def reason(language: Language, kind_of: str, one: GateReason) -> tuple[str, str]:
    """What a gate found, and the language of the sentence where it is not the reader's."""
    return one.detail, "en"
