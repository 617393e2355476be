"""What a kind of organisation is called; apart from the codes, since models know no Flask."""

from flask_babel import gettext as _

from signon.organisations.kinds import KINDS


def kind_name(code: str) -> str:
    """Return what a kind of organisation is called in the language of the page."""
    return _(KINDS[code]) if code in KINDS else code
