"""A line of a public list: all that may be known of a signatory, and no room for anything else."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Former:
    """What may be known of a line that its signatory took back; `reason` is public, or empty."""

    public_id: str
    left_at: datetime
    reason: str
    written_in: str


@dataclass(frozen=True, slots=True)
class SignatoryLine:
    """One signatory as it stands on the list of a paper.

    `country` is an ISO 3166-1 code, `priorities` numbers such as "1-7,9" or "" for all of them,
    `version` the number of the version that is endorsed and `language` that of the text that was
    read; `written_in` is the language of the remark.
    """

    public_id: str
    capacity: str
    name: str
    acronym: str
    affiliation: str
    country: str
    kind: str
    website: str
    statement: str
    language: str
    version: int
    endorsed_at: datetime
    priorities: str = ""
    reservation: str = ""
    is_late: bool = False
    is_contested: bool = False
    source: str = "form"
    written_in: str = ""
