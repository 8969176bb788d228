"""What a guest's link opens: the brief and the cuts of one campaign, and a word on them; nothing once it ended."""

from __future__ import annotations

import re
from pathlib import Path

import httpx
import pytest

from service.logs import hide_secrets
from tests.captions.workshop import Json, Workshop

OWN = {"sec-fetch-site": "same-origin"}


@pytest.fixture
async def room(workshop: Workshop, tmp_path: Path) -> Workshop:
    """A campaign with a brief."""
    await workshop.open(tmp_path, {"DE": ["de-DE"]}, seconds=3.0)
    words = {"product_role": "The cup is what both kitchens share."}
    address = f"/v1/campaigns/{workshop.campaign}/brief"
    written = await workshop.api.put(address, json=words, headers={"if-match": '"r0"'})
    assert written.status_code == 200, written.text
    return workshop


@pytest.fixture
def nobody(room: Workshop) -> httpx.AsyncClient:
    """Somebody without an account."""
    return httpx.AsyncClient(transport=room.api._transport, base_url=room.api.base_url, follow_redirects=True)


async def a_link(room: Workshop) -> tuple[str, Json]:
    """The path of a new link."""
    made = await room.make(f"/v1/campaigns/{room.campaign}/guest_links", label="Jonas")
    return httpx.URL(str(made["url"])).path, made


async def send(nobody: httpx.AsyncClient, address: str, **form: str) -> httpx.Response:
    return await nobody.post(address, data=form, headers={**OWN, "x-cutdown-form": nobody.cookies["cutdown-form"]})


def hidden(page: httpx.Response, name: str) -> str:
    found = re.search(rf'name="{name}" value="(\w*)"', page.text)
    assert found is not None
    return found[1]


async def test_a_guest_reads_the_brief_and_approves_what_they_read(room: Workshop, nobody: httpx.AsyncClient) -> None:
    path, _ = await a_link(room)
    page = await nobody.get(path)
    assert "The cup is what both kitchens share." in page.text
    content = hidden(page, "content")
    unnamed = await send(nobody, f"{path}/decisions", word="approved", content=content, name=" ", note="Lovely.")
    assert (unnamed.status_code, "Type your name" in unnamed.text, "Lovely." in unnamed.text) == (422, True, True)
    page = await send(nobody, f"{path}/decisions", word="approved", content=content, name="Jonas Keller", note="")
    assert "Approved by Jonas Keller" in page.text
    assert 'value="Jonas Keller"' in (await nobody.get(path)).text  # the browser remembers it
    brief = f"/v1/campaigns/{room.campaign}/brief"
    standing = (await room.read(brief))["standing"]
    assert (standing["state"], standing["by"], standing["guest"]) == ("approved", "Jonas Keller", True)
    await room.make(f"/v1/campaigns/{room.campaign}/claims", text="Grown without pesticides")
    late = await send(nobody, f"{path}/decisions", word="approved", content=content, name="Jonas Keller")
    assert (late.status_code, "The brief was changed while you read it." in late.text) == (409, True)
    assert (await room.read(brief))["standing"]["state"] == "stale"


async def test_a_guest_comments_on_a_frame_and_says_their_word_on_the_cut(
    room: Workshop, nobody: httpx.AsyncClient
) -> None:
    path, _ = await a_link(room)
    cut = await room.cut("A", (0, 50))
    page = await nobody.get(f"{path}/{cut}")
    assert 'data-monitor="film"' in page.text
    assert f'"href":"{path}/sources/{room.source}/pictures"' in page.text
    edit, film = hidden(page, "edit"), hidden(page, "film")
    beyond = await send(nobody, f"{path}/{cut}/comments", name="Jonas", at="00:09.000", text="Too dark.")
    assert (beyond.status_code, "The cut is shorter than that." in beyond.text) == (422, True)
    page = await send(nobody, f"{path}/{cut}/comments", name="Jonas", at="00:01.240", text="Too <dark>.")
    assert "Too &lt;dark&gt;." in page.text
    (said,) = (await room.read(f"/v1/cuts/{cut}/comments"))["data"]
    assert (said["frame"], said["by"], said["by_name"]) == (31, None, "Jonas")
    unsaid = await send(nobody, f"{path}/{cut}/decisions", word="changes_asked", name="Jonas", edit=edit, film=film)
    assert (unsaid.status_code, "Say what should be different." in unsaid.text) == (422, True)
    page = await send(nobody, f"{path}/{cut}/decisions", word="approved", name="Jonas", edit=edit, film=film)
    assert "Approved by Jonas" in page.text
    moved = await send(nobody, f"{path}/{cut}/decisions", word="approved", name="Jonas", edit="0" * 64, film="")
    assert (moved.status_code, "The cut was changed while you watched it." in moved.text) == (409, True)


async def test_a_link_opens_one_campaign_and_is_told_to_nobody_else(room: Workshop, nobody: httpx.AsyncClient) -> None:
    path, _ = await a_link(room)
    mine = await room.cut("A", (0, 50))
    campaign = {"brand_id": (await room.read(f"/v1/campaigns/{room.campaign}"))["brand_id"], "name": "Another"}
    other = await room.make("/v1/campaigns", **campaign)
    link = await room.make(f"/v1/campaigns/{other['id']}/guest_links", label="Other")
    elsewhere = httpx.URL(str(link["url"])).path
    for there in (mine, f"cuts/{mine}/pictures", f"sources/{room.source}/pictures"):
        answer = await nobody.get(f"{path}/{there}")
        assert answer.status_code == 200, there
        assert answer.headers.get_list("referrer-policy") == ["no-referrer"]
        assert answer.headers["x-robots-tag"].startswith("noindex")
        assert (await nobody.get(f"{elsewhere}/{there}")).status_code == 404, there
    token = path.rpartition("/")[2]
    assert token not in str(hide_secrets(None, "info", {"event": f"at {path}/{mine}", "path": f"{path}/{mine}"}))


async def test_a_revoked_link_opens_nothing_at_once_and_takes_no_word(
    room: Workshop, nobody: httpx.AsyncClient
) -> None:
    path, made = await a_link(room)
    cut = await room.cut("A", (0, 50))
    content = hidden(await nobody.get(path), "content")
    listed = f"/v1/campaigns/{room.campaign}/guest_links/{made['id']}"
    assert (await room.read(listed))["last_opened_at"] is not None
    assert (await room.api.delete(listed)).status_code == 204
    for there in (path, f"{path}/{cut}", f"{path}/sources/{room.source}/pictures"):
        assert (await nobody.get(there)).status_code == 410
    for there in (f"{path}/decisions", f"{path}/{cut}/decisions", f"{path}/{cut}/comments"):
        answer = await send(nobody, there, word="approved", name="Jonas", content=content, text="x", at="0")
        assert answer.status_code == 410
    assert (await room.read(f"/v1/campaigns/{room.campaign}/brief/decisions"))["data"] == []
