"""Imports move in: lists that were signed elsewhere."""

from signon.capability import Capability

CAPABILITY = Capability("imports")
