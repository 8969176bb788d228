"""One checklist: what was measured over the cut, every item of its market, and the answers of people."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from msgspec import UNSET, Struct

from schemas.checklists import AnswerToOne
from schemas.ids import CampaignId, CutId
from service.accessibility.answering import answer_one
from service.accessibility.evidence import NEEDED
from service.exchange import ApiRequest
from service.identity import Person
from service.problems import Missing, Problem
from service.web import forms, notices
from service.web.checklists import view
from service.web.checklists.answering import STATUSES, refused
from service.web.checklists.evidence import Evidence, read_evidence
from service.web.checklists.lanes import clock
from service.web.checklists.moments import moments
from service.web.checklists.over_time import lanes_of
from service.web.checklists.words import (
    role_word,
    subject_word,
)
from service.web.frame import Head, head_of
from service.web.pages import Pages
from service.web.rules.words import confidence_says, group_says, level_says
from service.web.visit import Visit, visit_of

SHOWN = ("lines", "stills", "locales", "locale", "aspect", "measured_at")  # of what was read, as it is
DOES = ("signed", "waived", "not_applicable")


class Typed(Struct, frozen=True):
    """What stands in a form that was not taken, and why."""

    sentence: str = ""
    refusal: str = ""


@get("/c/{campaign_id:str}/checklists/{cut_id:str}/{market:str}", operation_id="web.checklist")
async def checklist_page(
    request: ApiRequest,
    pages: NamedDependency[Pages],
    campaign_id: FromPath[CampaignId],
    cut_id: FromPath[CutId],
    market: FromPath[str],
) -> Response[str]:
    """A checklist as it is now, with the item and the moment that the address names."""
    return await _page(request, pages, campaign_id, cut_id, market)


@post("/c/{campaign_id:str}/checklists/{cut_id:str}/{market:str}", operation_id="web.checklist_answered")
async def answer(
    request: ApiRequest,
    pages: NamedDependency[Pages],
    campaign_id: FromPath[CampaignId],
    cut_id: FromPath[CutId],
    market: FromPath[str],
) -> Response[Any]:
    """Sign an item, waive it, say that it does not apply, or take that back."""
    visit, given = visit_of(request, request.user), await forms.fields(request)
    language, item, sentence = visit.language, given.get("item", ""), given.get("sentence", "").strip()
    status = STATUSES.get(given.get("status", ""))
    if status is None:
        raise Missing
    typed = Typed(sentence, language.say("Say why: this needs a reason.")) if not sentence else None
    if typed is None or status in ("signed", "taken_back"):
        asked = AnswerToOne(
            cut_id=cut_id,
            market=market,
            item=item,
            status=status,
            sentence=sentence,
            subject_sha256=UNSET if status == "taken_back" else given.get("subject") or None,
            seen=int(given["seen"]) if given.get("seen", "").isdecimal() else None,
        )
        try:
            async with request.db.transaction(request.user.scope) as tx:
                await head_of(tx, campaign_id)
                written = await answer_one(tx, request.user, request.rulebook, asked)
        except Missing:
            raise
        except Problem as problem:
            typed = Typed(sentence, refused(language, problem))
        else:
            said = view.answered(language, status)
            back = {"item": item, "status": "taken_back", "seen": str(written.number)}
            undo = None if status == "taken_back" else notices.Undo(visit.path, back)
            return notices.see_other(request, visit.with_query(do=None, item=item, lang=None, theme=None), said, undo)
    page = await _page(request, pages, campaign_id, cut_id, market, item, status, typed)
    page.status_code = 422
    return page


async def _page(
    request: ApiRequest,
    pages: Pages,
    campaign_id: CampaignId,
    cut_id: CutId,
    market: str,
    item: str = "",
    does: str = "",
    typed: Typed | None = None,
) -> Response[str]:
    visit = visit_of(request, request.user)
    async with request.db.reading(request.user.scope) as tx:
        head = await head_of(tx, campaign_id)
        locale = dict(visit.query).get("locale")
        found = await read_evidence(tx, request.rulebook, visit.language, cut_id, market, locale)
    if found.sheet.campaign_id != campaign_id:
        raise Missing
    return show(pages, visit, head, request.user, found, item, does, typed)


def show(
    pages: Pages,
    visit: Visit,
    campaign: Head,
    person: Person,
    found: Evidence,
    item: str = "",
    does: str = "",
    typed: Typed | None = None,
) -> Response[str]:
    """The page. `item` and `does` win over the address; `typed` was not taken."""
    language, query, sheet = visit.language, dict(visit.query), found.sheet
    lines = [view.line(language, person, campaign.brand_id, campaign, sheet, one) for one in sheet.items]
    opened = next((one for one in lines if one.item.item == (item or query.get("item"))), None)
    doing = does or query.get("do", "")
    doing = doing if opened and doing in DOES and doing in opened.verbs | {does} else ""
    shown = query.get("show", "") if query.get("show") in view.SHOWN else "all"
    lanes = lanes_of(language, found)
    failing = [one for one in lanes if one.fails]
    at_ms = asked_moment(query.get("t"), sheet.duration_ms)
    return pages.answer(
        visit,
        "checklists/sheet.html",
        room="checklists",
        campaign=campaign,
        sheet=sheet,
        sentence=view.sentence(language, sheet.items),
        groups=view.grouped(lines, shown),
        measured_items=sum(one.measured is not None for one in sheet.items),
        archive=person.may(NEEDED, campaign.brand_id, sheet.market),
        rules_href=f"/rules/{sheet.packs[-1]}",
        waits=sum(one.waits for one in lines),
        next_line=following(lines, opened),
        shown=shown,
        opened=opened,
        doing=doing,
        typed=typed or Typed(),
        **{name: getattr(found, name) for name in SHOWN},
        lanes=failing if query.get("lanes") == "fails" else lanes,
        only_failing=query.get("lanes") == "fails",
        failing=len(failing),
        ticks=ticks(sheet.duration_ms),
        at_ms=at_ms,
        moments=moments(language, found, lines, at_ms),
        ways=view.ways(lines),
        clock=clock,
        person=person,
        group_word=lambda key: group_says(language, key),
        level_word=lambda key: level_says(language, key),
        subject_word=lambda key: subject_word(language, key),
        confidence_word=lambda key: confidence_says(language, key),
        role_word=lambda key: role_word(language, key),
        statement=view.statement(language, sheet, opened.item) if opened else "",
        day=language.day,
        href=lambda **changes: visit.with_query(**{"lang": None, "theme": None, **changes}),
        here=visit.with_query(do=None, lang=None, theme=None),
    )


def following(lines: Sequence[view.Line], opened: view.Line | None) -> view.Line | None:
    """The next item that the reader may sign, after the one that is open, and from the first again."""
    at = lines.index(opened) + 1 if opened else 0
    return next((one for one in [*lines[at:], *lines[:at]] if "signed" in one.verbs), None)


def asked_moment(text: str | None, whole_ms: int) -> int | None:
    """The `t` of an address in milliseconds; None for anything that is no moment of the cut."""
    try:
        ms = round(float(text or "") * 1000)
    except (ValueError, OverflowError):
        return None
    return ms if 0 <= ms <= whole_ms else None


class Tick(Struct, frozen=True):
    """A mark of the axis."""

    x: str
    word: str


def ticks(whole_ms: int) -> list[Tick]:
    """Marks every few seconds: at most thirteen."""
    steps = (1000, 2000, 5000, 10_000, 15_000, 30_000, 60_000, 120_000, 300_000, 600_000)
    step = next((one for one in steps if whole_ms / one <= 12), 1_800_000)
    every = range(0, whole_ms, step)
    return [Tick(f"{ms * 100 / whole_ms:.3f}%", f"{ms // 60_000:02}:{ms // 1000 % 60:02}") for ms in every]


handlers: list[Any] = [checklist_page, answer]
