"""A campaign as the pages may meet it: eight cuts, ten locales, every state."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import UUID

from schemas.ids import InvitationId, OrganizationId, PersonId
from service.identity import Person, Scope
from service.people.model import OpenInvitation, OpenReset
from service.web.campaign import Head
from service.web.campaigns import Listed
from service.web.matrix import CaptionFile, Cell, Cut, State
from service.web.staleness import Change, What

HEAD = Head("cmp_01k9zj2m8rfx5v0n7t3w6y4q1b", "The Same Cup", "Aldermoor Coffee")
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
