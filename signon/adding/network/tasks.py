"""Work of the worker: write down the members of a list that was confirmed."""

from signon.adding.network import service
from signon.jobs.queue import Claimed
from signon.jobs.registry import Handler


def write_down(job: Claimed) -> None:
    """Write down what is left of the list of a job."""
    service.write_down(job.subject)


HANDLERS: dict[str, Handler] = {service.WRITE_DOWN: write_down}
