"""The mark in a Message-ID, by which a returned mail proves that it was ours and whom it went to.

A report of failed delivery is an e-mail like any other: anybody can write one. So what it says
counts only for the mailbox whose mark it brings, and the mark was only ever sent to that mailbox.
"""

import re

from signon.links.reader import same
from signon.outbox.addresses import address_key, keyed

LENGTH = 24
"""Hexadecimal digits of a mark, 96 bits."""

MOST = 20
"""So many Message-IDs of one report are looked at."""

_MARKED = re.compile(r"\b([0-9a-f]{24})\.([0-9a-f]{24})@")


def of(ref: str, to: str) -> str:
    """Return what stands before the "@" of the Message-ID of the mail `ref` to an address."""
    return f"{ref}.{_mark(ref, address_key(to))}"


def found_in(text: str) -> list[tuple[str, str]]:
    """Return each mail and mark that a text names, true or not, in order and each once."""
    return list(dict.fromkeys(_MARKED.findall(text)))[:MOST]


def is_true(ref: str, mark: str, to: str) -> bool:
    """Tell whether the mail `ref` went to this address: nobody else can know its mark."""
    return same(mark, _mark(ref, address_key(to)))


def _mark(ref: str, key: str) -> str:
    return keyed(f"returned {ref} {key}")[:LENGTH]
