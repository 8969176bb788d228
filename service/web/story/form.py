"""The form of a story: what was typed, as the page shows it again and as the API takes it. Pure.

Times are typed in seconds (`3.5`, `3,5`) or as a clock shows them (`1:03.5`).
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from typing import Any

from schemas.stories import Story
from schemas.vocabulary import BeatKind, ShotMovement, ShotSize
from service.problems import Fault
from service.web.rows import Tree, act_on, grown

MOST_ROWS = 100
PLAIN = ("title", "premise", "emotion", "conflict", "treatment", "archetype")
_TIME = re.compile(r"(?:(\d{1,3}):)?(\d{1,5})(?:[.,](\d{1,3}))?")


def typed(fields: Mapping[str, str]) -> tuple[Tree, str]:
    """What was typed, after a button for the rows did its work, and the place that has the focus then."""
    tree = grown(fields)
    if not isinstance(tree.get("beats", []), list):
        tree["beats"] = []
    act = fields.get("act", "")
    at = act_on(tree, act, MOST_ROWS) or ""
    if at and act.startswith("add "):
        _begin(tree, act.removeprefix("add "))
    return tree, at


def _begin(tree: Tree, where: str) -> None:
    """What a new row begins with: a beat where the one before it ends, a shot like any."""
    if where == "beats":
        before = tree["beats"][-2] if len(tree["beats"]) > 1 else {}
        tree["beats"][-1] |= {"kind": BeatKind.OTHER.value, "begin": before.get("end", "0"), "end": ""}
    elif where.startswith("beats."):
        rows = tree["beats"][int(where.split(".")[1])]["shots"]
        rows[-1] |= {"size": ShotSize.MEDIUM.value, "movement": ShotMovement.STILL.value, "planned": "2"}


def filled(story: Story) -> Tree:
    """The form of a story as it is."""
    return {
        **{name: str(getattr(story, name)) for name in PLAIN},
        "treatment": story.treatment.value,
        "seen": str(story.revision),
        "beats": [
            {
                "id": str(beat.id or ""),
                "kind": beat.kind.value,
                "title": beat.title,
                "begin": seconds(beat.begin_ms),
                "end": seconds(beat.end_ms),
                "shots": [
                    {
                        "id": str(shot.id or ""),
                        "size": shot.size.value,
                        "movement": shot.movement.value,
                        "planned": seconds(shot.planned_ms),
                        "dialogue": shot.dialogue,
                    }
                    for shot in beat.shots
                ],
            }
            for beat in story.beats
        ],
    }


def body(tree: Tree, *, beats: bool = True) -> tuple[dict[str, Any], list[Fault]]:
    """What the API takes of it, and the times that cannot be read."""
    said: dict[str, Any] = {name: text(tree, name) for name in PLAIN}
    faults: list[Fault] = []
    if beats:
        rows = [row for row in tree.get("beats", []) if isinstance(row, dict)]
        said["beats"] = [_beat(row, f"/beats/{index}", faults) for index, row in enumerate(rows)]
    return said, faults


def without(tree: Tree, ids: Collection[str]) -> Tree:
    """The form with only these ids of beats and shots: the others are new ones."""

    def keep(row: Tree) -> Tree:
        return {**row, "id": row["id"] if row["id"] in ids else ""}

    beats = [{**keep(beat), "shots": [keep(shot) for shot in beat["shots"]]} for beat in tree["beats"]]
    return {**tree, "beats": beats}


def milliseconds(given: str) -> int | None:
    """A typed time; None where it cannot be read."""
    found = _TIME.fullmatch(given.strip())
    if found is None:
        return None
    minutes, whole, part = found.groups()
    return (int(minutes or 0) * 60 + int(whole)) * 1000 + int((part or "").ljust(3, "0") or 0)


def seconds(length_ms: int) -> str:
    """A time as it would be typed."""
    return f"{length_ms / 1000:.3f}".rstrip("0").rstrip(".")


def text(tree: Tree, name: str) -> str:
    """A field without the space around it."""
    value = tree.get(name, "")
    return value.strip().replace("\r\n", "\n") if isinstance(value, str) else ""


def _beat(row: Tree, at: str, faults: list[Fault]) -> dict[str, Any]:
    shots = [shot for shot in row.get("shots", []) if isinstance(shot, dict)]
    return {
        "id": text(row, "id") or None,
        "kind": text(row, "kind"),
        "title": text(row, "title"),
        "begin_ms": _time(row, "begin", f"{at}/begin_ms", faults),
        "end_ms": _time(row, "end", f"{at}/end_ms", faults),
        "shots": [_shot(shot, f"{at}/shots/{index}", faults) for index, shot in enumerate(shots)],
    }


def _shot(row: Tree, at: str, faults: list[Fault]) -> dict[str, Any]:
    return {
        "id": text(row, "id") or None,
        "size": text(row, "size"),
        "movement": text(row, "movement"),
        "planned_ms": _time(row, "planned", f"{at}/planned_ms", faults, 1),
        "dialogue": text(row, "dialogue"),
    }


def _time(row: Tree, name: str, at: str, faults: list[Fault], instead: int = 0) -> int:
    found = milliseconds(text(row, name))
    if found is None:
        faults.append(Fault(at, "missing" if not text(row, name) else "time", "write seconds, as 3.5"))
    return instead if found is None else found
