"""The log moves in: it hears of every line that comes onto a public list or leaves it."""

from signon.capability import Capability
from signon.events import Listener
from signon.log import keys, routes, service, slots, tasks, watching
from signon.log.cli import log
from signon.papers.events import TimeZoneChanged
from signon.signatories.events import LinesAdded, LinesRemoved


def _added(event: LinesAdded) -> None:
    service.note(event.paper_id, event.public_ids)


def _removed(event: LinesRemoved) -> None:
    service.close(event.paper_id, event.public_ids)


def _counted_otherwise(event: TimeZoneChanged) -> None:
    """Look at a whole list again: its days are others."""
    service.note_all(event.paper_id)


CAPABILITY = Capability(
    "log",
    blueprints=(routes.pages, routes.data),
    fills=slots.FILLS,
    listeners=(
        Listener(LinesAdded, _added),
        Listener(LinesRemoved, _removed),
        Listener(TimeZoneChanged, _counted_otherwise),
    ),
    commands=(log,),
    schedule=tasks.SCHEDULE,
    keeps=(keys.NAME,),
    watched=(watching.WATCHED,),
)
