"""What a capability hands over when it moves in."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from flask import Blueprint
from flask.cli import AppGroup

from signon.events import Listener
from signon.jobs.registry import Handler
from signon.jobs.schedule import Scheduled
from signon.links.purposes import Purpose
from signon.operations.watched import Watched
from signon.rooms import Room
from signon.site.slots import Fill
from signon.submissions.kinds import SubmissionKind
from signon.submissions.queues import Queue
from signon.submissions.sections import Section


@dataclass(frozen=True)
class Capability:
    """A capability's front door."""

    name: str
    blueprints: tuple[Blueprint, ...] = ()
    kinds: tuple[SubmissionKind[Any], ...] = ()
    slots: tuple[str, ...] = ()
    """Places on its own pages that capabilities above may fill."""
    fills: tuple[Fill, ...] = ()
    """What it draws in the slots of capabilities below."""
    listeners: tuple[Listener, ...] = ()
    """What it hears of capabilities and floors below."""
    commands: tuple[AppGroup, ...] = ()
    """Groups of one name, of whichever capabilities, are one group."""
    handlers: dict[str, Handler] = field(default_factory=dict)
    schedule: tuple[Scheduled, ...] = ()
    queues: tuple[Queue, ...] = ()
    """What of its kinds waits for a lead."""
    sections: tuple[Section, ...] = ()
    """What it shows in the space of a mailbox."""
    rooms: tuple[Room, ...] = ()
    """What leads have of a paper."""
    link_purposes: tuple[Purpose, ...] = ()
    """What for it mails links; each has a reader and a page."""
    keeps: tuple[str, ...] = ()
    """Files of the data folder without which its rows are worth less: backups carry them."""
    watched: tuple[Watched, ...] = ()
    """What whoever runs the service is told of it."""
    template_functions: dict[str, Callable[..., Any]] = field(default_factory=dict)
