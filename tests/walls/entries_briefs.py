"""What the walk sends to the operations of briefs."""

from __future__ import annotations

from tests.walls.entry import Entry

TOKEN = {"token": "x" * 43}

# Whoever has the link of a guest.
OF_GUESTS = (
    *("web.guest", "web.guest_decided", "web.guest_cut", "web.guest_commented", "web.guest_cut_decided"),
    *("web.guest_source", "web.guest_film", "web.guest_source_picture", "web.guest_cut_picture"),
)

BRIEFS: dict[str, Entry] = {
    "facts.list": Entry(),
    "facts.get": Entry(words={"key": "offer"}),
    "facts.say": Entry(lambda _: {"value": {"kind": "text", "words": {"*": "mine"}}}, words={"key": "offer"}),
    "facts.confirm": Entry(words={"key": "offer"}, headers={"if-match": '"r1"'}),
    "briefs.get": Entry(),
    "briefs.write": Entry(lambda _: {"product_role": "Mine now."}, headers={"if-match": '"r1"'}),
    "briefs.decisions": Entry(),
    "briefs.decide": Entry(lambda _: {"word": "changes_asked", "content_sha256": "0" * 64, "note": "Mine now."}),
    "requirements.list": Entry(),
    "requirements.get": Entry(),
    "requirements.create": Entry(lambda _: {"kind": "show", "title": "Mine"}),
    "requirements.change": Entry(lambda _: {"title": "Mine now"}),
    "requirements.withdraw": Entry(),
    "claims.list": Entry(),
    "claims.get": Entry(),
    "claims.create": Entry(lambda _: {"text": "Mine"}),
    "claims.change": Entry(lambda _: {"text": "Mine now"}),
    "claims.withdraw": Entry(),
    "rights.list": Entry(),
    "rights.get": Entry(),
    "rights.create": Entry(
        lambda _: {"what": "font", "name": "Mine", "territories": None, "media": ["web"], "starts_on": "2027-01-01"}
    ),
    "rights.change": Entry(lambda _: {"name": "Mine now"}),
    "rights.withdraw": Entry(),
    "destinations.list": Entry(),
    "destinations.get": Entry(),
    "destinations.create": Entry(lambda _: {"kind": "landing", "label": "Mine", "url": "https://mine.example"}),
    "destinations.change": Entry(lambda _: {"label": "Mine now"}),
    "destinations.withdraw": Entry(),
    "guests.list": Entry(),
    "guests.get": Entry(),
    "guests.create": Entry(lambda _: {"label": "Mine"}),
    "guests.revoke": Entry(),
    "web.fact_confirmed": Entry(form={"seen": "1"}, words={"key": "offer", "market": "DE"}),
    "web.brief": Entry(),
    "web.brief_words": Entry(form={"product_role": "Mine now", "seen": "1"}),
    "web.brief_part_made": Entry(form={"text": "Mine"}, words={"things": "claims"}),
    "web.requirement_sent": Entry(form={"kind": "show", "title": "Mine now", "seen": "1"}),
    "web.claim_sent": Entry(form={"text": "Mine now", "seen": "1"}),
    "web.rights_sent": Entry(form={"act": "withdraw"}),
    "web.brief_link_sent": Entry(form={"act": "withdraw"}),
    "web.brief_decided": Entry(form={"word": "changes_asked", "note": "Mine now", "content": "0" * 64}),
    "web.guest_link_made": Entry(form={"label": "Mine", "lasts": ""}),
    "web.guest_link_revoked": Entry(form={}),
    "web.guest": Entry(words=TOKEN),
    "web.guest_decided": Entry(form={"word": "approved", "name": "Mine", "content": "0" * 64}, words=TOKEN),
    "web.guest_cut": Entry(words=TOKEN),
    "web.guest_commented": Entry(form={"name": "Mine", "at": "1", "text": "Mine"}, words=TOKEN),
    "web.guest_cut_decided": Entry(form={"word": "approved", "name": "Mine", "edit": "0" * 64}, words=TOKEN),
    "web.guest_source": Entry(words=TOKEN),
    "web.guest_film": Entry(words=TOKEN),
    "web.guest_source_picture": Entry(words={**TOKEN, "name": "preview.mp4"}),
    "web.guest_cut_picture": Entry(words={**TOKEN, "name": "poster.webp"}),
}
