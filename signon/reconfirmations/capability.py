"""Rounds move in."""

from signon.access.roles import Role
from signon.capability import Capability
from signon.kernel.words import N_
from signon.reconfirmations import desk, routes, slots, tasks
from signon.reconfirmations.links import ROUND
from signon.rooms import Room

ROOM = Room(
    N_("Round"),
    80,
    "reconfirmations_desk.show",
    Role.EDITOR,
    within=("reconfirmations_desk.begin",),
)

CAPABILITY = Capability(
    "reconfirmations",
    blueprints=(routes.pages, desk.pages),
    fills=slots.FILLS,
    rooms=(ROOM,),
    handlers=tasks.HANDLERS,
    schedule=tasks.SCHEDULE,
    link_purposes=(ROUND,),
)
