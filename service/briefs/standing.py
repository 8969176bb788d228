"""Where a brief stands with the client: the last word that was said of it, held against what it says now. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from schemas.approvals import BriefStanding, ChangedPart, Decision
from service.briefs.model import Content

State = Literal["none", "draft", "waiting", "approved", "changes_asked", "stale"]


def standing(content: Content, last: Decision | None, changed: Sequence[ChangedPart]) -> BriefStanding:
    """`last` is the newest word on the brief, `changed` what changed since it was said."""
    state = state_of(content, last)
    if last is None:
        return BriefStanding(state=state, by=None, guest=False, at=None, reason="", changed=[])
    return BriefStanding(
        state=state,
        by=last.by_name,
        guest=last.guest_link_id is not None,
        at=last.at,
        reason=last.note,
        changed=list(changed) if state == "stale" else [],
    )


def state_of(content: Content, last: Decision | None) -> State:
    """A brief that was changed back to what was approved is approved again: nothing about it differs."""
    if content.empty and last is None:
        return "none"
    if last is None:
        return "draft"
    same = last.content_sha256 == content.sha256
    match last.word:
        case "asked":
            return "waiting"
        case "approved":
            return "approved" if same else "stale"
    return "changes_asked" if same else "draft"
