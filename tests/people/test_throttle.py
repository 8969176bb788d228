"""Failed sign-ins have an end, and nobody is locked out by a stranger."""

from __future__ import annotations

import pytest

from service.db.pool import Database
from service.origin import LOOPBACK, caller, networks
from service.people.actions import sign_in
from service.people.problems import TooManyAttempts, WrongPassword
from service.people.throttle import (
    FAILURES_FROM_ADDRESS,
    FAILURES_OF_ACCOUNT,
    FAILURES_OF_ACCOUNT_FROM_ADDRESS,
    REMEMBERED,
    WINDOW_S,
    Throttle,
    network,
)
from tests.people.conftest import PASSWORD, Agency

ADA, HOME = "ada@northlight.example", "203.0.113.7"


class Clock:
    """A time that passes when it is told to."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def throttle(clock: Clock) -> Throttle:
    return Throttle(clock)


def fail(throttle: Throttle, times: int, account: str = ADA, address: str = HOME) -> None:
    for _ in range(times):
        throttle.admit(account, address)


def test_ten_failures_of_an_account_from_an_address_are_enough(throttle: Throttle, clock: Clock) -> None:
    fail(throttle, FAILURES_OF_ACCOUNT_FROM_ADDRESS)
    with pytest.raises(TooManyAttempts) as refused:
        throttle.admit(" Ada@Northlight.example", HOME)
    assert (refused.value.status, refused.value.headers) == (429, {"Retry-After": str(WINDOW_S)})
    throttle.admit("eva@northlight.example", HOME)
    throttle.admit(ADA, "203.0.113.8")
    clock.now += WINDOW_S
    throttle.admit(ADA, HOME)


def test_whoever_is_refused_does_not_wait_longer_for_trying(throttle: Throttle, clock: Clock) -> None:
    fail(throttle, FAILURES_OF_ACCOUNT_FROM_ADDRESS)
    clock.now += WINDOW_S - 1
    for _ in range(5):
        with pytest.raises(TooManyAttempts):
            throttle.admit(ADA, HOME)
    clock.now += 1
    throttle.admit(ADA, HOME)


def test_an_address_cannot_try_many_accounts(throttle: Throttle) -> None:
    for number in range(FAILURES_FROM_ADDRESS):
        throttle.admit(f"{number}@northlight.example", HOME)
    with pytest.raises(TooManyAttempts):
        throttle.admit("another@northlight.example", HOME)


def test_callers_without_an_address_are_not_held_to_each_others_failures(throttle: Throttle) -> None:
    for number in range(FAILURES_FROM_ADDRESS + 1):
        throttle.admit(f"{number}@northlight.example", "")


def test_many_addresses_cannot_try_one_account(throttle: Throttle) -> None:
    for number in range(FAILURES_OF_ACCOUNT):
        throttle.admit(ADA, f"198.51.100.{number}")
    with pytest.raises(TooManyAttempts):
        throttle.admit(ADA, "192.0.2.1")


def test_strangers_do_not_lock_an_account_out_where_it_is_at_home(throttle: Throttle) -> None:
    throttle.admit(ADA, HOME)
    throttle.succeeded(ADA, HOME)
    for number in range(FAILURES_OF_ACCOUNT):
        throttle.admit(ADA, f"198.51.100.{number}")
    throttle.admit(ADA, HOME)


def test_a_success_is_not_counted_as_a_failure(throttle: Throttle) -> None:
    for _ in range(FAILURES_OF_ACCOUNT + 1):
        throttle.admit(ADA, HOME)
        throttle.succeeded(ADA, HOME)
    for number in range(FAILURES_FROM_ADDRESS):
        throttle.admit(f"{number}@northlight.example", HOME)


def test_tries_at_the_same_moment_are_counted_before_they_end(throttle: Throttle) -> None:
    """A hundred guesses sent at once are a hundred guesses, although none has failed yet."""
    admitted = 0
    for _ in range(100):
        try:
            throttle.admit(ADA, HOME)
        except TooManyAttempts:
            break
        admitted += 1
    assert admitted == FAILURES_OF_ACCOUNT_FROM_ADDRESS


def test_what_is_remembered_has_a_bound(throttle: Throttle) -> None:
    for number in range(REMEMBERED):
        throttle.admit(f"{number}@northlight.example", f"2001:db8:{number:x}::1")
    assert len(throttle._failures) == REMEMBERED


@pytest.mark.parametrize(
    ("address", "stands_for"),
    [
        ("203.0.113.7", "203.0.113.7"),
        ("::ffff:203.0.113.7", "203.0.113.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2::1", "2001:db8:1:2::/64"),
        ("testclient", "testclient"),
        ("", "unknown"),
    ],
)
def test_a_customers_whole_network_is_one_address(address: str, stands_for: str) -> None:
    assert network(address) == stands_for


async def test_the_right_password_does_not_help_after_too_many_wrong_ones(db: Database, agency: Agency) -> None:
    throttle = Throttle()
    for _ in range(FAILURES_OF_ACCOUNT_FROM_ADDRESS):
        with pytest.raises(WrongPassword):
            await sign_in(db, agency.email, "wrong horse battery", HOME, throttle)
    with pytest.raises(TooManyAttempts):
        await sign_in(db, agency.email, PASSWORD, HOME, throttle)
    await sign_in(db, agency.email, PASSWORD, "203.0.113.8", throttle)


@pytest.mark.parametrize(
    ("peer", "forwarded", "calls"),
    [
        ("127.0.0.1", "198.51.100.1, 203.0.113.7", "203.0.113.7"),
        ("::1", "203.0.113.7", "203.0.113.7"),
        ("10.0.0.3", "203.0.113.7", "10.0.0.3"),
        ("127.0.0.1", None, "127.0.0.1"),
        ("8.8.8.8", "203.0.113.7", "8.8.8.8"),
        ("", "203.0.113.7", ""),
    ],
)
def test_only_a_proxy_of_ours_is_believed(peer: str, forwarded: str | None, calls: str) -> None:
    assert caller(peer, forwarded, networks(LOOPBACK)) == calls


def test_a_proxy_that_was_named_is_believed() -> None:
    assert caller("10.0.0.3", "203.0.113.7", networks("10.0.0.0/8,192.0.2.1")) == "203.0.113.7"
