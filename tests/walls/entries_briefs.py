"""What the walk sends to the operations of briefs."""

from __future__ import annotations

from tests.walls.entry import Entry

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
}
