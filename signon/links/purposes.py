"""What mailed links are for. Each capability declares its own and hands them over."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from flask import Flask

from signon.kernel import tokens
from signon.links.refusals import Damaged, Expired

ALWAYS = tokens.ALWAYS
"""For links that live as long as the row they open."""

REGISTER = "signon.link_purposes"


@dataclass(frozen=True)
class Purpose:
    """What a link is for: it opens this door and no other.

    `name` is the salt of the signature: links in mails already sent die when it is changed.
    `values` is how many ids and stamps such a link carries. `damaged` and `expired` are what its
    reader raises; `renew` is the endpoint that sends a new link, if there is one.
    """

    name: str
    lasts: timedelta
    values: int
    damaged: type[Damaged] = Damaged
    expired: type[Expired] = Expired
    renew: str = ""


def register(app: Flask, purposes: Iterable[Purpose]) -> None:
    """Note the purposes of one tenant. Raises `ValueError` for two of one name."""
    known: dict[str, Purpose] = app.extensions.setdefault(REGISTER, {})
    for purpose in purposes:
        if purpose.name in known:
            raise ValueError(f"two purposes of mailed links are called {purpose.name}")
        known[purpose.name] = purpose
