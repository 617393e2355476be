"""Organisations move in."""

from flask_babel import gettext as _

from signon.capability import Capability
from signon.organisations.cli import organisations as commands
from signon.organisations.kinds import KINDS


def kind_name(code: str) -> str:
    """Return what a kind of organisation is called in the language of the page."""
    return _(KINDS[code]) if code in KINDS else code


CAPABILITY = Capability(
    "organisations",
    commands=(commands,),
    template_functions={"kind_name": kind_name},
)
