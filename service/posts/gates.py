"""The gates of a post, each computed from what there is now. Pure.

A gate is as its worst reason. An override covers exactly the reasons that closed the gate when it was given: one that
goes away changes nothing, a new one closes the gate again.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence

import msgspec

from schemas.gates import Gate, GateKind, GateOverride, GateReason, GateState
from service.posts.gate_film import brief_gate, captions_gate, checklist_gate, film_gate
from service.posts.gate_rights import rights_gate
from service.posts.gate_words import disclosure_gate, duplicate_gate, platform_gate
from service.posts.ground import Ground, StoredOverride

GATES: dict[GateKind, Callable[[Ground], list[GateReason]]] = {
    "rights": rights_gate,
    "brief": brief_gate,
    "film": film_gate,
    "captions": captions_gate,
    "checklist": checklist_gate,
    "disclosure": disclosure_gate,
    "platform": platform_gate,
    "duplicate": duplicate_gate,
}
WORST_FIRST = ("blocks", "warns", "holds")
_encode = msgspec.json.Encoder(order="deterministic").encode


def gates_of(ground: Ground, overrides: Sequence[StoredOverride]) -> list[Gate]:
    """Every gate of a post."""
    given = {one.gate: one for one in overrides}
    return [_gate(kind, find(ground), given.get(kind)) for kind, find in GATES.items()]


def is_open(gates: Sequence[Gate]) -> bool:
    """Whether every gate lets it out."""
    return all(one.state != "blocks" for one in gates)


def closed_by(reasons: Sequence[GateReason]) -> list[bytes]:
    """A hash of each thing that is in the way: what it is called, and its facts."""
    return [hashlib.sha256(_encode([one.code, one.facts])).digest() for one in reasons if one.severity == "blocks"]


def _gate(kind: GateKind, reasons: list[GateReason], override: StoredOverride | None) -> Gate:
    reasons = sorted(reasons, key=lambda one: WORST_FIRST.index(one.severity))
    state: GateState = reasons[0].severity
    holds = override is not None and state == "blocks" and set(closed_by(reasons)) <= set(override.closed)
    return Gate(
        kind=kind,
        state="overridden" if holds else state,
        reasons=reasons,
        override=None if override is None else _shown(override, holds),
    )


def _shown(one: StoredOverride, holds: bool) -> GateOverride:
    return GateOverride(by=one.by, name=one.name, role=one.role, reason=one.reason, at=one.at, holds=holds)
