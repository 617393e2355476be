"""Sections of the space: what each kind shows to the owner of the mailbox it was handed in with."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from flask import Flask, current_app

from signon.outbox.addresses import address_key, is_at, mailbox_key
from signon.submissions.models import Contact

REGISTER = "signon.space_sections"


@dataclass(frozen=True)
class Holder:
    """Whose space it is: the address to which its link was mailed.

    Rows are found by `address_key`, which addresses of like spelling share; they are the holder's
    only where the address on record is the very one, which `mailbox_key` tells.
    """

    address_key: str
    mailbox_key: str

    def is_(self, contact: Contact | None) -> bool:
        """Tell whether the holder is who stands behind a row."""
        return contact is not None and is_at(contact.email, self.mailbox_key)


@dataclass(frozen=True)
class Section:
    """What a capability hands over for its kind."""

    name: str
    """Under this name its rows stand in the file that the owner takes along."""
    addresses: Callable[[str], list[str]]
    """Takes an `address_key`; returns the addresses on record, to which links may be mailed."""
    draw: Callable[[Holder, str], str]
    """Takes the holder and the token in the address of the space; returns HTML, "" for nothing."""
    stored: Callable[[Holder], list[dict[str, Any]]]
    """Takes the holder; returns everything that is stored, ready for JSON."""


def init_app(app: Flask) -> None:
    """Begin with no section."""
    app.extensions[REGISTER] = []


def register(app: Flask, sections: Iterable[Section]) -> None:
    """Take in the sections of a capability; they stand in the order in which they come."""
    app.extensions[REGISTER].extend(sections)


def holders(email: str) -> dict[Holder, str]:
    """Return who may be meant by an address, each with the address on record; none is made up.

    It is the very one if that has something in its space, else whoever has an address of like
    spelling: with or without a tag, for which only its provider knows whose it is.
    """
    key = address_key(email)
    known = {
        Holder(key, mailbox_key(address)): address
        for section in _all()
        for address in section.addresses(key)
    }
    meant = Holder(key, mailbox_key(email))
    return {meant: known[meant]} if meant in known else known


def draw(holder: Holder, token: str) -> list[str]:
    """Return the sections in which there is something, drawn."""
    return [html for section in _all() if (html := section.draw(holder, token))]


def stored(holder: Holder) -> dict[str, Any]:
    """Return everything that is stored of a holder, by the name of the section."""
    return {section.name: section.stored(holder) for section in _all()}


def _all() -> list[Section]:
    sections: list[Section] = current_app.extensions[REGISTER]
    return sections
