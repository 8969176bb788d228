"""How a language wants its captions written, as corrections: each takes a text and gives a better one.

A correction gives the same text where nothing is wrong, and None where something is that only a person can mend.
Source: the style guides that a rule pack names.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache

from msgspec import Struct

from service.timedtext import bidi
from service.timedtext.rules import Direction, DualSpeaker, Rule, Typography

Correct = Callable[[str], str | None]

QUOTES = '"“”„‟«»‹›「」『』〝〞〟＂'
_PAIRS = ("““", "„“", "„”", "“”", "””", "«»", "»«", "»»", "‹›", "「」", "『』", "〝〟", "〝〞", "＂＂", '""')
_UNSHOWABLE = "\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ufdd0-\ufdef\ufeff\ufff9-\ufffb\ufffd-\uffff"
_FORBIDDEN = f"{_UNSHOWABLE}\ue000-\uf8ff\ud800-\udfff"
_LOST = re.compile("[\ufffd\ue000-\uf8ff\ud800-\udfff]")
_SPACE_LIKE = re.compile("[\t\x0b\x0c\x85\u2028\u2029]")
_REMOVED = re.compile(f"[{_FORBIDDEN}]")
_DOTS = re.compile(r"(?<!\.)\.{3}(?!\.)|…{2,}|⋯{2,}|・{3,}")
_OTHER_DOTS = re.compile(r"\.{4,}|(?<!\.)\.\.(?!\.)")
_DASHED = re.compile("([\u200e\u200f\u202a\u202b\u2066-\u2068]*)[-‐‑–—―−]([ \u00a0\u202f]*)(?=[^\\s\\d-])")
_BRACKETED = re.compile(r"([-–—]\s?)?[(\[（［]([^()\[\]（）［］]+)[)\]）］]")
_SINGLE_DIGIT = re.compile("(?<![0-9０-９A-Za-z.,:])[0-9](?![0-9０-９A-Za-z.,:%％℃°])")
_WIDE_DIGITS = re.compile("[０-９]{2,}")
_TO_WIDE = {ord("0") + n: ord("０") + n for n in range(10)}
_TO_NARROW = {wide: narrow for narrow, wide in _TO_WIDE.items()}
_MEASURES = r"\s?(?:[%°€$£¥₹×x]|(?:[ap]\.?m\b|[kcm]?m|k?g|m?l|h|min|s|am|pm|fps|[KMGT]B)\b)"
_GROUP = "[ \u00a0\u202f]\\d{3}"
_SMALL_NUMBER = re.compile(rf"(?<![\w.,:/#№$€£¥₹+&-])(?:[1-9]|10)(?![\w:/-]|[.,]\d|{_GROUP}|{_MEASURES})")
_DIGIT_FIRST = re.compile(rf"[-–—\[(«„“\"']*\d+(?![\d.,:/-]|{_GROUP}|{_MEASURES})")


class Correction(Struct, frozen=True):
    rule: Rule
    says: str
    correct: Correct


@cache
def corrections(typography: Typography, direction: Direction | None) -> tuple[Correction, ...]:
    """The corrections of a language, in the order in which they build on each other."""
    space, marks = typography.not_before, typography.ellipsis
    found = [
        Correction("forbidden_characters", "A character that captions cannot show. Remove or replace it.", _allowed),
        Correction("bidi", "A player may turn this line around. Mark its direction.", _direction(direction)),
        Correction("ellipsis", f"An ellipsis is one character: {marks[0]}", _ellipsis(marks)),
    ]
    if typography.quotes:
        says = f"Quotation marks here are {typography.quotes[0][0]} {typography.quotes[0][1]}"
        found.append(Correction("quotes", says, _quotes(typography.quotes, inside="\u202f" if space else "")))
    if space:
        says = f"A line may break at the space beside one of {space} {typography.not_after}; use one that holds."
        found.append(Correction("spacing", says, _spacing(space, typography.not_after)))
    if typography.left_out:
        says = f"The marks {' '.join(typography.left_out)} are not written; a space stands for them."
        found.append(Correction("punctuation", says, _punctuation(typography.left_out)))
    if typography.dual_speaker != "none":
        says = f"Two speakers are written {_SAMPLES[typography.dual_speaker]}"
        found.append(Correction("dual_speaker", says, _speakers(typography.dual_speaker)))
    if typography.sound_brackets:
        says = f"Sounds stand in {typography.sound_brackets[0]} {typography.sound_brackets[1]}"
        found.append(Correction("sound_brackets", says, _sounds(typography.sound_brackets)))
    if typography.numerals == "spelled_to_ten":
        says = "Numbers to ten, and one that opens a text, are spelled out, but for times, dates and measures."
        found.append(Correction("numerals", says, _spelled))
    elif typography.numerals == "one_full_width":
        found.append(Correction("numerals", "One digit is full-width, several are half-width.", _digit_widths))
    return tuple(found)


@cache
def occasions(typography: Typography, direction: Direction | None) -> re.Pattern[str]:
    """What a text must have for any of the corrections to have something to say."""
    chars = f"{_FORBIDDEN}\t{bidi.CONTROLS}" + ("" if direction is None else bidi.OF_OTHERS[direction])
    chars += (QUOTES if typography.quotes else "") + re.escape(typography.left_out)
    chars += "" if typography.numerals not in ("spelled_to_ten", "one_full_width") else "0-9０-９"
    chars += r"(\[（［" if typography.sound_brackets else ""
    parts = [f"[{chars}]", r"\.\.", "……|⋯⋯|・・・", "\n[\u200e\u200f\u202a\u202b\u2066-\u2068]*[-‐‑–—―−]"]
    if typography.not_before:
        parts.append(f" [{re.escape(typography.not_before)}]")
    return re.compile("|".join(parts))


_SAMPLES: dict[DualSpeaker, str] = {
    "both_lines": "`-Yes.` and `-No.`",
    "both_lines_spaced": "`- Yes.` and `- No.`",
    "second_line": "`Yes.` and `-No.`",
    "second_line_spaced": "`Yes.` and `- No.`",
}


def _allowed(text: str) -> str | None:
    if _LOST.search(text):
        return None
    return _REMOVED.sub("", _SPACE_LIKE.sub(" ", text))


def _direction(direction: Direction | None) -> Correct:
    return lambda text: bidi.mended(text, direction)


def _ellipsis(marks: tuple[str, ...]) -> Correct:
    def correct(text: str) -> str | None:
        if _OTHER_DOTS.search(text):
            return None
        return _DOTS.sub(lambda found: found[0][0] if found[0][0] in marks else marks[0], text)

    return correct


def _quotes(pairs: tuple[str, ...], inside: str) -> Correct:
    allowed = set("".join(pairs))
    foreign = re.compile("[" + "".join(mark for mark in QUOTES if mark not in allowed) + "]")
    opening, closing = pairs[0][0], pairs[0][1]
    if opening == "«":
        opening, closing = opening + inside, inside + closing
    quoted = [re.compile(f"{pair[0]}([^{QUOTES}]+){pair[1]}") for pair in _PAIRS if not set(pair) <= allowed]

    def correct(text: str) -> str | None:
        if not foreign.search(text):
            return text
        for pair in quoted:
            text = pair.sub(lambda found: opening + found[1].strip(" \u00a0\u202f") + closing, text)
        return None if foreign.search(text) else text

    return correct


def _spacing(before: str, after: str) -> Correct:
    around = re.compile(f"(?<! ) +(?=[{re.escape(before)}])" + (f"|(?<=[{re.escape(after)}]) +" if after else ""))
    return lambda text: around.sub("\u202f", text)


def _punctuation(left_out: str) -> Correct:
    marks = f"[{re.escape(left_out)}]"
    last = re.compile(f'(?<!{marks}){marks}+(?=[」』）］”’"\n]|$)')
    between = re.compile(f"{marks}+ *")
    return lambda text: between.sub(lambda found: "\u3000" if "。" in found[0] else " ", last.sub("", text))


def _speakers(style: DualSpeaker) -> Correct:
    both, spaced = style.startswith("both"), style.endswith("spaced")

    def correct(text: str) -> str | None:
        lines = text.split("\n")
        dashes = [_DASHED.match(line) for line in lines]
        if not any(dashes[1:]):
            return text
        if both and not dashes[0]:
            return None
        for index, dash in enumerate(dashes):
            if dash is None:
                continue
            said = lines[index][dash.end() :]
            hyphen = "-" + ((dash[2][:1] or " ") if spaced else "") if both or index else ""
            lines[index] = dash[1] + hyphen + said
        return "\n".join(lines)

    return correct


def _sounds(pair: str) -> Correct:
    def better(line: str) -> str:
        found = _BRACKETED.fullmatch(line)
        return line if found is None else f"{found[1] or ''}{pair[0]}{found[2]}{pair[1]}"

    return lambda text: "\n".join(map(better, text.split("\n")))


def _spelled(text: str) -> str | None:
    return None if _SMALL_NUMBER.search(text) or _DIGIT_FIRST.match(text) else text


def _digit_widths(text: str) -> str:
    narrow = _WIDE_DIGITS.sub(lambda found: found[0].translate(_TO_NARROW), text)
    return _SINGLE_DIGIT.sub(lambda found: found[0].translate(_TO_WIDE), narrow)
