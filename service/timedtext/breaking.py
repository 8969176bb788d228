"""What a break costs where it falls: between which words, after which sign, inside which unit.

A place is described by the names of what is there (`sentence`, `before:preposition`, `after:article`, `number`, …) and
each name has a weight; below zero is a good place to break. The classes of words come from the rule files of the
language (`locales/timed_text/breaking`), the weights are the same for all languages and were found with
`tests/bench/breaks.py`. Sources of what is described: Netflix Timed Text Style Guides, "Line Treatment"; TED
Translators, "How to Break Lines".
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from msgspec import Struct

from service.timedtext.segmentation import Place

# below zero: a good place. Weights of what must not be parted are set, the others found on the tuning part.
WEIGHTS: dict[str, float] = {
    "uneven": 0.4,
    "very_uneven": 7.0,
    "top_heavy": 0.0,
    "phrase": -1.2,
    "no_phrase": 5.0,
    "hyphen": 3.0,
    "sentence": -5.8,
    "clause": -3.0,
    "pause": -3.5,
    "quote": -1.0,
    "dash": 6.0,
    "dangles": 1.5,
    "strands": 1.5,
    "pair": 3.2,
    "number": 12.0,
    "name": 12.0,
    "capitals": 2.0,
    "after:title": 12.0,
    "before:unit": 4.0,
    "before:conjunction": -2.6,
    "before:subordinator": -3.0,
    "before:relative": -1.8,
    "before:preposition": -1.7,
    "before:genitive": -0.6,
    "before:infinitive": -0.5,
    "before:determiner": 0.2,
    "before:auxiliary": -0.8,
    "before:modal": -0.6,
    "before:clitic": 2.5,
    "before:pronoun": 0.2,
    "before:object": 1.5,
    "before:negation": 0.6,
    "before:degree": 0.0,
    "before:numeral": 0.4,
    "before:postposition": 3.0,
    "before:dependent": 3.0,
    "before:particle": 5.0,
    "before:moment": 3.0,
    "before:classifier": 2.0,
    "after:conjunction": 2.4,
    "after:subordinator": 2.2,
    "after:relative": 2.7,
    "after:genitive": 4.0,
    "after:infinitive": 3.5,
    "after:preposition": 2.2,
    "after:determiner": 3.0,
    "after:auxiliary": 1.7,
    "after:modal": 2.6,
    "after:clitic": -0.3,
    "after:pronoun": 3.0,
    "after:object": -0.5,
    "after:negation": 2.7,
    "after:degree": 1.6,
    "after:numeral": 2.4,
    "after:postposition": -2.0,
    "after:moment": -2.0,
    "after:particle": -0.5,
    "after:dependent": 0.0,
    "after:final": -4.0,
    "after:clause": -2.3,
    "after:topic": -0.6,
    "after:phrase": -0.6,
    "after:accusative": -0.1,
    "after:binding": 1.7,
}

_SENTENCE = ".?!…。！？؟।۔｡"
_CLAUSE = ",、،，､"
_PAUSE = ";:؛；：—–"
_CLOSING = "\"'»›”’)]}」』）】"
_OPENING = "\"'«‹“‘„‚([{「『（【¿¡"
_MARKS = _SENTENCE + _CLAUSE + _PAUSE + _CLOSING + _OPENING + "\u200e\u200f\u2066\u2067\u2068\u2069"
_SIGNS = {
    **dict.fromkeys(_SENTENCE, "sentence"),
    **dict.fromkeys(_CLAUSE, "clause"),
    **dict.fromkeys(_PAUSE, "pause"),
}
_DASHES = {"-", "–", "—"}
_NEXT = re.compile(r"[^ ]*")
_LONGEST = 6  # characters of a word of a script without spaces
_REACH = 32  # code points before a place in which one or two words are looked for
_SIGNED = f"[{_SENTENCE}{_CLAUSE}{_PAUSE}][{re.escape(_CLOSING)}]*"
_DANGLES = re.compile(rf"{_SIGNED} [^ ]+(?: [^ ]+)?$")  # a clause has hardly begun at the end of the line
_STRANDS = re.compile(rf"[^ ]+{_SIGNED} ")  # the last word of a clause begins the next
_NUMBER = re.compile(r"\d[\d.,:/\u00a0\u202f]*(?<![.,:])$")
_AMOUNT = re.compile(r"[\d%‰°€$£¥₹₩₺₽]")
_CURRENCY = re.compile(r"[€$£¥₹₩₺₽№#]$")
_ORDINAL = re.compile(r"(?<!\d)\d{1,2}\.$")
_INITIAL = re.compile(r"[A-ZÀ-ÖØ-ÞА-Я]\.(?:[A-ZÀ-ÖØ-ÞА-Я]\.)*$")


class Words(Struct, frozen=True, eq=False):
    """What a language's words tell about breaks.

    `classes`: a word in lower case to its class; `endings`: how words end that close a phrase, each with its class;
    `pairs`: neighbours that stay together, `"as well"`; `capital_nouns`: a capital is no sign of a name; `ordinals`:
    `24.` is the twenty-fourth of what follows.
    """

    language: str
    classes: Mapping[str, str] = {}
    endings: tuple[tuple[str, re.Pattern[str]], ...] = ()
    pairs: frozenset[str] = frozenset()
    capital_nouns: bool = False
    ordinals: bool = False


def cost(text: str, place: Place, words: Words) -> float:
    """The cost of a break there; below zero is better than any place of which nothing is known."""
    return sum(WEIGHTS.get(name, 0.0) * value for name, value in described(text, place, words))


def balance(share: float, first: bool) -> float:
    """The cost of a line that is `share` as long as the mean of its cue's lines."""
    return sum(WEIGHTS.get(name, 0.0) * value for name, value in measured(share, first))


def measured(share: float, first: bool) -> Iterator[tuple[str, float]]:
    """What there is to say of a line's length, by name."""
    off = share - 1
    yield "uneven", abs(off)
    yield "very_uneven", off * off
    if first:
        yield "top_heavy", off


def described(text: str, place: Place, words: Words) -> Iterator[tuple[str, float]]:
    """What is at a place, by name, and how much of it."""
    end, start, weight = place
    if weight:
        yield ("phrase", weight) if weight > 0 else ("no_phrase", -weight)
    names = _between_words(text, end, start, words) if start > end else _inside(text, end, weight < 0, words)
    for name in names:
        yield name, 1.0


def _between_words(text: str, end: int, start: int, words: Words) -> Iterator[str]:
    """A place at a space."""
    left, right = text[text.rfind(" ", 0, end) + 1 : end], _NEXT.match(text, start)[0]  # type: ignore[index]
    sign = _sign(left, words)
    if sign:
        yield sign
    else:
        yield from _held(text, left, right, words)
        if _DANGLES.search(text, max(0, end - _REACH), end):
            yield "dangles"
    if _STRANDS.match(text, start):
        yield "strands"
    if right[0] in _OPENING:
        yield "quote"
    elif right in _DASHES:
        yield "dash"
    if found := words.classes.get(first(right)) or words.classes.get(_elided(right)):
        yield f"before:{found}"


def _sign(left: str, words: Words) -> str | None:
    """The sign that a word ends with, or None; the full stop of an abbreviation or an ordinal is none."""
    last = left.rstrip(_CLOSING)[-1:]
    if last not in _SIGNS or (last == "." and _abbreviated(left, words)):
        return None
    return _SIGNS[last]


def _abbreviated(left: str, words: Words) -> bool:
    named = words.classes.get(left.lower()) == "title" or _INITIAL.search(left) is not None
    return named or (words.ordinals and _ORDINAL.search(left) is not None)


def _held(text: str, left: str, right: str, words: Words) -> Iterator[str]:
    """What ties a word without a sign behind it to the next."""
    ours, theirs = first(left), first(right)
    known = words.classes.get(left.lower()) or words.classes.get(ours) or words.classes.get(_tail(ours))
    follows = words.classes.get(theirs)
    if known:
        yield f"after:{known}"
    if f"{ours} {theirs}" in words.pairs:
        yield "pair"
    if _binds_number(left, right, known, follows) or (words.ordinals and _ORDINAL.search(left)):
        yield "number"
    elif _INITIAL.match(left):
        yield "name"
    elif not known and not follows and left.strip(_MARKS)[:1].isupper() and right[:1].isupper() and not text.isupper():
        yield "capitals" if words.capital_nouns else "name"
    for name, pattern in words.endings:
        if pattern.search(ours):
            yield f"after:{name}"
            break


def _binds_number(left: str, right: str, known: str | None, follows: str | None) -> bool:
    """Whether one of two neighbours is a number and the other what it counts or belongs to."""
    if _NUMBER.search(left):
        return follows is None or follows == "unit" or _AMOUNT.match(right) is not None
    return _AMOUNT.match(right) is not None and (known in ("unit", "title") or _CURRENCY.search(left) is not None)


def _inside(text: str, at: int, in_word: bool, words: Words) -> Iterator[str]:
    """A place without a space: of a script that has none, or behind a hyphen."""
    last = text[at - 1]
    if last in _SIGNS:
        yield _SIGNS[last]
        return
    if in_word:
        return
    if last == "・" or (last.isdigit() and text[at] not in _OPENING):
        yield "number" if last != "・" else "name"
    elif last.isascii() and text[at].isascii():
        yield "hyphen"
    for size in range(_LONGEST, 0, -1):
        if found := words.classes.get(text[max(0, at - size) : at]):
            yield f"after:{found}"
            break
    for size in range(_LONGEST, 0, -1):
        if found := words.classes.get(text[at : at + size]):
            yield f"before:{found}"
            break
    for name, pattern in words.endings:
        if pattern.search(text[max(0, at - _LONGEST) : at]):
            yield f"after:{name}"
            break


def first(word: str) -> str:
    """A word as the lists have it: in lower case, with a straight apostrophe, without signs around it."""
    bare = word.strip(_MARKS).lower()
    return bare if bare.isascii() else bare.replace("’", "'")


def _elided(word: str) -> str:
    """`qu'` of `qu'il`."""
    head, apostrophe, _ = first(word).partition("'")
    return head + apostrophe if apostrophe else ""


def _tail(word: str) -> str:
    """`'re` of `they're`, `ai` of `j'ai`."""
    return word[word.rfind("'") :]
