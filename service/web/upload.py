"""The page that takes caption files: it looks at one first, says with line numbers what is wrong and what would change,
and imports it, mended if need be, when somebody says so."""

from __future__ import annotations

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from msgspec.structs import replace

from schemas.captions import Kind
from schemas.ids import CampaignId, CutId, SourceId
from schemas.imports import FileProblem, Imported
from service.assets.store import Store
from service.campaigns.records import get_campaign
from service.captions import importing
from service.captions.actions import canonical_locale
from service.captions.importing import Condition
from service.captions.problems import UnreadableCaptions
from service.db.pool import Database, Tx
from service.exchange import ApiRequest
from service.problems import Forbidden, Invalid, Missing, PreconditionFailed
from service.settings import Settings
from service.timedtext.formats import Format
from service.timedtext.problems import Mode
from service.videos.records import list_cuts_of_campaign, list_sources_of_campaign
from service.web import upload_words
from service.web.frame import Head, head_of
from service.web.pages import Pages
from service.web.staleness import span
from service.web.upload_form import ENDINGS, KINDS, TAKE, Choice, Looked, Place, Sent, keep, read_form
from service.web.visit import Visit, visit_of

FORM_BYTES = 8 << 20
MOST_SHOWN = 200  # problems and cues; the API tells all


@get("/c/{campaign_id:str}/import", operation_id="web.upload")
async def upload_page(
    request: ApiRequest, db: NamedDependency[Database], pages: NamedDependency[Pages], campaign_id: FromPath[CampaignId]
) -> Response[str]:
    """An empty form."""
    async with db.reading(request.user.scope) as tx:
        head, choice = await _campaign(tx, request, campaign_id)
    return show(pages, visit_of(request, request.user), head, choice, Sent())


@post("/c/{campaign_id:str}/import", operation_id="web.upload_sent", status_code=200, request_max_body_size=FORM_BYTES)
async def upload(
    request: ApiRequest,
    db: NamedDependency[Database],
    store: NamedDependency[Store],
    settings: NamedDependency[Settings],
    pages: NamedDependency[Pages],
    campaign_id: FromPath[CampaignId],
) -> Response[str]:
    """Look at a file, or take it."""
    visit = visit_of(request, request.user)
    async with db.reading(request.user.scope) as tx:
        head, choice = await _campaign(tx, request, campaign_id)
    secret, limit = settings.secret_bytes(), settings.caption_limit_bytes
    sent = await read_form(await request.form(), store, request.user, secret, limit)
    wanting = upload_words.wanting(visit.language, sent, limit)
    home, format, data = sent.home, sent.format, sent.data
    if wanting or home is None or format is None or data is None:
        return show(pages, visit, head, choice, sent, Looked(advice=tuple(wanting)), status=422)
    looked = await _looked(request, db, store, sent, home, format, data)
    if looked.changes and not looked.taken:
        looked = replace(looked, kept=await keep(store, request.user, data, secret))
    return show(
        pages,
        visit,
        head,
        choice,
        sent,
        looked,
        status=422 if looked.refused or looked.faults or looked.advice else 200,
    )


async def _looked(
    request: ApiRequest,
    db: Database,
    store: Store,
    sent: Sent,
    home: SourceId | CutId,
    format: Format,
    data: bytes,
) -> Looked:
    """The file taken, if that was asked for; else looked at to the letter and, where it is refused, mended."""

    async def imported(mode: Mode, *, dry_run: bool) -> Imported:
        condition = Condition(True, sent.seen) if sent.seen and not dry_run else Condition()
        locale = canonical_locale(request.rulebook, sent.locale)
        kind: Kind | None = sent.kind or None  # type: ignore[assignment]  # `read_form` lets no other word in
        what = importing.Sent(home, locale, kind, format, data, condition)
        told, _ = await importing.bring_in(db, store, request.user, what, mode, dry_run=dry_run)
        return told

    mode, taking = sent.mode, sent.act == TAKE
    try:
        try:
            return _told(await imported(mode, dry_run=not taking), mode, taken=taking)
        except UnreadableCaptions as refused:
            if not refused.facts["repairable"]:
                return Looked(mode, True, tuple(_shown(one) for one in refused.facts["problems"]))
            return _told(await imported("repair", dry_run=True), "repair", refused=True)
    except Invalid as error:
        return Looked(mode, faults=tuple(fault.detail for fault in error.faults))
    except PreconditionFailed:
        again = await imported(mode, dry_run=True)
        return _told(again, mode, advice=(upload_words.changed_meanwhile(visit_of(request).language),))


def _told(report: Imported, mode: Mode, **facts: object) -> Looked:
    return Looked(mode, problems=tuple(report.problems), report=report, **facts)  # type: ignore[arg-type]


def _shown(one: object) -> FileProblem:
    return FileProblem(**{name: getattr(one, name) for name in FileProblem.__struct_fields__})


async def _campaign(tx: Tx, request: ApiRequest, campaign_id: CampaignId) -> tuple[Head, Choice]:
    """The campaign and what captions can be imported onto; Missing outside the walls, Forbidden for who may not."""
    head, campaign = await head_of(tx, campaign_id), await get_campaign(tx, campaign_id)
    if campaign is None:
        raise Missing
    if not request.user.may("tracks:write", head.brand_id):
        raise Forbidden("this needs tracks:write", required_scope="tracks:write")
    places = [Place(str(one.id), one.name, False) for one in await list_sources_of_campaign(tx, campaign_id)]
    places += [
        Place(str(one.id), f"{one.code} {one.name}", True) for one in await list_cuts_of_campaign(tx, campaign_id)
    ]
    locales = dict.fromkeys(locale for market in campaign.markets for locale in market.locales)
    return head, Choice(tuple(places), tuple(locales))


def show(
    pages: Pages,
    visit: Visit,
    campaign: Head,
    choice: Choice,
    sent: Sent,
    looked: Looked | None = None,
    status: int = 200,
) -> Response[str]:
    """The page: the form, and what became of the file that was sent."""
    language = visit.language
    return pages.answer(
        visit,
        "campaign/upload.html",
        status=status,
        room="captions",
        campaign=campaign,
        choice=choice,
        sent=sent,
        looked=looked,
        endings=ENDINGS,
        kinds=KINDS,
        most=MOST_SHOWN,
        clock=span,
        sentence=upload_words.sentence(language, looked) if looked else "",
        counted=upload_words.counted(language, looked.report) if looked and looked.report else [],
        problem_word=lambda code: upload_words.problem(language, code),
        change_word=lambda change: upload_words.change(language, change),
    )
