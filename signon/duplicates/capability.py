"""Duplicates move in: their room on the desk, and the link to it."""

from signon.capability import Capability
from signon.duplicates import desk, panels

CAPABILITY = Capability("duplicates", blueprints=(desk.pages,), panels=panels.PANELS)
