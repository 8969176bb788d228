"""What a pattern cannot say of what people write: that it shows something, leads somewhere, lies within reach. Pure.

Each check gives the code and the words of what is wrong, or None. A field asks for one in its annotation
(`Annotated[str, Check(shown)]`), and every received body is held to them (`schemas.bases.Received`).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from datetime import date
from ipaddress import ip_address
from typing import Any
from urllib.parse import urlsplit

from msgspec import Struct

FIRST_YEAR, LAST_YEAR = 2000, 2100
# Characters of other categories that show nothing: fillers of Hangul, the joiner of graphemes, the blank of Braille.
_BLANKS = "\u034f\u115f\u1160\u2800\u3164\uffa0"
_TURNING = re.compile("[\u2028-\u202e\u2066-\u2069]")  # ends a line, or turns around what follows (UAX #9, 2.1 to 2.4)
_LABEL = re.compile(r"(?!-)[\w-]{1,63}(?<!-)")

Refusal = tuple[str, str] | None


class Check(Struct, frozen=True):
    """Stands in an annotation: what else is asked of the value."""

    of: Callable[[Any], Refusal]


def shown(text: str) -> Refusal:
    """A text, if it is not empty, has something that can be seen."""
    if text and all(_is_blank(char) for char in text):
        return "unshowable", "nothing of this can be seen; write at least one visible character"
    return None


def shown_in_a_line(text: str) -> Refusal:
    """A name can be seen, and turns nothing around that stands beside it."""
    if found := _TURNING.search(text):
        return "unshowable", f"the character U+{ord(found[0]):04X} cannot stand in a name; remove it"
    return shown(text)


def within_reach(when: date | str) -> Refusal:
    """A day or a moment, or one as it is written, lies in the years for which anybody plans."""
    year = int(when[:4]) if isinstance(when, str) else when.year
    if FIRST_YEAR <= year <= LAST_YEAR:
        return None
    return "year_out_of_range", f"the year {year:04} is out of range; name one from {FIRST_YEAR} to {LAST_YEAR}"


def address(url: str) -> Refusal:
    """An address of the web (RFC 3986) that leads to a host and gives no password away."""
    wrong = _wrong_in(url)
    return ("address", f"{wrong}; write the whole address, as a browser shows it") if wrong else None


def _wrong_in(url: str) -> str | None:
    for char in url:
        if char.isspace() or unicodedata.category(char) in ("Cc", "Cf"):
            return f"the character U+{ord(char):04X} cannot stand in an address"
    try:
        parts = urlsplit(url)
        port, host = parts.port, parts.hostname
    except ValueError as error:
        return f"this is no address ({error})"
    if parts.scheme not in ("http", "https"):
        return "an address begins with https:// or http://"
    if "@" in parts.netloc:
        return "an address names no user and no password"
    if port == 0 or not host or not _is_host(host):
        return "this address has no host that could be reached"
    return None


def _is_host(host: str) -> bool:
    """A name of labels (RFC 1123, 2.1; letters of every script), or an address of the internet protocol."""
    labels = host.removesuffix(".").split(".")
    if ":" in host or labels[-1].isdecimal():
        try:
            return bool(ip_address(host))
        except ValueError:
            return False
    return len(host) <= 253 and all(_LABEL.fullmatch(label) for label in labels)


def _is_blank(char: str) -> bool:
    return char.isspace() or char in _BLANKS or unicodedata.category(char) in ("Cc", "Cf")
