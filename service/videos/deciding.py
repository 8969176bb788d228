"""The client's word on a cut: asked, approved, changes asked.

It is bound to what was watched: `edit_sha256` (the edit list, and what is declared to stand in it) and the film.
Whoever approves says which state they saw. What is changed afterwards is not approved; what is changed back is again.

    cut_standings(tx, cuts)                   -> {CutId: CutStanding}; many cuts, 5 queries
    decide(tx, person, cut, new)              asking needs videos:write, the other words briefs:approve
    decide_as_guest(tx, link, name, cut, new) a guest approves or asks for changes under the name they type
"""

from __future__ import annotations

from collections.abc import Sequence

from schemas.comments import CutDecision, CutStanding, NewCutDecision
from schemas.contents import CutState
from schemas.ids import CutId
from service.briefs.model import OpenedGuestLink
from service.campaigns.actions import require
from service.db.pool import Tx
from service.events.actions import record
from service.identity import Person
from service.problems import Fault, Forbidden, Invalid, Missing
from service.videos import records, records_films
from service.videos import records_comments as stored
from service.videos.commenting import guest_cut
from service.videos.contents import cut_states
from service.videos.model import CutRow
from service.videos.problems import CutMoved
from service.videos.speaking import Speaker, guest
from service.videos.standing import standing


async def cut_standings(tx: Tx, cuts: Sequence[CutId]) -> dict[CutId, CutStanding]:
    """Where each cut stands with the client; nothing for a cut outside the walls."""
    states = await cut_states(tx, cuts)
    last = await stored.list_last_decisions(tx, list(states))
    comments = await stored.count_open_comments(tx, list(states))
    return {cut: standing(state, last.get(cut), comments.get(cut, 0)) for cut, state in states.items()}


async def find_standing(tx: Tx, cut: CutId) -> CutStanding:
    """The same of one cut; Missing outside the walls."""
    found = (await cut_standings(tx, [cut])).get(cut)
    if found is None:
        raise Missing
    return found


async def decide(tx: Tx, person: Person, cut: CutId, new: NewCutDecision) -> CutDecision:
    """A person's word on a cut as they watched it. Raises CutMoved when it is another by now."""
    found = await _locked(tx, cut)
    require(person, "videos:write" if new.word == "asked" else "briefs:approve", found.brand_id, found.market)
    return await _say(tx, Speaker(person), found, new)


async def decide_as_guest(tx: Tx, link: OpenedGuestLink, name: str, cut: CutId, new: NewCutDecision) -> CutDecision:
    """A guest's word. Whoever has the link may approve and ask for changes, nothing else."""
    if new.word == "asked":
        raise Forbidden("a guest is asked, and asks nobody")
    await records_films.lock_cut(tx, cut)
    return await _say(tx, guest(link, name), await guest_cut(tx, link, cut), new)


async def _locked(tx: Tx, cut: CutId) -> CutRow:
    await records_films.lock_cut(tx, cut)
    found = await records.get_cut_row(tx, cut)
    if found is None:
        raise Missing
    return found


async def _say(tx: Tx, speaker: Speaker, cut: CutRow, new: NewCutDecision) -> CutDecision:
    state = (await cut_states(tx, [cut.id]))[cut.id]
    if (new.edit_sha256, new.film_sha256) != (state.edit_sha256, _film(state)):
        detail = "the cut was changed since it was watched; look at it again"
        raise CutMoved(detail, edit_sha256=state.edit_sha256, film_sha256=_film(state))
    if new.word == "changes_asked" and not new.note.strip():
        raise Invalid(Fault("/note", "missing", "say what should be different"))
    await stored.insert_decision(tx, cut, new, speaker)
    made = (await stored.list_last_decisions(tx, [cut.id]))[cut.id]
    data = {"decision_id": str(made.id), "edit_sha256": new.edit_sha256, **speaker.told}
    await record(tx, speaker.person, f"cut.{new.word}", cut.id, cut.brand_id, data)
    return made


def _film(state: CutState) -> str | None:
    return state.film.sha256 if state.film else None
