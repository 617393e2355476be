"""Which paper of which lead: the first step of every page here."""

from werkzeug.exceptions import NotFound

from signon.access.guard import signed_in
from signon.access.roles import Role
from signon.papers import queries
from signon.papers.queries import PublicPaper


def paper_for(slug: str, role: Role) -> PublicPaper:
    """Return a paper, draft or not; 404 for whoever has no such role in its campaign."""
    paper = queries.paper_by_slug(slug, drafts=True)
    if not signed_in().may(role, paper.campaign_id):
        raise NotFound
    return paper
