"""The latest captions in every format that can be written: kept ones as they were released, the others made of them."""

from __future__ import annotations

import base64
import hashlib
from pathlib import Path
from urllib.parse import urljoin

import pytest

from service.captions.files import DELIVERED, OFFERED, PLAYLIST
from service.timedtext.formats import FORMATS
from tests.captions.published import Published, publish
from tests.captions.workshop import Workshop


@pytest.fixture
async def published(workshop: Workshop, tmp_path: Path) -> Published:
    return await publish(workshop, tmp_path)


@pytest.mark.parametrize("name", OFFERED)
async def test_the_latest_captions_come_in_every_format(published: Published, name: str) -> None:
    format, address = OFFERED[name], published.latest.removesuffix("vtt") + name
    api = published.workshop.api
    answer = await api.get(address)
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"].startswith(format.media_type)
    assert answer.headers["etag"] == f'"{hashlib.sha256(answer.content).hexdigest()}"'
    digest = base64.b64encode(hashlib.sha256(answer.content).digest()).decode()
    assert answer.headers["repr-digest"] == f"sha-256=:{digest}:"
    assert answer.headers["content-language"] == "en-US"
    assert f".en-US.{name}" in answer.headers["content-disposition"]
    assert ("content-location" in answer.headers) is (name in DELIVERED)
    if format.readable:
        assert [cue.text for cue in format.read(answer.content).cues] == ["Two cups."]
    assert (b"Two cups." in answer.content) is (format is not PLAYLIST)
    known = {"if-none-match": answer.headers["etag"]}
    assert (await api.get(address, headers=known)).status_code == 304
    part = await api.get(address, headers={"range": "bytes=0-3"})
    assert (part.status_code, part.content) == (206, answer.content[:4])
    assert (await api.head(address)).headers["content-length"] == str(len(answer.content))


async def test_a_made_format_follows_the_release(published: Published) -> None:
    address = published.latest.removesuffix("vtt") + "ttml"
    assert (await published.nobody.get(address)).status_code == 401
    await published.deliver_publicly()
    first = await published.nobody.get(address)
    assert (first.status_code, first.headers["cache-control"]) == (200, "public, max-age=1, must-revalidate")
    await published.release_again("Two mugs.")
    second = await published.nobody.get(address)
    assert [cue.text for cue in FORMATS["ttml"].read(second.content).cues] == ["Two mugs."]
    assert first.headers["etag"] != second.headers["etag"]
    await published.withdraw()
    assert (await published.nobody.get(address)).status_code == 401
    assert (await published.workshop.api.get(address)).status_code == 409


async def test_a_playlist_leads_a_player_to_the_captions(published: Published) -> None:
    address = published.latest.removesuffix("vtt") + "m3u8"
    api, nobody = published.workshop.api, published.nobody
    assert (await nobody.get(address)).status_code == 401
    unreleased = published.latest.replace("/US/en-US.vtt", "/DE/de-DE.m3u8")
    assert (await api.get(unreleased)).status_code == 409
    playlist = await api.get(address)
    (segment,) = [line for line in playlist.text.splitlines() if not line.startswith("#")]
    assert urljoin(address, segment) == published.latest
    ends = max(cue.end_ms for cue in FORMATS["vtt"].read((await api.get(published.latest)).content).cues)
    assert f"#EXTINF:{ends / 1000:.3f}," in playlist.text
    await published.deliver_publicly()
    said = await nobody.get(address)
    assert (said.status_code, said.content) == (200, playlist.content)
    assert said.headers["content-type"] == "application/vnd.apple.mpegurl; charset=utf-8"
    assert said.headers["access-control-allow-origin"] == "*"
    assert (await nobody.get(urljoin(address, segment))).status_code == 200
    await published.withdraw()
    assert (await nobody.get(address)).status_code == 401
    assert (await api.get(address)).status_code == 409
    assert (await api.get(address, params={"incomplete": "omit"})).status_code == 409
    assert (await api.get(published.latest.removesuffix("vtt") + "m3u")).status_code == 422


async def test_a_script_is_sized_for_the_picture_of_its_cut(published: Published) -> None:
    script = (await published.workshop.api.get(published.latest.removesuffix("vtt") + "ass")).text
    assert "PlayResX: 1080\nPlayResY: 1920\n" in script
