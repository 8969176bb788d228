"""Writing an override: over what was seen, within the cut, and never over somebody else's."""

from __future__ import annotations

from typing import Any

from tests.captions.desk import Desk


async def test_two_editors_never_lose_each_others_work(desk: Desk) -> None:
    mine, other = (await desk.track())["cues"]
    assert (await desk.ask(mine, text="Eins!")).status_code == 200
    assert (await desk.ask(other, text="Zwei!")).status_code == 200, "another cue is nobody's business"
    late = await desk.ask(mine, text="Eins?")
    assert (late.status_code, late.json()["code"]) == (412, "precondition-failed")
    assert late.json()["current"]["text"] == "Eins!"
    assert late.headers.get("etag") is None
    seen = await desk.cue(0)
    await desk.set(0, None, begin_ms=700)
    assert (await desk.ask(seen, text="Eins?")).status_code == 412, "what holds everywhere holds here too"


async def test_an_override_is_written_over_what_was_seen(desk: Desk) -> None:
    seen = await desk.cue(0)
    await desk.rewrite(0, "Nummer eins.")
    assert (await desk.ask(seen, text="Eins!")).status_code == 412
    seen = await desk.cue(0)
    await desk.edit(*reversed(await desk.segments()))
    assert (await desk.ask(seen, begin_ms=700)).status_code == 412
    assert await desk.overrides() == []


async def test_saying_what_is_derived_or_what_is_there_changes_nothing(desk: Desk) -> None:
    before = await desk.cue(0)
    assert (await desk.ask(before, text="Eins.", begin_ms=500, hidden=False, end_ms=None)).json() == before
    assert (await desk.ask(before)).json() == before
    changed = await desk.set(0, text="Eins!")
    assert (await desk.ask(changed, text="Eins!")).json() == changed
    assert (await desk.ask(changed, text="Eins.")).json()["overrides"] == []


async def test_every_fault_is_named_at_once_and_changes_nothing(desk: Desk) -> None:
    async def faults(locale: str | None, **change: Any) -> set[tuple[str, str]]:
        answer = await desk.ask(await desk.cue(0, locale), **change)
        assert answer.status_code == 422, answer.text
        return {(one["pointer"], one["code"]) for one in answer.json()["errors"]}

    assert await faults(None, text="Eins!") == {("/text", "needs_locale")}
    assert await faults("de-DE", text="\u0007", end_ms=4001) == {("/text", "unshowable"), ("/end_ms", "beyond_cut")}
    assert await faults("de-DE", begin_ms=1500) == {("/begin_ms", "end_before_begin")}
    assert await faults("de-DE", begin_ms=1500, end_ms=1400) == {("/end_ms", "end_before_begin")}
    assert await faults("de-DE", text="x" * 2001) == {("/text", "format")}
    assert await desk.overrides() == []


async def test_a_track_that_the_cut_is_not_made_for_is_refused(desk: Desk) -> None:
    for query, code in (
        ({"locale": "ja-JP"}, "not_planned"),
        ({"locale": "de-DE", "kind": "forced"}, "not_planned"),
        ({"locale": "de-DE", "market": "FR"}, "not_planned"),
        ({"market": "FR"}, "missing"),
        ({"locale": "xx-XX"}, "unknown_locale"),
    ):
        answer = await desk.room.api.get(f"/v1/cuts/{desk.cut}/cues", params=query)
        assert answer.status_code == 422
        assert [(one["parameter"], one["code"]) for one in answer.json()["errors"]] == [("query:locale", code)]


async def test_nothing_is_overridden_while_a_worker_places_the_cues(desk: Desk) -> None:
    cue = await desk.cue(0)
    now = await desk.room.read(f"/v1/cuts/{desk.cut}")
    await desk.room.api.put(
        f"/v1/cuts/{desk.cut}/edit_list",
        json={"segments": list(reversed(await desk.segments()))},
        headers={"if-match": f'"r{now["revision"]}"'},
    )
    refused = await desk.ask(cue, text="Eins!")
    assert (refused.status_code, refused.json()["code"]) == (409, "conforming")
