"""What was asked a moment ago: believed for a while, asked for once, forgotten when told, and bounded."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

import pytest

from service.memory import Memory

LONGEST_S = 4.0


class Clock:
    """A time that passes when it is told to."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


class Asked:
    """What the database is asked, with an answer that can be kept waiting."""

    def __init__(self, answer: str | None = "said") -> None:
        self.answer = answer
        self.count = 0
        self.open = asyncio.Event()
        self.open.set()

    async def __call__(self, last: str | None) -> str | None:
        self.count += 1
        self.last, answer = last, self.answer
        await self.open.wait()
        return answer


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def memory(clock: Clock) -> Memory[str, str]:
    return Memory(LONGEST_S, 100, len, clock=clock)


async def test_an_answer_is_believed_for_as_long_as_it_is_told(memory: Memory[str, str], clock: Clock) -> None:
    ask = Asked()
    assert memory.known("a") is None
    assert await memory.find("a", ask) == "said"
    clock.now = LONGEST_S - 0.001
    assert (memory.known("a"), await memory.find("a", ask), ask.count) == ("said", "said", 1)
    clock.now = LONGEST_S
    assert memory.known("a") is None
    ask.answer = "said again"
    assert (await memory.find("a", ask), ask.count, ask.last) == ("said again", 2, "said")


async def test_the_time_counts_from_before_it_was_asked(memory: Memory[str, str], clock: Clock) -> None:
    ask = Asked()
    ask.open.clear()
    asking = asyncio.create_task(memory.find("a", ask))
    await asyncio.sleep(0)
    clock.now = LONGEST_S - 1
    ask.open.set()
    assert await asking == "said"
    clock.now = LONGEST_S
    assert memory.known("a") is None


async def test_one_asks_for_all_who_want_to_know(memory: Memory[str, str]) -> None:
    ask = Asked()
    ask.open.clear()
    asking = [asyncio.create_task(memory.find("a", ask)) for _ in range(100)]
    await asyncio.sleep(0)
    asking[0].cancel()
    ask.open.set()
    assert await asyncio.gather(*asking[1:]) == ["said"] * 99
    assert ask.count == 1


async def test_a_question_that_hangs_is_not_joined_for_longer_than_an_answer_lives(
    memory: Memory[str, str], clock: Clock
) -> None:
    ask = Asked()
    ask.open.clear()
    hanging = asyncio.create_task(memory.find("a", ask))
    await asyncio.sleep(0)
    clock.now = LONGEST_S
    assert await memory.find("a", Asked("other")) == "other"
    ask.open.set()
    assert await hanging == "said"


async def test_nothing_is_not_remembered(memory: Memory[str, str]) -> None:
    ask = Asked(None)
    assert [await memory.find("a", ask) for _ in range(3)] == [None] * 3
    assert ask.count == 3


@pytest.mark.parametrize("forget", [lambda m: m.forget(lambda value: value == "said"), lambda m: m.forget_all()])
async def test_what_was_forgotten_is_asked_for_again(
    memory: Memory[str, str], forget: Callable[[Memory[str, str]], None]
) -> None:
    ask = Asked()
    await memory.find("a", ask)
    forget(memory)
    assert memory.known("a") is None
    assert (await memory.find("a", ask), ask.count) == ("said", 2)


async def test_only_what_is_meant_is_forgotten(memory: Memory[str, str]) -> None:
    await memory.find("a", Asked("one"))
    await memory.find("b", Asked("two"))
    memory.forget(lambda value: value == "one")
    assert (memory.known("a"), memory.known("b")) == (None, "two")


async def test_what_was_asked_before_something_was_forgotten_is_told_and_not_remembered(
    memory: Memory[str, str],
) -> None:
    ask = Asked()
    ask.open.clear()
    asking = asyncio.create_task(memory.find("a", ask))
    while not ask.count:  # noqa: ASYNC110  it is asked in a task of its own
        await asyncio.sleep(0)
    memory.forget(lambda _: False)
    ask.open.set()
    assert await asking == "said"
    assert memory.known("a") is None


async def test_what_is_remembered_has_a_bound_and_the_oldest_goes_first(memory: Memory[str, str]) -> None:
    for name in "abcd":
        await memory.find(name, Asked(name * 30))
    assert [memory.known(name) is not None for name in "abcd"] == [False, True, True, True]
    await memory.find("e", Asked("e" * 101))
    assert memory.known("e") is None, "what is larger than the whole is not kept"
    assert memory.known("d") is not None


async def test_an_answer_that_grew_counts_once(memory: Memory[str, str], clock: Clock) -> None:
    for size in (30, 90, 10):
        await memory.find("a", Asked("a" * size))
        clock.now += LONGEST_S
    await memory.find("b", Asked("b" * 85))
    assert memory.known("b") is not None
    assert memory._weight == 95


async def test_a_memory_of_no_time_asks_every_time(clock: Clock) -> None:
    memory: Memory[str, str] = Memory(0.0, 100, len, clock=clock)
    ask = Asked()
    assert [await memory.find("a", ask) for _ in range(3)] == ["said"] * 3
    assert (ask.count, memory.known("a")) == (3, None)


async def test_a_question_that_fails_fails_for_all_and_is_asked_again(memory: Memory[str, str]) -> None:
    async def broken(_last: str | None) -> str | None:
        await asyncio.sleep(0)
        raise OSError("away")

    asks: list[Awaitable[str | None]] = [memory.find("a", broken) for _ in range(3)]
    assert [type(one) for one in await asyncio.gather(*asks, return_exceptions=True)] == [OSError] * 3
    assert await memory.find("a", Asked()) == "said"
