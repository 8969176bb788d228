"""The gates of what is said: disclosure, the platform's own limits, and not the same thing twice. Pure."""

from __future__ import annotations

import unicodedata
from datetime import datetime
from fractions import Fraction
from typing import Any

from schemas.contents import CutContents
from schemas.gates import GateReason, Severity
from schemas.requirements import Requirement
from service.posts.breaches import sentence
from service.posts.draft import Draft, FilmFacts
from service.posts.gate_film import required
from service.posts.ground import Facts, Ground
from service.posts.preflight import preflight

SEEN_OR_HEARD = ("image", "video", "voice", "music")  # what platforms and the EU's AI Act ask to be told


def disclosure_gate(ground: Ground) -> list[GateReason]:
    """Somebody said what is disclosed, what AI made is among it, and what the brief wants said is said."""
    said = ground.says.disclosure.value
    found = []
    if said is None:
        detail = "Nobody has said what is disclosed: paid, own brand, made by AI, or nothing of it."
        since = ground.said_at or ground.post.created_at
        found.append(ground.found("disclosure_unsaid", "blocks", detail, {}, "say_disclosure", since=since))
    made = sorted({one.made for one in ground.contents.ai}) if ground.contents else []
    told = [one for one in made if one in SEEN_OR_HEARD]
    if said is not None and told and "synthetic" not in said:
        detail = f"AI made {', '.join(told)} of this cut; the post does not say so."
        found.append(ground.found("ai_undisclosed", "blocks", detail, {"made": list(told)}, "say_disclosure"))
    asked = {one.id: one for one in ground.requirements}
    for one in required(ground):
        words = asked.get(one.requirement_id)
        if one.kind == "disclosure" and not _says(ground, words):
            severity: Severity = "blocks" if one.level == "must" else "warns"
            facts: Facts = {"title": one.title, "phrases": list(words.phrases) if words else []}
            detail = f"{one.title}: neither the cut nor the text of the post says it."
            ids: dict[str, Any] = {"requirement_id": one.requirement_id}
            found.append(ground.found("label_missing", severity, detail, facts, "say_label", **ids))
    if found:
        return found
    words_said: Facts = {"disclosure": [str(word) for word in said or []]}
    return [ground.found("disclosure_said", "holds", f"Disclosed: {', '.join(said or []) or 'nothing'}.", words_said)]


def platform_gate(ground: Ground) -> list[GateReason]:
    """What the platform would refuse blocks; what only others say of it warns."""
    pack = ground.platform
    if pack is None:
        detail = f"Nothing is known of the limits of {ground.post.platform}."
        return [ground.found("platform_unknown", "warns", detail, {"platform": ground.post.platform})]
    draft = draft_of(ground)
    found = []
    for one in preflight(pack, draft, film_facts(ground.contents)):
        severity: Severity = "blocks" if one.severity == "error" else "warns"
        facts: Facts = {"measured": one.measured, "limit": one.limit, "unit": one.unit}
        facts |= {"field": one.field, "rule": one.rule, "confidence": one.confidence, "source": one.source}
        code = f"{one.field}_{one.rule}"
        found.append(ground.found(code, severity, sentence(one, pack.name), facts, one.way_out, since=_since(ground)))
    if found:
        return found
    facts = {"platform": pack.name, "text": len(draft.posted_text)}
    return [ground.found("platform_holds", "holds", f"{pack.name} has nothing against it.", facts)]


def duplicate_gate(ground: Ground) -> list[GateReason]:
    """The same film with the same text blocks; either alone warns."""
    found = []
    for one in ground.twins:
        severity: Severity = "blocks" if one.same_film and one.same_text else "warns"
        same = "same_post" if severity == "blocks" else "same_film" if one.same_film else "same_text"
        what = {"same_post": "This film with this text", "same_film": "This film", "same_text": "This text"}[same]
        facts: Facts = {"other": str(one.id), "status": one.status, "url": one.url, "cut": one.cut}
        detail = f"{what} is on {ground.post.handle} already, or about to be: {one.cut} for {one.market}, {one.status}."
        found.append(ground.found(same, severity, detail, facts, "open_other", other_post_id=one.id))
    if found:
        return found
    return [ground.found("only_one", "holds", f"Nothing like it is on {ground.post.handle}.", {})]


def draft_of(ground: Ground) -> Draft:
    """What is about to be posted."""
    says = ground.says
    return Draft(
        text=says.text.value or "",
        title=says.title.value or "",
        hashtags=tuple(says.hashtags.value or ()),
        cover_ms=says.cover_ms.value,
        disclosure=frozenset(says.disclosure.value or ()),
    )


def film_facts(contents: CutContents | None) -> FilmFacts | None:
    """The film in the words of the platforms' rules; None where there is none."""
    film = contents.state.film if contents else None
    if film is None:
        return None
    return FilmFacts(
        container=film.container,
        video_codec=film.video_codec,
        audio_codec=film.audio_codec or "",
        width=film.width_px,
        height=film.height_px,
        fps=Fraction(film.fps.num, film.fps.den),
        duration_ms=film.duration_ms,
        size_bytes=film.size_bytes,
        video_bitrate=film.bitrate_bps,
        faststart=film.faststart,
    )


def _says(ground: Ground, asked: Requirement | None) -> bool:
    """Whether the text or a hashtag of the post has one of the words that are asked for."""
    says = ground.says
    text = plain(" ".join([says.text.value or "", says.title.value or "", *(says.hashtags.value or [])]))
    return any(plain(phrase) in text for phrase in (asked.phrases if asked else []))


def _since(ground: Ground) -> datetime | None:
    """When the words and the film came to be as they are."""
    film = ground.contents.state.film if ground.contents else None
    moments = [ground.post.created_at, ground.said_at, film.arrived_at if film else None]
    return max(one for one in moments if one is not None)


def plain(text: str | None) -> str:
    """A text without its spelling: two that say the same are alike, and one that says nothing is empty."""
    return " ".join(unicodedata.normalize("NFKC", text or "").casefold().split())
