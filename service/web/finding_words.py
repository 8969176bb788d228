"""What the pages call the rules that captions are measured by."""

from __future__ import annotations

from service.web.matrix import Matrix
from service.web.words import Language


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
