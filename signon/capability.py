"""What a capability hands over when it moves in."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from flask import Blueprint, current_app
from flask.cli import AppGroup
from markupsafe import Markup

from signon.jobs.registry import Handler
from signon.jobs.schedule import Scheduled
from signon.links.purposes import Purpose
from signon.submissions.kinds import SubmissionKind


@dataclass(frozen=True)
class DeskLink:
    """A room of the desk, as the desk's menu names it: an endpoint and a marked message."""

    endpoint: str
    label: str


@dataclass(frozen=True)
class Capability:
    """A capability's front door. Panels draw something of it on a lower capability's page."""

    name: str
    blueprints: tuple[Blueprint, ...] = ()
    kinds: tuple[SubmissionKind[Any], ...] = ()
    panels: dict[str, Callable[..., Markup]] = field(default_factory=dict)
    desk: tuple[DeskLink, ...] = ()
    commands: tuple[AppGroup, ...] = ()
    handlers: dict[str, Handler] = field(default_factory=dict)
    schedule: tuple[Scheduled, ...] = ()
    listeners: dict[str, Callable[[Any], None]] = field(default_factory=dict)
    """What to call when a lower capability `tell`s of an event, inside the command that made it."""
    link_purposes: tuple[Purpose, ...] = ()
    """What for it mails links; each has a reader and a page."""
    template_functions: dict[str, Callable[..., Any]] = field(default_factory=dict)


def tell(event: str, subject: Any) -> None:
    """Call every capability that listens for `event`, such as "endorsement_confirmed"."""
    for listener in current_app.extensions["signon.listeners"].get(event, ()):
        listener(subject)
