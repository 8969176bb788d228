"""What the engine answers by itself: from the bytes of releases, the sound of films, and what is declared on screen."""

from __future__ import annotations

from pathlib import Path

import pytest

from schemas.contents import TextInCut
from schemas.ids import MarkId
from service.accessibility.labels import first_label
from tests.accessibility.conftest import Ward
from tests.media.films import film
from tests.media.test_loudness import tone


async def test_captions_are_measured_from_the_released_bytes(ward: Ward) -> None:
    item = await ward.item("CAP-04")
    assert (item["state"], item["reason"]["code"]) == ("open", "not_measured_yet")
    assert await ward.measure() == 2
    assert await ward.measure() == 0
    item = await ward.item("CAP-04")
    assert (item["state"], [one["holds"] for one in item["measured"]["values"]]) == ("holds", [True, True])
    assert {one: state for one, state in (await ward.states()).items() if one in ("CAP-05", "CAP-10")} == {
        "CAP-05": "holds",
        "CAP-10": "holds",
    }


async def test_a_cue_that_nobody_can_read_fails_with_its_place(ward: Ward) -> None:
    long = "Eine Gewohnheit, die wir alle teilen."
    await ward.say(1, long)
    await ward.release()
    await ward.measure()
    item = await ward.item("CAP-04")
    assert item["state"] == "fails"
    assert item["measured"]["places"][0]["begin_ms"] == 2500
    assert " ".join(item["measured"]["places"][0]["text"].split()) == long
    assert (await ward.item("CAP-04", "US"))["state"] == "holds"
    refused = await ward.ask("CAP-04")
    assert (refused.status_code, refused.json()["reason"]["code"]) == (409, "fails")
    await ward.answer("CAP-04", "waived", sentence="The brand asked for it.")
    assert (await ward.item("CAP-04"))["state"] == "waived"


async def test_a_locale_without_captions_fails_and_is_named(ward: Ward) -> None:
    release = next(one for one in await ward.room.releases(ward.cut) if one["locale"] == "de-DE")
    withdrawn = await ward.room.api.post(f"/v1/releases/{release['id']}/withdraw")
    assert withdrawn.status_code == 200, withdrawn.text
    item = await ward.item("CAP-01")
    assert (item["state"], item["measured"]["places"][0]["locale"]) == ("fails", "de-DE")
    assert (await ward.item("CAP-06"))["reason"] == {
        "code": "release_missing",
        "facts": {"locales": ["de-DE"]},
        "detail": "There are no approved captions in de-DE.",
    }
    assert (await ward.states("US"))["CAP-01"] == "holds"


@pytest.mark.parametrize(("level", "state"), [(-14.0, "holds"), (-20.0, "fails")])
async def test_loudness_is_measured_from_the_film(ward: Ward, tmp_path: Path, level: float, state: str) -> None:
    path = tone(tmp_path / "loud.mov", (level, 5.0))
    await ward.upload(path)
    assert (await ward.item("AUD-01"))["reason"]["code"] == "not_measured_yet"
    assert await ward.measure() == 3
    item = await ward.item("AUD-01")
    loudness, peak = item["measured"]["values"]
    assert (item["state"], loudness["unit"], peak["unit"]) == (state, "LUFS", "dBTP")
    assert loudness["measured"] == pytest.approx(level, abs=0.1)
    told = await ward.room.read(f"/v1/cuts/{ward.cut}/measurements")
    assert told["loudness"]["integrated_lufs"] == loudness["measured"]
    assert len(told["loudness"]["curve"]) == 50


async def test_of_a_film_that_is_too_quiet_nothing_holds(ward: Ward, tmp_path: Path) -> None:
    await ward.upload(tone(tmp_path / "hush.mov", (-90.0, 5.0)))
    await ward.measure()
    for item in ("AUD-01", "AUD-03"):
        told = await ward.item(item)
        assert (told["state"], told["measured"]["code"]) == ("not_applicable", "no_sound")


async def test_a_film_without_sound_is_not_asked_about_it(ward: Ward, tmp_path: Path) -> None:
    await ward.upload(film(tmp_path / "mute.mp4", size="90x160", seconds=5.0, sound=False))
    item = await ward.item("AUD-01")
    assert (item["state"], item["reason"]["code"]) == ("not_applicable", "no_sound")


async def test_a_label_counts_when_it_stands_on_screen_from_the_beginning(ward: Ward) -> None:
    assert (await ward.item("DIS-01"))["state"] == "fails"
    text = {"kind": "text", "text": "Werbung", "role": "disclosure"}
    await ward.room.make(f"/v1/cuts/{ward.cut}/marks", what=text, in_frame=50, out_frame=125)
    item = await ward.item("DIS-01")
    assert (item["state"], item["measured"]["values"][0]["measured"]) == ("holds", 2000)
    late = await ward.item("DIS-01", "US")
    assert (late["state"], late["measured"]["code"]) == ("fails", "disclosure")


async def test_what_ai_made_waits_for_a_person_who_sees_whether_it_is_labelled(ward: Ward) -> None:
    assert (await ward.states())["AI-01"] == "not_applicable"
    await ward.room.make(f"/v1/cuts/{ward.cut}/marks", what={"kind": "ai", "made": "music", "tool": "a model"})
    item = await ward.item("AI-01")
    assert (item["state"], item["measured"]["code"]) == ("open", "ai_not_labelled")
    await ward.answer("AI-01", sentence="The caption says so.")
    assert (await ward.states())["AI-01"] == "signed"


def shown(text: str) -> TextInCut:
    """A text on screen."""
    return TextInCut(
        mark_id=MarkId.parse(f"mrk_{'0' * 26}"), text=text, role="disclosure", box=None, begin_ms=0, end_ms=1
    )


@pytest.mark.parametrize(
    ("text", "is_one"),
    [
        ("Werbung", True),
        ("Dauerwerbung", False),
        ("WERBUNG – mit Aldermoor", True),
        ("Anzeige", False),
        ("本视频为广告", True),
        ("#ad", True),
        ("#adventure", False),
        ("bad", False),
        ("إعلان مدفوع", True),
        ("Advertisement", False),
    ],
)
def test_a_label_is_words_of_its_own(text: str, is_one: bool) -> None:
    assert (first_label(["Werbung", "广告", "#ad", "إعلان"], [shown(text)]) is not None) is is_one
