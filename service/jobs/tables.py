"""Where pgqueuer's tables are: schema `jobs`, logged, under names that no environment variable can change."""

from __future__ import annotations

from pgqueuer.adapters.persistence.qb import QueryBuilderEnvironment, QueryQueueBuilder, QuerySchedulerBuilder
from pgqueuer.adapters.persistence.queries import Queries
from pgqueuer.domain.settings import DBSettings, Durability
from pgqueuer.domain.types import Channel
from pgqueuer.ports.driver import Driver
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource

CHANNEL = Channel("cutdown_jobs")


class _Fixed(DBSettings):
    """The library reads PGQUEUER_… and even bare names such as CHANNEL; here only what is written counts."""

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        return (init_settings,)


SETTINGS: DBSettings = _Fixed(db_schema="jobs", channel=CHANNEL, durability=Durability.durable)


def queries(driver: Driver) -> Queries:
    """The library's queries on our tables."""
    return Queries(
        driver,
        qbe=QueryBuilderEnvironment(SETTINGS),
        qbq=QueryQueueBuilder(SETTINGS),
        qbs=QuerySchedulerBuilder(SETTINGS),
    )
