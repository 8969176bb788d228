"""What the editor says: states of a row, findings with their measures, and fixes that name what they do."""

from __future__ import annotations

from functools import cache, partial

from msgspec import Struct

from service.captions.sheets import Line, Sheet
from service.timedtext import findings
from service.web import finding_words
from service.web.words import Language


class Fix(Struct, frozen=True):
    """A button. `says` is what it does, `value` a time or a text that stands behind it.

    It writes `text`; or moves the cue `cue`, of which the time at revision `timing` was seen, to `begin` and `end` as
    the clock says them; or `removes` it; or sets the field `in_cut` of it, in this cut alone, to `in_cut_ms`.
    """

    cue: str
    says: str
    value: str = ""
    text: str = ""
    timing: int = 0
    begin: str = ""
    end: str = ""
    removes: bool = False
    in_cut: str = ""
    in_cut_ms: int = 0


class Finding(Struct, frozen=True):
    """A breach: the rule, `measure` against its limit and the unit, what the engine says in English, and a fix."""

    is_error: bool
    rule: str
    measure: str
    unit: str
    says: str
    fix: Fix | None


class Teller:
    """A language that tells of one sheet and remembers what it said: the same few rules and limits many times."""

    def __init__(self, language: Language, sheet: Sheet) -> None:
        self.language, self.sheet = language, sheet
        self.lines = {str(line.cue.id): line for line in sheet.lines}
        self.say, self.plural = cache(language.say), cache(language.plural)
        self.number = cache(language.number)
        self.rule = cache(partial(finding_words.rule, language))


def row_state(language: Language | Teller, line: Line) -> tuple[str, str]:
    """The shape of a row's state, and its word."""
    say = language.say
    told = [one for one in line.findings if one.rule != "untranslated"]
    errors = sum(one.severity == "error" for one in told)
    state = line.state
    if errors:
        return "bad", language.plural("%(num)s error", "%(num)s errors", errors)
    if state in ("missing", "stale"):
        return state, say("Missing") if state == "missing" else say("Stale")
    if told and state != "approved":
        return "stale", language.plural("%(num)s warning", "%(num)s warnings", len(told))
    return {
        "approved": ("ok", say("Approved")),
        "in_review": ("review", say("In review")),
    }.get(state, ("draft", say("Draft")))


def finding(teller: Teller, found: findings.Finding, line: Line) -> Finding:
    """One finding of a line."""
    measure, unit = finding_words.measure(teller, found)
    says = found.says if teller.language.tag == "en" and not measure else ""
    fix = _fix(teller, found, line) if found.fix else None
    return Finding(found.severity == "error", teller.rule(found.rule), measure, unit, says, fix)


def _fix(teller: Teller, found: findings.Finding, line: Line) -> Fix | None:
    say, fix, sheet = teller.say, found.fix, teller.sheet
    other = None if fix is None or fix.cue_id == found.cue_id else teller.lines.get(fix.cue_id)
    if fix is None or (fix.cue_id != found.cue_id and other is None):
        return None
    if fix.text is not None:
        of_this = fix.cue_id == found.cue_id and fix.text != line.cue.text
        return Fix(fix.cue_id, say("Write"), fix.text.replace("\n", " ⏎ "), text=fix.text) if of_this else None
    timed = other or line
    if not timed.track.is_source or sheet.cut is not None:
        return _fix_in_cut(teller, found, line)
    if fix.remove:
        return Fix(fix.cue_id, say("Take this cue out"), timing=timed.cue.timing_revision, removes=True)
    if fix.begin_ms is None and fix.end_ms is None:
        return None
    begin = timed.cue.begin_ms if fix.begin_ms is None else fix.begin_ms
    end = timed.cue.end_ms if fix.end_ms is None else fix.end_ms
    says = (
        say("Begin at")
        if fix.begin_ms is not None
        else say("End at")
        if other is None
        else say("End the one before at")
    )
    value = clock(begin if fix.begin_ms is not None else end)
    return Fix(fix.cue_id, says, value, timing=timed.cue.timing_revision, begin=clock(begin), end=clock(end))


def _fix_in_cut(teller: Teller, found: findings.Finding, line: Line) -> Fix | None:
    """Times belong to the source and all its languages; a cut may have its own, where it keeps a cue whole."""
    fix, sheet = found.fix, teller.sheet
    if fix is None or sheet.cut is None or fix.cue_id != found.cue_id or line.how != "whole" or line.verdicts:
        return None
    if line.end_ms - line.begin_ms != line.cue.end_ms - line.cue.begin_ms or line.pieces > 1:
        return None
    shift = line.begin_ms - line.cue.begin_ms
    if fix.begin_ms is not None:
        ms = fix.begin_ms + shift
        return Fix(fix.cue_id, teller.say("Here, begin at"), clock(ms), in_cut="begin_ms", in_cut_ms=ms)
    if fix.end_ms is not None and fix.end_ms + shift <= sheet.duration_ms:
        ms = fix.end_ms + shift
        return Fix(fix.cue_id, teller.say("Here, end at"), clock(ms), in_cut="end_ms", in_cut_ms=ms)
    return None


def origin_word(language: Language, origin: str) -> str:
    """Where a text came from that nobody typed here."""
    say = language.say
    match origin:
        case "import":
            return say("From a file")
        case "machine":
            return say("By machine")
        case "memory":
            return say("From memory")
        case "kept":
            return say("Still right")
        case _:
            return say("Written")


def clock(ms: int) -> str:
    """A time as the clock says it: minutes, seconds, milliseconds."""
    minutes, rest = divmod(ms, 60_000)
    return f"{minutes:02}:{rest // 1000:02}.{rest % 1000:03}"
