"""The sample moves in."""

from signon.capability import Capability
from signon.sample import cli, routes, tour

CAPABILITY = Capability(
    "sample",
    blueprints=(routes.pages, tour.pages),
    fills=tour.FILLS,
    commands=(cli.sample,),
)
