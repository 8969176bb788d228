"""What the walk sends to the operations of channels and posts."""

from __future__ import annotations

from schemas.ids import BrandId, ChannelId, CutId, ReleaseId
from tests.walls.entry import Entry

POSTS: dict[str, Entry] = {
    "channels.list": Entry(),
    "channels.get": Entry(),
    "channels.create": Entry(
        lambda s: {
            "brand_id": s.of(BrandId),
            "platform": "tiktok",
            "handle": "@mine",
            "name": "Mine",
            "zone": "Europe/Berlin",
        }
    ),
    "channels.change": Entry(lambda _: {"name": "Mine now"}),
    "channels.withdraw": Entry(),
    "copy.list": Entry(),
    "copy.get": Entry(words={"platform": "tiktok", "market": "DE"}),
    "copy.say": Entry(lambda _: {"text": "Mine now."}, words={"platform": "tiktok", "market": "DE"}),
    "posts.list": Entry(),
    "posts.plan": Entry(lambda s: {"cuts": [s.of(CutId)], "channels": [s.of(ChannelId)], "slot": "mine"}),
    "posts.read_plan": Entry(),
    "posts.get": Entry(),
    "posts.steps": Entry(),
    "posts.change": Entry(lambda _: {"text": "Mine now."}),
    "posts.withdraw": Entry(),
    "posts.gates": Entry(),
    "posts.tasks": Entry(),
    "posts.calendar": Entry(),
    "posts.open_calendar": Entry(),
    "posts.close_calendar": Entry(),
    "post_calendars.get": Entry(words={"file_name": f"{'x' * 43}.ics"}),
    "posts.override": Entry(lambda _: {"reason": "Mine now."}, words={"gate": "brief"}),
    "posts.end_override": Entry(words={"gate": "brief"}),
    "posts.schedule": Entry(lambda _: {"local_at": "2027-01-20T18:00"}),
    "posts.unschedule": Entry(headers={"if-match": '"r1"'}),
    "posts.record": Entry(
        lambda s: {
            "url": "https://video.example/mine",
            "posted_at": "2026-11-20T18:00:00Z",
            "captions": [{"locale": "de-DE", "release_id": s.of(ReleaseId), "how": "burned"}],
        }
    ),
    "posts.correct": Entry(
        lambda s: {
            "url": "https://video.example/mine",
            "posted_at": "2026-11-20T18:00:00Z",
            "captions": [{"locale": "de-DE", "release_id": s.of(ReleaseId), "how": "burned"}],
        }
    ),
    "posts.mend_captions": Entry(
        lambda s: {"captions": [{"locale": "de-DE", "release_id": s.of(ReleaseId), "how": "burned"}]}
    ),
    "posts.validate": Entry(lambda _: {"platform": "tiktok", "text": "Mine."}),
    "rules.platforms": Entry(),
    "rules.platform": Entry(words={"platform": "tiktok"}),
    "posts.evidence": Entry(),
    "posts.keep_evidence": Entry(content=b"%PDF-1.7\n%%EOF\n", media_type="application/pdf"),
    "posts.doubt": Entry(lambda _: {"note": "Mine now."}),
    "posts.not_arrived": Entry(lambda _: {"note": "Mine now."}),
    "posts.take_down": Entry(lambda _: {"note": "Mine now."}),
    # pages
    "web.posts": Entry(),
    "web.posts_plan": Entry(),
    "web.posts_planned": Entry(form={"act": "look", "slot": "mine"}),
    "web.post": Entry(),
    "web.post_says": Entry(form={"own.text": "1", "text": "Mine now."}),
    "web.post_acted": Entry(form={"local_at": "2027-01-20T18:00"}, words={"verb": "move"}),
    "web.post_copy": Entry(),
    "web.post_copy_said": Entry(form={"own.text": "1", "text": "Mine now.", "market": "DE", "seen": "0"}),
    "web.post_calendar": Entry(),
    "web.post_calendar_sent": Entry(form={"act": "open"}),
    "web.channels": Entry(),
    "web.channel_made": Entry(form={"platform": "tiktok", "handle": "@web", "name": "Mine", "zone": "Europe/Berlin"}),
    "web.channel_changed": Entry(form={"handle": "@mine.now", "name": "Mine", "zone": "Europe/Berlin"}),
}
