"""Films on their way in and out: measured, hashed, refused without a trace, delivered by range."""

from __future__ import annotations

import asyncio
import base64
import hashlib
import shutil
from pathlib import Path
from typing import Any

import httpx
import pytest

from service.db.pool import Database
from service.settings import Settings
from tests.conftest import House
from tests.media.films import ffmpeg
from tests.studio import Caller, events
from tests.videos.conftest import Films, Stage


def digest(data: bytes) -> str:
    return f"sha-256=:{base64.b64encode(hashlib.sha256(data).digest()).decode()}:"


async def sources(ada: Caller, video: str) -> list[dict[str, object]]:
    listed: list[dict[str, object]] = (await ada.read(f"/v1/videos/{video}/sources"))["data"]
    return listed


async def test_a_film_is_measured_and_added(db: Database, house: House, ada: Caller, films: Films) -> None:
    video = await ada.video()
    data = films.master.read_bytes()
    answer = await ada.upload(video["id"], films.master, name="master v1", repr_digest=digest(data))
    assert answer.status_code == 201, answer.text
    source = answer.json()
    assert answer.headers["location"] == f"/v1/sources/{source['id']}"
    assert {key: source[key] for key in source if key not in ("id", "created_at")} == {
        "video_id": video["id"],
        "role": "master",
        "name": "master v1",
        "sha256": hashlib.sha256(data).hexdigest(),
        "size_bytes": len(data),
        "media_type": "video/mp4",
        "container": "mp4",
        "video_codec": "h264",
        "audio_codec": "aac",
        "width_px": 180,
        "height_px": 320,
        "fps": {"num": 25, "den": 1},
        "frames": 50,
        "duration_ms": 2000,
        "faststart": True,
    }
    assert source == await ada.read(f"/v1/sources/{source['id']}")
    assert await sources(ada, video["id"]) == [source]
    (event,) = await events(db, house, "source.created")
    assert event["subject"] == source["id"]


async def test_the_rate_is_exact_and_the_type_is_the_measured_one(ada: Caller, films: Films) -> None:
    video = await ada.video()
    ntsc = await ada.upload(video["id"], films.ntsc, "insert", content_type="application/octet-stream")
    assert ntsc.json()["fps"] == {"num": 24000, "den": 1001}
    assert (ntsc.json()["frames"], ntsc.json()["media_type"]) == (48, "video/quicktime")
    webm = await ada.upload(video["id"], films.webm, "dub", content_type="video/webm")
    assert (webm.json()["frames"], webm.json()["media_type"]) == (20, "video/webm")


@pytest.mark.parametrize("name", ["truncated", "audio", "text", "uneven"])
async def test_what_is_no_film_is_refused_and_leaves_nothing(
    name: str, db: Database, house: House, ada: Caller, films: Films, tmp_path: Path
) -> None:
    video = await ada.video()
    reasons = {"truncated": "truncated", "audio": "audio_only", "text": "not_media", "uneven": "uneven_rate"}
    if name == "uneven":
        sent: Path | bytes = tmp_path / "uneven.mp4"
        drop = ("-f", "lavfi", "-i", "testsrc2=size=64x64:rate=25:duration=2", "-vf", "select='gt(mod(n,7),2)'")
        ffmpeg(*drop, "-fps_mode", "vfr", "-c:v", "libx264", str(sent))
    else:
        sent = b"a plain text" * 1000 if name == "text" else getattr(films, name)
    answer = await ada.upload(video["id"], sent)
    assert answer.status_code == 422, answer.text
    problem = answer.json()
    assert (problem["code"], problem["reason"]) == ("not-a-film", reasons[name])
    assert problem["detail"].endswith(".")
    assert await sources(ada, video["id"]) == []
    assert await events(db, house, "source.created") == []


async def test_bytes_that_are_not_the_announced_ones_are_refused(ada: Caller, films: Films) -> None:
    video = await ada.video()
    for header in ("repr_digest", "content_digest"):
        answer = await ada.upload(video["id"], films.master, **{header: digest(b"other bytes")})
        assert answer.status_code == 422
        assert answer.json()["code"] == "digest-mismatch"
    assert (await ada.upload(video["id"], films.master, repr_digest="sha-256=:short:")).status_code == 400
    assert await sources(ada, video["id"]) == []


async def test_a_type_that_is_no_film_is_refused_with_the_known_ones(ada: Caller, films: Films) -> None:
    video = await ada.video()
    answer = await ada.upload(video["id"], films.master, content_type="text/plain")
    assert answer.status_code == 415
    assert answer.json()["accepted"] == ["video/mp4", "video/quicktime", "video/webm", "application/octet-stream"]


async def test_role_and_name_are_needed(ada: Caller, films: Films) -> None:
    video = await ada.video()
    for asked in ({"name": "x"}, {"role": "master"}, {"role": "trailer", "name": "x"}, {"role": "dub", "name": ""}):
        answer = await ada.http.post(
            f"/v1/videos/{video['id']}/sources",
            params=asked,
            content=films.master.read_bytes(),
            headers={"content-type": "video/mp4"},
        )
        assert answer.status_code == 422, (asked, answer.text)
        assert answer.headers["content-type"] == "application/problem+json"


async def test_a_second_master_is_refused_with_the_way_out(ada: Caller, stage: Stage, films: Films) -> None:
    for headers in ({}, {"idempotency_key": "another"}):
        answer = await ada.upload(stage.video["id"], films.short, **headers)
        assert answer.status_code == 409
        assert answer.json()["code"] == "second-master"
        assert "role=insert" in answer.json()["detail"]
    assert len(await sources(ada, stage.video["id"])) == 2


async def test_an_upload_sent_again_with_its_key_is_added_once(
    db: Database, house: House, ada: Caller, films: Films
) -> None:
    video = await ada.video()
    first = await ada.upload(video["id"], films.master, idempotency_key="k1")
    again = await ada.upload(video["id"], films.master, idempotency_key="k1")
    assert first.status_code == again.status_code == 201
    assert first.content == again.content
    assert again.headers["idempotency-replayed"] == "true"
    other = await ada.upload(video["id"], films.short, idempotency_key="k1")
    assert other.status_code == 422
    assert other.json()["code"] == "idempotency-key-reused"
    assert len(await events(db, house, "source.created")) == 1


class TestLimit:
    """With a limit of one byte less than the film has."""

    @pytest.fixture
    def settings(self, settings: Settings, films: Films) -> Settings:
        facts = {name: getattr(settings, name) for name in settings.__struct_fields__}
        return Settings(**{**facts, "upload_limit_bytes": films.master.stat().st_size - 1})

    async def test_a_film_over_the_limit_is_refused_with_the_limit(self, ada: Caller, films: Films) -> None:
        video = await ada.video()
        limit = films.master.stat().st_size - 1
        streamed = await ada.upload(video["id"], films.master)
        announced = await ada.http.post(
            f"/v1/videos/{video['id']}/sources?role=master&name=x",
            content=films.master.read_bytes(),
            headers={"content-type": "video/mp4"},
        )
        for answer in (streamed, announced):
            assert answer.status_code == 413
            assert answer.json()["limit_bytes"] == limit
            assert str(limit) in answer.json()["detail"]
        assert await sources(ada, video["id"]) == []
        assert (await ada.upload(video["id"], films.short)).status_code == 201


async def test_the_bytes_are_delivered_whole_in_part_or_not_again(ada: Caller, stage: Stage, films: Films) -> None:
    data = films.master.read_bytes()
    address = f"/v1/sources/{stage.master['id']}/media"
    whole = await ada.http.get(address)
    assert whole.status_code == 200
    assert whole.content == data
    assert whole.headers["content-type"] == "video/mp4"
    assert whole.headers["etag"] == f'"{stage.master["sha256"]}"'
    assert whole.headers["repr-digest"] == digest(data)
    part = await ada.http.get(address, headers={"range": "bytes=100-199"})
    assert part.status_code == 206
    assert part.content == data[100:200]
    assert part.headers["content-range"] == f"bytes 100-199/{len(data)}"
    head = await ada.http.head(address)
    assert (head.status_code, head.content, head.headers["content-length"]) == (200, b"", str(len(data)))
    head_of_part = await ada.http.head(address, headers={"range": "bytes=0-9"})
    assert head_of_part.status_code == 200  # a range is for GET alone (RFC 9110, section 14.2)
    same = await ada.http.get(address, headers={"if-none-match": whole.headers["etag"]})
    assert (same.status_code, same.content) == (304, b"")
    beyond = await ada.http.get(address, headers={"range": f"bytes={len(data)}-"})
    assert beyond.status_code == 416
    assert beyond.headers["content-range"] == f"bytes */{len(data)}"


async def test_a_film_may_be_larger_than_any_other_body(ada: Caller) -> None:
    video = await ada.video()
    answer = await ada.upload(video["id"], bytes(11_000_000))
    assert (answer.status_code, answer.json()["reason"]) == (422, "not_media")


async def test_of_two_masters_at_once_one_is_added(ada: Caller, films: Films) -> None:
    video = await ada.video()
    answers = await asyncio.gather(ada.upload(video["id"], films.master), ada.upload(video["id"], films.short))
    assert sorted(one.status_code for one in answers) == [201, 409]
    assert len(await sources(ada, video["id"])) == 1


async def test_a_head_reads_no_bytes(ada: Caller, stage: Stage, settings: Settings) -> None:
    shutil.rmtree(settings.data_dir / "assets")
    head = await ada.http.head(f"/v1/sources/{stage.master['id']}/media")
    assert (head.status_code, head.headers["content-length"]) == (200, str(stage.master["size_bytes"]))


async def test_an_upload_that_breaks_off_leaves_nothing(
    ada: Caller, client: httpx.AsyncClient, house: House, films: Films, settings: Settings
) -> None:
    video = await ada.video()
    arriving = [{"type": "http.request", "body": films.master.read_bytes()[:1000], "more_body": True}]
    sent: list[dict[str, Any]] = []

    async def receive() -> dict[str, Any]:
        return arriving.pop() if arriving else {"type": "http.disconnect"}

    async def send(message: dict[str, Any]) -> None:
        sent.append(message)

    headers = [(b"authorization", f"Bearer {house.api_key}".encode()), (b"content-type", b"video/mp4")]
    path = f"/v1/videos/{video['id']}/sources"
    scope = {"type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": "POST", "scheme": "http"}
    asked = {"path": path, "raw_path": path.encode(), "query_string": b"role=master&name=x", "headers": headers}
    places = {"server": ("cutdown.test", 80), "client": ("127.0.0.1", 1), "root_path": ""}
    await client._transport.app({**scope, **asked, **places}, receive, send)  # type: ignore[attr-defined]

    assert sent[0]["status"] == 400
    assert b'"code":"upload-interrupted"' in sent[1]["body"]
    assert [path for path in (settings.data_dir / "assets").rglob("*") if path.is_file()] == []
    assert await sources(ada, video["id"]) == []
