"""What every part asks before it starts: rules without a fault, the schema of this version, and a role that passes no
wall."""

from __future__ import annotations

import structlog

from service import rulebook
from service.db import migrate
from service.db.outage import OUTAGE
from service.rulebook.problems import BadRule
from service.settings import Settings

log = structlog.get_logger(__name__)

UNREACHABLE = 75  # EX_TEMPFAIL: start it again in a moment
REFUSED = 78  # EX_CONFIG: starting it again does not help


async def admit(part: str, settings: Settings, *, patient: bool = False) -> None:
    """Come back when `part` may start, else log why not and raise SystemExit.

    The status is REFUSED on a wrong schema or role and on a bad rule, whose file and line are named, UNREACHABLE when
    the database does not answer; a patient part starts then all the same, because it waits for the database by itself.
    """
    try:
        rulebook.load()
        await migrate.check(settings.database_url)
    except (BadRule, migrate.WrongSchema, migrate.UnsafeRole) as error:
        log.error(f"{part}_refused", reason=str(error))
        raise SystemExit(REFUSED) from error
    except OUTAGE as error:
        log.error(f"{part}_found_no_database", error=repr(error))
        if not patient:
            raise SystemExit(UNREACHABLE) from error
