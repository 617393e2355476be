"""Rooms of the desk: what leads have of one paper, each for those who may enter it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Protocol

from flask import Flask, current_app, request, url_for
from flask_babel import gettext as _

from signon.access.guard import signed_in
from signon.access.roles import Role

REGISTER = "signon.rooms"


class RoomTaken(RuntimeError):
    """Two capabilities want the same place: a bug, found when the app is built."""


class OfCampaign(Protocol):
    """A paper, as far as its rooms need to know it."""

    @property
    def slug(self) -> str: ...
    @property
    def campaign_id(self) -> int: ...


@dataclass(frozen=True)
class Room:
    """One room of a paper. Smaller places come first; no two may be alike."""

    name: str
    """A marked message."""
    place: int
    endpoint: str
    """Of its first page, whose address has the `slug` of the paper."""
    role: Role
    """What a lead must be to enter."""
    waiting: Callable[[Any], int] | None = None
    """Takes the paper; returns how much waits there for this lead."""
    within: tuple[str, ...] = ()
    """Endpoints of its further pages."""


@dataclass(frozen=True)
class Way:
    """A room as the desk leads to it. `current` is "page", "true" for one of its further pages."""

    name: str
    url: str
    waiting: int
    current: str


def init_app(app: Flask) -> None:
    """Begin with no room, and let templates ask for those of a paper."""
    app.extensions[REGISTER] = []
    app.jinja_env.globals["rooms_of"] = rooms_of


def register(app: Flask, rooms: Iterable[Room]) -> None:
    """Take in the rooms of a capability; raise `RoomTaken` for a place that another one has."""
    known: list[Room] = app.extensions[REGISTER]
    for room in rooms:
        if any(other.place == room.place for other in known):
            raise RoomTaken(f"{room.endpoint} {room.place}")
        known.append(room)
    known.sort(key=lambda room: room.place)


def rooms_of(paper: OfCampaign) -> list[Way]:
    """Return the rooms of a paper that this lead may enter, in their order."""
    lead, rooms = signed_in(), current_app.extensions[REGISTER]
    return [_way(room, paper) for room in rooms if lead.may(room.role, paper.campaign_id)]


def _way(room: Room, paper: OfCampaign) -> Way:
    return Way(
        name=_(room.name),
        url=url_for(room.endpoint, slug=paper.slug),
        waiting=room.waiting(paper) if room.waiting else 0,
        current=_current(room),
    )


def _current(room: Room) -> str:
    if request.endpoint == room.endpoint:
        return "page"
    return "true" if request.endpoint in room.within else ""
