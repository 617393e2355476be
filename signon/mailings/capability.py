"""Mailings move in."""

from signon.access.roles import Role
from signon.capability import Capability
from signon.kernel.words import N_
from signon.mailings import desk, hearing, routes, tasks
from signon.mailings.links import UPDATES
from signon.rooms import Room

_WITHIN = tuple(f"mailings_desk.{view}" for view in ("edit", "write", "preview", "plan", "act"))

ROOM = Room(N_("Write to signatories"), 77, "mailings_desk.show", Role.EDITOR, within=_WITHIN)

CAPABILITY = Capability(
    "mailings",
    blueprints=(routes.pages, desk.pages),
    rooms=(ROOM,),
    listeners=hearing.LISTENERS,
    handlers=tasks.HANDLERS,
    schedule=tasks.SCHEDULE,
    link_purposes=(UPDATES,),
)
