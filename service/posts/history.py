"""The history of a post: each step with what it changed, told by how the post stood before it and after it. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from itertools import pairwise
from typing import Any

from schemas.post_history import ChangedField, PastStep, StepChange
from service.posts.model import StoredStep

STOOD: tuple[ChangedField, ...] = ("media", "local_at", "zone", "fold", "url", "posted_at", "evidence_sha256")


def history_of(newest_first: Sequence[StoredStep]) -> list[PastStep]:
    """The same steps, with their changes; the first one made the post and changed nothing."""
    return [_past(one, before) for one, before in pairwise([*newest_first, None]) if one is not None]


def _past(one: StoredStep, before: StoredStep | None) -> PastStep:
    return PastStep(
        number=one.number,
        verb=one.verb,  # type: ignore[arg-type]
        note=one.note,
        by=one.by,
        name=one.name,
        at=one.at,
        gate=one.gate,
        local_at=one.local_at,
        zone=one.zone,
        fold=one.fold,
        locales=[] if one.verb == "changed" else one.touched,
        changes=[*_moved(one, before), *_said(one)],
    )


def _moved(one: StoredStep, before: StoredStep | None) -> list[StepChange]:
    """What stands otherwise than after the step before; nothing when nobody kept how that was."""
    if before is None or before.media is None or one.media is None:
        return []
    pairs = [(field, getattr(before, field), getattr(one, field)) for field in STOOD]
    return [StepChange(field=field, was=_text(was), now=_text(now)) for field, was, now in pairs if was != now]


def _said(one: StoredStep) -> list[StepChange]:
    touched = one.touched if one.verb == "changed" else ()
    return [StepChange(field=field, was=None, now=None) for field in touched]  # type: ignore[arg-type]


def _text(value: Any) -> str | None:
    return value.strftime("%Y-%m-%dT%H:%M:%SZ") if isinstance(value, datetime) else value
