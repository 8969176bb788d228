"""What the editor says: states of a row, findings with their measures, and fixes that name what they do."""

from __future__ import annotations

from msgspec import Struct

from service.captions.sheets import Line
from service.timedtext import findings
from service.web import finding_words
from service.web.words import Language


class Fix(Struct, frozen=True):
    """A button. `says` is what it does, `value` a time or a text that stands behind it. One of `text`, `times` and
    `removes` is what it changes, of the cue `cue`."""

    cue: str
    says: str
    value: str = ""
    text: str = ""
    begin_ms: int | None = None
    end_ms: int | None = None
    removes: bool = False


class Finding(Struct, frozen=True):
    """A breach: the rule, `measure` against its limit and the unit, what the engine says in English, and a fix."""

    is_error: bool
    rule: str
    measure: str
    unit: str
    says: str
    fix: Fix | None


def row_state(language: Language, line: Line) -> tuple[str, str]:
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


def finding(language: Language, found: findings.Finding, text: str) -> Finding:
    """One finding of a cue that says `text`."""
    measure, unit = _measure(language, found)
    says = found.says if language.tag == "en" and not measure else ""
    fix = _fix(language, found, text) if found.fix else None
    return Finding(found.severity == "error", finding_words.rule(language, found.rule), measure, unit, says, fix)


def _measure(language: Language, found: findings.Finding) -> tuple[str, str]:
    say, number = language.say, language.number
    over = f"{number(found.measured)} > {number(found.limit)}"
    under = f"{number(found.measured)} < {number(found.limit)}"
    match found.rule:
        case "lines":
            return over, say("lines")
        case "chars_per_line":
            return over, say("characters in a line")
        case "reading_speed" | "reading_speed_maximum":
            return over, say("characters per second")
        case "minimum_duration" | "word_time":
            return under, say("ms")
        case "maximum_duration":
            return over, say("ms")
        case "gap" | "shot_change":
            return under, say("frames")
        case "chaining":
            return over, say("frames")
        case "overlap":
            return number(found.limit - found.measured), say("ms")
        case "beyond_end":
            return number(found.measured - found.limit), say("ms")
        case _:
            return "", ""


def _fix(language: Language, found: findings.Finding, text: str) -> Fix | None:
    say, fix = language.say, found.fix
    if fix is None:
        return None
    if fix.remove:
        return Fix(fix.cue_id, say("Take this cue out"), removes=True)
    if fix.text is not None and fix.text != text:
        return Fix(fix.cue_id, say("Write"), fix.text.replace("\n", " ⏎ "), text=fix.text)
    if fix.begin_ms is not None or fix.end_ms is not None:
        ms = fix.begin_ms if fix.begin_ms is not None else fix.end_ms
        if fix.cue_id != found.cue_id:
            says = say("End the other cue at")
        else:
            says = say("Begin at") if fix.begin_ms is not None else say("End at")
        return Fix(fix.cue_id, says, clock(ms or 0), begin_ms=fix.begin_ms, end_ms=fix.end_ms)
    return None


def clock(ms: int) -> str:
    """A time as the clock says it: minutes, seconds, milliseconds."""
    minutes, rest = divmod(ms, 60_000)
    return f"{minutes:02}:{rest // 1000:02}.{rest % 1000:03}"
