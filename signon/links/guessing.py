"""How often links and codes may be guessed, by one network and for one row.

A link is counted once it has turned out to be damaged, so a good one works from anywhere, however
much is guessed there. A code is counted before it is looked up: it is short.
"""

from collections.abc import Callable

from flask import Flask, current_app

from signon.links.purposes import Purpose

OF_A_NETWORK = "60/10 minutes"
OF_A_ROW = "30/10 minutes"
CODES = ("30/10 minutes", "100/day")
"""How many codes one network may try: 58 bits are safe against far more."""

Limit = Callable[..., None]
"""Counts an attempt: its name, the rules, and as `key` whose it is, without it the visitor's
network. Raises a refusal with `retry_after` when it was one too many."""

_PLACE = "signon.guessing"


def init_app(app: Flask, limit: Limit) -> None:
    """Take what counts attempts: the counters stand on a higher floor."""
    app.extensions[_PLACE] = limit


def count_link(purposes: tuple[Purpose, ...], token: str) -> None:
    """Count a damaged link at a page for `purposes`; raise the refusal of `limit`, if any."""
    limit: Limit = current_app.extensions[_PLACE]
    limit("wrong-links-network", OF_A_NETWORK)
    for purpose in purposes:
        if row := _claimed(purpose, token):
            limit("wrong-links-row", OF_A_ROW, key=row)


def count_code() -> None:
    """Count a code that was typed; raise the refusal of `limit`, if any."""
    limit: Limit = current_app.extensions[_PLACE]
    limit("confirm-code", *CODES)


def _claimed(purpose: Purpose, token: str) -> str:
    """Return the row that a damaged link claims to open: all it says but the last, its proof."""
    named, *said = token.split(".")
    if named != purpose.name or len(said) < purpose.values:
        return ""
    values = said[: purpose.values]
    return ".".join([named, *(values[:-1] or values)])
