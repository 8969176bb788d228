"""Notifications are heard again after any loss, and whoever keeps state from them learns of the gap."""

from __future__ import annotations

import asyncio
from urllib.parse import unquote, urlsplit

import asyncpg

from service.db.listen import Listener
from tests.conftest import Cluster
from tests.jobs.hands import eventually


async def test_a_listener_hears_its_channels_and_no_other(database_url: str) -> None:
    heard: list[tuple[str, str]] = []
    listener = Listener(database_url, ("one", "two"), lambda *message: heard.append(message), lambda: None)
    running = asyncio.create_task(listener.run())
    await listener.listening.wait()
    speaker = await asyncpg.connect(database_url)
    await speaker.execute("notify one, 'a'; notify three, 'x'; notify two, 'b'; notify one, 'c'")
    await eventually(lambda: len(heard) == 3)
    running.cancel()
    await speaker.close()
    assert heard == [("one", "a"), ("two", "b"), ("one", "c")]


async def test_a_lost_connection_is_replaced_and_the_gap_is_told(database_url: str, cluster: Cluster) -> None:
    gaps: list[int] = []
    heard: list[str] = []
    listener = Listener(
        database_url, ("one",), lambda _, payload: heard.append(payload), lambda: gaps.append(len(heard)), name="ears"
    )
    running = asyncio.create_task(listener.run())
    await eventually(lambda: gaps == [0])
    speaker = await asyncpg.connect(cluster.administrator(urlsplit(database_url).path.strip("/")))
    await speaker.execute("notify one, 'before'")
    await eventually(lambda: heard == ["before"])
    await speaker.execute("select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'ears'")
    await eventually(lambda: gaps == [0, 1])
    await speaker.execute("notify one, 'after'")
    await eventually(lambda: heard == ["before", "after"])
    running.cancel()
    await speaker.close()


async def test_a_database_that_is_away_is_tried_again_until_it_is_there(cluster: Cluster) -> None:
    gaps: list[str] = []
    listener = Listener(cluster.administrator("to_come"), ("one",), lambda *_: None, lambda: gaps.append("now"))
    running = asyncio.create_task(listener.run())
    await asyncio.sleep(0.3)
    assert gaps == []
    administrator = await asyncpg.connect(cluster.administrator())
    await administrator.execute("create database to_come")
    await eventually(lambda: gaps == ["now"])
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
    await administrator.execute("drop database to_come with (force)")
    await administrator.close()


async def test_a_connection_that_no_longer_answers_is_given_up(database_url: str) -> None:
    """A network that swallows everything sends no end of the connection; only the beat notices."""
    parts = urlsplit(database_url)
    socket = parts.query.partition("host=")[2]
    swallowing = False
    gaps: list[bool] = []

    async def pump(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while data := await reader.read(65_536):
            if not (swallowing and writer in first):
                writer.write(data)
        writer.close()

    first: list[asyncio.StreamWriter] = []

    async def relay(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        up_reader, up_writer = await asyncio.open_unix_connection(f"{unquote(socket)}/.s.PGSQL.5432")
        if not first:
            first.extend([writer, up_writer])
        await asyncio.gather(pump(reader, up_writer), pump(up_reader, writer), return_exceptions=True)

    server = await asyncio.start_server(relay, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    url = f"postgresql://{parts.username}:{parts.password}@127.0.0.1:{port}{parts.path}?sslmode=disable"
    listener = Listener(url, ("one",), lambda *_: None, lambda: gaps.append(swallowing), beat_s=0.2)
    running = asyncio.create_task(listener.run())
    await eventually(lambda: gaps == [False])
    swallowing = True
    await eventually(lambda: gaps == [False, True])
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
    server.close()
