"""Notices are short, and every event is in one."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import uuid4

from hypothesis import given
from hypothesis import strategies as st

from schemas.ids import BrandId, EventId, OrganizationId
from service.events.model import Event, Notice, notices, read_notices
from tests.jobs.hands import new_cut


def event(subject: str, brand: bool) -> Event:
    brand_id = BrandId(uuid4()) if brand else None
    ids = OrganizationId(uuid4()), EventId(uuid4())
    return Event(*ids, 1, "cut.edited", brand_id, subject, None, {"text": "long " * 5000}, datetime.now(UTC))


@given(st.lists(st.builds(event, st.just(str(new_cut())), st.booleans()), max_size=200))
def test_every_event_is_told_once_in_order_in_payloads_that_postgresql_takes(events: list[Event]) -> None:
    payloads = list(notices(events))
    assert all(len(payload.encode()) < 8000 for payload in payloads)
    assert [notice for payload in payloads for notice in read_notices(payload)] == [
        Notice(str(one.org), str(one.id), one.type, one.subject, None if one.brand_id is None else str(one.brand_id))
        for one in events
    ]
