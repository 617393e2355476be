"""A whole paper at once: its texts as drafts of another one, and all its rows taken away."""

from sqlalchemy import delete, select

from signon.extensions import db
from signon.papers.drafts import PaperDraft, TextDraft
from signon.papers.models import (
    Paper,
    PaperBlock,
    PaperSlug,
    PaperText,
    PaperVersion,
    TranslatedBlock,
    TranslationSource,
)
from signon.papers.texts import versions


def drafts_of(paper: Paper, slug: str) -> list[PaperDraft]:
    """Return the texts of a paper as drafts of one called `slug`, the original first."""
    current = versions.current(paper)
    texts = current.texts if current else []
    original = current.authoritative_language if current else ""
    return [
        PaperDraft(
            paper.campaign.slug,
            slug,
            TextDraft(text.language, text.title, text.addressee, text.summary, text.markdown),
            kind=paper.kind,
            host=paper.host,
            time_zone=paper.time_zone,
        )
        for text in sorted(texts, key=lambda text: text.language != original)
    ]


def delete_rows(paper: Paper) -> None:
    """Delete a paper with its versions, texts and names. Called in a command."""
    numbers = select(PaperVersion.id).where(PaperVersion.paper_id == paper.id)
    for table in (PaperBlock, PaperText):
        db.session.execute(delete(table).where(table.version_id.in_(numbers)))
    for of_paper in (TranslatedBlock, TranslationSource, PaperVersion, PaperSlug):
        db.session.execute(delete(of_paper).where(of_paper.paper_id == paper.id))
    db.session.execute(delete(Paper).where(Paper.id == paper.id))
