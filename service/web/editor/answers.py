"""What the editor answers: its page, the parts that changed, the panel of a cue, and why something was not done."""

from __future__ import annotations

from functools import partial
from typing import Any

from litestar import Response
from msgspec import Struct

from schemas.ids import CueId
from schemas.reviews import Remark
from service.captions.admitting import may
from service.captions.problems import Conforming, FourEyes, LocaleNotReady
from service.captions.records_reviews import list_remarks
from service.captions.sheets import Sheet
from service.db.pool import Tx
from service.exchange import ApiRequest
from service.problems import Forbidden, Invalid, PreconditionFailed, Problem
from service.web.editor.acts import tracks_seen
from service.web.editor.conflict import Conflict, conflict_of
from service.web.editor.drawn import closed
from service.web.editor.forms import Act
from service.web.editor.monitor import film_of
from service.web.editor.panel import gone_from, panel_of
from service.web.editor.place import Place, cue_id
from service.web.editor.view import View, view
from service.web.editor.words import clock, origin_word
from service.web.frame import head_of
from service.web.pages import Pages
from service.web.visit import Visit, visit_of
from service.web.words import Language

PART = "x-cutdown-part"


class May(Struct, frozen=True):
    """What the reader may do here."""

    write: bool
    approve: bool


class Answers(Struct, frozen=True):
    """Everything that one request to the editor may be answered with."""

    request: ApiRequest
    pages: Pages
    place: Place

    @property
    def visit(self) -> Visit:
        """Who asks."""
        return visit_of(self.request, self.request.user)

    async def page(self, tx: Tx, status: int = 200, cue: CueId | None = None, **told: Any) -> Response[str]:
        """The whole page; `told` is what of it a refused form leaves behind."""
        head, sheet, visit = await head_of(tx, self.place.campaign_id), await self._sheet(tx), self.visit
        asked = dict(visit.query)
        facts = await self._facts(tx, sheet, asked.get("show", "all"), str(cue or asked.get("cue", "")))
        return self.pages.answer(
            visit,
            "editor/page.html",
            status=status,
            room="captions",
            campaign=head,
            film=await film_of(tx, self.request.rulebook, visit.language, sheet),
            gone=await gone_from(tx, sheet),
            remarks=await self._remarks(tx, sheet),
            panel=await self._panel(tx, facts["view"]),
            **facts,
            **{"said": "", "conflict": None, "typed": None} | told,
        )

    async def parts(self, tx: Tx, act: Act, *, draft: bool) -> Response[str]:
        """The row of a cue, and what counts all of them. A `draft` is measured in place of the text that is there."""
        cue = act.cue
        sheet = await self.place.sheet(tx, self.request, {cue: act.text} if draft and cue else None)
        facts = await self._facts(tx, sheet, act.form.get("show", "all"), str(cue or ""), str(cue or "none"))
        remarks = await self._remarks(tx, sheet)
        return self.pages.answer(self.visit, "editor/parts.html", is_draft=draft, remarks=remarks, **facts)

    async def side(self, tx: Tx) -> Response[str]:
        """The panel of the cue that the address names."""
        sheet = await self._sheet(tx)
        asked = dict(self.visit.query).get("cue", "")
        facts = await self._facts(tx, sheet, "all", asked, str(cue_id(asked) or "none"))
        return self.pages.answer(self.visit, "editor/_side.html", panel=await self._panel(tx, facts["view"]), **facts)

    async def refused(self, tx: Tx, act: Act, problem: Problem) -> Response[str]:
        """Why nothing was done, beside what was typed."""
        language = self.visit.language
        told = {"said": refusal(problem, language), "conflict": await self._conflict(tx, act, problem, language)}
        if PART in self.request.headers:
            return self.pages.answer(self.visit, "editor/refused.html", status=problem.status, **told)
        return await self.page(tx, problem.status, act.cue, typed=act.form.get("text"), **told)

    async def _sheet(self, tx: Tx) -> Sheet:
        return await self.place.sheet(tx, self.request)

    async def _panel(self, tx: Tx, shown: View) -> Any:
        lines = shown.sheet.lines
        line = next((one for one in lines if str(one.cue.id) == shown.now), None)
        return await panel_of(tx, self.visit.language, shown.sheet, line) if line else None

    async def _conflict(self, tx: Tx, act: Act, problem: Problem, language: Language) -> Conflict | None:
        """Both texts of a cue that somebody else wrote first."""
        if not isinstance(problem, PreconditionFailed) or act.cue is None or act.name not in ("save", "still"):
            return None
        sheet = await self._sheet(tx)
        return conflict_of(sheet, sheet.line(act.cue), act.text, language.say("Somebody"))

    async def _remarks(self, tx: Tx, sheet: Sheet) -> dict[str, list[Remark]]:
        """What reviewers said and nobody has answered, by cue; of the locale as a whole by nothing."""
        told: dict[str, list[Remark]] = {}
        for track in sheet.tracks:
            for one in await list_remarks(tx, track.track_id) if track.track_id and not track.is_source else ():
                if not one.answered:
                    told.setdefault(str(one.cue_id or ""), []).append(one)
        return told

    async def _may(self, tx: Tx, sheet: Sheet, permission: str) -> bool:
        place = sheet.cut.id if sheet.cut else sheet.source_id
        if place is None:
            return False
        return await may(tx, self.request.user, permission, sheet.main.brand_id, place, sheet.locale)

    async def _facts(self, tx: Tx, sheet: Sheet, show: str, now: str, only: str = "") -> dict[str, Any]:
        language = self.visit.language
        shown = view(language, sheet, show, now, only)
        return {
            "place": self.place,
            "sheet": sheet,
            "view": shown,
            "closed": partial(closed, language, shown),
            "tracks_seen": tracks_seen(sheet),
            "clock": clock,
            "origin_word": partial(origin_word, language),
            "may": May(await self._may(tx, sheet, "tracks:write"), await self._may(tx, sheet, "tracks:approve")),
        }


def refusal(problem: Problem, language: Language) -> str:
    """A problem in the reader's words."""
    match problem:
        case LocaleNotReady():
            return language.say("There are errors still, so this cannot be approved.")
        case FourEyes():
            return language.say("You wrote texts of this locale; somebody else approves it.")
        case Conforming():
            return language.say("The cues of this cut are being placed anew. Try again in a moment.")
        case Forbidden():
            return language.say("You may read this, but not change it.")
        case PreconditionFailed():
            return language.say("Somebody saved this before you.")
        case Invalid(faults=faults):
            return " ".join(fault.detail for fault in faults)
        case _:
            return problem.title
