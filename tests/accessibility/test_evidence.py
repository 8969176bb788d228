"""The evidence of a checklist: everything in one archive, and each file is what the manifest says."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile

from tests.accessibility.conftest import Ward


async def test_the_archive_holds_what_its_manifest_says_and_changes_when_that_does(ward: Ward) -> None:
    await ward.measure()
    await ward.answer("REP-01", sentence="Watched twice.")
    address = f"/v1/cuts/{ward.cut}/checklists/DE/evidence.zip"
    first, second = [await ward.room.api.get(address) for _ in range(2)]
    assert (first.status_code, first.headers["content-type"]) == (200, "application/zip")
    assert first.content == second.content
    with zipfile.ZipFile(io.BytesIO(first.content)) as found:
        held = {name: found.read(name) for name in found.namelist()}
    manifest = json.loads(held.pop("manifest.json"))
    assert {one["file"]: one["sha256"] for one in manifest["files"]} == {
        name: hashlib.sha256(data).hexdigest() for name, data in held.items()
    }
    assert set(held) == {"checklist.json", "answers.json", "measurements.json", "captions/de-DE.subtitles.r1.vtt"}
    assert json.loads(held["answers.json"])[0]["sentence"] == "Watched twice."
    assert "Zwei Tassen." in held["captions/de-DE.subtitles.r1.vtt"].decode()
    same = await ward.room.api.get(address, headers={"if-none-match": first.headers["etag"]})
    assert same.status_code == 304
    await ward.answer("CW-02")
    assert (await ward.room.api.get(address)).headers["etag"] != first.headers["etag"]
