"""What the palette finds, and in which order. Pure."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence

from msgspec import Struct

from schemas.campaigns import Campaign
from schemas.videos import CutFacts
from service.videos.model import SourceFacts
from service.web.frame import Head
from service.web.words import Language

MOST = 12


class Thing(Struct, frozen=True):
    """A thing to open or a verb to do. `hint` says where it is, `known_as` what else it may be called, `keys` do the
    same without the palette."""

    icon: str
    name: str
    href: str
    hint: str = ""
    known_as: str = ""
    keys: str = ""

    @property
    def words(self) -> list[str]:
        """Everything that it may be found by."""
        return folded(f"{self.name} {self.known_as} {self.hint}").split()


def folded(text: str) -> str:
    """Without case, accents and punctuation: `de-DE` is `de de`, `É` is `e`."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    return "".join(one if one.isalnum() else " " for one in plain if not unicodedata.combining(one))


def ranked(asked: str, things: Iterable[Thing], most: int = MOST) -> list[Thing]:
    """Those that have every asked word, at the beginning of one of theirs; the best first, else in the given order."""
    terms = folded(asked).split()
    found = [(_distance(terms, one), at, one) for at, one in enumerate(things) if _has(terms, one)]
    return [one for _, _, one in sorted(found, key=lambda entry: entry[:2])[:most]]


def _has(terms: Sequence[str], thing: Thing) -> bool:
    words = thing.words
    return all(any(word.startswith(term) for word in words) for term in terms)


def _distance(terms: Sequence[str], thing: Thing) -> int:
    """How far from what was meant: terms that are no whole word of it, then terms that its name does not have."""
    words, name = set(thing.words), folded(thing.name).split()
    part = sum(term not in words for term in terms)
    return part + 2 * sum(not any(word.startswith(term) for word in name) for term in terms)


def rooms(language: Language, head: Head) -> Iterator[Thing]:
    """The rooms of a campaign, in the order of the rail."""
    say = language.say
    for room, icon, name, keys in (
        ("board", "board", say("Board"), "G B"),
        ("story", "story", say("Story"), "G S"),
        ("brief", "brief", say("Brief"), "G R"),
        ("facts", "brief", say("Market facts"), ""),
        ("cuts", "cuts", say("Cuts"), "G U"),
        ("captions", "captions", say("Captions"), "G C"),
        ("checklists", "check", say("Checklists"), "G A"),
        ("posts", "posts", say("Posts"), "G P"),
        ("markets", "files", say("Markets"), "G M"),
    ):
        yield Thing(icon, name, head.room(room), head.name, keys=keys)


def verbs(language: Language, head: Head | None) -> Iterator[Thing]:
    """What can be done from everywhere."""
    say = language.say
    if head:
        yield Thing("up", say("Import captions"), head.room("import"), head.name)
    yield Thing("inbox", say("Wants you"), "/wants")
    yield Thing("campaigns", say("Campaigns"), "/campaigns")
    yield Thing("rules", say("Rule packs"), "/rules")
    yield Thing("people", say("People"), "/people")
    yield Thing("key", say("Keys"), "/keys")
    yield Thing("people", say("Profile"), "/me")
    yield Thing("rules", say("API reference"), "/docs")


def campaigns(found: Iterable[Campaign]) -> Iterator[Thing]:
    """Campaigns, newest first."""
    for one in found:
        yield Thing("campaigns", one.name, f"/c/{one.id}/captions", known_as=" ".join(m.market for m in one.markets))


def films(head: Head, cuts: Sequence[CutFacts], sources: Sequence[SourceFacts]) -> Iterator[Thing]:
    """The campaign's cuts and sources."""
    for cut in cuts:
        yield Thing("cuts", cut.code, f"{head.room('cuts')}/{cut.id}", cut.name)
    for source in sources:
        yield Thing("files", source.name, f"{head.room('sources')}/{source.id}", head.name)


def captions(
    language: Language,
    head: Head,
    cuts: Sequence[CutFacts],
    sources: Sequence[SourceFacts],
    markets: Mapping[str, Sequence[str]],
) -> Iterator[Thing]:
    """The captions of every cut and of the masters, in every locale of the campaign's markets; of a cut that was made
    for one market alone, in the locales of that market."""
    word = language.say("Captions")
    for locale in dict.fromkeys(tag for locales in markets.values() for tag in locales):
        known = f"{language.of(locale)} {word}"
        for source in sources:
            if source.role == "master":
                href = f"{head.room('masters')}/{source.id}/{locale}"
                yield Thing("captions", f"{language.say('Master')} · {locale}", href, source.name, known)
        for cut in cuts:
            if cut.market is not None and locale not in markets.get(cut.market, ()):
                continue
            href = f"{head.room('captions')}/{cut.id}/{locale}"
            yield Thing("captions", f"{cut.code} · {locale}", href, cut.name, known)
