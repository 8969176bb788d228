"""What a body is held to beyond its patterns: what is written can be seen, leads somewhere and lies within reach."""

from __future__ import annotations

from typing import Any

import pytest

from schemas.approvals import NewGuestLink
from schemas.channels import ChannelChange
from schemas.checks import address, shown, shown_in_a_line, within_reach
from schemas.comments import NewComment
from schemas.gates import NewOverride
from schemas.market_links import NewMarketLink
from schemas.people import NewKey
from schemas.post_copy import CopyChange
from schemas.posts import Doubt, PostChange, PostRecord, PostRemark, Schedule, Takedown
from schemas.requirements import NewClaim, RequirementChange
from schemas.rights import BriefLinkChange, RightsChange
from schemas.rules import NewRuleConfirmation
from service.decoding import faults

UNSEEN = ["\u200b", "\ufeff", "\u2060 \u200d", "\u3164", "\u2800"]
LATE, EARLY = "9999-12-31T23:59:59-12:00", "0001-01-01T00:00:00+14:00"
LINK = {"label": "Ada", "market": "DE"}
KEY = {"name": "CMS", "scopes": ["tracks:read"]}
RECORD = {"note": "seen"}
RULE = {"pack": "DE", "item": "CAP-01", "item_hash": "0" * 64, "source_title": "BFSG"}


@pytest.mark.parametrize("text", ["", "a", "☕", "👩\u200d🚀", "سعيد\u200f", "น้ำ", "a\u200b"])
def test_what_can_be_seen_is_taken(text: str) -> None:
    assert shown(text) is None
    assert shown_in_a_line(text) is None


@pytest.mark.parametrize("char", "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u2028\u2029")
def test_a_name_turns_nothing_around(char: str) -> None:
    assert shown_in_a_line(f"Ada{char}") == (
        "unshowable",
        f"the character U+{ord(char):04X} cannot stand in a name; remove it",
    )
    assert shown(f"Ada{char}") is None


@pytest.mark.parametrize(
    ("shape", "body", "field"),
    [
        (RequirementChange, {}, "title"),
        (NewClaim, {}, "text"),
        (RightsChange, {}, "name"),
        (BriefLinkChange, {}, "label"),
        (NewGuestLink, {}, "label"),
        (NewMarketLink, LINK, "label"),
        (ChannelChange, {}, "name"),
        (ChannelChange, {}, "handle"),
        (NewComment, {"frame": 1}, "text"),
        (PostChange, {}, "text"),
        (CopyChange, {}, "title"),
    ],
)
@pytest.mark.parametrize("text", UNSEEN)
def test_what_nobody_could_see_is_refused_at_its_field(shape: Any, body: dict[str, Any], field: str, text: str) -> None:
    codes = {one.code for one in faults(shape, body | {field: text}) if one.pointer == f"/{field}"}
    assert codes in ({"unshowable"}, {"format"})  # a handle of spaces breaks its pattern before
    assert faults(shape, body | {field: "Ada"}) == []


@pytest.mark.parametrize("shape", [Doubt, PostRemark, Takedown, NewOverride])
@pytest.mark.parametrize("text", ["   ", " \n\t", *UNSEEN])
def test_a_reason_says_something(shape: Any, text: str) -> None:
    field = "reason" if shape is NewOverride else "note"
    (fault,) = faults(shape, {field: text})
    assert (fault.pointer, fault.code in ("unshowable", "format", "pattern")) == (f"/{field}", True)


@pytest.mark.parametrize("field", ["text", "title"])
def test_a_post_does_not_say_blanks(field: str) -> None:
    assert [one.code for one in faults(PostChange, {field: " \n\t"})] == ["unshowable"]
    assert faults(PostChange, {field: ""}) == faults(PostChange, {field: None}) == []


@pytest.mark.parametrize(
    ("shape", "body", "field", "when"),
    [
        *[(NewGuestLink, {"label": "Ada"}, "expires_at", when) for when in (EARLY, LATE)],
        *[(NewMarketLink, LINK, "expires_at", when) for when in (EARLY, LATE)],
        *[(NewKey, KEY, "expires_at", when) for when in (EARLY, LATE)],
        *[(PostRecord, RECORD, "posted_at", when) for when in (EARLY, LATE)],
        *[(RightsChange, {}, field, f"{year}-12-31") for field in ("starts_on", "ends_on") for year in (1999, 2101)],
        *[(NewRuleConfirmation, RULE, "seen_on", when) for when in ("1800-01-01", "2101-01-01")],
        *[(kind, {}, "local_at", when) for kind in (PostChange, Schedule) for when in (EARLY[:16], LATE[:16])],
    ],
)
def test_what_nobody_plans_for_is_out_of_range(shape: Any, body: dict[str, Any], field: str, when: str) -> None:
    (fault,) = faults(shape, body | {field: when})
    assert (fault.pointer, fault.code) == (f"/{field}", "year_out_of_range")
    assert "from 2000 to 2100" in fault.detail


def test_the_years_within_reach_have_both_their_ends() -> None:
    years = ["1999", "2000", "2100", "2101"]
    assert [within_reach(f"{year}-06-01T00:00") is None for year in years] == [False, True, True, False]


@pytest.mark.parametrize(
    "url",
    [
        "https://video.example/1",
        "http://localhost:8080",
        "https://xn--caf-dma.example./a?b=c#d",
        "https://café.example/%20",
        "https://192.0.2.7/",
        "https://[2001:db8::1]:443/a@b",
        "HTTPS://VIDEO.EXAMPLE:65535",
    ],
)
def test_an_address_leads_to_a_host(url: str) -> None:
    assert address(url) is None


@pytest.mark.parametrize(
    "url",
    [
        "https://[::1",
        "https://[video]/",
        "https://video.example:65536/",
        "https://video.example:0/",
        "https://video.example:a/",
        "https://ada:secret@video.example/",
        "https://ada@video.example/",
        "https://@video.example/",
        "https://video.example/\u202egnp",
        "https://video.example/\x7f",
        "https://video.example/a b",
        "https://video\u200b.example/",
        "https://:80/",
        "https:///a",
        "https://..",
        "https://a..b/",
        "https://-a.example/",
        "https://a%2e.example/",
        "https://video.example\\@other.example/",
        "https://999.1.1.1/",
        "ftp://video.example/",
        "javascript:alert(1)",
    ],
)
def test_what_leads_nowhere_or_gives_a_password_away_is_no_address(url: str) -> None:
    assert address(url) is not None
    for shape, body in ((Doubt, {"note": "seen"}), (BriefLinkChange, {})):
        (fault,) = faults(shape, body | {"url": url})
        assert fault.pointer == "/url"
