"""What the page that takes caption files says: what is wanting, what is wrong with a file, what it would change."""

from __future__ import annotations

from schemas.imports import CueChange, Imported
from service.captions.reading import SUFFIXES
from service.web.upload_form import Looked, Sent
from service.web.words import Language

ENCODED = {"encoding", "control_character"}
TIMED = {
    *("bad_times", "time", "times", "reversed", "reversed_times", "reversed_times_swapped", "no_duration", "open_end"),
    *("decimal_point", "time_base"),
}
MARKED = {
    *("stray_tag", "misnested_tag", "unknown_tag", "unclosed_tag", "stray_end_tag", "open_bracket", "bare_ampersand"),
    *("entity", "ass_codes", "ass_space"),
}
PARTED = {
    *("blank_line", "missing_blank_line", "no_blank_line", "stray_text", "before_first_cue", "late_block", "number"),
    "text_on_time_line",
}
PLACED = {"bad_setting", "settings", "region"}


def wanting(language: Language, sent: Sent, limit_bytes: int) -> list[str]:
    """What the form lacks."""
    say = language.say
    found = []
    if sent.home is None:
        found.append(say("Choose the film or the cut that these captions belong to."))
    if not sent.locale:
        found.append(say("Say which language the file is in."))
    if sent.data is None:
        found.append(say("Choose a caption file."))
    elif len(sent.data) > limit_bytes:
        found.append(say("This file is too large for captions. Was a film chosen by mistake?"))
    if sent.data is not None and sent.format is None:
        found.append(
            say(
                "This is not a caption file that can be read. Its name ends with one of: %(endings)s.",
                endings=language.listing(SUFFIXES),
            )
        )
    return found


def changed_meanwhile(language: Language) -> str:
    """Somebody else was first."""
    return language.say("Somebody changed these captions meanwhile. Below is what the file would change now.")


def sentence(language: Language, looked: Looked) -> str:
    """One line that says how the file fared."""
    say = language.say
    if looked.taken:
        return say("The file is imported.") if looked.mode == "strict" else say("The file is repaired and imported.")
    if looked.refused and looked.report:
        return say("The file is not as its format asks for, so nothing was imported. It can be repaired.")
    if looked.refused:
        return say("The file cannot be read, so nothing was imported. Correct these lines and choose it again.")
    if looked.faults or (looked.advice and not looked.report):
        return say("Nothing was imported.")
    if looked.report and not looked.changes:
        return say("These captions are there already. The file changes nothing.")
    return say("The file can be imported. Nothing is changed yet.")


def counted(language: Language, report: Imported) -> list[tuple[str, int]]:
    """What becomes of the cues, each with how many; those that occur."""
    changes: tuple[CueChange, ...] = ("added", "reworded", "moved", "restored", "withdrawn", "kept")
    found = [(change(language, one), getattr(report, one)) for one in changes]
    found.append((language.say("without a translation"), report.missing))
    return [(word, number) for word, number in found if number]


def change(language: Language, what: CueChange) -> str:
    """What a file does to a cue."""
    say = language.say
    match what:
        case "added":
            return say("new")
        case "reworded":
            return say("another text")
        case "moved":
            return say("another time")
        case "restored":
            return say("back again")
        case "withdrawn":
            return say("taken out")
        case "kept":
            return say("unchanged")


def problem(language: Language, code: str) -> str:
    """What is wrong at a place of a file."""
    say = language.say
    if code in ENCODED:
        return say("Characters in another encoding")
    if code in TIMED:
        return say("Times")
    if code in MARKED:
        return say("Marks in the text")
    if code in PARTED:
        return say("Lines that belong elsewhere")
    if code in PLACED:
        return say("Position of the text")
    if code == "overlap":
        return say("Two cues overlap")
    return say("Not as the format asks for")
