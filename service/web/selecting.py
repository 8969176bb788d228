"""What is done with a selection of cells: to which of them a verb applies, and how each of them fared."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable, Sequence
from datetime import UTC, date, datetime
from functools import partial

from msgspec import Struct

from schemas.assignments import Duty
from schemas.ids import BrandId, CampaignId, OrganizationId, PersonId, ReleaseId, TrackId, VideoId
from service.assets.store import Store
from service.captions import actions, fixing, records, releasing
from service.captions.assigning import give
from service.captions.cells import StoredCell
from service.captions.problems import AlreadyAssigned, FourEyes, LocaleNotReady, NotInReview, OverridesContested
from service.captions.zipping import Member, archive, safe_name, size_of, unique_names
from service.db.pool import Database, Tx
from service.exchange import ApiRequest
from service.identity import Person
from service.problems import Forbidden, Problem
from service.videos.records import list_cuts_of_campaign
from service.web.matrix import Cell, State
from service.web.words import Language

Pair = tuple[StoredCell, Cell]
NEVER = datetime(1980, 1, 1, tzinfo=UTC)
VERBS = ("submit", "approve", "fix", "assign", "download")


class Fared(Struct, frozen=True):
    """How one cell fared; `said` is why not, or what was done. `writes`: new files follow from it."""

    cell: Cell
    good: bool
    said: str
    writes: bool = False


class Order(Struct, frozen=True):
    """Somebody who is given the languages of a selection."""

    person: PersonId
    role: Duty
    due_on: date | None


def applies(cell: Cell) -> tuple[str, ...]:
    """The verbs that a cell is ready for."""
    written = 0 < cell.total == cell.done and not cell.text_approved
    ready = {
        "submit": written and not cell.submitted,
        "approve": (written and cell.submitted) or cell.state is State.IN_REVIEW,
        "fix": bool(cell.errors or cell.warnings),
        "assign": True,
        "download": bool(cell.files),
    }
    return tuple(verb for verb in VERBS if ready[verb])


def barred(person: Person, brand: BrandId, cells: Sequence[Cell]) -> dict[str, frozenset[str]]:
    """The verbs that are not the person's, by the key of a cell: a text is of every market that has its locale (the
    one of the source: of all), a release of its own market alone (`release`)."""
    markets: dict[str, set[str]] = {}
    for cell in cells:
        markets.setdefault(cell.locale, set()).add(cell.market)
    found: dict[str, frozenset[str]] = {}
    for cell in cells:
        here = markets[cell.locale]
        works, reviews = (
            (cell.is_source and person.may(asked, brand)) or any(person.may(asked, brand, one) for one in here)
            for asked in ("tracks:write", "tracks:approve")
        )
        releases = person.may("tracks:approve", brand, cell.market)
        approves = releases if cell.text_approved else reviews
        allowed = {"submit": works, "fix": works, "assign": works, "approve": approves, "release": releases}
        found[cell.key] = frozenset(verb for verb, may in allowed.items() if not may)
    return found


def selected(pairs: Sequence[Pair], cells: Iterable[str], rows: Iterable[str], cuts: Iterable[str]) -> list[Pair]:
    """The cells that are named by themselves, by their row or by their cut."""
    keys, lines, columns = set(cells), set(rows), set(cuts)
    return [
        (stored, cell)
        for stored, cell in pairs
        if cell.key in keys or cell.key.partition(".")[2] in lines or cell.cut.id in columns
    ]


async def carry_out(
    request: ApiRequest,
    language: Language,
    campaign: CampaignId,
    verb: str,
    chosen: Sequence[Pair],
    order: Order | None,
) -> list[Fared]:
    """Do it to each cell, every text and release once and in a transaction of its own."""
    db, person = request.db, request.user
    if verb == "assign":
        return await _assign(db, request, language, campaign, chosen, order) if order else []
    async with db.reading(person.scope) as tx:
        sides = await records.list_side_tracks(tx, campaign)
    done: dict[TrackId | ReleaseId, str] = {}
    fared = []
    for stored, cell in chosen:
        if verb not in applies(cell):
            fared.append(Fared(cell, False, language.say("Not ready for this.")))
            continue
        tracks = [
            stored.track_id,
            *(one.track_id for one in sides if one.cut_id == stored.cut_id and one.serves(stored)),
        ]
        things: list[TrackId | ReleaseId] = [track for track in dict.fromkeys(tracks) if track]
        if verb == "approve" and stored.release_id and not stored.approved_at and stored.text_approved:
            things = [stored.release_id]
        for thing in things:
            if thing not in done:
                done[thing] = await _one(db, request, language, verb, thing)
        wrong = next((done[thing] for thing in things if done[thing]), "")
        fared.append(Fared(cell, not wrong, wrong or _done(language, verb), verb == "approve" and not wrong))
    return fared


async def _one(db: Database, request: ApiRequest, language: Language, verb: str, thing: TrackId | ReleaseId) -> str:
    """Do it to one text or release; why not, else nothing."""
    person = request.user
    try:
        async with db.transaction(person.scope) as tx:
            if isinstance(thing, ReleaseId):
                await releasing.approve(tx, person, thing)
            elif verb == "submit":
                await actions.submit_locale(tx, person, thing, None)
            elif verb == "fix":
                await fixing.fix_track(tx, person, request.rulebook, thing, None)
            else:
                await _approve(tx, person, request, thing)
    except Problem as problem:
        return refused(language, problem)
    return ""


async def _approve(tx: Tx, person: Person, request: ApiRequest, track: TrackId) -> None:
    """Approve what was submitted, and only as it was."""
    now = await actions.track_of(tx, track)
    if now.status == "draft":
        raise NotInReview
    if now.status == "in_review":
        await actions.approve_locale(tx, person, request.rulebook, track, now.revision)


async def _assign(
    db: Database, request: ApiRequest, language: Language, campaign: CampaignId, chosen: Sequence[Pair], order: Order
) -> list[Fared]:
    async with db.reading(request.user.scope) as tx:
        videos = {cut.id: cut.video_id for cut in await list_cuts_of_campaign(tx, campaign)}
    done: dict[tuple[VideoId, str], str] = {}
    fared = []
    for stored, cell in chosen:
        place = (videos[stored.cut_id], stored.locale)
        if place not in done:
            done[place] = await _given(db, request, language, place, order)
        fared.append(Fared(cell, not done[place], done[place] or _done(language, "assign")))
    return fared


async def _given(
    db: Database, request: ApiRequest, language: Language, place: tuple[VideoId, str], order: Order
) -> str:
    try:
        async with db.transaction(request.user.scope) as tx:
            await give(tx, request.user, request.rulebook, *place, order.role, order.person, order.due_on)
    except Problem as problem:
        return refused(language, problem)
    return ""


def packed(store: Store, organization: OrganizationId, chosen: Sequence[Pair]) -> tuple[int, AsyncIterator[bytes]]:
    """The approved files of these cells as an archive: its bytes, and how many they are."""
    files = [(stored, file) for stored, _ in chosen if stored.approved_at for file in stored.files]
    paths = [f"{one.market}/{one.locale}/{safe_name(file.url.rpartition('/')[2])}" for one, file in files]
    members = [
        Member(name, file.size_bytes, one.approved_at or NEVER, partial(store.read, organization, _bytes(file.sha256)))
        for name, (one, file) in zip(unique_names(paths), files, strict=True)
    ]
    return size_of(members), archive(members)


def _bytes(sha256: str) -> bytes:
    return bytes.fromhex(sha256)


def _done(language: Language, verb: str) -> str:
    say = language.say
    words = {"submit": say("Submitted"), "approve": say("Approved"), "fix": say("Mended"), "assign": say("Given")}
    return words[verb]


def refused(language: Language, problem: Problem) -> str:
    """Why something was not done, in a few words."""
    say = language.say
    match problem:
        case LocaleNotReady():
            return say("Its texts still break a rule of the language.")
        case FourEyes():
            return say("You wrote some of it, and this campaign asks for four eyes.")
        case NotInReview():
            return say("Nobody has submitted it.")
        case OverridesContested():
            return say("Two changes met in this cut; somebody must decide first.")
        case AlreadyAssigned():
            return say("Somebody else took it at this moment.")
        case Forbidden():
            return say("You may not do this here.")
    return say("It changed meanwhile. Look at it again.")


def summary(language: Language, fared: Sequence[Fared]) -> str:
    """How many it was done to, and how many not."""
    good = sum(one.good for one in fared)
    if good == len(fared):
        return language.plural("Done: %(num)s release.", "Done: %(num)s releases.", good)
    return language.say(
        "Done: %(good)s. Not done: %(bad)s.", good=language.number(good), bad=language.number(len(fared) - good)
    )


def reasons(fared: Sequence[Fared]) -> list[tuple[str, list[Cell]]]:
    """What was not done, by why."""
    found: dict[str, list[Cell]] = {}
    for one in fared:
        if not one.good:
            found.setdefault(one.said, []).append(one.cell)
    return list(found.items())
