"""The editor's page over the real application: what it shows of a master and of a cut, and what its forms do."""

from __future__ import annotations

import re
from html import unescape

import httpx
import pytest

from tests.captions.desk import Desk
from tests.captions.workshop import Json


class Editor:
    """The page of one address."""

    def __init__(self, desk: Desk, path: str) -> None:
        self.desk, self.api, self.path = desk, desk.room.api, f"/c/{desk.room.campaign}/{path}"

    async def page(self, **query: str) -> str:
        answer = await self.api.get(self.path, params=query)
        assert answer.status_code == 200, answer.text
        return answer.text

    async def send(self, part: str = "", **form: str) -> httpx.Response:
        headers = {"sec-fetch-site": "same-origin", "x-cutdown-form": self.api.cookies["cutdown-form"]}
        headers |= {"x-cutdown-part": part} if part else {}
        return await self.api.post(self.path, data=form, headers=headers, follow_redirects=False)


@pytest.fixture
async def on_cut(desk: Desk) -> Editor:
    """German, opened from a cut that has the first two of three cues."""
    return Editor(desk, f"captions/{desk.cut}/de-DE")


@pytest.fixture
async def on_master(desk: Desk) -> Editor:
    """English, the master's own language."""
    return Editor(desk, f"masters/{desk.room.source}/en-US")


def texts(page: str) -> list[str]:
    return [unescape(one) for one in re.findall(r'<span class="t"[^>]*>(.*?)</span>', page)]


async def cues(desk: Desk, locale: str = "de-DE") -> list[Json]:
    tracks = (await desk.room.read(f"/v1/sources/{desk.room.source}/tracks"))["data"]
    track = next(one["id"] for one in tracks if one["locale"] == locale)
    found: list[Json] = (await desk.room.read(f"/v1/tracks/{track}/cues"))["data"]
    return found


async def test_a_cut_shows_its_cues_and_a_master_all(on_cut: Editor, on_master: Editor) -> None:
    assert texts(await on_cut.page()) == ["Eins.", "Zwei."]
    assert texts(await on_master.page()) == ["One.", "Two.", "Three."]
    assert "00:02.500" in await on_cut.page()  # the second stands at 3.5 s on the master


async def test_filters_keep_what_they_say(desk: Desk, on_cut: Editor) -> None:
    assert texts(await on_cut.page(show="unapproved")) == []
    english = (await cues(desk, "en-US"))[1]
    await desk.room.write(english["track_id"], english["id"], "Two, then.", english["revision"])
    page = await on_cut.page(show="stale")
    assert texts(page) == ["Zwei."]
    assert "</span>, then</ins>" in page
    missing = Editor(desk, f"captions/{desk.cut}/sk-SK")
    assert len(texts(await missing.page(show="untranslated"))) == 2


async def test_a_text_is_still_right_and_the_first_one_opens_its_locale(desk: Desk, on_cut: Editor) -> None:
    english = (await cues(desk, "en-US"))[1]
    await desk.room.write(english["track_id"], english["id"], "Two, then.", english["revision"])
    await on_cut.page()
    german = (await cues(desk))[1]
    form = {"cue": german["id"], "track": german["track_id"], "seen": str(german["revision"])}
    answer = await on_cut.send(act="still", text="Zwei.", **form)
    assert (answer.status_code, answer.headers["location"]) == (303, f"{on_cut.path}?cue={german['id']}")
    assert (await cues(desk))[1]["status"] == "draft"
    slovak = Editor(desk, f"masters/{desk.room.source}/sk-SK")
    part = await slovak.send("1", act="save", cue=german["id"], track="", seen="0", text="Dva.")
    assert (part.status_code, texts(part.text)) == (200, ["Dva."])
    assert 'id="standing"' in part.text


async def test_a_draft_is_measured_and_not_written(desk: Desk, on_cut: Editor) -> None:
    await on_cut.page()
    german = (await cues(desk))[0]
    told = await on_cut.send("1", act="draft", cue=german["id"], text="Dieser Satz ist für eine Sekunde viel zu lang.")
    assert "Faster than comfortable" in told.text
    assert 'id="standing"' not in told.text
    assert (await cues(desk))[0]["text"] == "Eins."


async def test_somebody_elses_text_is_a_choice(desk: Desk, on_cut: Editor) -> None:
    await on_cut.page()
    german = (await cues(desk))[0]
    await desk.rewrite(0, "Eins, von ihr.")
    form = {"act": "save", "cue": german["id"], "track": german["track_id"], "seen": str(german["revision"])}
    answer = await on_cut.send("1", text="Eins, von mir.", **form)
    assert answer.status_code == 412
    assert "Ada Lindqvist saved this cue first" in answer.text
    assert 'data-text="Eins, von ihr."' in answer.text
    page = await on_cut.send(text="Eins, von mir.", **form)
    assert (page.status_code, "Eins, von mir.</textarea>" in page.text) == (412, True)
    assert (await on_cut.send(text=" ", **form)).status_code == 422


async def test_times_and_cues_of_a_master_change_and_come_back(desk: Desk, on_master: Editor) -> None:
    await on_master.page()
    cue = (await cues(desk, "en-US"))[2]
    moved = await on_master.send(act="move", cue=cue["id"], timing="1", begin="0:06.5", end="00:08.000")
    assert moved.status_code == 303
    assert (await cues(desk, "en-US"))[2]["begin_ms"] == 6500
    wrong = await on_master.send(act="move", cue=cue["id"], timing="2", begin="soon", end="8")
    assert (wrong.status_code, "soon is no time" in wrong.text) == (422, True)
    late = await on_master.send(act="move", cue=cue["id"], timing="1", begin="6", end="8")
    assert late.status_code == 412
    assert (await on_master.send(act="withdraw", cue=cue["id"], timing="2")).status_code == 303
    assert texts(await on_master.page()) == ["One.", "Two."]
    assert (await on_master.send(act="restore", cue=cue["id"])).status_code == 303
    assert (await on_master.send(act="add", begin="8.5", end="9.5", text="Four.")).status_code == 303
    assert texts(await on_master.page()) == ["One.", "Two.", "Three.", "Four."]


async def test_a_cut_says_it_differently_and_takes_that_back(desk: Desk, on_cut: Editor) -> None:
    page = await on_cut.page(cue="1")
    segment = re.search(r'name="segment" value="(seg_\w+)"', page)
    place = re.search(r'name="place" value="(\d+)"', page)
    assert segment
    assert place
    cue = (await cues(desk))[0]["id"]
    form = {"act": "override", "cue": cue, "segment": segment[1], "place": place[1], "only": "Eins, hier."}
    assert (await on_cut.send(**form)).status_code == 303
    page = await on_cut.page(cue="1")
    assert page.count("Eins, hier.") >= 2
    assert (await cues(desk))[0]["text"] == "Eins."
    known = re.search(r'name="override" value="(\w+)">.*?name="place" value="(\d+)"', page)
    assert known
    assert (await on_cut.send(act="take_back", cue=cue, override=known[1], place=known[2])).status_code == 303
    assert "Eins, hier." not in (await on_cut.page(cue="1")).partition('id="toast"')[0]
    assert await desk.overrides() == []


async def test_a_locale_with_errors_is_not_approved(desk: Desk, on_cut: Editor) -> None:
    await on_cut.page()
    german = (await cues(desk))[0]
    await desk.room.write(german["track_id"], german["id"], "x" * 300, german["revision"])
    tracks = re.search(r'name="tracks" value="([^"]+)"', await on_cut.page())
    assert tracks
    refused = await on_cut.send(act="approve", tracks=tracks[1])
    assert (refused.status_code, "cannot be approved" in refused.text) == (409, True)
    await desk.rewrite(0, "Eins.")
    tracks = re.search(r'name="tracks" value="([^"]+)"', await on_cut.page())
    assert tracks
    assert (await on_cut.send(act="approve", tracks=tracks[1])).status_code == 303
    assert texts(await on_cut.page(show="unapproved")) == []


@pytest.mark.parametrize(
    "path", ["captions/{cut}/xx", "masters/{source}/de_", "captions/{source}/de-DE", "masters/{cut}/de-DE"]
)
async def test_what_is_no_place_is_not_found(desk: Desk, path: str) -> None:
    address = f"/c/{desk.room.campaign}/{path.format(cut=desk.cut, source=desk.room.source)}"
    assert (await desk.room.api.get(address)).status_code == 404


async def test_what_a_reviewer_said_stands_at_its_cue_until_it_is_answered(desk: Desk, on_cut: Editor) -> None:
    await desk.rewrite(0, "Eins!")
    german = (await cues(desk))[0]
    track = await desk.room.read(f"/v1/tracks/{desk.german}")
    seen = {"if-match": f'"r{track["revision"]}"'}
    await desk.room.api.post(f"/v1/tracks/{desk.german}/submit", headers=seen)
    said = {"reason": "Nearly.", "cues": [{"cue_id": german["id"], "text": "Without the mark."}]}
    answer = await desk.room.api.post(f"/v1/tracks/{desk.german}/send_back", json=said, headers=seen)
    assert answer.status_code == 200, answer.text
    page = await on_cut.page()
    assert "Without the mark." in page
    assert "Nearly." in page
    await desk.rewrite(0, "Eins.")
    assert "Without the mark." not in await on_cut.page()
