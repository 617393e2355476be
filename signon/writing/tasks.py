"""What the worker does for this capability."""

from datetime import timedelta

from signon.jobs.queue import Claimed
from signon.jobs.registry import Handler
from signon.jobs.schedule import Scheduled
from signon.writing import service
from signon.writing.text import unsaved


def tell(job: Claimed) -> None:
    """Write to a portion of those who hear of a new date."""
    said = job.payload
    service.tell_some(str(said["paper"]), said["audience"], said["closes"], int(said["after"]))


SCHEDULE = (Scheduled("writing.discard_old", timedelta(days=1), unsaved.discard_old),)
HANDLERS: dict[str, Handler] = {service.TELLING: tell}
