"""Proof that a person pressed the button of a mailed page, without a cookie.

The address of such a page is a secret of its own, so no other site can send its form. The mark in
the form shows that the page was opened before the button was pressed; it needs no session, so the
page works inside mail programs that keep no cookies, and sets none for a scanner that opens it.
"""

import hashlib

from flask import request

from signon.kernel.errors import DomainError
from signon.kernel.words import N_
from signon.links.purposes import ALWAYS, Purpose
from signon.links.reader import read, same
from signon.links.refusals import LinkUnusable
from signon.links.writer import write

PRESS = Purpose("press", ALWAYS, 1)
FIELD = "csrf_token"


class NotPressed(DomainError):
    """The request did not come from the page's own button."""

    status = 400
    message = N_("Please open the link from the e-mail again, and press the button there.")


def mark(token: str) -> str:
    """Return what the form of the page of `token` carries."""
    return write(PRESS, _digest(token))


def require(token: str) -> None:
    """Raise `NotPressed` unless this request comes from the button of the page of `token`."""
    try:
        [said] = read(PRESS, request.form.get(FIELD, ""))
    except LinkUnusable:
        raise NotPressed from None
    if request.method != "POST" or not same(said, _digest(token)):
        raise NotPressed


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()[:32]
