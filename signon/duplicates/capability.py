"""Duplicates move in: their room on the desk, and the link to it."""

from signon.capability import Capability
from signon.duplicates import desk, slots

CAPABILITY = Capability("duplicates", blueprints=(desk.pages,), fills=slots.FILLS)
