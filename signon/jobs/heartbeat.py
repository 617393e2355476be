"""Workers sign the register, so that somebody can see that one is alive."""

import os
import secrets
import socket
from datetime import timedelta

from sqlalchemy import delete

from signon.extensions import db
from signon.jobs.models import WORKERS
from signon.kernel import clock
from signon.kernel.upsert import insert_for
from signon.transaction import command

FORGET_AFTER = timedelta(days=1)


def new_name() -> str:
    """Return a name for this worker that no other one has."""
    return f"{socket.gethostname()[:100]}:{os.getpid()}:{secrets.token_hex(4)}"


@command
def beat(name: str) -> None:
    """Note that this worker is alive, and forget the ones not seen for a day."""
    now = clock.now()
    seen = insert_for(db.session(), WORKERS).values(name=name, seen_at=now)
    db.session.execute(
        seen.on_conflict_do_update(index_elements=[WORKERS.c.name], set_={"seen_at": now})
    )
    db.session.execute(delete(WORKERS).where(WORKERS.c.seen_at < now - FORGET_AFTER))
