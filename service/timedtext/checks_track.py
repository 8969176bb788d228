"""What can only be said of a track as a whole: whether its text is in its language."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache

from service.timedtext.findings import Found
from service.timedtext.rules import Telling

TEXTS_READ = 300  # of a longer track, spread evenly
FEWEST_LETTERS, FEWEST_WORDS = 24, 12
OWN_SCRIPT = 0.5  # of the letters, at least
TELLING_SHARE = 0.12  # of the different words of another language's text are telling ones, at least
TIMES_MORE = 3  # than of the track's own language

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
# ISO 15924 codes by the words that Unicode's character names begin with.
_SCRIPTS = {
    "Arab": frozenset({"ARABIC"}),
    "Beng": frozenset({"BENGALI"}),
    "Cyrl": frozenset({"CYRILLIC"}),
    "Deva": frozenset({"DEVANAGARI"}),
    "Grek": frozenset({"GREEK"}),
    "Gujr": frozenset({"GUJARATI"}),
    "Guru": frozenset({"GURMUKHI"}),
    "Hans": frozenset({"CJK"}),
    "Hant": frozenset({"CJK", "BOPOMOFO"}),
    "Hebr": frozenset({"HEBREW"}),
    "Jpan": frozenset({"HIRAGANA", "KATAKANA", "KATAKANA-HIRAGANA", "CJK", "IDEOGRAPHIC"}),
    "Khmr": frozenset({"KHMER"}),
    "Knda": frozenset({"KANNADA"}),
    "Kore": frozenset({"HANGUL", "CJK"}),
    "Laoo": frozenset({"LAO"}),
    "Latn": frozenset({"LATIN"}),
    "Mlym": frozenset({"MALAYALAM"}),
    "Mymr": frozenset({"MYANMAR"}),
    "Taml": frozenset({"TAMIL"}),
    "Telu": frozenset({"TELUGU"}),
    "Thai": frozenset({"THAI"}),
}
# Without a letter of these, a text of that writing is another's, though it shares the others.
_NEEDED = {"Jpan": frozenset({"HIRAGANA", "KATAKANA"}), "Kore": frozenset({"HANGUL"})}


def language(texts: Sequence[str], telling: Telling, found: Found) -> None:
    """A track whose letters, or whose commonest words, are another language's; short tracks are left alone."""
    whole = "\n".join(texts[:: len(texts) // TEXTS_READ + 1])
    own = _own_letters(whole, telling.script)
    if own < OWN_SCRIPT:
        says = "Most letters are of another writing than this language's. Is the file of another language?"
        found.add("", "language", round(own, 2), OWN_SCRIPT, says)
    elif telling.words:
        _words(whole, telling, found)


def _own_letters(whole: str, script: str) -> float:
    """The share of the letters that are of the language's writing."""
    own = _SCRIPTS.get(script, frozenset())
    scripts = {char: _script(char) for char in set(whole) if char.isalpha()}
    if script in _NEEDED and _NEEDED[script].isdisjoint(scripts.values()):
        own = frozenset()
    elif own.issuperset(scripts.values()):
        return 1
    counts = Counter(whole)
    letters = sum(counts[char] for char in scripts)
    return 1 if letters < FEWEST_LETTERS else sum(counts[char] for char in scripts if scripts[char] in own) / letters


def _words(whole: str, telling: Telling, found: Found) -> None:
    words = set(_WORD.findall(whole.lower().replace("’", "'")))
    if len(words) < FEWEST_WORDS:
        return
    known = Counter(one for word in words & telling.words.keys() for one in telling.words[word])
    own = known.get(telling.language, 0)
    other, most = max(known.items(), key=lambda one: (one[1], one[0]), default=("", 0))
    if most >= TELLING_SHARE * len(words) and most >= TIMES_MORE * max(own, 1):
        says = f"The text reads like another language ({other}). Is the file of another language?"
        found.add("", "language", round(own / len(words), 2), round(most / len(words), 2), says)


@lru_cache(maxsize=8192)
def _script(char: str) -> str:
    return unicodedata.name(char, "?").split()[0]
