"""What the worker does for this capability."""

from signon.jobs.queue import Claimed
from signon.jobs.registry import Handler
from signon.writing import service


def tell(job: Claimed) -> None:
    """Write to a portion of those who hear of a new date."""
    said = job.payload
    service.tell_some(str(said["paper"]), said["audience"], said["closes"], int(said["after"]))


HANDLERS: dict[str, Handler] = {service.TELLING: tell}
