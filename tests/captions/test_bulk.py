"""Many files in one call: each fares by itself, and the answer says how."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import httpx
import pytest

from service.captions import translating
from tests.captions.workshop import Json, Workshop, webvtt

ENGLISH = webvtt(("0.5 2", "Two cups."), ("3 4.5", "Same time."))
GERMAN = webvtt(("0.5 2", "Zwei Tassen."), ("3 4.5", "Dieselbe Zeit."))
SRT = "1\n00:00:00,500 --> 00:00:02,000\nDeux tasses.\n"


@pytest.fixture
async def room(workshop: Workshop, tmp_path: Path) -> Workshop:
    """A master of ten seconds, without captions."""
    await workshop.open(tmp_path, {"US": ["en-US"], "DE": ["de-DE"], "FR": ["fr-FR"]})
    return workshop


async def post(room: Workshop, items: Any, files: Mapping[str, tuple[str, Any]], **headers: str) -> httpx.Response:
    parts = [(name, (file_name, data)) for name, (file_name, data) in files.items()]
    said = items if isinstance(items, str) else json.dumps(items)
    return await room.api.post("/v1/imports", data={"items": said}, files=parts, headers=headers)


def item(room: Workshop, file: str, locale: str, **more: str) -> Json:
    return {"file": file, "source_id": room.source, "locale": locale, **more}


async def tracks(room: Workshop) -> dict[str, Json]:
    return {one["locale"]: one for one in (await room.read(f"/v1/sources/{room.source}/tracks"))["data"]}


async def test_each_file_fares_by_itself(room: Workshop) -> None:
    cut = await room.cut("CARD", (0, 250))
    items = [
        item(room, "en", "en-US"),
        item(room, "de", "de-DE"),
        item(room, "odd", "it-IT"),
        item(room, "fr", "fr-FR"),
        item(room, "en", "de-DR"),
        item(room, "gone", "es-ES"),
        {"file": "card", "cut_id": cut, "locale": "en-US"},
        {"file": "card", "source_id": "src_00000000000000000000000000", "locale": "en-US"},
        item(room, "doc", "pl-PL"),
    ]
    files = {
        "en": ("en.vtt", ENGLISH),
        "de": ("de.vtt", GERMAN),
        "odd": ("odd.vtt", "WEBVTT\n\nno time line\n"),
        "fr": ("fr.srt", SRT),
        "card": ("card.vtt", webvtt(("8 9", "Aldermoor."))),
        "doc": ("captions.docx", b"PK"),
    }
    answer = await post(room, items, files)
    assert answer.status_code == 200, answer.text
    told = answer.json()
    codes = [one["problem"] and one["problem"]["code"] for one in told["data"]]
    assert [one["status"] for one in told["data"]] == [201, 201, 400, 201, 422, 422, 201, 404, 415]
    assert codes == [
        *(None, None, "unreadable-captions", None, "validation", "validation"),
        *(None, "not-found", "unsupported-type"),
    ]
    assert (told["succeeded"], told["failed"]) == (4, 5)
    assert told["data"][2]["problem"]["line"] == 3
    assert "de-DE" in told["data"][4]["problem"]["errors"][0]["detail"]
    assert told["data"][3]["imported"] | {"added": 1, "missing": 1} == told["data"][3]["imported"]
    assert {locale: one["done"] for locale, one in (await tracks(room)).items()} == {"en-US": 2, "de-DE": 2, "fr-FR": 1}


async def test_a_file_that_breaks_us_stops_no_other(room: Workshop, monkeypatch: pytest.MonkeyPatch) -> None:
    await room.captions(ENGLISH)
    whole = translating.match

    def broken(texts: Any, document: Any) -> Any:
        if document.cues[0].text == "Deux tasses.":
            raise RuntimeError("our own mistake")
        return whole(texts, document)

    monkeypatch.setattr(translating, "match", broken)
    items = [item(room, "fr", "fr-FR"), item(room, "de", "de-DE")]
    told = (await post(room, items, {"fr": ("fr.srt", SRT), "de": ("de.vtt", GERMAN)})).json()
    assert [one["status"] for one in told["data"]] == [500, 201]
    assert "mistake" not in json.dumps(told)
    assert set(await tracks(room)) == {"en-US", "de-DE"}


async def test_what_was_seen_is_said_for_each_file(room: Workshop) -> None:
    await room.captions(ENGLISH)
    other = ENGLISH.replace("cups", "mugs")
    for tag, status in (("", 428), ('"r9"', 412), ("r1", 400), ('"r1"', 200)):
        seen = {"if_match": tag} if tag else {}
        told = (await post(room, [item(room, "en", "en-US", **seen)], {"en": ("en.vtt", other)})).json()
        assert [one["status"] for one in told["data"]] == [status], told


async def test_the_same_key_answers_the_same_whatever_line_keeps_the_parts_asunder(room: Workshop) -> None:
    files = {"en": ("en.vtt", ENGLISH)}
    first, again = [
        await post(room, [item(room, "en", "en-US")], files, **{"idempotency-key": "of all captions"}) for _ in range(2)
    ]
    assert first.request.headers["content-type"] != again.request.headers["content-type"]
    assert (again.headers["idempotency-replayed"], again.content) == ("true", first.content)
    other = await post(room, [item(room, "en", "de-DE")], files, **{"idempotency-key": "of all captions"})
    assert (other.status_code, other.json()["code"]) == (422, "idempotency-key-reused")


async def test_a_dry_run_of_many_changes_nothing(room: Workshop) -> None:
    parts = [("en", ("en.vtt", ENGLISH))]
    said = {"items": json.dumps([item(room, "en", "en-US")])}
    told = (await room.api.post("/v1/imports", data=said, files=parts, params={"dry_run": "true"})).json()
    assert (told["data"][0]["status"], told["data"][0]["imported"]["applied"]) == (200, False)
    assert await tracks(room) == {}


@pytest.mark.parametrize(
    ("items", "status", "code"),
    [
        ("[", 400, "unreadable"),
        ([], 422, "validation"),
        ([{"file": "a", "locale": "en-US"}], 422, "validation"),
        ([{"file": "a", "locale": "en-US", "unknown": 1}], 422, "validation"),
        ([{"file": "a", "locale": "en-US", "source_id": "src_00000000000000000000000000"}] * 201, 422, "validation"),
    ],
)
async def test_a_list_that_is_none_is_refused_as_a_whole(room: Workshop, items: Any, status: int, code: str) -> None:
    refused = await post(room, items, {"a": ("a.vtt", ENGLISH)})
    assert (refused.status_code, refused.json()["code"]) == (status, code)


async def test_one_file_beyond_the_limit_is_refused_alone(room: Workshop) -> None:
    big = "WEBVTT\n\n" + " " * room.settings.caption_limit_bytes
    items = [item(room, "big", "en-US"), item(room, "en", "en-US")]
    told = (await post(room, items, {"big": ("big.vtt", big), "en": ("en.vtt", ENGLISH)})).json()
    assert [one["status"] for one in told["data"]] == [413, 201]


async def test_a_form_beyond_the_limit_is_refused_while_it_comes(room: Workshop) -> None:
    part = b"x" * (1 << 20)

    async def endless() -> Any:
        yield b'--x\r\ncontent-disposition: form-data; name="a"; filename="a.vtt"\r\n\r\n'
        for _ in range(80):
            yield part

    headers = {"content-type": "multipart/form-data; boundary=x"}
    refused = await room.api.post("/v1/imports", content=endless(), headers=headers)
    assert (refused.status_code, refused.json()["limit_bytes"]) == (413, 32 * 1024**2)


async def test_forms_that_are_none(room: Workshop) -> None:
    nameless = b'--x\r\ncontent-disposition: form-data; name="a"\r\n\r\n\xff\r\n--x--\r\n'
    for media_type, content, status in (
        ("application/json", b"{}", 415),
        ("multipart/form-data", b"", 400),
        ("multipart/form-data; boundary=x", b"nothing", 400),
        (
            "multipart/form-data; boundary=x",
            b'--x\r\ncontent-disposition: form-data; name="a"\r\n\r\nb\r\n--x--\r\n',
            422,
        ),
        ("multipart/form-data; boundary=x", nameless, 400),
        ("multipart/form-data; boundary=x", b"--x--\r\n", 422),
    ):
        answer = await room.api.post("/v1/imports", content=content, headers={"content-type": media_type})
        assert answer.status_code == status, (content, answer.text)


async def test_a_source_behind_the_wall_is_not_there(room: Workshop) -> None:
    brand = await room.make("/v1/brands", name="Bellweather")
    key = await room.make("/v1/keys", name="theirs", scopes=["tracks:write"], brands=[brand["id"]])
    cut = await room.cut("CARD", (0, 250))
    items = [item(room, "en", "en-US"), {"file": "en", "cut_id": cut, "locale": "en-US"}]
    told = await post(room, items, {"en": ("en.vtt", ENGLISH)}, authorization=f"Bearer {key['secret']}")
    assert [one["problem"]["code"] for one in told.json()["data"]] == ["not-found", "not-found"]
    assert await tracks(room) == {}


async def test_a_part_that_no_item_names_is_told_and_nothing_is_imported(room: Workshop) -> None:
    files = {"en": ("en.vtt", ENGLISH), "stray": ("de.vtt", GERMAN)}
    refused = await post(room, [item(room, "en", "en-US")], files)
    assert refused.status_code == 422, refused.text
    (fault,) = refused.json()["errors"]
    assert (fault["code"], "'stray'" in fault["detail"]) == ("unnamed", True)
    assert await tracks(room) == {}


async def test_a_dry_run_of_many_says_that_what_was_seen_is_no_more(room: Workshop) -> None:
    await room.captions(ENGLISH)
    said = {"items": json.dumps([item(room, "en", "en-US", if_match='"r9"')])}
    files = [("en", ("en.vtt", ENGLISH.replace("cups", "mugs")))]
    told = (await room.api.post("/v1/imports", data=said, files=files, params={"dry_run": "true"})).json()
    assert [one["status"] for one in told["data"]] == [412]
