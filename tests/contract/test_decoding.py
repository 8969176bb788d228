"""One walker for every fault of a body: it agrees with msgspec on what is right, and finds all that is wrong."""

from __future__ import annotations

import importlib
import pkgutil
from typing import Annotated, Any

import msgspec
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

import schemas
from schemas.bases import WANTED, Received
from schemas.briefs import FactChange
from schemas.campaigns import NewBrand, NewCampaign
from schemas.captions import TimingChange
from schemas.people import NewAccount, NewKey
from schemas.videos import FrameRate, NewCut
from service.decoding import MOST_FAULTS, decode, faults, from_text
from service.openapi.examples import example
from service.openapi.shapes import schemas_of
from service.problems import Invalid, Unreadable

for module in pkgutil.iter_modules(schemas.__path__):
    importlib.import_module(f"schemas.{module.name}")


def descendants(kind: type[Any]) -> list[type[Any]]:
    return [one for child in kind.__subclasses__() for one in [child, *descendants(child)]]


RECEIVED = sorted(descendants(Received), key=lambda one: one.__name__)
_FOUND, NAMED = schemas_of(RECEIVED)
EXAMPLES = {kind: example(schema, NAMED) for kind, schema in zip(RECEIVED, _FOUND, strict=True)}
ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)
# No field of the wire takes an object with this name.
NOTHING_TAKES_THIS: dict[str, list[list[dict[str, int]]]] = {"~/planted": [[{}]]}


def places(value: Any, pointer: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    """The path of every part of a value."""
    found = [pointer]
    parts = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, element in parts:
        found += places(element, (*pointer, key))
    return found


def planted(value: Any, place: tuple[str | int, ...], what: Any) -> Any:
    """A copy with another value in a place."""
    if not place:
        return what
    key, *rest = place
    if isinstance(value, dict):
        return {**value, key: planted(value[key], tuple(rest), what)}
    return [planted(one, tuple(rest), what) if index == key else one for index, one in enumerate(value)]


def pointer_of(place: tuple[str | int, ...]) -> str:
    return "".join("/" + str(part).replace("~", "~0").replace("/", "~1") for part in place)


def resolves(value: Any, pointer: str) -> bool:
    """Whether a pointer leads into a value, or to a field that one of its objects lacks."""
    parts = [part.replace("~1", "/").replace("~0", "~") for part in pointer.split("/")[1:]]
    for index, part in enumerate(parts):
        if isinstance(value, dict) and part not in value:
            return index == len(parts) - 1
        value = value[part] if isinstance(value, dict) else value[int(part)]
    return True


def accepted(shape: type[Any], value: Any) -> bool:
    """msgspec's own verdict."""
    try:
        msgspec.json.Decoder(shape, dec_hook=from_text).decode(msgspec.json.encode(value))
    except msgspec.ValidationError:
        return False
    return True


@pytest.mark.parametrize("shape", RECEIVED)
def test_every_example_is_right(shape: type[Any]) -> None:
    assert accepted(shape, EXAMPLES[shape])
    assert faults(shape, EXAMPLES[shape]) == []


@given(data=st.data())
@pytest.mark.parametrize("shape", RECEIVED)
def test_a_value_has_no_fault_exactly_when_msgspec_accepts_it(shape: type[Any], data: st.DataObject) -> None:
    value = EXAMPLES[shape]
    for _ in range(data.draw(st.integers(0, 3))):
        place = data.draw(st.sampled_from(places(value)))
        value = planted(value, place, data.draw(ANYTHING))
    found = faults(shape, value)
    assert (found == []) == accepted(shape, value)
    for fault in found:
        assert resolves(value, fault.pointer), fault
        assert fault.code
        assert fault.detail


@given(data=st.data())
@pytest.mark.parametrize("shape", RECEIVED)
def test_every_planted_fault_is_found(shape: type[Any], data: st.DataObject) -> None:
    value = EXAMPLES[shape]
    leaves = [
        one
        for one in places(value)
        if one and not any(other[: len(one)] == one for other in places(value) if other != one)
    ]
    assume(leaves)
    chosen = data.draw(st.lists(st.sampled_from(leaves), min_size=1, max_size=4, unique=True))
    for place in chosen:
        value = planted(value, place, NOTHING_TAKES_THIS)
    at = {fault.pointer for fault in faults(shape, value)}
    for place in chosen:
        above = {pointer_of(place[:length]) for length in range(1, len(place) + 1)}
        assert at & above, f"{pointer_of(place)} of {sorted(at)}"


def refused(shape: type[Any], body: Any) -> list[tuple[str, str]]:
    """Pointer and code of every fault of a body."""
    with pytest.raises(Invalid) as caught:
        decode(body if isinstance(body, bytes) else msgspec.json.encode(body), shape)
    return [(fault.pointer, fault.code) for fault in caught.value.faults]


def test_all_faults_are_told_at_once() -> None:
    markets = [{"market": "Germany", "locales": []}, {"market": "FR"}, 5]
    body = {"brand_id": "cmp_1", "nmae": "x", "starts_on": "tomorrow", "markets": markets}
    assert refused(NewCampaign, body) == [
        ("/brand_id", "invalid"),
        ("/name", "missing"),
        ("/starts_on", "format"),
        ("/markets/0/market", "format"),
        ("/markets/0/locales", "length"),
        ("/markets/1/locales", "missing"),
        ("/markets/2", "type"),
        ("/nmae", "unknown"),
    ]


def test_a_misspelt_field_is_told_what_was_perhaps_meant() -> None:
    with pytest.raises(Invalid) as caught:
        decode(b'{"nmae": "Aldermoor"}', NewBrand)
    assert "did you mean 'name'?" in caught.value.faults[1].detail


def test_a_word_that_is_not_on_the_list_is_told_the_list() -> None:
    (fault,) = faults(NewKey, {"name": "CMS", "scopes": ["tracks:raed"]})
    assert (fault.pointer, fault.code) == ("/scopes/0", "choice")
    assert "tracks:read" in fault.detail


def patterns(schema: Any) -> set[str]:
    """Every pattern that stands in a JSON Schema."""
    if isinstance(schema, list):
        return {one for part in schema for one in patterns(part)}
    if not isinstance(schema, dict):
        return set()
    own = {schema["pattern"]} if isinstance(schema.get("pattern"), str) else set()
    return own.union(*(patterns(part) for part in schema.values()))


def test_every_pattern_of_a_body_is_told_in_words() -> None:
    asked = {one for one in patterns([*_FOUND, *NAMED.values()]) if not one.endswith("{25}$")}  # identifiers tell it
    assert asked <= WANTED.keys()


@pytest.mark.parametrize("pattern", WANTED)
def test_nobody_is_shown_a_regular_expression(pattern: str) -> None:
    shape = Annotated[str, msgspec.Meta(pattern=pattern)]
    assert [fault.detail for fault in faults(shape, "\n")] == [f"write {WANTED[pattern]}"]
    assert [fault.detail for fault in faults(shape | None, "\n")] == [f"write {WANTED[pattern]}"]
    assert [fault.code for fault in faults(dict[shape, int], {"\n": 1})] == ["format"]


def test_lengths_are_told_in_words() -> None:
    listed, text = Annotated[list[int], msgspec.Meta(min_length=1)], Annotated[str, msgspec.Meta(max_length=2000)]
    assert [fault.detail for fault in faults(listed, [])] == ["give at least 1"]
    assert [fault.detail for fault in faults(text, "x" * 2001)] == ["give at most 2,000 characters"]


def test_a_pattern_that_nobody_put_into_words_is_not_shown_either() -> None:
    assert [fault.detail for fault in faults(Annotated[str, msgspec.Meta(pattern="^x{3}$")], "y")] == [
        "write it in another form"
    ]


def test_a_rule_across_fields_points_to_the_field_that_breaks_it() -> None:
    assert refused(TimingChange, {"begin_ms": 5, "end_ms": 5}) == [("/end_ms", "end_before_begin")]
    assert refused(FrameRate, {"num": 1, "den": 3}) == [("", "range")]
    cut = {**EXAMPLES[NewCut], "fps": {"num": 1, "den": 3}, "code": " "}
    assert refused(NewCut, cut) == [("/code", "format"), ("/fps", "range")]


def test_a_value_of_several_kinds_is_held_to_the_kind_that_it_names() -> None:
    assert refused(FactChange, {"value": {"kind": "money", "amount": "a lot", "currency": "EUR"}}) == [
        ("/value/amount", "format")
    ]
    assert refused(FactChange, {"value": {"kind": "love"}}) == [("/value/kind", "choice")]
    assert refused(FactChange, {"value": {"amount": "1"}}) == [("/value", "missing")]


def test_a_list_that_is_too_long_is_one_fault_and_not_one_for_each_element() -> None:
    many = [{"role": "nobody"}] * 51
    assert refused(NewAccount, {"email": "a@b.c", "name": "Ada", "grants": many}) == [("/grants", "length")]


def test_no_more_than_a_hundred_faults_are_told() -> None:
    body = {"name": "Ada", **{f"field {number}": number for number in range(MOST_FAULTS + 50)}}
    assert len(refused(NewBrand, body)) == MOST_FAULTS


def test_the_character_that_the_database_cannot_keep_is_a_fault_where_it_stands() -> None:
    assert refused(NewBrand, {"name": "Alder\0moor"}) == [("/name", "format")]
    assert refused(NewBrand, {"name": "Alder\0moor", "size": 5}) == [("/size", "unknown"), ("/name", "format")]
    assert decode(rb'{"name": "a backslash \\u0000"}', NewBrand) == NewBrand(name=r"a backslash \u0000")


def test_a_name_that_stands_twice_is_a_fault_although_its_last_value_is_right() -> None:
    assert refused(NewBrand, b'{"name": 5, "name": "Aldermoor"}') == [("", "twice")]


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b'{"name": "Aldermoor"',
        b'{"nmae": 5, "name": ',
        b"\xff\xfe{\x00",
        b'{"name": "\xff"}',
        b'{"name": "\\ud800"}',
        b'{"name": NaN}',
        b"[" * 100_000,
        b'{"name": ' * 100_000,
    ],
)
def test_what_is_not_json_cannot_be_read(body: bytes) -> None:
    with pytest.raises(Unreadable):
        decode(body, NewBrand)
