"""Rounds move in."""

from signon.capability import Capability
from signon.reconfirmations import desk, panels, routes, tasks
from signon.reconfirmations.links import ROUND

CAPABILITY = Capability(
    "reconfirmations",
    blueprints=(routes.pages, desk.pages),
    panels=panels.PANELS,
    handlers=tasks.HANDLERS,
    schedule=tasks.SCHEDULE,
    link_purposes=(ROUND,),
)
