"""What people do with facts: say what is true in which market, and stand for it. And what later rooms ask of briefs."""

from __future__ import annotations

from collections import defaultdict

from schemas.approvals import BriefStanding
from schemas.briefs import Fact, FactChange, Legal, Money, Text, Value
from schemas.ids import CampaignId
from schemas.requirements import Requirement
from schemas.rights import BriefLink, Rights
from service.briefs import records, records_parts, records_words, standing
from service.briefs.model import Content, StoredBrief, StoredFact, names, written
from service.briefs.problems import UnplannedMarket
from service.campaigns.actions import require_throughout
from service.db.pool import Tx
from service.events.actions import record
from service.identity import Person
from service.problems import Fault, Forbidden, Invalid, Missing, PreconditionFailed
from service.rulebook import Rulebook
from service.rulebook.problems import UnknownCurrency, UnknownLocale
from service.timedtext.model import tidy, unshowable

EVERYWHERE = "*"


async def say(
    tx: Tx,
    person: Person,
    rulebook: Rulebook,
    campaign: CampaignId,
    key: str,
    market: str,
    seen: int | None,
    change: FactChange,
) -> Fact:
    """Set a fact's value in a market, if nobody did since `seen` (0: there was none). The same one changes nothing."""
    brief = await records.open_brief(tx, campaign)
    if brief is None:
        raise Missing
    if not person.may("campaigns:write", brief.brand_id, market):
        raise Forbidden("this needs campaigns:write", required_scope="campaigns:write")
    if not await records.runs_in(tx, campaign, market):
        raise UnplannedMarket(market)
    current = await records.get_fact(tx, campaign, key, market)
    if seen is not None and seen != (current.revision if current else 0):
        raise PreconditionFailed.on(shown(current)) if current else PreconditionFailed("this fact has no value yet")
    value = _canonical(rulebook, change.value)
    if current is None or current.value != value:
        await records.replace_fact(tx, brief, key, market, value, person.id)
        data = {"key": key, "market": market, "facts_revision": brief.facts_revision + 1}
        await record(tx, person, "fact.changed", campaign, brief.brand_id, data)
    return await find(tx, campaign, key, market)


async def find(tx: Tx, campaign: CampaignId, key: str, market: str) -> Fact:
    """A fact in a market; Missing when it has no value, or outside the walls."""
    fact = await records.get_fact(tx, campaign, key, market)
    if fact is None:
        raise Missing
    return shown(fact)


async def confirm(tx: Tx, person: Person, campaign: CampaignId, key: str, market: str, seen: int | None) -> Fact:
    """Stand for a fact's value in a market, as it was seen. The next value is nobody's until it is confirmed."""
    brief = await records.open_brief(tx, campaign)
    if brief is None:
        raise Missing
    if not person.may("checklists:sign", brief.brand_id, market):
        raise Forbidden("this needs checklists:sign", required_scope="checklists:sign")
    fact = await find(tx, campaign, key, market)
    if seen is not None and seen != fact.revision:
        raise PreconditionFailed.on(fact)
    if await records.confirm_fact(tx, campaign, key, market, fact.revision, person.id):
        data = {"key": key, "market": market, "revision": fact.revision}
        await record(tx, person, "fact.confirmed", campaign, brief.brand_id, data)
    return await find(tx, campaign, key, market)


async def open_for(tx: Tx, person: Person, campaign: CampaignId, *markets: str | None) -> StoredBrief:
    """The brief, locked for somebody who writes what holds in these markets; None, or no market: in every one.

    Raises Missing and Forbidden.
    """
    brief = await records.open_brief(tx, campaign)
    if brief is None:
        raise Missing
    require_throughout(person, "campaigns:write", brief.brand_id, *markets)
    return brief


async def require_planned(tx: Tx, campaign: CampaignId, places: dict[str, str]) -> None:
    """Invalid at the pointers of those markets in which the campaign does not run; `places`: pointer by market."""
    planned = await records.list_planned(tx, campaign)
    faults = [
        Fault(at, "not_planned", f"the campaign does not run in {market}; add it to the campaign's markets first")
        for market, at in places.items()
        if market not in planned
    ]
    if faults:
        raise Invalid(*faults)


# What later rooms ask


async def requirements_of(tx: Tx, campaign: CampaignId) -> list[Requirement]:
    """Every requirement of a campaign, in the order of writing."""
    return await records_parts.list_requirements(tx, campaign)


async def rights_of(tx: Tx, *campaigns: CampaignId) -> list[Rights]:
    """Every rights window of these campaigns, in the order of writing."""
    return await records_parts.list_rights(tx, campaigns)


async def links_of(tx: Tx, campaign: CampaignId) -> list[BriefLink]:
    """Where a campaign's markets send people."""
    return await records_parts.list_links(tx, campaign)


async def content_of(tx: Tx, campaign: CampaignId) -> Content:
    """All of a brief that a client approves; Missing outside the walls."""
    words = await records_words.get_words(tx, campaign)
    if words is None:
        raise Missing
    requirements = await records_parts.list_requirements(tx, campaign)
    return Content(words, requirements, await records_parts.list_claims(tx, campaign))


async def brief_standing(tx: Tx, campaign: CampaignId) -> BriefStanding:
    """Where the brief stands with the client; Missing outside the walls."""
    return await standing_of(tx, await content_of(tx, campaign))


async def standing_of(tx: Tx, content: Content) -> BriefStanding:
    """The same of a brief that was read already."""
    campaign = content.words.campaign_id
    last = await records_words.get_newest_decision(tx, campaign)
    now = standing.standing(content, last, [])
    if last is None or now.state != "stale":
        return now
    return standing.standing(content, last, await records_words.list_changed_parts(tx, campaign, last.at))


async def facts_by_market(tx: Tx, campaign: CampaignId) -> dict[str, dict[str, Value]]:
    """For captions: the value of every fact, by market and key."""
    found: dict[str, dict[str, Value]] = defaultdict(dict)
    for fact in await records.list_market_facts(tx, campaign):
        found[fact.market][fact.key] = fact.value
    return found


async def facts_revision(tx: Tx, campaign: CampaignId) -> int:
    """How often the campaign's facts were changed."""
    return await records.get_facts_revision(tx, campaign)


def shown(fact: StoredFact) -> Fact:
    """As the wire has it, written in each locale of its market."""
    in_locales = {locale: written(fact.value, locale) for locale in fact.locales}
    return Fact(
        campaign_id=fact.campaign_id,
        key=fact.key,
        market=fact.market,
        value=fact.value,
        written={locale: words for locale, words in in_locales.items() if words is not None},
        by=fact.by,
        at=fact.at,
        confirmed_by=fact.confirmed_by,
        confirmed_at=fact.confirmed_at,
        revision=fact.revision,
    )


def _canonical(rulebook: Rulebook, value: Value) -> Value:
    """The value with a known currency, or with words that can be shown under canonical locales; Invalid otherwise."""
    if isinstance(value, Money):
        _require_currency(rulebook, value.currency)
    if not isinstance(value, Text | Legal):
        return value
    faults: list[Fault] = []
    words = {}
    for locale, text in value.words.items():
        try:
            tag = locale if locale == EVERYWHERE else rulebook.languages.canonical(locale)
        except UnknownLocale as error:
            faults.append(Fault(f"/value/words/{locale}", "unknown_locale", str(error)))
            continue
        words[tag] = tidy(text)
        faults += _unfit(f"/value/words/{locale}", words[tag])
    if faults:
        raise Invalid(*faults)
    return type(value)(words=words)


def _unfit(pointer: str, words: str) -> list[Fault]:
    """Why words cannot stand in a text: nobody could read them, or they name a fact, which no fact may."""
    if reason := unshowable(words):
        return [Fault(pointer, "unshowable", reason)]
    if named := sorted(names(words)):
        return [Fault(pointer, "names_fact", f"a fact names no other: write {{{named[0]}}} in the captions instead")]
    return []


def _require_currency(rulebook: Rulebook, code: str) -> None:
    try:
        rulebook.currencies.canonical(code)
    except UnknownCurrency as error:
        raise Invalid(Fault("/value/currency", "unknown_currency", str(error))) from None
