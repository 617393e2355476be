"""Rounds move in."""

from signon.capability import Capability
from signon.reconfirmations import desk, routes, slots, tasks
from signon.reconfirmations.links import ROUND

CAPABILITY = Capability(
    "reconfirmations",
    blueprints=(routes.pages, desk.pages),
    fills=slots.FILLS,
    handlers=tasks.HANDLERS,
    schedule=tasks.SCHEDULE,
    link_purposes=(ROUND,),
)
