"""What the story room calls things: steps of a story, sizes and movements of shots, what a cut keeps."""

from __future__ import annotations

from babel.numbers import format_percent

from schemas.coverage import BeatOfCut
from schemas.vocabulary import BeatKind, Presence, ShotMovement, ShotSize, Treatment
from service.web.words import Language


def kind_name(language: Language, kind: str) -> str:
    """A narrative step."""
    say = language.say
    match kind:
        case BeatKind.HOOK:
            return say("Hook")
        case BeatKind.ESCALATION:
            return say("Escalation")
        case BeatKind.CLIMAX:
            return say("Climax")
        case BeatKind.RESOLUTION:
            return say("Resolution")
    return say("Another step")


def size_name(language: Language, size: str) -> str:
    """How much a shot takes in."""
    say = language.say
    match size:
        case ShotSize.WIDE:
            return say("Wide")
        case ShotSize.MEDIUM:
            return say("Medium")
        case ShotSize.CLOSE:
            return say("Close-up")
    return say("Extreme close-up")


def movement_name(language: Language, movement: str) -> str:
    """What the camera does."""
    say = language.say
    match movement:
        case ShotMovement.STILL:
            return say("Still camera")
        case ShotMovement.PUSH_IN:
            return say("Push-in")
        case ShotMovement.PULL_BACK:
            return say("Pull-back")
        case ShotMovement.WHIP_PAN:
            return say("Whip pan")
    return say("Tracking")


def treatment_name(language: Language, treatment: str) -> str:
    """How the story is told."""
    return language.say("cinematic") if treatment == Treatment.CINEMATIC else language.say("raw")


def share_word(language: Language, kept: BeatOfCut) -> str:
    """What a cut keeps of a beat; nothing is a word, not 0 %. What is kept in part is never rounded to none or all."""
    match kept.state:
        case Presence.ABSENT:
            return language.say("absent")
        case Presence.UNPLACED:
            return language.say("not placed")
        case Presence.PRESENT:
            return percent_word(language, 1)
    return percent_word(language, min(max(kept.share or 0, 0.01), 0.99))


def percent_word(language: Language, share: float) -> str:
    """A share in whole percent, as the language writes it."""
    return str(format_percent(share, locale=language.locale))


def seconds(language: Language, milliseconds: int) -> str:
    """A length with its unit, to a tenth of a second."""
    exact = round(milliseconds / 1000, 1)
    return language.say("%(number)s s", number=language.number(int(exact) if exact == int(exact) else exact))


def clock(milliseconds: int) -> str:
    """A place in a film: `0:03.5`."""
    tenths = round(milliseconds / 100)
    return f"{tenths // 600}:{tenths // 10 % 60:02d}.{tenths % 10}"
