"""Whether words on screen are one of the labels that a law asks for. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from functools import cache

from schemas.contents import TextInCut


def first_label(labels: Iterable[str], texts: Sequence[TextInCut]) -> TextInCut | None:
    """The first text on screen in which one of these labels stands as words of their own."""
    patterns = [_pattern(label) for label in labels]
    return next((one for one in texts if any(pattern.search(_plain(one.text)) for pattern in patterns)), None)


@cache
def _pattern(label: str) -> re.Pattern[str]:
    """In scripts without spaces between words a label may stand anywhere."""
    words = re.escape(_plain(label))
    begin = r"(?<!\w)" if _spaced(label[:1]) else ""
    end = r"(?!\w)" if _spaced(label[-1:]) else ""
    return re.compile(begin + words + end)


def _plain(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def _spaced(letter: str) -> bool:
    name = unicodedata.name(letter, "") if letter else ""
    return letter.isalnum() and not name.startswith(("CJK", "HIRAGANA", "KATAKANA", "THAI", "LAO", "KHMER", "MYANMAR"))
