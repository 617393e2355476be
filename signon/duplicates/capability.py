"""Duplicates move in: their room on the desk, and the link to it."""

from signon.access.roles import Role
from signon.capability import Capability
from signon.duplicates import desk, slots, waiting
from signon.kernel.words import N_
from signon.rooms import Room

ROOM = Room(
    N_("Duplicates"),
    50,
    "duplicates.duplicates",
    Role.MODERATOR,
    within=("duplicates.compare", "duplicates.merge"),
)

CAPABILITY = Capability(
    "duplicates",
    blueprints=(desk.pages,),
    fills=slots.FILLS,
    rooms=(ROOM,),
    queues=(waiting.QUEUE,),
)
