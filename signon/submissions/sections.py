"""Sections of the space: what each kind shows to the owner of the mailbox it was handed in with."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from flask import Flask, current_app

REGISTER = "signon.space_sections"


@dataclass(frozen=True)
class Section:
    """What a capability hands over for its kind. `key` is the `address_key` of a mailbox."""

    name: str
    """Under this name its rows stand in the file that the owner takes along."""
    has: Callable[[str], bool]
    """Takes the key; tells whether there is anything, so that a link to the space is mailed."""
    draw: Callable[[str, str], str]
    """Takes the key and the token in the address of the space; returns HTML, "" for nothing."""
    stored: Callable[[str], list[dict[str, Any]]]
    """Takes the key; returns everything that is stored, ready for JSON."""


def init_app(app: Flask) -> None:
    """Begin with no section."""
    app.extensions[REGISTER] = []


def register(app: Flask, sections: Iterable[Section]) -> None:
    """Take in the sections of a capability; they stand in the order in which they come."""
    app.extensions[REGISTER].extend(sections)


def has_any(key: str) -> bool:
    """Tell whether a mailbox has anything in its space."""
    return any(section.has(key) for section in _all())


def draw(key: str, token: str) -> list[str]:
    """Return the sections in which there is something, drawn."""
    return [html for section in _all() if (html := section.draw(key, token))]


def stored(key: str) -> dict[str, Any]:
    """Return everything that is stored of a mailbox, by the name of the section."""
    return {section.name: section.stored(key) for section in _all()}


def _all() -> list[Section]:
    sections: list[Section] = current_app.extensions[REGISTER]
    return sections
