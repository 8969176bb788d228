"""The length of words in a platform's unit, and the hashtags and mentions that it finds in them. Pure.

A hashtag goes on as UAX #31 has it (https://www.unicode.org/reports/tr31/#hashtag_identifiers): letters, digits, marks,
so that Thai and Arabic vowels end none; digits alone are none. A mention is a handle of Latin letters.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal

from service.rulebook.platforms import Unit

Between = Literal["spaces", "words"]

SIGNS = "#＃"
_MENTION = re.compile(r"(?<![\w@.])@(?=[A-Za-z0-9._]*[A-Za-z0-9_])[A-Za-z0-9._]+")


def length(words: str, unit: Unit) -> int:
    """How long the words are for the platform. Characters are Unicode code points."""
    if unit == "utf8_bytes":
        return len(words.encode("utf-8", "surrogatepass"))
    if unit == "utf16_units":
        return len(words.encode("utf-16-le", "surrogatepass")) // 2
    return len(words)


def tags_length(tags: tuple[str, ...]) -> int:
    """Characters of all tags as YouTube counts them: a comma between two, and quotes around one with a space."""
    return sum(len(tag) + 2 * (" " in tag) for tag in tags) + max(len(tags) - 1, 0)


def hashtags_in(text: str, between: Between) -> int:
    """How many hashtags a platform finds that parts them by spaces, or by whatever is no part of a word.

    Neither finds one in the fragment of an address; `#a#b` are two where words part them, and one where spaces do.
    """
    if between == "spaces":
        return sum(_is_tag(word[1:]) for word in text.split() if word[0] in SIGNS)
    return sum(_is_tag(tag) for tag in _chained(text))


def mentions_in(text: str, between: Between) -> int:
    """How many mentions a platform finds; an e-mail address is none."""
    if between == "spaces":
        return sum(bool(_MENTION.match(word)) for word in text.split())
    return len(_MENTION.findall(text))


def _is_tag(body: str) -> bool:
    """Whether what follows the sign begins with a word that is more than a number."""
    word = ""
    for one in body:
        if not _goes_on(one):
            break
        word += one
    return any(not one.isdigit() for one in word)


def _chained(text: str) -> Iterator[str]:
    """What follows each sign that no word stands before; a tag may follow a tag."""
    inside, before = False, " "
    for at, one in enumerate(text):
        if one in SIGNS:
            inside = inside or not (_goes_on(before) or before in "/&")
            if inside:
                yield text[at + 1 :]
        elif not _goes_on(one):
            inside = False
        before = one


def _goes_on(one: str) -> bool:
    """Whether a character continues a word: XID_Continue, or a joiner within one."""
    return ("a" + one).isidentifier() or one in "\u200c\u200d"
