"""Uploads by the letter of tus 1.0: core, creation, termination, checksum, expiration."""

from __future__ import annotations

import asyncio
from email.utils import parsedate_to_datetime

import httpx
import pytest

from service.settings import Settings
from tests.assets.sending import FILM, PART, VERSION, arrived, checksum, code, create, send


async def test_options_tells_what_the_server_knows_and_asks_for_nothing(
    client: httpx.AsyncClient, settings: Settings
) -> None:
    for address in ("/v1/uploads", "/v1/uploads/upl_01kd3v6m2rfa8t4y9n5qk7w1xe"):
        answer = await client.options(address, headers={"tus-resumable": "9.9.9"})
        assert (answer.status_code, answer.content) == (204, b"")
        told = {name: value for name, value in answer.headers.items() if name.startswith("tus-")}
        assert told == {
            "tus-version": "1.0.0",
            "tus-extension": "creation,termination,checksum,expiration",
            "tus-max-size": str(settings.upload_limit_bytes),
            "tus-checksum-algorithm": "sha1,sha256",
        }


async def test_an_upload_is_made_with_its_address_and_its_end(api: httpx.AsyncClient) -> None:
    answer = await api.post("/v1/uploads", headers={**VERSION, "upload-length": "100"})
    assert answer.status_code == 201
    made = answer.json()
    assert answer.headers["location"] == f"/v1/uploads/{made['id']}"
    assert answer.headers["tus-resumable"] == "1.0.0"
    assert parsedate_to_datetime(answer.headers["upload-expires"]) > parsedate_to_datetime(
        "Sat, 01 Jan 2022 00:00:00 GMT"
    )
    assert answer.headers["upload-expires"].endswith(" GMT")
    assert (made["state"], made["length_bytes"], made["offset_bytes"], made["sha256"]) == ("receiving", 100, 0, None)


async def test_head_tells_offset_length_and_metadata_and_is_not_stored(api: httpx.AsyncClient) -> None:
    given = "filename bWFzdGVyLm1wNA==,is_confidential, filetype dmlkZW8vbXA0"
    address = await create(api, upload_metadata=given)
    answer = await api.head(address, headers=VERSION)
    assert (answer.status_code, answer.content) == (200, b"")
    told = {name: answer.headers[name] for name in ("upload-offset", "upload-length", "upload-metadata")}
    assert told == {"upload-offset": "0", "upload-length": str(len(FILM)), "upload-metadata": given}
    assert answer.headers["cache-control"] == "no-store"
    bare = await api.head(await create(api), headers=VERSION)
    assert "upload-metadata" not in bare.headers


async def test_parts_are_appended_until_the_last(api: httpx.AsyncClient) -> None:
    address = await create(api)
    first = await send(api, address, 0, FILM[:PART])
    assert (first.status_code, first.content) == (204, b"")
    assert (first.headers["upload-offset"], first.headers["tus-resumable"]) == (str(PART), "1.0.0")
    assert "upload-expires" in first.headers
    assert await arrived(api, address) == PART
    last = await send(api, address, PART, FILM[PART:])
    assert (last.status_code, last.headers["upload-offset"]) == (204, str(len(FILM)))
    assert "upload-expires" not in last.headers  # a finished upload does not expire
    assert await arrived(api, address) == len(FILM)
    shown = (await api.get(address)).json()
    assert (shown["state"], shown["offset_bytes"]) == ("received", len(FILM))


async def test_an_empty_patch_changes_nothing(api: httpx.AsyncClient) -> None:
    address = await create(api)
    answer = await send(api, address, 0, b"")
    assert (answer.status_code, answer.headers["upload-offset"]) == (204, "0")


async def test_a_part_goes_on_where_the_last_one_ended(api: httpx.AsyncClient) -> None:
    address = await create(api)
    assert (await send(api, address, 0, FILM[:PART])).status_code == 204
    for offset in (0, 1, PART + 1, len(FILM) + 5):
        answer = await send(api, address, offset, FILM[:PART])
        assert code(answer) == (409, "wrong-offset")
        assert (answer.headers["upload-offset"], answer.json()["offset_bytes"]) == (str(PART), PART)
        assert answer.headers["tus-resumable"] == "1.0.0"
    assert await arrived(api, address) == PART


async def test_of_parts_at_one_offset_one_wins(api: httpx.AsyncClient) -> None:
    address = await create(api)
    answers = await asyncio.gather(*(send(api, address, 0, bytes([n]) * PART) for n in range(5)))
    assert sorted(one.status_code for one in answers) == [204, 409, 409, 409, 409]
    assert await arrived(api, address) == PART


@pytest.mark.parametrize("version", [None, "0.2.2", "1.0.0, 0.2.2", "2.0.0"])
async def test_another_version_of_tus_is_refused_and_does_nothing(api: httpx.AsyncClient, version: str | None) -> None:
    address = await create(api)
    headers = {"upload-length": "5", "upload-offset": "0", "content-type": "application/offset+octet-stream"}
    if version is not None:
        headers["tus-resumable"] = version
    answers = [
        await api.post("/v1/uploads", headers=headers),
        await api.patch(address, headers=headers, content=FILM),
        await api.delete(address, headers=headers),
    ]
    for answer in answers:
        assert code(answer) == (412, "unsupported-tus-version")
        assert (answer.headers["tus-version"], answer.headers["tus-resumable"]) == ("1.0.0", "1.0.0")
    assert (await api.head(address, headers=headers)).status_code == 412
    assert await arrived(api, address) == 0


async def test_what_a_creation_lacks_is_said(api: httpx.AsyncClient) -> None:
    long = "a" * 4_000 + " " + "QUJD" * 100
    refused = [
        {},
        {"upload-length": "-1"},
        {"upload-length": "many"},
        {"upload-defer-length": "1"},
        {"upload-length": "5", "upload-metadata": "filename not*base64"},
        {"upload-length": "5", "upload-metadata": "filename QUI"},
        {"upload-length": "5", "upload-metadata": "a QUJD,a QUJD"},
        {"upload-length": "5", "upload-metadata": "a QUJD,,b QUJD"},
        {"upload-length": "5", "upload-metadata": long},
    ]
    for headers in refused:
        answer = await api.post("/v1/uploads", headers={**VERSION, **headers})
        assert code(answer) == (400, "unreadable"), headers
        assert answer.headers["tus-resumable"] == "1.0.0"


async def test_a_file_over_the_limit_is_refused_before_it_comes(api: httpx.AsyncClient, settings: Settings) -> None:
    headers = {**VERSION, "upload-length": str(settings.upload_limit_bytes + 1)}
    answer = await api.post("/v1/uploads", headers=headers)
    assert code(answer) == (413, "too-large")
    assert answer.json()["limit_bytes"] == settings.upload_limit_bytes
    await create(api, settings.upload_limit_bytes)


async def test_what_a_part_lacks_is_said(api: httpx.AsyncClient) -> None:
    address = await create(api)
    typed = await send(api, address, 0, FILM[:PART], content_type="video/mp4")
    assert code(typed) == (415, "unsupported-type")
    assert typed.json()["accepted"] == ["application/offset+octet-stream"]
    for wrong in ("", "-1", "x"):
        assert code(await send(api, address, 0, FILM[:PART], upload_offset=wrong)) == (400, "unreadable")
    for wrong in ("md5 XrY7u+Ae7tCTyyK7j1rNww==", "sha1", "sha1 QUJD", "sha1 *"):
        assert code(await send(api, address, 0, FILM[:PART], upload_checksum=wrong)) == (400, "unreadable")
    assert await arrived(api, address) == 0


async def test_more_than_the_whole_file_is_refused(api: httpx.AsyncClient) -> None:
    async def unannounced() -> object:
        yield FILM
        yield b"more"

    address = await create(api)
    for data in (FILM + b"more", unannounced()):
        assert code(await send(api, address, 0, data)) == (413, "too-large")  # type: ignore[arg-type]
    assert await arrived(api, address) == 0
    assert (await send(api, address, 0, FILM)).status_code == 204
    assert code(await send(api, address, len(FILM), b"more")) == (413, "too-large")


async def test_small_parts_are_refused_but_the_last_may_be_small(api: httpx.AsyncClient) -> None:
    address = await create(api, PART + 1)
    refused = await send(api, address, 0, FILM[: PART - 1])
    assert code(refused) == (422, "part-too-small")
    assert refused.json()["least_bytes"] == PART
    assert (await send(api, address, 0, FILM[:PART])).status_code == 204
    assert (await send(api, address, PART, FILM[:1])).status_code == 204


@pytest.mark.parametrize("algorithm", ["sha1", "sha256"])
async def test_a_part_is_held_to_its_checksum(api: httpx.AsyncClient, algorithm: str) -> None:
    address = await create(api)
    wrong = await send(api, address, 0, FILM[:PART], upload_checksum=checksum(algorithm, b"another"))
    assert code(wrong) == (460, "checksum-mismatch")
    assert await arrived(api, address) == 0
    right = await send(api, address, 0, FILM[:PART], upload_checksum=checksum(algorithm, FILM[:PART]))
    assert (right.status_code, right.headers["upload-offset"]) == (204, str(PART))


async def test_an_ended_upload_is_gone(api: httpx.AsyncClient) -> None:
    address = await create(api)
    ended = await api.delete(address, headers=VERSION)
    assert (ended.status_code, ended.content, ended.headers["tus-resumable"]) == (204, b"", "1.0.0")
    head = await api.head(address, headers=VERSION)
    assert (head.status_code, "upload-offset" in head.headers) == (410, False)
    assert code(await send(api, address, 0, FILM)) == (410, "upload-gone")
    assert code(await api.delete(address, headers=VERSION)) == (410, "upload-gone")


async def test_what_never_was_is_not_found(api: httpx.AsyncClient) -> None:
    for address in ("/v1/uploads/upl_01kd3v6m2rfa8t4y9n5qk7w1xe", "/v1/uploads/nonsense"):
        head = await api.head(address, headers=VERSION)
        assert (head.status_code, "upload-offset" in head.headers) == (404, False)
        assert head.headers["tus-resumable"] == "1.0.0"
        assert code(await send(api, address, 0, FILM)) == (404, "not-found")


async def test_a_method_that_the_network_does_not_know_is_told_in_a_header(api: httpx.AsyncClient) -> None:
    address = await create(api)
    headers = {**VERSION, "upload-offset": "0", "content-type": "application/offset+octet-stream"}
    patched = await api.post(address, content=FILM[:PART], headers={**headers, "x-http-method-override": "PATCH"})
    assert (patched.status_code, patched.headers["upload-offset"]) == (204, str(PART))
    asked = await api.post(address, headers={**VERSION, "x-http-method-override": "HEAD"})
    assert (asked.status_code, asked.headers["upload-offset"], asked.headers["content-length"]) == (200, str(PART), "0")
    assert asked.content == b""
    told = await api.post(address, headers={"x-http-method-override": "OPTIONS"})
    assert (told.headers["tus-version"], "tus-resumable" in told.headers) == ("1.0.0", False)
    ended = await api.post(address, headers={**VERSION, "x-http-method-override": "delete"})
    assert ended.status_code == 204
    elsewhere = await api.post("/v1/brands", json={"name": "A"}, headers={"x-http-method-override": "GET"})
    assert elsewhere.status_code == 201


async def test_every_refusal_speaks_tus(client: httpx.AsyncClient) -> None:
    answer = await client.post("/v1/uploads", headers={**VERSION, "upload-length": "5"})
    assert (answer.status_code, answer.headers["tus-resumable"]) == (401, "1.0.0")
    assert (await client.put("/v1/uploads")).headers["tus-resumable"] == "1.0.0"
