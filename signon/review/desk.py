"""What all leads' rooms for what was signed have in common: who may come in, and the way back."""

from urllib.parse import urlsplit

from flask import Blueprint, request
from werkzeug.exceptions import NotFound

from signon.access.guard import signed_in
from signon.access.roles import Role
from signon.papers.queries import PublicPaper, paper_by_slug

pages = Blueprint("review", __name__, url_prefix="/desk")

SEES_CONTACTS = (Role.MODERATOR, Role.EXPORTER)
"""Whoever may act as one of these sees e-mail addresses."""


def paper_for(slug: str, role: Role) -> PublicPaper:
    """Return a paper of a campaign in which the lead may act as `role`; 404 for any other."""
    paper = paper_by_slug(slug, drafts=True)
    if not may(role, paper):
        raise NotFound
    return paper


def campaigns(role: Role) -> set[int]:
    """Return the campaigns in which the lead may act as `role`."""
    return set(signed_in().campaigns(role))


def may(role: Role, paper: PublicPaper) -> bool:
    """Tell whether the lead may act as `role` for a paper."""
    return signed_in().may(role, paper.campaign_id)


def sees_contacts(paper: PublicPaper) -> bool:
    """Tell whether the lead may see e-mail addresses of a paper's signatories."""
    return any(may(role, paper) for role in SEES_CONTACTS)


def way_back(usual: str) -> str:
    """Return the page of the desk that the request names as `back`, else the usual one.

    It is a path of this site below /desk/, whatever a browser makes of backslashes, blanks and
    control characters: nobody is led elsewhere by a link that looks like ours.
    """
    wanted = request.values.get("back", "")
    return wanted if is_at_desk(wanted) else usual


def is_at_desk(path: str) -> bool:
    """Tell whether an address is a path below /desk/, with a query or without, and no more."""
    if not path.startswith("/desk/") or not path.isascii() or not path.isprintable():
        return False
    if len(path) > LONGEST_WAY or set(path) & set("\\ "):
        return False
    parts = urlsplit(path)
    return not (parts.scheme or parts.netloc) and ".." not in parts.path.split("/")


LONGEST_WAY = 2000
