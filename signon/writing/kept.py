"""What may be read of what leads keep beside a paper."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, select

from signon.access.models import Account
from signon.extensions import rows
from signon.kernel import clock
from signon.kernel.prepared import Prepared
from signon.kernel.shapes import columns_of, filled
from signon.site import settled
from signon.writing.keeping import hash_of
from signon.writing.models import Attachment, AttachmentFile, PreviewLink
from signon.writing.text.unsaved import Place

_LINKS: Any = PreviewLink.__table__
_FILES: Any = Attachment.__table__
_BYTES: Any = AttachmentFile.__table__
_ACCOUNTS: Any = Account.__table__


@dataclass(frozen=True)
class Link:
    """A link for co-authors: who made it, and until when it works. Without the link itself.

    `language` is that of the text which its maker has not saved; "" for the draft as it is stored.
    """

    public_id: str
    made_by: str
    made_at: datetime
    expires_at: datetime
    language: str


@dataclass(frozen=True)
class Opened:
    """What a link opens, until when; `made_by` is the public id of the lead who made it."""

    paper_id: int
    made_by: str
    expires_at: datetime
    language: str


@dataclass(frozen=True)
class File:
    """A file that belongs to a paper, without its bytes."""

    public_id: str
    sha256: str
    name: str
    size: int
    added_at: datetime


def open_links(paper_id: int) -> list[Link]:
    """Return the links of a paper that work now, the newest first; their makers by e-mail."""
    return _links(_LINKS.c.paper_id == paper_id)


def links_to(place: Place) -> list[Link]:
    """Return the links that work now to what a lead has typed and not saved."""
    is_own = _LINKS.c.made_by == place.lead
    of_text = _LINKS.c.paper_id == place.paper_id, _LINKS.c.language == place.language
    return _links(is_own, *of_text)


def opened_by(key: str) -> Opened | None:
    """Return what the link with that key opens; None if it opens nothing."""
    wanted = select(*columns_of(Opened, _LINKS)).where(_LINKS.c.key_hash == hash_of(key), *_works())
    found = rows(wanted)
    return filled(Opened, found[0]) if found else None


def _links(*which: Any) -> list[Link]:
    maker = select(_ACCOUNTS.c.email).where(_ACCOUNTS.c.public_id == _LINKS.c.made_by)
    columns = columns_of(Link, _LINKS, named={"made_by": maker.scalar_subquery()})
    found = rows(
        select(*columns)
        .where(*which, *_works())
        .order_by(_LINKS.c.made_at.desc(), _LINKS.c.id.desc())
    )
    return [filled(Link, row) for row in found]


_FILES_OF = Prepared(
    select(*columns_of(File, _FILES))
    .where(_FILES.c.paper_id == bindparam("paper"))
    .order_by(_FILES.c.id)
)


@settled.asked_once(lambda paper_id: ("paper", paper_id))
def files_of(paper_id: int) -> list[File]:
    """Return the files of a paper, in the order in which they were added."""
    return [filled(File, row) for row in rows(_FILES_OF, {"paper": paper_id})]


def content(sha256: str) -> bytes:
    """Return the bytes of a file."""
    [row] = rows(select(_BYTES.c.content).where(_BYTES.c.sha256 == sha256))
    return bytes(row.content)


def _works() -> tuple[Any, Any]:
    return _LINKS.c.expires_at > clock.now(), _LINKS.c.revoked_at.is_(None)
