"""What the Rule packs screen says of a confirmation that is not taken, and whom it lets confirm."""

from __future__ import annotations

from uuid import uuid4

import pytest
from msgspec.structs import replace

from schemas.ids import BrandId, OrganizationId, PersonId
from service.identity import Grant, Person, Role, Scope
from service.problems import Fault, Invalid, Missing
from service.web.rules.page import code_of, may_confirm, refused
from service.web.words import languages

COUNSEL = Person(PersonId(uuid4()), "Helena", Scope(OrganizationId(uuid4()), None), (Grant(Role.COUNSEL),))


@pytest.mark.parametrize("field", ["source_title", "source_url", "seen_on", "note"])
def test_a_refusal_names_its_field(field: str) -> None:
    why, at = refused(languages()["en"], Invalid(Fault(f"/{field}", "wrong", "")))
    assert (at, bool(why)) == (field, True)


def test_a_year_out_of_reach_is_told_as_such() -> None:
    fault = Fault("/seen_on", "year_out_of_range", "")
    assert refused(languages()["en"], Invalid(fault)) == ("Choose a year from 2000 to 2100.", "seen_on")


def test_counsel_of_every_brand_confirms_and_nobody_else() -> None:
    assert may_confirm(COUNSEL)
    assert not may_confirm(replace(COUNSEL, scope=Scope(COUNSEL.scope.organization, (BrandId(uuid4()),))))
    assert not may_confirm(replace(COUNSEL, grants=(Grant(Role.PRODUCER),)))


@pytest.mark.parametrize("code", ["", "de", "../keys", "DEU", "DE\n"])
def test_what_is_no_code_leads_nowhere(code: str) -> None:
    with pytest.raises(Missing):
        code_of(code)
