"""Where a cut stands with the client: the last word that was said of it, held against what it is now. Pure."""

from __future__ import annotations

from typing import Literal

from schemas.comments import CutDecision, CutStanding
from schemas.contents import CutState

State = Literal["draft", "waiting", "approved", "changes_asked", "stale"]


def standing(cut: CutState, last: CutDecision | None, open_comments: int) -> CutStanding:
    """`last` is the newest word on the cut."""
    changed = None if last is None else changed_since(cut, last)
    state = _state(last, changed)
    return CutStanding(
        cut_id=cut.cut_id,
        state=state,
        by_name=last.by_name if last else None,
        guest=last is not None and last.guest_link_id is not None,
        at=last.at if last else None,
        note=last.note if last else "",
        changed=changed if state == "stale" else None,
        edit_sha256=cut.edit_sha256,
        film_sha256=cut.film.sha256 if cut.film else None,
        open_comments=open_comments,
    )


def changed_since(cut: CutState, last: CutDecision) -> Literal["edit", "film"] | None:
    """What of a cut is not as it was. A first film that shows what the edit list says is not another picture."""
    if last.edit_sha256 != cut.edit_sha256:
        return "edit"
    film = cut.film
    if (film.sha256 if film else None) == last.film_sha256:
        return None
    return None if film and last.film_sha256 is None and film.state == "matching" else "film"


def _state(last: CutDecision | None, changed: Literal["edit", "film"] | None) -> State:
    if last is None:
        return "draft"
    match last.word:
        case "asked":
            return "waiting"
        case "approved":
            return "stale" if changed else "approved"
    return "draft" if changed else "changes_asked"
