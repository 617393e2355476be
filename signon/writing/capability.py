"""Writing moves in."""

from signon.access.account.events import RoleChanged
from signon.access.roles import Role
from signon.capability import Capability
from signon.events import Listener
from signon.kernel.words import N_
from signon.papers.events import DraftDeleted
from signon.rooms import Room
from signon.writing import dates, desk, keeping, manage, previews, sides, slots, tasks
from signon.writing.text import sharing

ROOMS = (
    Room(N_("Text"), 60, "writing.texts", Role.VIEWER, within=("writing.write", "sides.show")),
    Room(
        N_("Dates and rules"),
        70,
        "dates.dates",
        Role.EDITOR,
        within=("dates.move", "dates.change_rules"),
    ),
    Room(N_("Address and files"), 75, "manage.manage", Role.EDITOR),
)

CAPABILITY = Capability(
    "writing",
    blueprints=(desk.pages, sides.pages, sharing.pages, dates.pages, manage.pages, previews.pages),
    listeners=(
        Listener(DraftDeleted, keeping.clear),
        Listener(RoleChanged, keeping.end_previews),
    ),
    fills=slots.FILLS,
    handlers=tasks.HANDLERS,
    schedule=tasks.SCHEDULE,
    rooms=ROOMS,
)
"""Papers are written by their own service."""
