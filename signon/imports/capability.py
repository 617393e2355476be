"""Imports move in: lists that were signed elsewhere."""

from signon.capability import Capability
from signon.imports.cli import endorsements

CAPABILITY = Capability("imports", commands=(endorsements,))
