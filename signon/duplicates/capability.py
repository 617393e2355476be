"""Duplicates move in: their room on the desk, and the link to it."""

from signon.access.roles import Role
from signon.access.rooms import Room
from signon.capability import Capability
from signon.duplicates import desk, slots
from signon.kernel.words import N_

ROOM = Room(
    N_("Duplicates"),
    50,
    "duplicates.duplicates",
    Role.MODERATOR,
    within=("duplicates.compare", "duplicates.merge"),
)

CAPABILITY = Capability("duplicates", blueprints=(desk.pages,), fills=slots.FILLS, rooms=(ROOM,))
