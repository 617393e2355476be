"""Deliveries move in: documents of a paper and its signatories."""

from signon.capability import Capability

CAPABILITY = Capability("deliveries")
