"""Writing moves in."""

from signon.capability import Capability
from signon.writing import desk, slots

CAPABILITY = Capability("writing", blueprints=(desk.pages,), fills=slots.FILLS)
"""No table of its own: papers are written by their own service."""
