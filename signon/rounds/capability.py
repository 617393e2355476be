"""Rounds move in."""

from signon.capability import Capability
from signon.rounds import desk, panels, routes, tasks
from signon.rounds.links import ROUND

CAPABILITY = Capability(
    "rounds",
    blueprints=(routes.pages, desk.pages),
    panels=panels.PANELS,
    handlers=tasks.HANDLERS,
    schedule=tasks.SCHEDULE,
    link_purposes=(ROUND,),
)
