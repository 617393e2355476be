"""Writing moves in."""

from signon.capability import Capability
from signon.writing import dates, desk, slots, tasks

CAPABILITY = Capability(
    "writing",
    blueprints=(desk.pages, dates.pages),
    fills=slots.FILLS,
    handlers=tasks.HANDLERS,
)
"""Papers are written by their own service."""
