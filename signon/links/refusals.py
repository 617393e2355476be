"""Why a mailed link does not lead on: one family, and where to go from there. Knows no Flask."""

from dataclasses import dataclass
from typing import Any

from signon.kernel.errors import DomainError
from signon.kernel.words import N_


@dataclass(frozen=True)
class Way:
    """Where to go on: a marked message, and the name of a page or an address."""

    label: str
    endpoint: str = ""
    url: str = ""


class LinkUnusable(DomainError):
    """A mailed link does not lead on. What a capability says of its own links is of this family.

    `renewable` tells that a button may send a new link, where the purpose has a page for that.
    """

    status = 410
    heading = N_("This link does not work")
    message = N_("This question has been answered, or it is no longer asked. Nothing was changed.")
    renewable = False
    ways: tuple[Way, ...] = ()
    template = "links/unusable.html"

    def on_page(self) -> dict[str, Any]:
        """Return what a template of its own needs besides."""
        return {}


class Damaged(LinkUnusable):
    """Cut, altered, made up, or meant for another door: all answered alike."""

    status = 404
    message = N_("This link is not valid. Please check that you opened it whole.")


class Expired(LinkUnusable):
    """Ours, but too old. `carried` is what was signed, so that a new link can be asked for."""

    message = N_("This link is too old to be used.")

    def __init__(self, *carried: str):
        super().__init__()
        self.carried = carried


class KeyDropped(LinkUnusable):
    """Ours, but signed with a key that was given up."""

    heading = N_("This link does not work any more")
    message = N_(
        "The keys of this site have been changed since this link was sent. You did nothing wrong. "
        "Please ask for a new link."
    )


class Used(LinkUnusable):
    """It works once, and has."""

    message = N_("This link was used before, or a newer one was sent to you.")


class Replaced(LinkUnusable):
    """A newer e-mail holds the link that works."""

    message = N_(
        "A newer link has been sent since. Please use the newest e-mail from us, or let us send "
        "you another one."
    )


class Over(LinkUnusable):
    """What it was about has come to an end."""


class Overtaken(Over):
    """A rule does not allow any more what the link would do; its own words say why."""

    def __init__(self, refusal: DomainError):
        super().__init__(refusal.message, **refusal.values)
        self.status = refusal.status
