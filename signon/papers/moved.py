"""Where a paper has gone that once had another name in addresses."""

from typing import Any

from sqlalchemy import select

from signon.extensions import rows
from signon.papers.models import Paper, PaperSlug

_PAPERS: Any = Paper.__table__
_SLUGS: Any = PaperSlug.__table__


def newer_slug(slug: str) -> str:
    """Return the name in addresses of the public paper that was once called so, "" for none."""
    if "\x00" in slug:  # PostgreSQL takes no such text, not even to look for it
        return ""
    wanted = (
        select(_PAPERS.c.slug)
        .join(_SLUGS, _SLUGS.c.paper_id == _PAPERS.c.id)
        .where(_SLUGS.c.slug == slug, _PAPERS.c.slug != slug, _PAPERS.c.state != "draft")
    )
    found = rows(wanted)
    return str(found[0].slug) if found else ""
