"""Writing moves in."""

from signon.capability import Capability
from signon.events import Listener
from signon.papers.events import DraftDeleted
from signon.writing import dates, desk, keeping, manage, previews, slots, tasks

CAPABILITY = Capability(
    "writing",
    blueprints=(desk.pages, dates.pages, manage.pages, previews.pages),
    listeners=(Listener(DraftDeleted, keeping.clear),),
    fills=slots.FILLS,
    handlers=tasks.HANDLERS,
    schedule=tasks.SCHEDULE,
)
"""Papers are written by their own service."""
