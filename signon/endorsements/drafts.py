"""What somebody typed into the endorsement form, cleaned and not yet believed."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class EndorsementDraft:
    """One filled-in form. For an individual `name` is the person's own."""

    capacity: str
    name: str
    acronym: str
    affiliation: str
    country: str
    organisation_kind: str
    website: str
    statement: str
    representative_name: str
    representative_role: str
    email: str
    authorised: bool
    updates_consent: bool
    language: str
    text_language: str = ""
    """The language of the text that was read, where it is another one than that of the page."""
    priorities: str = ""
    """The numbers of the chosen ones as they are stored; empty for the whole paper."""
    reservation: str = ""
    decides_on: date | None = None
    """The day on which the organisation itself decides, if that is still to come."""
    hides_name: bool = False
    via: str = ""
    """The code of a co-host's link, as it came with the page."""
    shared_with: frozenset[str] = frozenset()
    """The public ids of co-hosts whose box was ticked."""


@dataclass(frozen=True)
class ScopeDraft:
    """How much of a paper somebody endorses from now on; `priorities` as they are stored."""

    priorities: str
    reservation: str
