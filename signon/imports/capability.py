"""Imports move in: lists that were signed elsewhere."""

from signon.access.roles import Role
from signon.capability import Capability
from signon.endorsements.models import Endorsement
from signon.events import Listener
from signon.imports import service, tasks
from signon.imports.cli import endorsements
from signon.imports.room import desk, slots
from signon.kernel.words import N_
from signon.rooms import Room
from signon.site.slots import Fill
from signon.submissions.events import Ended, Erased, Parted


def _parted(event: Ended | Parted) -> None:
    if isinstance(event.submission, Endorsement):
        service.forget_people([event.submission.id])


def _erased(event: Erased) -> None:
    if event.model is Endorsement:
        service.forget_people(list(event.row_ids))


_WITHIN = tuple(f"imports.{name}" for name in ("show", "upload", "read_again", "write", "ask"))
ROOM = Room(N_("Import"), 55, "imports.index", Role.MODERATOR, within=_WITHIN)

CAPABILITY = Capability(
    "imports",
    commands=(endorsements,),
    blueprints=(desk.pages,),
    rooms=(ROOM,),
    fills=(Fill("review.signatory", 20, slots.on_signatory),),
    handlers=tasks.HANDLERS,
    schedule=tasks.SCHEDULE,
    listeners=(Listener(Ended, _parted), Listener(Parted, _parted), Listener(Erased, _erased)),
)
