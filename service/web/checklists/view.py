"""One checklist as its page shows it: the sentence at its head, its items by groups, and who may answer what. Pure."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from msgspec import Struct

from schemas.checklists import Checklist, ChecklistItem
from schemas.ids import BrandId
from service.identity import Person
from service.web.checklists.measured import Number, numbers
from service.web.checklists.reasons import is_change, why
from service.web.checklists.ways import Way, way_out
from service.web.checklists.words import DONE, state_word, symbol_of
from service.web.frame import Head
from service.web.words import Language

SHOWN = ("all", "waiting")
_NAME = re.compile(r"[:;(]| from | as amended|, ")  # what follows a law's name


class Line(Struct, frozen=True):
    """An item: its state in shape and word, what is known of it, what it rests on, and what may be done with it.

    `why` says what changed or what it waits for; `verbs` are `signed`, `waived`, `not_applicable`, `taken_back`.
    """

    item: ChecklistItem
    symbol: str
    word: str
    fact: str
    why: str
    changed: bool
    basis: str
    numbers: list[Number]
    way: Way | None
    verbs: frozenset[str]

    @property
    def waits(self) -> bool:
        """Whether somebody or something still has to answer it."""
        return self.item.state not in DONE

    @property
    def warns(self) -> bool:
        """Whether it waits for counsel's word on its basis, and so warns and never blocks."""
        return bool(self.item.basis) and not any(one.confirmed for one in self.item.basis)


class Group(Struct, frozen=True):
    """Items under one heading."""

    key: str
    lines: list[Line]
    done: int
    total: int


def line(language: Language, person: Person, brand: BrandId, head: Head, sheet: Checklist, item: ChecklistItem) -> Line:
    """One item."""
    said = why(language, item.reason)
    return Line(
        item=item,
        symbol=symbol_of(item.state, warns=not item.blocks),
        word=state_word(language, item.state, warns=not item.blocks),
        fact=_fact(language, item, said),
        why=said,
        changed=is_change(item.reason),
        basis=_basis(language, item),
        numbers=numbers(language, item.measured),
        way=way_out(language, head, sheet, item),
        verbs=verbs(person, brand, sheet.market, item),
    )


def verbs(person: Person, brand: BrandId, market: str, item: ChecklistItem) -> frozenset[str]:
    """What this person may answer now."""
    signs, waives = (person.may(f"checklists:{verb}", brand, market) for verb in ("sign", "waive"))
    found: set[str] = set()
    if signs and item.answerable and item.state in ("open", "stale"):
        found.add("signed")
    if signs and item.state in ("open", "stale"):
        found.add("not_applicable")
    if waives and item.state in ("open", "stale", "fails"):
        found.add("waived")
    if item.answer and (waives if item.answer.status == "waived" else signs):
        found.add("taken_back")
    return frozenset(found)


def grouped(lines: Sequence[Line], shown: str) -> list[Group]:
    """The items by their groups, in the catalog's order; under a filter only those that wait."""
    found = []
    for key in dict.fromkeys(one.item.group for one in lines):
        here = [one for one in lines if one.item.group == key]
        kept = [one for one in here if shown != "waiting" or one.waits]
        if kept:
            found.append(Group(key, kept, sum(not one.waits for one in here), len(here)))
    return found


def sentence(language: Language, items: Sequence[ChecklistItem]) -> str:
    """How many hold, and why the others do not."""
    states: Counter[str] = Counter(one.state for one in items)
    holds = sum(states[one] for one in DONE)
    if not items:
        return language.say("No rule asks anything of it.")
    if holds == len(items):
        return language.plural("The one item holds.", "All %(num)s items hold.", len(items))
    total = language.number(len(items))
    plural = language.plural
    said = [plural("%(num)s of %(total)s items holds.", "%(num)s of %(total)s items hold.", holds, total=total)]
    if states["fails"]:
        said.append(plural("%(num)s fails by measurement.", "%(num)s fail by measurement.", states["fails"]))
    if states["open"]:
        said.append(plural("%(num)s is open.", "%(num)s are open.", states["open"]))
    if states["stale"]:
        said.append(plural("%(num)s answer went stale.", "%(num)s answers went stale.", states["stale"]))
    return " ".join(said)


def _fact(language: Language, item: ChecklistItem, said: str) -> str:
    """What is known: who answered, what was measured, or what it waits for."""
    if item.answer and (item.state in ("signed", "waived", "stale") or item.state == "not_applicable"):
        day = language.short_day(item.answer.at.date())
        return f"{item.answer.person}, {day}"
    shown = numbers(language, item.measured)
    if item.state in ("holds", "fails") and shown:
        return f"{shown[0].name}: {shown[0].line}"
    return said


def _basis(language: Language, item: ChecklistItem) -> str:
    known = sorted(item.basis, key=lambda one: (not one.confirmed, not one.in_force))
    return _NAME.split(known[0].law, maxsplit=1)[0].strip() if known else language.say("House rule")


def answered(language: Language, status: str) -> str:
    """What was just done."""
    say = language.say
    words = {
        "signed": say("Signed."),
        "waived": say("Waived, with your reason."),
        "not_applicable": say("Said that it does not apply."),
        "taken_back": say("The answer is taken back."),
    }
    return words[status]


def statement(language: Language, sheet: Checklist, item: ChecklistItem) -> str:
    """The sentence that somebody signs, where they write none of their own."""
    return language.say(
        "I looked at %(code)s for %(market)s: “%(title)s” holds.",
        code=sheet.code,
        market=language.market(sheet.market),
        title=item.title,
    )


def ways(lines: Sequence[Line]) -> list[Way]:
    """What would make failing and stale items hold, each verb once."""
    return list({one.way.word: one.way for one in lines if one.way and one.item.state in ("fails", "stale")}.values())
