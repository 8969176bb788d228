"""What the walk sends to the operations and pages of checklists."""

from __future__ import annotations

from typing import Any

from schemas.ids import CutId
from tests.walls.entry import Entry


def _an_answer() -> dict[str, Any]:
    return {"item": "AI-02", "status": "waived", "sentence": "Mine.", "subject_sha256": "0" * 64}


CHECKLISTS: dict[str, Entry] = {
    "checklists.list": Entry(),
    "checklists.get": Entry(),
    "checklists.answers": Entry(),
    "checklists.answer": Entry(lambda _: _an_answer()),
    "checklists.answer_many": Entry(lambda s: {"answers": [{"cut_id": s.of(CutId), "market": "DE"} | _an_answer()]}),
    "checklists.measurements": Entry(),
    "checklists.get_answer": Entry(),
    "checklists.evidence": Entry(),
    "web.checklists": Entry(),
    "web.checklists_answered": Entry(form={"item": "REP-01", "act": "signed", "cell": "none"}),
    "web.checklist": Entry(words={"market": "DE"}),
    "web.checklist_answered": Entry(form={"item": "REP-01", "status": "signed"}, words={"market": "DE"}),
}
