"""Scheduled work: what waits comes into the log, a minute at most after it was public."""

import logging
from datetime import timedelta

from signon.jobs.schedule import Scheduled
from signon.log import service
from signon.log.keys import NoKey
from signon.log.service import SetBack

SLICES = 100
"""Commands of one run, so that other work has its turn when a whole installation waits."""

log = logging.getLogger(__name__)


def advance() -> None:
    """Add what waits, slice by slice; a run that is broken off goes on where it was.

    A log that is not the one that was signed waits for a person, and says so every minute.
    """
    try:
        for _ in range(SLICES):
            if not service.advance():
                return
    except SetBack as error:
        log.error("the checkable log has stopped: %s See: flask --app wsgi log verify", error)
    except (NoKey, OSError) as error:
        log.error("the checkable log cannot sign: %s", error)


SCHEDULE = (Scheduled("log.advance", timedelta(minutes=1), advance),)
