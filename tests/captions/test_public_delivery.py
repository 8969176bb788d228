"""Public delivery, a switch of each market: on, anybody and any site may read its files; off, nobody learns of them."""

from __future__ import annotations

import httpx
import pytest

from service.captions.files import EXPOSED, PUBLIC
from tests.captions.published import Published
from tests.conftest import House

CORS = "access-control-allow-origin"
ORIGIN = {"origin": "https://player.example"}
PREFLIGHT = {**ORIGIN, "access-control-request-method": "GET", "access-control-request-headers": "range"}
NOTHING = "/f/" + "0" * 32 + "/hero.en-US.vtt"


def told(answer: httpx.Response) -> dict[str, str]:
    """The headers without what differs from answer to answer."""
    return {name: value for name, value in answer.headers.items() if name not in {"x-request-id", "content-length"}}


async def addresses(published: Published) -> list[str]:
    return [await published.file("vtt"), await published.file("srt"), published.latest]


async def test_while_the_switch_is_off_a_file_is_answered_as_if_nothing_were_there(published: Published) -> None:
    for address in [*await addresses(published), published.latest.replace("US", "DE")]:
        there, not_there = await published.nobody.get(address, headers=ORIGIN), await published.nobody.get(NOTHING)
        assert (there.status_code, told(there)) == (401, told(not_there)), address
        said, reference = there.json(), not_there.json()
        assert {**said, "request_id": "", "instance": ""} == {**reference, "request_id": "", "instance": ""}
        assert not [name for name in there.headers if name.startswith("access-control")]


async def test_with_the_switch_on_anybody_and_any_site_may_read_the_files(published: Published) -> None:
    await published.deliver_publicly()
    for address in await addresses(published):
        private = await published.workshop.api.get(address)
        public = await published.nobody.get(address, headers=ORIGIN)
        assert (public.status_code, public.content) == (200, private.content)
        assert public.headers[CORS] == "*"
        assert public.headers["access-control-expose-headers"] == ", ".join(EXPOSED)
        assert {"ETag", "Cutdown-Completeness", "Cutdown-Release"} <= set(EXPOSED)
        assert public.headers["cache-control"] == PUBLIC
        assert public.headers["vary"] == "authorization, cookie"
        same = ("etag", "content-language", "cutdown-completeness", "cutdown-release", "repr-digest", "content-type")
        assert [public.headers[name] for name in same] == [private.headers[name] for name in same]


async def test_what_a_person_gets_stays_private_and_is_for_no_other_site(published: Published) -> None:
    await published.deliver_publicly()
    for address in await addresses(published):
        answer = await published.workshop.api.get(address, headers=ORIGIN)
        assert answer.headers["cache-control"].startswith("private, ")
        assert CORS not in answer.headers


async def test_a_public_market_opens_neither_another_market_nor_another_address(published: Published) -> None:
    await published.deliver_publicly()
    closed = [
        published.latest.replace("/US/", "/DE/"),
        published.latest.replace("en-US", "de-DE"),
        published.latest.replace(".vtt", ".docx"),
        published.latest.replace("/US/", "/FR/"),
        f"/v1/cuts/{published.cut}",
        f"/v1/cuts/{published.cut}/releases",
        (await published.file()).replace("vtt", "txt"),
        f"/v1/releases/{(await published.release())['id']}",
    ]
    for address in closed:
        answer = await published.nobody.get(address, headers=ORIGIN)
        assert (answer.status_code, CORS in answer.headers) == (401, False), address


async def test_before_anything_is_released_a_public_market_tells_nothing(published: Published) -> None:
    await published.deliver_publicly(market="DE")
    for query in ("", "?incomplete=source", "?nonsense=1"):
        answer = await published.nobody.get(f"/v1/cuts/{published.cut}/captions/DE/de-DE.vtt{query}")
        assert answer.status_code == 401
    known = await published.workshop.api.get(f"/v1/cuts/{published.cut}/captions/DE/de-DE.vtt")
    assert (known.status_code, known.json()["code"]) == (409, "release-incomplete")


async def test_the_key_of_another_organization_opens_what_is_public_and_no_more(
    published: Published, stranger: House
) -> None:
    for address in await addresses(published):
        assert (await published.nobody.get(address, headers=stranger.headers)).status_code == 404
    await published.deliver_publicly()
    for address in await addresses(published):
        answer = await published.nobody.get(address, headers=stranger.headers)
        assert (answer.status_code, answer.headers[CORS]) == (200, "*")
        assert "cutdown-stale" not in answer.headers


async def test_a_key_that_is_not_known_is_refused_wherever_it_is_shown(published: Published) -> None:
    await published.deliver_publicly()
    bad = {"authorization": "Bearer cut_live_nobody"}
    answers = [await published.nobody.get(one, headers=bad) for one in (*await addresses(published), NOTHING)]
    assert {(one.status_code, one.json()["detail"]) for one in answers} == {
        (401, "it is not known, it has expired, or it was revoked")
    }


async def test_a_cookie_of_nobody_is_as_good_as_none(published: Published) -> None:
    await published.deliver_publicly()
    cookie = {"cookie": "cutdown=" + "x" * 43}
    assert (await published.nobody.get(published.latest, headers=cookie)).status_code == 200
    await published.deliver_publicly(on=False)
    assert (await published.nobody.get(published.latest, headers=cookie)).status_code == 401


async def test_a_browser_may_ask_first_about_what_is_public(published: Published) -> None:
    plain = {name: value for name, value in told(await published.nobody.options(NOTHING)).items() if name != "allow"}
    for address in await addresses(published):
        before = await published.nobody.options(address, headers=PREFLIGHT)
        assert (before.status_code, before.headers["allow"]) == (204, "GET, HEAD, OPTIONS")
        assert {name: value for name, value in told(before).items() if name != "allow"} == plain
    await published.deliver_publicly()
    for address in await addresses(published):
        asked = await published.nobody.options(address, headers=PREFLIGHT)
        assert (asked.status_code, asked.headers[CORS]) == (204, "*")
        assert asked.headers["access-control-allow-methods"] == "GET, HEAD"
        assert {"Range", "If-None-Match"} <= set(asked.headers["access-control-allow-headers"].split(", "))
        assert "authorization" not in asked.headers["access-control-allow-headers"].lower()
        assert "access-control-allow-credentials" not in asked.headers


async def test_the_rest_of_the_api_answers_no_other_site(published: Published) -> None:
    await published.deliver_publicly()
    for address in ("/v1/me", f"/v1/cuts/{published.cut}", "/v1/campaigns"):
        for answer in (
            await published.workshop.api.get(address, headers=ORIGIN),
            await published.nobody.options(address, headers=PREFLIGHT),
        ):
            assert not [name for name in answer.headers if name.startswith("access-control")], address


async def test_head_range_and_validators_work_for_anybody(published: Published) -> None:
    await published.deliver_publicly()
    for address in await addresses(published):
        whole = await published.nobody.get(address)
        head = await published.nobody.head(address)
        assert (head.status_code, head.content, head.headers[CORS]) == (200, b"", "*")
        part = await published.nobody.get(address, headers={"range": "bytes=0-5"})
        assert (part.status_code, part.content, part.headers[CORS]) == (206, whole.content[:6], "*")
        beyond = await published.nobody.get(address, headers={"range": "bytes=99999-"})
        assert (beyond.status_code, beyond.headers[CORS]) == (416, "*")
        again = await published.nobody.get(address, headers={"if-none-match": whole.headers["etag"]})
        assert (again.status_code, again.headers[CORS], again.headers["cache-control"]) == (304, "*", PUBLIC)


async def test_a_withdrawn_file_is_gone_for_anybody_and_no_older_one_takes_its_place(published: Published) -> None:
    await published.deliver_publicly()
    await published.release_again("Three cups.")
    second, file = await published.nobody.get(published.latest), await published.file()
    assert (second.status_code, b"Three" in second.content) == (200, True)
    await published.withdraw()
    gone = await published.nobody.get(file, headers=ORIGIN)
    assert (gone.status_code, gone.headers[CORS], gone.json()["code"]) == (410, "*", "withdrawn")
    latest = await published.nobody.get(published.latest, headers=ORIGIN)
    assert (latest.status_code, CORS in latest.headers) == (401, False)
    await published.deliver_publicly(on=False)
    assert (await published.nobody.get(file, headers=ORIGIN)).status_code == 401


@pytest.mark.parametrize("spelling", ["en-us", "EN_us", "en-US"])
async def test_a_locale_in_any_spelling_is_the_same_file(published: Published, spelling: str) -> None:
    await published.deliver_publicly()
    address = published.latest.replace("en-US", spelling)
    assert (await published.nobody.get(address)).content == (await published.nobody.get(published.latest)).content
