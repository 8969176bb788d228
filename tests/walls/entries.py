"""What the walk sends to each operation besides identifiers. A new route without an entry fails the walk."""

from __future__ import annotations

from typing import Any

from schemas.ids import (
    BeatId,
    BrandId,
    CampaignId,
    CueId,
    CutId,
    PersonId,
    SegmentId,
    ShotId,
    SourceId,
    StoryId,
    TrackId,
)
from tests.walls.entries_briefs import BRIEFS, OF_GUESTS
from tests.walls.entries_checklists import CHECKLISTS
from tests.walls.entries_contents import CONTENTS
from tests.walls.entries_posts import POSTS
from tests.walls.entries_rules import RULES
from tests.walls.entry import Entry
from tests.walls.sides import Side

TUS = {"tus-resumable": "1.0.0"}
ITEMS = '[{"file": "none", "source_id": "src_00000000000000000000000000", "locale": "fr-FR"}]'
EDL = "001  MASTER  V  C  00:00:00:00 00:00:01:00 01:00:00:00 01:00:01:00"
VTT = "WEBVTT\n\n00:00.500 --> 00:01.500\nMine.\n"


def _new_segments(side: Side) -> list[dict[str, Any]]:
    return [{"layer": "picture", "source_id": side.of(SourceId), "in_frame": 0, "out_frame": 75}]


def _segments(side: Side) -> list[dict[str, Any]]:
    return [{"id": side.of(SegmentId), **one} for one in _new_segments(side)]


def _archetype() -> dict[str, Any]:
    return {"name": "Mine", "beats": [{"kind": "hook", "name": "A", "begin_ms": 0, "end_ms": 1000}]}


def _new_beats(_: Side) -> list[dict[str, Any]]:
    shot = {"size": "wide", "movement": "still", "planned_ms": 500}
    return [{"kind": "hook", "title": "A", "begin_ms": 0, "end_ms": 1000, "shots": [shot]}]


def _beats(side: Side) -> list[dict[str, Any]]:
    (beat,) = _new_beats(side)
    shots = [{"id": side.of(ShotId), **one} for one in beat["shots"]]
    return [{"id": side.of(BeatId), **beat, "shots": shots}]


def _seen(side: Side) -> dict[str, Any]:
    return {"tracks": [{"id": side.of(TrackId), "revision": 0}]}


ENTRIES: dict[str, Entry] = {
    # people
    "me.get": Entry(),
    "me.change": Entry(lambda _: {"theme": "dark"}),
    "sessions.list": Entry(),
    "sessions.end": Entry(),
    "keys.list": Entry(),
    "keys.get": Entry(),
    "keys.create": Entry(lambda s: {"name": "Another", "scopes": ["tracks:read"], "brands": [s.of(BrandId)]}),
    "keys.revoke": Entry(),
    "keys.rotate": Entry(),
    "people.list": Entry(),
    "people.get": Entry(),
    "people.create": Entry(
        lambda s: {
            "email": "new@cutdown.example",
            "name": "New",
            "grants": [{"role": "viewer", "brand_id": s.of(BrandId)}],
        }
    ),
    "people.withdraw": Entry(),
    "people.set_password": Entry(lambda _: {"password": "four words said twice"}),
    "grants.create": Entry(lambda s: {"role": "viewer", "brand_id": s.of(BrandId)}),
    "grants.revoke": Entry(),
    "people.make_reset_link": Entry(),
    "people.reset_password": Entry(lambda _: {"token": "x" * 43, "password": "four words said twice"}),
    "invitations.list": Entry(),
    "invitations.get": Entry(),
    "invitations.create": Entry(
        lambda s: {
            "email": "guest@cutdown.example",
            "name": "Guest",
            "grants": [{"role": "viewer", "brand_id": s.of(BrandId)}],
        }
    ),
    "invitations.revoke": Entry(),
    "invitations.accept": Entry(lambda _: {"token": "x" * 43, "password": "four words said twice"}),
    "audit.list": Entry(),
    "events.list": Entry(),
    "events.stream": Entry(),
    # campaigns
    "brands.list": Entry(),
    "brands.get": Entry(),
    "brands.create": Entry(lambda _: {"name": "New"}),
    "brands.change": Entry(lambda _: {"name": "Mine now"}),
    "campaigns.list": Entry(),
    "campaigns.get": Entry(),
    "campaigns.board": Entry(),
    "campaigns.create": Entry(lambda s: {"brand_id": s.of(BrandId), "name": "New", "markets": []}),
    "campaigns.change": Entry(lambda _: {"name": "Mine now", "markets": []}),
    "links.list": Entry(),
    "links.get": Entry(),
    "links.create": Entry(lambda _: {"market": "DE", "label": "Mine"}),
    "links.revoke": Entry(),
    "markets.files": Entry(),
    **BRIEFS,
    **CHECKLISTS,
    **CONTENTS,
    **RULES,
    # stories
    "archetypes.list": Entry(),
    "archetypes.get": Entry(words={"archetype": "slice_of_life"}),
    "archetypes.get_version": Entry(words={"archetype": "slice_of_life", "version": "1"}),
    "archetypes.create": Entry(lambda _: {"key": "mine", **_archetype()}),
    "archetypes.add_version": Entry(lambda _: _archetype(), words={"archetype": "slice_of_life"}),
    "archetypes.withdraw": Entry(words={"archetype": "slice_of_life"}),
    "stories.list": Entry(),
    "stories.get": Entry(),
    "stories.create": Entry(
        lambda s: {
            "campaign_id": s.of(CampaignId),
            "title": "New",
            "archetype": "slice_of_life",
            "beats": _new_beats(s),
        }
    ),
    "stories.change": Entry(lambda s: {"title": "Mine now", "beats": _beats(s)}),
    "series.list": Entry(),
    "series.get": Entry(),
    "series.create": Entry(
        lambda s: {"campaign_id": s.of(CampaignId), "title": "New", "episodes": [{"story_id": s.of(StoryId)}]}
    ),
    "series.change": Entry(lambda s: {"title": "Mine now", "episodes": [{"story_id": s.of(StoryId)}]}),
    "series.withdraw": Entry(),
    "episodes.get": Entry(),
    "episodes.insert": Entry(lambda s: {"story_id": s.of(StoryId)}),
    "episodes.change": Entry(lambda _: {"cliffhanger": "Mine now"}),
    "episodes.remove": Entry(),
    # videos
    "videos.list": Entry(),
    "videos.get": Entry(),
    "videos.create": Entry(lambda s: {"story_id": s.of(StoryId), "title": "New"}),
    "videos.change": Entry(lambda s: {"title": "Mine now", "story_id": s.of(StoryId)}),
    "sources.list": Entry(),
    "sources.get": Entry(),
    "sources.media": Entry(),
    "sources.shots": Entry(),
    "cuts.shots": Entry(),
    "sources.pictures": Entry(),
    "cuts.pictures": Entry(),
    "sources.picture": Entry(),
    "cuts.picture": Entry(),
    "sources.retry_pictures": Entry(),
    "sources.upload": Entry(content=b"no film", media_type="video/mp4", query={"role": "insert", "name": "New"}),
    "uploads.create": Entry(headers={**TUS, "upload-length": "5"}),
    "uploads.get": Entry(),
    "uploads.append": Entry(
        content=b"mine!", media_type="application/offset+octet-stream", headers={**TUS, "upload-offset": "0"}
    ),
    "uploads.terminate": Entry(headers=TUS),
    "placements.get": Entry(),
    "placements.replace": Entry(lambda s: {"placements": [{"shot_id": s.of(ShotId), "in_frame": 0, "out_frame": 25}]}),
    "stories.shot_list": Entry(),
    "stories.shot_list_csv": Entry(),
    "videos.coverage": Entry(),
    "cuts.coverage": Entry(),
    "cuts.list": Entry(),
    "cuts.get": Entry(),
    "cuts.create": Entry(
        lambda s: {
            "code": "N",
            "name": "New",
            "aspect": "9:16",
            "fps": {"num": 25, "den": 1},
            "parent_cut_id": s.of(CutId),
            "segments": _new_segments(s),
        }
    ),
    "cuts.change": Entry(lambda s: {"name": "Mine now", "parent_cut_id": s.of(CutId)}),
    "cuts.edit": Entry(lambda s: {"segments": _segments(s)}),
    "cuts.import_edit": Entry(content=EDL.encode(), media_type="text/x-cmx3600-edl"),
    "films.upload": Entry(content=b"no film", media_type="video/mp4"),
    "films.get": Entry(),
    "films.media": Entry(),
    "films.accept": Entry(lambda _: {"reason": "Mine now."}),
    "films.withdraw": Entry(),
    # captions
    "tracks.list": Entry(),
    "tracks.get": Entry(),
    "tracks.import": Entry(content=VTT.encode(), media_type="text/vtt"),
    "tracks.open_planned": Entry(),
    "tracks.open": Entry(lambda _: {"locale": "fr-FR"}),
    "tracks.submit": Entry(),
    "tracks.approve": Entry(),
    "cues.list": Entry(),
    "cues.get": Entry(),
    "cues.write": Entry(lambda _: {"text": "Mine now."}),
    "cues.history": Entry(),
    "cues.check": Entry(lambda _: {"text": "Mine now."}),
    "cues.timing": Entry(),
    "cues.add": Entry(lambda _: {"begin_ms": 2900, "end_ms": 3400, "text": "Mine now."}),
    "cuts.import": Entry(content=VTT.encode(), media_type="text/vtt"),
    "cuts.tracks": Entry(),
    "imports.run": Entry(
        content=f'--x\r\ncontent-disposition: form-data; name="items"\r\n\r\n{ITEMS}\r\n--x--\r\n'.encode(),
        media_type="multipart/form-data; boundary=x",
    ),
    "cuts.open_track": Entry(lambda _: {"locale": "fr-FR"}),
    "cuts.add_cue": Entry(lambda _: {"begin_ms": 1900, "end_ms": 2400, "text": "Mine now."}),
    "cues.withdraw": Entry(),
    "cues.restore": Entry(),
    "cues.move": Entry(lambda _: {"begin_ms": 0, "end_ms": 400}),
    "cuts.conform": Entry(),
    "tracks.findings": Entry(),
    "tracks.fix": Entry(headers={"if-match": '"r1"'}),
    "tracks.review": Entry(),
    "tracks.remarks": Entry(),
    "tracks.send_back": Entry(
        lambda s: {"reason": "Mine now.", "cues": [{"cue_id": s.of(CueId), "text": "Mine now."}]},
        headers={"if-match": '"r1"'},
    ),
    "tracks.submit_many": Entry(_seen),
    "tracks.approve_many": Entry(_seen),
    "tracks.fix_many": Entry(_seen),
    "assignments.list": Entry(),
    "assignments.create": Entry(lambda s: {"locale": "en-US", "role": "localize", "person_id": s.of(PersonId)}),
    "assignments.people": Entry(),
    "assignments.get": Entry(),
    "assignments.change": Entry(lambda s: {"person_id": s.of(PersonId)}),
    "assignments.withdraw": Entry(),
    "me.assignments": Entry(),
    "me.wants": Entry(),
    "me.calendar": Entry(),
    "me.open_calendar": Entry(),
    "me.close_calendar": Entry(),
    "calendars.get": Entry(words={"file_name": f"{'x' * 43}.ics"}),
    "cuts.findings": Entry(query={"locale": "de-DE", "market": "DE"}),
    "cuts.cues": Entry(query={"locale": "de-DE"}),
    "cuts.cue": Entry(query={"locale": "de-DE"}),
    "cuts.override": Entry(lambda _: {"text": "Mine now.", "begin_ms": 1700}, query={"locale": "de-DE"}),
    "overrides.list": Entry(),
    "overrides.get": Entry(),
    "overrides.take_back": Entry(),
    "campaigns.matrix": Entry(),
    "releases.list": Entry(),
    "releases.get": Entry(),
    "releases.create": Entry(lambda _: {"market": "DE", "locale": "de-DE", "kind": "subtitles"}),
    "releases.approve": Entry(),
    "releases.withdraw": Entry(),
    "files.get": Entry(),
    "files.latest": Entry(),
    **POSTS,
    # the house
    "health.live": Entry(),
    "health.ready": Entry(),
    "problems.get": Entry(words={"slug": "missing"}),
    "contract.get": Entry(),
    "web.palette": Entry(),
    "web.docs": Entry(),
    "web.docs_room": Entry(words={"room": "tracks"}),
    # pages
    "web.static": Entry(words={"edition": "0", "name": "none.css"}),
    "web.signin": Entry(),
    "web.signin_sent": Entry(form={"email": "nobody@cutdown.example", "password": "nothing"}),
    "web.signout": Entry(form={}),
    "web.invitation": Entry(words={"token": "x" * 43}),
    "web.invitation_sent": Entry(
        form={"name": "Guest", "password": "four words said twice"}, words={"token": "x" * 43}
    ),
    "web.reset": Entry(words={"token": "x" * 43}),
    "web.reset_sent": Entry(form={"password": "four words said twice"}, words={"token": "x" * 43}),
    "web.market": Entry(words={"token": "x" * 43}),
    "web.market_zip": Entry(words={"token": "x" * 43}),
    "web.market_poster": Entry(words={"token": "x" * 43}),
    "web.market_file": Entry(words={"token": "x" * 43, "file_name": "de-DE.vtt"}),
    "web.markets": Entry(),
    "web.markets_link_made": Entry(form={"market": "DE", "label": "Mine"}),
    "web.markets_link_revoked": Entry(form={}),
    "web.people": Entry(),
    "web.people_invited": Entry(form={"email": "web@cutdown.example", "name": "Guest", "role": "viewer"}),
    "web.people_uninvited": Entry(form={}),
    "web.person": Entry(),
    "web.person_role_given": Entry(form={"role": "viewer"}),
    "web.person_role_taken": Entry(form={}),
    "web.person_reset": Entry(form={}),
    "web.person_removed": Entry(form={}),
    "web.keys": Entry(),
    "web.keys_made": Entry(form={"name": "", "scopes": "files:read"}),
    "web.keys_rotated": Entry(form={}),
    "web.keys_revoked": Entry(form={}),
    "web.me": Entry(),
    "web.me_renamed": Entry(form={"name": ""}),
    "web.me_looks": Entry(form={"theme": "dark"}),
    "web.me_password": Entry(form={"current": "", "password": "tiny"}),
    "web.me_session_ended": Entry(form={}),
    "web.me_sessions_ended": Entry(form={}),
    "web.home": Entry(),
    "web.campaigns": Entry(),
    "web.wants": Entry(),
    "web.wants_count": Entry(),
    "web.calendar": Entry(form={"act": "open"}),
    "web.campaign": Entry(),
    "web.new_campaign": Entry(),
    "web.new_campaign_sent": Entry(form={"name": "New"}),
    "web.campaign_settings": Entry(),
    "web.campaign_settings_sent": Entry(form={"name": "Mine now", "seen": "1"}),
    "web.story": Entry(),
    "web.new_story": Entry(),
    "web.new_story_sent": Entry(form={"title": "New", "archetype": "slice_of_life", "treatment": "raw"}),
    "web.edit_story": Entry(),
    "web.edit_story_sent": Entry(form={"title": "Mine now", "seen": "1"}),
    "web.facts": Entry(),
    "web.fact_sent": Entry(form={"kind": "number", "number": "1", "seen": "0"}, words={"key": "price", "market": "DE"}),
    "web.cuts": Entry(),
    "web.cut": Entry(),
    "web.cut_changed": Entry(form={"name": "Mine now", "code": "M", "seen": "1"}),
    "web.cut_form": Entry(),
    "web.cut_made": Entry(form={"name": "New", "code": "N", "aspect": "9:16"}),
    "web.edit_list": Entry(),
    "web.edit_list_sent": Entry(form={"act": "look", "seen": "1"}),
    "web.film": Entry(),
    "web.filmed": Entry(form={}),
    "web.film_accepted": Entry(form={"reason": "It is right as it is."}),
    "web.film_withdrawn": Entry(form={}),
    "web.source": Entry(),
    "web.source_form": Entry(),
    "web.source_sent": Entry(form={"role": "insert", "name": "New"}),
    "web.captions": Entry(),
    "web.editor_of_cut": Entry(words={"locale": "de-DE"}),
    "web.editor_of_master": Entry(words={"locale": "de-DE"}),
    "web.edit_of_cut": Entry(form={"act": "submit"}, words={"locale": "de-DE"}),
    "web.edit_of_master": Entry(form={"act": "submit"}, words={"locale": "de-DE"}),
    "web.captions_sent": Entry(form={"act": "submit"}),
    "web.review": Entry(),
    "web.review_sent": Entry(form={"act": "approve", "seen": "0"}),
    "web.upload": Entry(),
    "web.upload_sent": Entry(form={"locale": "de-DE"}),
}

# What anybody may ask, and why.
OPEN = {
    "health.live": "a load balancer asks it",
    "health.ready": "a load balancer asks it",
    "problems.get": "an error's help page",
    "contract.get": "the contract is public",
    "web.docs": "the contract is public",
    "web.docs_room": "the contract is public",
    "invitations.accept": "whoever has the link",
    "people.reset_password": "whoever has the link",
    "web.static": "style and script of the sign-in page",
    "web.signin": "where people become somebody",
    "web.signin_sent": "where people become somebody",
    "web.invitation": "whoever has the link",
    "web.invitation_sent": "whoever has the link",
    "web.reset": "whoever has the link",
    "web.reset_sent": "whoever has the link",
    "calendars.get": "whoever has the secret address",
    "post_calendars.get": "whoever has the secret address",
    "web.market": "whoever has the link",
    "web.market_zip": "whoever has the link",
    "web.market_poster": "whoever has the link",
    "web.market_file": "whoever has the link",
    "web.signout": "who is nobody already stays so",
    **dict.fromkeys(OF_GUESTS, "whoever has the link"),
}
