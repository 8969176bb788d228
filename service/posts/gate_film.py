"""The gates of what is shown: the brief, the film, the captions, the checklist. Pure."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from schemas.contents import RequirementInCut
from schemas.gates import GateReason, Severity
from service.posts.ground import Facts, Ground

BRIEF = {
    "none": ("There is no brief.", "write_brief"),
    "draft": ("The client has not been asked for the brief as it stands.", "ask_client"),
    "waiting": ("The client was asked and has not answered.", "remind_client"),
    "changes_asked": ("The client asked for changes of the brief.", "change_brief"),
    "stale": ("The brief changed after the client approved it.", "ask_client"),
}
REQUIREMENT = {
    "trimmed": "the cut keeps too little of it",
    "missing": "nothing of it is in the cut",
    "unmarked": "nobody has marked where it is in the film",
    "broken": "it is in the cut although it must not be",
}
FILM = {
    "pending": ("film_pending", "The film is still being compared with the edit list.", "wait"),
    "mismatching": ("film_mismatching", "The film differs from the edit list, and nobody accepted that.", "open_film"),
    "unreadable": ("film_unreadable", "The film cannot be decoded throughout.", "upload_film"),
}


def brief_gate(ground: Ground) -> list[GateReason]:
    """The client approved the brief as it is now, and the cut keeps what must be in it."""
    brief = ground.brief
    found = []
    if brief.state == "approved":
        facts: Facts = {"by": brief.by, "guest": brief.guest, "at": brief.at.isoformat() if brief.at else None}
        found.append(ground.found("brief_approved", "holds", f"{brief.by} approved the brief.", facts))
    else:
        detail, way_out = BRIEF[brief.state]
        facts = {"by": brief.by, "reason": brief.reason}
        found.append(ground.found(f"brief_{brief.state}", "blocks", detail, facts, way_out, since=_since(ground)))
    return found + [_required(ground, one) for one in required(ground) if one.kind != "disclosure"]


def _since(ground: Ground) -> datetime | None:
    """When the brief came to stand as it does; one that was never asked for was not there when the post was planned."""
    brief = ground.brief
    match brief.state:
        case "none" | "draft":
            return ground.post.created_at if brief.at is None else None
        case "stale":
            return min((one.at for one in brief.changed), default=None)
    return brief.at


def required(ground: Ground) -> list[RequirementInCut]:
    """What the brief asks of the cut in this market, where that is not met."""
    asked = ground.contents.requirements if ground.contents else []
    return [one for one in asked if one.state != "met" and (not one.markets or ground.post.market in one.markets)]


def _required(ground: Ground, one: RequirementInCut) -> GateReason:
    severity: Severity = "blocks" if one.level == "must" else "warns"
    facts: Facts = {"title": one.title, "kept_ms": one.kept_ms, "needed_ms": one.needed_ms}
    needed = "" if one.needed_ms is None else f" ({one.kept_ms} of {one.needed_ms} ms)"
    detail = f"{one.title}: {REQUIREMENT[one.state]}{needed}."
    way_out = "mark_requirement" if one.state == "unmarked" else "edit_cut"
    return ground.found(f"requirement_{one.state}", severity, detail, facts, way_out, requirement_id=one.requirement_id)


def film_gate(ground: Ground) -> list[GateReason]:
    """There is a film, and it is what the edit list says."""
    if ground.contents is None:
        return [ground.found("cut_withdrawn", "blocks", "The cut was withdrawn.", {}, "withdraw_post")]
    film = ground.contents.state.film
    if film is None:
        since = ground.contents.state.unfilmed_since
        return [ground.found("film_missing", "blocks", "The cut has no film yet.", {}, "upload_film", since=since)]
    facts: Facts = {"number": film.number, "sha256": film.sha256}
    if film.held:
        code, detail, way_out = FILM[film.state]
        return [ground.found(code, "blocks", detail, facts, way_out, since=film.since)]
    how = "is what the edit list says" if film.state == "matching" else "was accepted although it differs"
    return [ground.found("film_holds", "holds", f"Film {film.number} {how}.", facts)]


def captions_gate(ground: Ground) -> list[GateReason]:
    """Every locale of the market has an approved release that is not stale."""
    if not ground.cells:
        detail = f"The cut is not made for {ground.post.market}."
        return [ground.found("captions_not_planned", "blocks", detail, {"market": ground.post.market}, "open_market")]
    found = []
    for cell in ground.cells:
        facts: Facts = {"locale": cell.locale, "state": cell.state, "done": cell.done, "total": cell.total}
        ids: dict[str, Any] = {"locale": cell.locale, "release_id": cell.release_id}
        if cell.state == "approved":
            facts["number"] = cell.release_number
            detail = f"{cell.locale}: release {cell.release_number} is approved."
            found.append(ground.found("captions_approved", "holds", detail, facts, None, **ids))
        else:
            detail = f"{cell.locale}: {cell.because}."
            code = f"captions_{cell.state}"
            found.append(ground.found(code, "blocks", detail, facts, "open_captions", **ids))
    return found


def checklist_gate(ground: Ground) -> list[GateReason]:
    """Every item that a confirmed rule asks for holds; what is not confirmed warns."""
    standing = ground.checklist
    if standing is None:
        return [ground.found("checklist_none", "warns", "There is no checklist for this market.", {})]
    found = []
    for one in standing.blocking:
        facts: Facts = {"item": one.item, "title": one.title, "state": one.state}
        facts["why"] = one.reason.code if one.reason else None
        detail = f"{one.title}: {one.reason.detail if one.reason else one.state}"
        code = f"item_{one.state}"
        found.append(ground.found(code, "blocks", detail, facts, "open_checklist", since=one.since, item=one.item))
    if standing.warning:
        named = [one.item for one in standing.warning]
        detail = f"{len(named)} items that keep nothing back do not hold: {', '.join(named)}."
        found.append(ground.found("items_warn", "warns", detail, {"items": named}, "open_checklist"))
    if found:
        return found
    facts = {"holds": standing.holds, "total": standing.total}
    return [ground.found("checklist_holds", "holds", f"{standing.holds} of {standing.total} items hold.", facts)]
