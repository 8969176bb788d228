"""What is typed about posts, as the API takes it: words that are said or given back, and times. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from msgspec import Struct

from schemas.post_copy import Copy, Inherited

FIELDS = ("text", "title", "hashtags", "cover_ms", "disclosure")
_CLOCK = re.compile(r"(?:(\d{1,2}):)?(\d{1,3})(?:[.,](\d{1,3}))?")


class Said(Struct, frozen=True):
    """A field of what a post says, as it is shown: the words in force, where they come from, whether they are being
    written here (`own`), and what would be in force without them (`wider`)."""

    name: str
    value: str
    words: list[str]
    level: str | None
    own: bool
    nobody: bool


def own_fields(asked: str, said: Copy | None, typed: Mapping[str, str] | None = None) -> set[str]:
    """The fields that are written here: those that say something, those that an address opens, those that came."""
    here = {name for name in FIELDS if said is not None and getattr(said, name) is not None}
    return here | (set(asked.split(",")) & set(FIELDS)) | {name for name in FIELDS if typed and f"own.{name}" in typed}


def shown(said: Inherited, own: set[str], typed: Mapping[str, str] | None = None) -> list[Said]:
    """Every field; what was typed stays typed."""
    fields = []
    for name in FIELDS:
        one = getattr(said, name)
        written = typed is not None and f"own.{name}" in typed
        value = (typed or {}).get(name, "") if written else plain(name, one.value)
        words = value.split() if name == "disclosure" else list(one.value or []) if name == "hashtags" else []
        fields.append(Said(name, value, words, one.level, name in own, one.value is None))
    return fields


def plain(name: str, value: Any) -> str:
    """A value as it stands in a field."""
    match name, value:
        case _, None:
            return ""
        case "hashtags", _:
            return " ".join(f"#{one}" for one in value)
        case "disclosure", _:
            return " ".join(value)
        case "cover_ms", _:
            seconds, rest = divmod(int(value), 1000)
            return f"{seconds // 60}:{seconds % 60:02}.{rest:03}"
    return str(value)


def change(fields: Mapping[str, str], disclosed: Sequence[str]) -> dict[str, Any]:
    """What the API takes of the fields that came; `act` may give one back."""
    act = fields.get("act", "")
    body: dict[str, Any] = {}
    given_back = act.removeprefix("back ") if act.startswith("back ") else ""
    for name in FIELDS:
        if name == given_back:
            body[name] = None
        elif f"own.{name}" in fields and not given_back:
            body[name] = _value(name, fields.get(name, ""), disclosed)
    return body


def _value(name: str, typed: str, disclosed: Sequence[str]) -> Any:
    match name:
        case "hashtags":
            return [one.lstrip("#＃") for one in re.split(r"[\s,]+", typed) if one.lstrip("#＃")]
        case "disclosure":
            return list(disclosed)
        case "cover_ms":
            return milliseconds(typed)
        case "title":
            return typed.strip()
    return typed.replace("\r\n", "\n").rstrip()


def milliseconds(typed: str) -> int | str | None:
    """A time of a film; nothing typed gives it back, and what is no time is told by the API's own rule."""
    if not typed.strip():
        return None
    found = _CLOCK.fullmatch(typed.strip())
    if found is None:
        return typed
    minutes, seconds, rest = found.groups()
    return (int(minutes or 0) * 60 + int(seconds)) * 1000 + int((rest or "0").ljust(3, "0"))


def local_time(typed: str) -> str:
    """A browser's date and time without the seconds that some send along."""
    return typed.strip()[:16].replace(" ", "T")
