"""Organisations move in."""

from signon.capability import Capability
from signon.organisations.cli import organisations as commands
from signon.organisations.kind_names import kind_name

CAPABILITY = Capability(
    "organisations",
    commands=(commands,),
    template_functions={"kind_name": kind_name},
)
