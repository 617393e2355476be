"""Imports move in: lists that were signed elsewhere."""

from signon.capability import Capability
from signon.endorsements.models import Endorsement
from signon.events import Listener
from signon.imports import service, tasks
from signon.imports.cli import endorsements
from signon.submissions.events import Ended, Erased


def _ended(event: Ended) -> None:
    if isinstance(event.submission, Endorsement):
        service.forget_people([event.submission.id])


def _erased(event: Erased) -> None:
    if event.model is Endorsement:
        service.forget_people(list(event.row_ids))


CAPABILITY = Capability(
    "imports",
    commands=(endorsements,),
    handlers=tasks.HANDLERS,
    schedule=tasks.SCHEDULE,
    listeners=(Listener(Ended, _ended), Listener(Erased, _erased)),
)
