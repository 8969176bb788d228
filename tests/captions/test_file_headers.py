"""What an answer says of a caption file: its release, its language, its name, its validators, and that it is stale."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime, parsedate_to_datetime

import httpx
import pytest

from service.captions.files import FRESH, IMMUTABLE, ByKey, Latest, read_address, saved_name
from tests.captions.published import Published
from tests.captions.workshop import webvtt

CUT = "cut_01mb78qn00eraag4w6spm8gyh5"


async def at(published: Published, address: str, **headers: str) -> httpx.Response:
    """GET, with underscores for dashes."""
    return await published.workshop.api.get(
        address, headers={name.replace("_", "-"): value for name, value in headers.items()}
    )


async def test_a_file_says_what_it_is(published: Published) -> None:
    file = await published.file()
    answer = await at(published, file)
    body = webvtt(("0.500 2.000", "Two cups.")).encode()
    assert (answer.status_code, answer.content) == (200, body)
    assert {
        "content-type": "text/vtt; charset=utf-8",
        "content-length": str(len(body)),
        "content-language": "en-US",
        "cutdown-completeness": "1/1",
        "cutdown-release": "1",
        "cutdown-stale": "false",
        "etag": f'"{hashlib.sha256(body).hexdigest()}"',
        "cache-control": IMMUTABLE,
        "accept-ranges": "bytes",
        "vary": "authorization, cookie",
    }.items() <= dict(answer.headers).items()
    made = datetime.fromisoformat((await published.release())["created_at"])
    assert parsedate_to_datetime(answer.headers["last-modified"]) == made.replace(microsecond=0)


async def test_the_latest_says_where_its_bytes_stay_and_is_asked_for_anew(published: Published) -> None:
    answer = await at(published, published.latest)
    assert answer.headers["content-location"] == await published.file()
    assert answer.headers["cache-control"] == FRESH
    assert "last-modified" not in answer.headers, "after a withdrawal it would go back"


async def test_a_date_is_a_validator_where_the_bytes_never_change(published: Published) -> None:
    file = await published.file()
    made = parsedate_to_datetime((await at(published, file)).headers["last-modified"])
    for date, status in ((made, 304), (made + timedelta(days=1), 304), (made - timedelta(seconds=1), 200)):
        since = format_datetime(date.astimezone(UTC), usegmt=True)
        assert (await at(published, file, if_modified_since=since)).status_code == status
        assert (await at(published, file, if_modified_since=since, if_none_match='"other"')).status_code == 200
        assert (await at(published, published.latest, if_modified_since=since)).status_code == 200
    for nonsense in ("yesterday", "", "Sat, 32 Nov 2026 00:00:00 GMT", "Sat, 21 Nov 2026 00:00:00 -0000"):
        assert (await at(published, file, if_modified_since=nonsense)).status_code == 200


async def test_a_stale_file_says_so_until_the_change_is_taken_back(published: Published) -> None:
    file = await published.file()
    await at(published, file)
    for text, stale in (("Three cups.", "true"), ("Two cups.", "false"), ("Four cups.", "true")):
        await published.change(text)
        published.workshop.forget()
        for address in (file, published.latest):
            whole = await at(published, address)
            assert (whole.status_code, whole.headers["cutdown-stale"]) == (200, stale)
            unchanged = await at(published, address, if_none_match=whole.headers["etag"])
            assert (unchanged.status_code, unchanged.headers["cutdown-stale"]) == (304, stale)
    assert b"Two cups." in (await at(published, file)).content, "a release never changes"


async def test_nobody_in_particular_does_not_learn_that_a_file_is_stale(published: Published) -> None:
    await published.deliver_publicly()
    await published.change("Three cups.")
    published.workshop.forget()
    answer = await published.nobody.get(await published.file())
    assert (answer.status_code, "cutdown-stale" in answer.headers) == (200, False)


async def test_a_file_keeps_the_letters_of_its_cut_when_it_is_saved(published: Published) -> None:
    for format in ("vtt", "srt"):
        answer = await at(published, await published.file(format))
        assert answer.headers["content-disposition"] == (
            f"attachment; filename=\"gr-e-6.en-US.{format}\"; filename*=UTF-8''gr%C3%B6%C3%9Fe-6.en-US.{format}"
        )


async def test_a_name_of_plain_letters_is_said_once(published: Published) -> None:
    cut = await published.workshop.cut("Hero 6", (0, 75))
    await published.workshop.work(cut)
    answer = await at(published, f"/v1/cuts/{cut}/captions/US/en-US.vtt")
    assert answer.headers["content-disposition"] == 'attachment; filename="hero-6.en-US.vtt"'


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("Hero 30s", "hero-30s"),
        ("Größe", "größe"),
        ("Gro\u0308ße", "größe"),
        ("主打 30", "主打-30"),
        ("हिन्दी", "हिन्दी"),
        ("قهوة", "قهوة"),
        ("a/../b", "a-b"),
        ("a\r\nx: y\"';\\", "a-x-y-"),
        ("\u202egpj.exe", "-gpj-exe"),
        ("😀", "-"),
    ],
)
def test_a_saved_name_has_letters_of_every_script_and_nothing_else(code: str, name: str) -> None:
    assert saved_name(code, "ja-JP", "srt") == f"{name}.ja-JP.srt"


async def test_captions_that_are_not_released_are_sent_only_when_asked_for(published: Published) -> None:
    await published.workshop.translate("de-DE", "Zwei Tassen.")
    address = f"/v1/cuts/{published.cut}/captions/DE/de-DE.vtt"
    refused = await at(published, address)
    assert (refused.status_code, refused.json()["code"]) == (409, "release-incomplete")
    asked = await at(published, f"{address}?incomplete=omit")
    assert (asked.status_code, asked.headers["cutdown-completeness"]) == (200, "1/1")
    assert asked.headers["cache-control"] == "no-store"
    assert "cutdown-release" not in asked.headers


@pytest.mark.parametrize(
    ("path", "address"),
    [
        (f"/f/{'0a' * 16}/hero.en-US.vtt", ByKey(b"\x0a" * 16, "hero.en-US.vtt")),
        (f"/f/{'0A' * 16}/hero.en-US.vtt", None),
        (f"/f/{'0a' * 15}/hero.en-US.vtt", None),
        (f"/f/{'0a' * 16}/", None),
        (f"/f/{'0a' * 16}/a/b", None),
        (f"/v1/cuts/{CUT}/captions/US/en-US.exe", None),
        (f"/v1/cuts/{CUT}/captions/US/vtt", None),
        (f"/v1/cuts/{CUT}x/captions/US/en-US.vtt", None),
        (f"/v1/cuts/{CUT}/captions/US/en-US.vtt\n", None),
        ("/v1/cuts/brd_01mb78qn00eraag4w6spm8gyh5/captions/US/en-US.vtt", None),
        ("/f/", None),
    ],
)
def test_a_path_is_an_address_or_nothing(path: str, address: ByKey | None) -> None:
    assert read_address(path) == address


def test_the_address_of_the_latest_is_read() -> None:
    found = read_address(f"/v1/cuts/{CUT}/captions/US/en-US.vtt")
    assert isinstance(found, Latest)
    assert (str(found.cut_id), found.market, found.locale, found.format) == (CUT, "US", "en-US", "vtt")
