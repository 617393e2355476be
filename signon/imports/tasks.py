"""Work of the worker: lists written, undone and asked; what they held forgotten in time."""

from datetime import timedelta

from signon.extensions import db
from signon.imports import running, service
from signon.jobs.schedule import Scheduled
from signon.kernel.files.sqlite import empty_log


def forget_old() -> None:
    """Forget what lists held for long enough, in the files of the database too."""
    service.forget_old()
    db.session.rollback()  # its own reading would be in the way
    empty_log(db.engine)


HANDLERS = running.HANDLERS
SCHEDULE = (Scheduled("imports.forget_old", timedelta(days=1), forget_old),)
