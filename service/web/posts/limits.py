"""How long the words of a post may be, in the platform's own unit."""

from __future__ import annotations

from msgspec import Struct

from service.posts.draft import Draft
from service.posts.measuring import length
from service.rulebook import Rulebook
from service.web.words import Language


class Count(Struct, frozen=True):
    """A limit of a field: the unit that the platform counts in, and what that is called."""

    most: int
    unit: str
    name: str

    def taken(self, text: str, hashtags: list[str] | None = None) -> int:
        """How much of it these words take."""
        return length(Draft(text=text, hashtags=tuple(hashtags or ())).posted_text, self.unit)  # type: ignore[arg-type]


def counts_of(rulebook: Rulebook, language: Language, platform: str) -> dict[str, Count]:
    """The limits of a platform's text and title; none where they are not known."""
    pack = rulebook.platforms.get(platform)
    found = {"text": pack.text, "title": pack.title} if pack else {}
    return {name: Count(one.max, one.unit, unit_name(language, one.unit)) for name, one in found.items() if one}


def unit_name(language: Language, unit: str) -> str:
    """What a unit of length is called."""
    say = language.say
    names = {
        "characters": say("characters"),
        "utf16_units": say("UTF-16 units"),
        "utf8_bytes": say("bytes of UTF-8"),
    }
    return names.get(unit) or unit
