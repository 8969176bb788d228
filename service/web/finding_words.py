"""What the pages call the rules that captions are measured by."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from service.timedtext.findings import Finding
from service.web.matrix import Matrix
from service.web.words import Language


class Tells(Protocol):
    """What says words and numbers: a language, or one that remembers what it said."""

    @property
    def say(self) -> Callable[..., str]:
        """A sentence in the language."""

    @property
    def number(self) -> Callable[[float], str]:
        """A number as the language writes it."""


def failing(language: Language, matrix: Matrix) -> str:
    """How many releases break a rule; empty when none does."""
    count = sum(matrix.failing.values())
    if not count:
        return ""
    return language.plural("%(num)s breaks a rule of its language.", "%(num)s break a rule of their language.", count)


def rule(language: Language, name: str) -> str:
    """What a rule is called."""
    say = language.say
    names = {
        "untranslated": say("Not translated"),
        "empty": say("No text"),
        "duration": say("Times the wrong way round"),
        "overlap": say("Two cues overlap"),
        "beyond_end": say("After the end of the film"),
        "lines": say("Too many lines"),
        "chars_per_line": say("Line too long"),
        "reading_speed": say("Faster than comfortable"),
        "reading_speed_maximum": say("Too fast to read"),
        "word_time": say("Too little time for its words"),
        "minimum_duration": say("Too short on screen"),
        "maximum_duration": say("Too long on screen"),
        "gap": say("Too close to the next cue"),
        "chaining": say("A gap that flickers"),
        "shot_change": say("Near a shot change"),
        "dual_speaker": say("Two speakers"),
        "quotes": say("Quotation marks"),
        "ellipsis": say("Ellipsis"),
        "numerals": say("Numbers"),
        "sound_brackets": say("Brackets of sounds"),
        "punctuation": say("Punctuation"),
        "spacing": say("Spaces"),
        "italics": say("Italics"),
        "duplicate": say("Said twice"),
        "same_as_source": say("The same as the source"),
        "language": say("Another language"),
        "safe_zone": say("Under the controls of the platform"),
        "bidi": say("Direction of the text"),
        "forbidden_characters": say("Characters that cannot be shown"),
    }
    return names.get(name) or say("A rule of the language")


def measure(teller: Tells, found: Finding) -> tuple[str, str]:
    """What was measured against its limit, and the unit; empty where the rule's name says it all."""
    say, number = teller.say, teller.number
    match found.rule:
        case "lines":
            sign, unit = ">", say("lines")
        case "chars_per_line":
            sign, unit = ">", say("characters in a line")
        case "reading_speed" | "reading_speed_maximum":
            sign, unit = ">", say("characters per second")
        case "minimum_duration" | "word_time":
            sign, unit = "<", say("ms")
        case "maximum_duration":
            sign, unit = ">", say("ms")
        case "gap" | "shot_change":
            sign, unit = "<", say("frames")
        case "chaining":
            sign, unit = ">", say("frames")
        case "overlap" | "beyond_end":
            return number(abs(found.measured - found.limit)), say("ms")
        case _:
            return "", ""
    return f"{number(found.measured)} {sign} {number(found.limit)}", unit
