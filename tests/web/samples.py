"""A campaign as the pages may meet it: eight cuts, ten locales, every state."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import UUID

from msgspec.structs import replace

from schemas.ids import BrandId, InvitationId, OrganizationId, PersonId, SourceId
from schemas.imports import CueBefore, FileProblem, Imported, ImportedCue
from service.identity import Person, Scope
from service.people.model import OpenInvitation, OpenReset
from service.timedtext.findings import Finding
from service.web.campaigns import Listed
from service.web.cells import Found
from service.web.frame import Head
from service.web.matrix import CaptionFile, Cell, Cut, State
from service.web.palette.things import Thing
from service.web.staleness import Change, What
from service.web.upload_form import Choice, Kept, Looked, Place, Sent

HEAD = Head("cmp_01k9zj2m8rfx5v0n7t3w6y4q1b", "The Same Cup", "Aldermoor Coffee", BrandId(UUID(int=1)))
APPROVED_AT = datetime(2026, 11, 18, 14, 33, tzinfo=UTC)
CUES = (14, 14, 9, 9, 5, 5, 3, 2)
CUTS = (
    Cut("cut_01", "60 V", "Full story", "9:16", 60_000),
    Cut("cut_02", "60 H", "Full story, wide", "16:9", 60_000),
    Cut("cut_03", "30 V", "Five kitchens", "9:16", 30_000),
    Cut("cut_04", "30 S", "Kitchens, square", "1:1", 30_000),
    Cut("cut_05", "15 A", "The empty chair", "9:16", 15_000),
    Cut("cut_06", "15 B", "The chip", "9:16", 15_000),
    Cut("cut_07", "10 V", "Offer", "4:5", 10_040),
    Cut("cut_08", "06 V", "Bumper", "9:16", 6_000),
)
STATES = {
    "k": State.APPROVED,
    "r": State.IN_REVIEW,
    "d": State.DRAFT,
    "m": State.MISSING,
    "s": State.STALE,
    "b": State.BLOCKED,
}
PLACES = (
    ("US", "en-US", "kkkkkkkk"),
    ("US", "es-US", "kkkrrkmm"),
    ("DE", "de-DE", "rkkkskbk"),
    ("FR", "fr-FR", "kkkkskbk"),
    ("BR", "pt-BR", "kkkkkkkk"),
    ("MX", "es-MX", "kkkkkssk"),
    ("AE", "ar-AE", "rbddddm-"),
    ("AE", "en-AE", "kkkkkkkk"),
    ("JP", "ja-JP", "rrrdddmm"),
    ("KR", "ko-KR", "krrrkksk"),
)
CHANGES = (
    Change(What.SOURCE, 3, "en-US", "Is this my cup?", "Is that my cup?"),
    Change(What.TIMING, 5, "", "00:12.000 – 00:13.400", "00:12.000 – 00:13.900"),
)
CHOICE = Choice(
    (
        Place("src_01kd3v6m2rfa8t4y9n5qk7w1xe", "master", False),
        Place("src_01kd3v6m2rfa8t4y9n5qk7w1xf", "end card MX", False),
        Place("cut_01kd3v6m2rfa8t4y9n5qk7w1xg", "15 A The empty chair", True),
    ),
    tuple(place[1] for place in PLACES),
)
SENT = Sent(CHOICE.places[0].id, "de-DE", "", "the same cup.de-DE.srt", b"1")
REPORT = Imported(
    id=None,
    source_id=SourceId.parse(CHOICE.places[0].id),
    cut_id=None,
    locale="de-DE",
    kind="subtitles",
    is_source=False,
    applied=False,
    kept=0,
    moved=0,
    reworded=1,
    added=1,
    restored=0,
    withdrawn=0,
    missing=12,
    left_out=["font or position codes of 1 cue"],
    problems=[],
    revision=0,
    cues=[
        ImportedCue(None, "added", 500, 2000, "Zwei Tassen.\nGewohnheit.", None),
        ImportedCue(None, "reworded", 3000, 4500, "Dieselbe Zeit.", CueBefore(3000, 4500, "Die gleiche Zeit.")),
    ],
)
PROBLEMS = (
    FileProblem(1, "encoding", "The file is Windows-1252, not UTF-8; it was read as that.", True),
    FileProblem(6, "time_line", "The hours are missing; 00 was taken.", True),
    FileProblem(14, "overlap", "The cue began 200 ms before the one above it ended; it now begins there.", True),
    FileProblem(22, "no_time_line", "This text has no time line; it was left out.", False),
)
LOOKS = {
    "repairable": Looked("repair", True, PROBLEMS, report=REPORT, kept=Kept("3f" * 32, "ab" * 32)),
    "unreadable": Looked("strict", True, PROBLEMS[3:]),
    "fits": Looked(report=REPORT, kept=Kept("3f" * 32, "ab" * 32)),
    "taken": Looked("repair", False, PROBLEMS, report=replace(REPORT, applied=True), taken=True),
    "wanting": Looked(advice=("⟦Choose a caption file.⟧",)),
    "faulty": Looked(faults=("line 6: no cue of the source stands at this time. Give it the time of its source cue.",)),
}
FINDINGS = (
    Found(Finding("1", "chars_per_line", "error", 47, 42, "A line of 47 characters; at most 42. Shorten it."), 3),
    Found(Finding("2", "overlap", "warning", 900, 1000, "Begins 100 ms before the cue above it ends."), 4),
    Found(Finding("", "lines", "warning", 3, 2, "3 lines; at most 2."), None),
)
NORTHLIGHT = OrganizationId(UUID(int=2))
INVITATION = OpenInvitation(NORTHLIGHT, InvitationId(UUID(int=3)), "eva@northlight.example", "Eva Sand", "Northlight")
RESET = OpenReset(NORTHLIGHT, UUID(int=4), PersonId(UUID(int=5)), "eva@northlight.example", "Eva Sand")
ADA = Person(PersonId(UUID(int=1)), "Ada Lindqvist", Scope(OrganizationId(UUID(int=2))), ())


def files(cut: Cut, market: str, locale: str) -> tuple[CaptionFile, ...]:
    """The two files of an approved release."""
    latest = f"https://cutdown.example.com/v1/cuts/{cut.id}/captions/{market}/{locale}"
    sha256 = "3f9ac0d41e77b2a5" * 4
    return (
        CaptionFile("WebVTT", "vtt", 1843, sha256, f"/f/5f3a9c/{cut.id}.{locale}.vtt", f"{latest}.vtt"),
        CaptionFile("SubRip", "srt", 1711, sha256[::-1], f"/f/77b2a5/{cut.id}.{locale}.srt", f"{latest}.srt"),
    )


def cell(cut: Cut, market: str, locale: str, letter: str, total: int) -> Cell:
    """One release in the state that the letter stands for."""
    state = STATES[letter]
    released = letter in "ks"
    return Cell(
        cut=cut,
        market=market,
        locale=locale,
        kind="captions" if locale.startswith("en") else "subtitles",
        state=state,
        done={"m": 0, "d": round(total * 0.6)}.get(letter, total),
        total=total,
        is_source=locale == "en-US",
        release_number=3 if released else None,
        approved_at=APPROVED_AT if released else None,
        stale_cues=1 if letter == "s" else 0,
        missing_facts=("launch_date", "price") if letter == "b" else (),
        files=files(cut, market, locale) if released else (),
        errors=2 if (locale, letter) == ("ar-AE", "d") else 0,
        warnings=1 if locale in ("ja-JP", "de-DE") and letter != "m" else 0,
        pack=f"{locale} 2026-11-21",
    )


CELLS = tuple(
    cell(cut, market, locale, letter, total)
    for market, locale, letters in PLACES
    for cut, letter, total in zip(CUTS, letters, CUES, strict=True)
    if letter != "-"
)
CAMPAIGNS = (
    Listed(HEAD.id, HEAD.name, HEAD.brand, ("US", "DE", "FR", "BR", "MX", "AE", "JP", "KR"), 79, 49, 5),
    Listed("cmp_02", "First Light", "Aldermoor Coffee", ("GB", "IE"), 12, 12, 0),
    Listed("cmp_03", "Die lange Nacht der kurzen Wege", "Kestrel Bikes", ("DE", "AT", "CH"), 24, 3, 0),
    Listed("cmp_04", "Untitled spring film", "Kestrel Bikes", (), 0, 0, 0),
)

THINGS = [
    Thing("captions", "Captions", HEAD.room("captions"), HEAD.name, keys="G C"),
    *(Thing("captions", f"{cut.code} · de-DE", f"/film?cut={cut.id}", cut.name, "German Captions") for cut in CUTS),
    Thing("campaigns", "Campaigns", "/campaigns"),
]
