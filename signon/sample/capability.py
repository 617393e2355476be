"""The sample moves in."""

from signon.capability import Capability
from signon.sample import cli, routes

CAPABILITY = Capability("sample", blueprints=(routes.pages,), commands=(cli.sample,))
