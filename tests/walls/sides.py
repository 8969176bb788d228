"""Two sides of a wall, each with everything that Cutdown keeps, under words that occur nowhere else."""

from __future__ import annotations

import base64
import hashlib
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import asyncpg
import httpx
import msgspec
from litestar import Litestar
from msgspec import Struct, field

from schemas.ids import BrandId, CutId, Id, PersonId
from schemas.people import NewAccount, NewGrant, NewKey, NewPassword
from service import rulebook
from service.assets.store import Store
from service.captions.conforming import conform_cut
from service.captions.releasing import release_cut
from service.db.pool import Database
from service.db.provision import Access
from service.identity import SCOPES, Grant, Person, Role, Scope
from service.people.actions import create_person, set_password, sign_in
from service.people.keys import make_key
from service.people.records import get_account
from service.people.throttle import Throttle
from service.videos.filming import compare_film
from tests.conftest import House
from tests.media.films import film
from tests.studio import Caller, caller

KINDS = {kind.prefix: kind for kind in Id.__subclasses__()}
ONCE = "the-same-on-both-sides"  # an Idempotency-Key that both sides use
KEY_NAME = "CMS"
PASSWORD = "four words said twice"


class Side(Struct):
    """One side: who acts there, what lies there, and what nobody on the other side may ever read."""

    word: str
    caller: Caller
    organization: str
    ids: dict[str, str]
    words: dict[str, str]
    secrets: set[str]
    links: dict[str, str] = field(default_factory=dict)  # the tokens of its markets' links

    def of(self, kind: type[Id]) -> str:
        """The side's own thing of a kind."""
        return self.ids[kind.prefix]

    @property
    def uuids(self) -> set[str]:
        """What its rows have in common, as the database writes it."""
        return {str(KINDS[text[:3]].parse(text).uuid) for text in self.ids.values()}


class World(Struct):
    """An application, and the sides in it: `victim` and `rival` are brands of one organization, `stranger` is not."""

    app: Litestar
    http: httpx.AsyncClient
    access: Access
    administrator: str
    victim: Side
    rival: Side
    stranger: Side


async def somebody(db: Database, house: House, client: httpx.AsyncClient, word: str, brand: BrandId) -> Caller:
    """An administrator of one brand and of nothing else, with a key that may do all of that."""
    async with db.transaction(house.person.scope) as tx:
        grants = [NewGrant(role="admin", brand_id=brand)]
        account = NewAccount(email=f"lead@{word.lower()}.example", name=f"{word} Lead", grants=grants)
        made = await create_person(tx, house.person, account)
    person = Person(made.id, f"{word} Lead", Scope(house.organization, (brand,)), (Grant(Role.ADMIN, brand),))
    async with db.transaction(person.scope) as tx:
        key = await make_key(tx, person, NewKey(name=f"{word} desk", scopes=sorted(SCOPES)))  # type: ignore[arg-type]
    return caller(client, person, key.secret or "")


async def build(
    db: Database, store: Store, house: House, client: httpx.AsyncClient, word: str, films: Path, *, wide: bool
) -> Side:
    """Everything there is, made the way people make it: by who administers the brand, or (wide) the organization."""
    owner = caller(client, house.person, house.api_key)
    brand = await owner.make("/v1/brands", {"name": f"{word} Coffee"})
    lead = owner if wide else await somebody(db, house, client, word, BrandId.parse(brand["id"]))
    side = Side(word, lead, str(house.organization), {"brd": brand["id"], "per": str(lead.person.id)}, {}, {word})
    await _people(side)
    side.ids["ses"] = await _session(db, house, lead.person.id)
    await _film(side, films)
    await _captions(side, db, store)
    await _film_of_cut(side, db, store, films)
    await _posts(side)
    side.secrets |= {word.lower(), *side.ids.values(), *side.uuids} - {str(house.organization)}
    return side


async def _people(side: Side) -> None:
    made = await side.caller.make(
        "/v1/people",
        {
            "email": f"staff@{side.word.lower()}.example",
            "name": f"{side.word} Staff",
            "grants": [{"role": "localizer", "brand_id": side.ids["brd"]}],
        },
    )
    side.ids |= {"per": made["id"], "gra": made["grants"][0]["id"]}
    guest = {"email": f"invited@{side.word.lower()}.example", "name": f"{side.word} Guest"}
    invitation = await side.caller.make(
        "/v1/invitations", {**guest, "grants": [{"role": "viewer", "brand_id": side.ids["brd"]}]}
    )
    side.ids["inv"] = invitation["id"]
    side.secrets.add(invitation["url"].rpartition("/")[2])
    key = {"name": KEY_NAME, "scopes": ["tracks:read"]}
    first = await side.caller.make("/v1/keys", key, **{"idempotency-key": ONCE})
    second = await side.caller.make("/v1/keys", key)
    side.ids["key"] = first["id"]
    side.secrets |= {first["secret"], second["id"]}


async def _session(db: Database, house: House, person: PersonId) -> str:
    """A sign-in of who acts there."""
    async with db.transaction(house.person.scope) as tx:
        email = (await get_account(tx, person)).email  # type: ignore[union-attr]  # they were made just now
    own = person == house.person.id
    if not own:
        await set_password(db, house.person, person, NewPassword(password=PASSWORD))
    _, signed_in = await sign_in(db, email, house.password if own else PASSWORD, "203.0.113.9", Throttle())
    return str(signed_in.session)


async def _film(side: Side, films: Path) -> None:
    lead, word = side.caller, side.word
    markets = [{"market": "US", "locales": ["en-US"]}, {"market": "DE", "locales": ["de-DE"]}]
    for title in ("Second", "First"):
        campaign = await lead.make(
            "/v1/campaigns", {"brand_id": side.ids["brd"], "name": f"{word} {title}", "markets": markets}
        )
    fact = {"value": {"kind": "text", "words": {"*": f"{word} offer"}}}
    said = await lead.http.put(
        f"/v1/campaigns/{campaign['id']}/facts/offer/DE", json=fact, headers={"if-match": '"r0"'}
    )
    assert said.status_code == 200, said.text
    await _brief(side, f"/v1/campaigns/{campaign['id']}")
    shot = {"size": "wide", "movement": "still", "planned_ms": 500, "dialogue": f"{word} dialogue"}
    beat = {"kind": "hook", "title": f"{word} beat", "begin_ms": 0, "end_ms": 1000, "shots": [shot]}
    link = {"market": "DE", "label": f"{word} marketing"}
    linked = await lead.make(f"/v1/campaigns/{campaign['id']}/market_links", link)
    side.ids["mkl"] = linked["id"]
    side.links["DE"] = linked["url"].rpartition("/")[2]
    side.secrets.add(side.links["DE"])
    story = await lead.story(campaign["id"], title=f"{word} story", premise=f"{word} premise", beats=[beat])
    episode = {"story_id": story["id"], "previously": f"{word} before", "cliffhanger": f"{word} after"}
    series = {"campaign_id": campaign["id"], "title": f"{word} series", "episodes": [episode]}
    side.ids["ser"] = (await lead.make("/v1/series", series))["id"]
    video = await lead.make("/v1/videos", {"story_id": story["id"], "title": f"{word} video"})
    master = film(films / f"{word}.mp4", seconds=4.0, extra=("-metadata", f"comment={word}"))
    source = await lead.source(video["id"], master)
    placed = {"shot_id": story["beats"][0]["shots"][0]["id"], "in_frame": 0, "out_frame": 50}
    address = f"/v1/sources/{source['id']}/placements"
    put = await lead.http.put(address, json={"placements": [placed]}, headers={"if-match": '"r0"'})
    assert put.status_code == 200, put.text
    segment = {"layer": "picture", "source_id": source["id"], "in_frame": 0, "out_frame": 75}
    facts = {"aspect": "9:16", "fps": {"num": 25, "den": 1}, "segments": [segment]}
    for code in ("B", "A"):
        cut = await lead.make(f"/v1/videos/{video['id']}/cuts", {"code": code, "name": f"{word} cut", **facts})
    text = {"what": {"kind": "text", "text": f"{word} advertisement", "role": "disclosure"}, "out_frame": 50}
    for home in (f"cuts/{cut['id']}", f"sources/{source['id']}"):
        side.ids["mrk"] = (await lead.make(f"/v1/{home}/marks", text))["id"]
    for number in ("first", "second"):
        comment = {"frame": 10, "text": f"{word} {number} comment"}
        side.ids["cmt"] = (await lead.make(f"/v1/cuts/{cut['id']}/comments", comment))["id"]
    side.ids |= {"cmp": campaign["id"], "sty": story["id"], "vid": video["id"], "src": source["id"], "cut": cut["id"]}
    side.ids["upl"] = await _upload(side)
    side.ids |= {"bea": story["beats"][0]["id"], "sho": story["beats"][0]["shots"][0]["id"]}
    side.ids["seg"] = cut["segments"][0]["id"]
    side.secrets |= {source["sha256"], hashlib.sha256(master.read_bytes()).hexdigest()}


async def _brief(side: Side, campaign: str) -> None:
    """Its words, one part of every kind, a guest's link, and a word that was said of it."""
    lead, word = side.caller, side.word
    words = {"product_role": f"{word} role", "note": f"{word} note"}
    await lead.http.put(f"{campaign}/brief", json=words, headers={"if-match": '"r0"'})
    rights = {"what": "font", "name": f"{word} font", "territories": None, "media": ["web"], "starts_on": "2027-01-01"}
    parts: dict[str, dict[str, Any]] = {
        "requirements": {"kind": "say", "title": f"{word} said", "phrases": [f"{word} phrase"]},
        "claims": {"text": f"{word} claim", "source": f"{word} source"},
        "rights": rights,
        "brief_links": {"kind": "landing", "label": f"{word} shop", "url": f"https://{word.lower()}.example"},
        "guest_links": {"label": f"{word} client"},
    }
    for things, part in parts.items():
        made = await lead.make(f"{campaign}/{things}", part)
        side.ids[made["id"][:3]] = made["id"]
        if things == "guest_links":
            side.links["guest"] = made["url"].rpartition("/")[2]
            side.secrets.add(side.links["guest"])
    now = await lead.read(f"{campaign}/brief")
    said = {"word": "changes_asked", "content_sha256": now["content_sha256"], "note": f"{word} wish"}
    side.secrets.add((await lead.make(f"{campaign}/brief/decisions", said))["id"])


async def _upload(side: Side) -> str:
    """An upload of five bytes, of which none has arrived."""
    metadata = f"filename {base64.b64encode(side.word.encode()).decode()}"
    headers = {"tus-resumable": "1.0.0", "upload-length": "5", "upload-metadata": metadata}
    begun = await side.caller.http.post("/v1/uploads", headers=headers)
    assert begun.status_code == 201, begun.text
    side.secrets.add(metadata)
    return str(begun.json()["id"])


async def _captions(side: Side, db: Database, store: Store) -> None:
    lead, word = side.caller, side.word
    captions = f"WEBVTT\n\n00:00.500 --> 00:01.500\n{word} two cups.\n\n00:01.600 --> 00:02.800\n{word} habit.\n"
    address = f"/v1/sources/{side.ids['src']}/captions/en-US"
    imported = await lead.http.put(address, content=captions, headers={"content-type": "text/vtt"})
    assert imported.status_code == 201, imported.text
    german = await lead.make(f"/v1/sources/{side.ids['src']}/tracks", {"locale": "de-DE"})
    for cue in (await lead.read(f"/v1/tracks/{german['id']}/cues"))["data"]:
        address = f"/v1/tracks/{german['id']}/cues/{cue['id']}"
        written = await lead.http.put(address, json={"text": f"{word} Tassen."}, headers={"if-match": '"r0"'})
        assert written.status_code == 200, written.text
        side.ids["cue"] = cue["id"]
    at = f"/v1/tracks/{german['id']}"
    seen = {"if-match": (await lead.http.get(at)).headers["etag"]}
    await lead.http.post(f"{at}/submit", headers=seen)
    back = await lead.http.post(f"{at}/send_back", json={"reason": f"{word} reason"}, headers=seen)
    assert back.status_code == 200, back.text
    for track in (imported.json()["id"], german["id"]):
        tag = (await lead.http.get(f"/v1/tracks/{track}")).headers["etag"]
        approved = await lead.http.post(f"/v1/tracks/{track}/approve", headers={"if-match": tag})
        assert approved.status_code == 200, approved.text
    cut = CutId.parse(side.ids["cut"])
    async with db.transaction(lead.person.scope) as tx:
        await conform_cut(tx, cut)
    assert len(await release_cut(db, store, rulebook.load(), lead.person.scope, cut)) == 2
    releases = (await lead.read(f"/v1/cuts/{cut}/releases?filter[locale]=de-DE"))["data"]
    file = next(one for one in releases[0]["files"] if one["format"] == "vtt")
    _, _, key, name = urlsplit(file["url"]).path.split("/")
    side.ids |= {"trk": german["id"], "rel": releases[0]["id"], "fil": file["id"], "ovr": await _override(side)}
    side.words |= {"file_key": key, "name": name, "locale": "de-DE", "market": "DE", "file_name": "de-DE.vtt"}
    given = {"locale": "de-DE", "role": "localize", "person_id": side.ids["per"], "note": f"{word} note"}
    for role in ("localize", "review"):
        given |= {"role": role} | ({"person_id": str(lead.person.id)} if role == "review" else {})
        side.ids["asg"] = (await lead.make(f"/v1/videos/{side.ids['vid']}/assignments", given))["id"]
    side.secrets |= {key, imported.json()["id"]} | {one["sha256"] for one in releases[0]["files"]}


async def _film_of_cut(side: Side, db: Database, store: Store, films: Path) -> None:
    """A film that is shorter than the cut, and was accepted, so that the releases go on."""
    word, address = side.word, f"/v1/cuts/{side.ids['cut']}/film"
    path = film(films / f"{word}-cut.mp4", seconds=2.0, extra=("-metadata", f"comment={word} cut"))
    sent = await side.caller.http.put(address, content=path.read_bytes(), headers={"content-type": "video/mp4"})
    assert sent.status_code == 201, sent.text
    await compare_film(db, store, side.caller.person.scope, CutId.parse(side.ids["cut"]))
    seen = (await side.caller.http.get(address)).headers["etag"]
    body = {"reason": f"{word} reason"}
    accepted = await side.caller.http.post(f"{address}/accept", json=body, headers={"if-match": seen})
    assert accepted.status_code == 200, accepted.text
    side.secrets.add(sent.json()["sha256"])
    cut = address.removesuffix("/film")
    now = await side.caller.read(f"{cut}/standing")
    said = {"word": "changes_asked", "note": f"{word} wish"} | {key: now[key] for key in ("edit_sha256", "film_sha256")}
    side.secrets.add((await side.caller.make(f"{cut}/decisions", said))["id"])
    side.ids["ans"] = await _answer(side)


async def _answer(side: Side) -> str:
    """What the checklist of the cut is answered."""
    address = f"/v1/cuts/{side.ids['cut']}/checklists/DE"
    items = (await side.caller.read(address))["items"]
    subject = next(one["subject_sha256"] for one in items if one["item"] == "REP-01")
    side.secrets.add(subject)
    said = {"item": "REP-01", "status": "waived", "sentence": f"{side.word} sentence", "subject_sha256": subject}
    return str((await side.caller.make(f"{address}/answers", said))["id"])


async def _posts(side: Side) -> None:
    """A channel with words for it, and a post that waits."""
    lead, word = side.caller, side.word
    facts = {"brand_id": side.ids["brd"], "platform": "tiktok", "zone": "Europe/Berlin"}
    channel = await lead.make("/v1/channels", facts | {"handle": f"@{word}", "name": f"{word} channel"})
    copy = f"/v1/campaigns/{side.ids['cmp']}/copy/tiktok/all"
    said = await lead.http.put(copy, json={"text": f"{word} text"}, headers={"if-match": '"r0"'})
    assert said.status_code == 200, said.text
    new = {"cuts": [side.ids["cut"]], "channels": [channel["id"]], "markets": ["DE"], "local_at": "2027-01-20T18:00"}
    for slot in ("first", "second"):
        made = await lead.make(f"/v1/campaigns/{side.ids['cmp']}/posts", new | {"slot": slot})
    side.ids |= {"chn": channel["id"], "pst": made["planned"][0]["id"]}


async def _override(side: Side) -> str:
    """What the cut says differently in German."""
    address = f"/v1/cuts/{side.ids['cut']}/cues/{side.ids['cue']}/{side.ids['seg']}?locale=de-DE"
    seen = (await side.caller.http.get(address)).headers["etag"]
    change = {"text": f"{side.word} Becher.", "end_ms": 2700}
    changed = await side.caller.http.patch(address, json=change, headers={"if-match": seen})
    assert changed.status_code == 200, changed.text
    first, second = (one["id"] for one in changed.json()["overrides"])
    side.secrets.add(first)
    return str(second)


async def rows_of(world: World, side: Side, *, whole: bool) -> set[str]:
    """Every row of the database that belongs to a side; `whole`: everything of its organization.

    Without when keys were last used, which a process notes late and by itself.
    """
    uuids = side.uuids | ({str(KINDS["org"].parse(side.organization).uuid)} if whole else set())
    connection = await asyncpg.connect(world.administrator)
    try:
        names = await connection.fetch(
            """select c.relname from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'org'
               where c.relnamespace = 'public'::regnamespace and c.relkind = 'r'"""
        )
        every = " union all ".join(
            f"select '{row['relname']} ' || (to_jsonb(x) - 'last_used_at')::text as row from {row['relname']} x"  # noqa: S608
            for row in names
        )
        rows = await connection.fetch(every)
    finally:
        await connection.close()
    found: set[str] = {row["row"] for row in rows if any(uuid in row["row"] for uuid in uuids)}
    return found


def planted(body: Any, pointer: str, value: str) -> Any:
    """A copy of a body with one member replaced."""
    copy = msgspec.json.decode(msgspec.json.encode(body))
    *way, last = pointer.strip("/").split("/")
    at = copy
    for step in way:
        at = at[int(step) if isinstance(at, list) else step]
    at[int(last) if isinstance(at, list) else last] = value
    return copy
