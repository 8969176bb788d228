"""Line breaking, in its smallest form: the author's breaks stay; a single line that is too long is broken in two."""

from __future__ import annotations

from service.timedtext.counting import Counting, length


def lay_out(text: str, chars_per_line: int, counting: Counting = "characters") -> str:
    """The text in lines. A text with breaks, or without a space to break at, is left as it is."""
    if "\n" in text or length(text, counting) <= chars_per_line:
        return text
    breaks = [at for at, char in enumerate(text) if char in " \u3000" and 0 < at < len(text) - 1]
    if not breaks:
        return text
    best = min(breaks, key=lambda at: max(length(text[:at], counting), length(text[at + 1 :], counting)))
    return f"{text[:best]}\n{text[best + 1 :]}"
