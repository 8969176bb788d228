"""What the walk sends to the operations and pages of what films contain, and of what is said of cuts."""

from __future__ import annotations

from schemas.ids import RequirementId, RightsId
from tests.walls.entry import Entry

CONTENTS: dict[str, Entry] = {
    "marks.of_source": Entry(),
    "marks.of_cut": Entry(),
    "marks.get": Entry(),
    "marks.create": Entry(lambda s: {"what": {"kind": "requirement", "requirement_id": s.of(RequirementId)}}),
    "marks.create_on_cut": Entry(lambda s: {"what": {"kind": "rights", "rights_id": s.of(RightsId)}}),
    "marks.withdraw": Entry(),
    "cuts.contents": Entry(),
    "videos.contents": Entry(),
    "comments.list": Entry(),
    "comments.get": Entry(),
    "comments.create": Entry(lambda _: {"frame": 0, "text": "Mine."}),
    "comments.resolve": Entry(),
    "comments.reopen": Entry(),
    "cuts.standing": Entry(),
    "cuts.decisions": Entry(),
    "cuts.decide": Entry(lambda _: {"word": "asked", "edit_sha256": "5e" * 32}),
    "web.mark_source": Entry(form={"what": "text", "text": "Mine", "role": "price"}),
    "web.mark_cut": Entry(form={"what": "text", "text": "Mine", "role": "price"}),
    "web.unmark": Entry(form={}),
    "web.comment": Entry(form={"text": "Mine."}),
    "web.comment_done": Entry(form={}, words={"verb": "resolve"}),
    "web.cut_decided": Entry(form={"word": "asked", "edit_sha256": "5e" * 32}),
}
