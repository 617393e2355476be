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


def texts_of(paper: Paper) -> list[PaperText]:
    """Return the newest text in each language of a paper, the original of now first.

    A translation that a changed original left behind stands in an older version.
    """
    current = versions.current(paper)
    if current is None:
        return []
    by_number = sorted(paper.versions, key=lambda version: version.number)
    newest = {text.language: text for version in by_number for text in version.texts}
    newest |= {text.language: text for text in current.texts}
    original = current.authoritative_language
    return sorted(newest.values(), key=lambda text: (text.language != original, text.language))


def draft_of(paper: Paper, slug: str, text: PaperText, keys: dict[str, str]) -> PaperDraft:
    """Return a text of a paper as the draft of one called `slug`.

    `keys` are those that the blocks of its original have there, by those that they have here.
    """
    own = tuple(keys.get(key or "") for key in text.blocks) if keys else ()
    return PaperDraft(
        paper.campaign.slug,
        slug,
        TextDraft(
            language=text.language,
            title=text.title,
            addressee=text.addressee,
            summary=text.summary,
            markdown=text.markdown,
            keys=own,
        ),
        kind=paper.kind,
        host=paper.host,
        time_zone=paper.time_zone,
    )


def keys_between(before: PaperText, now: PaperText) -> dict[str, str]:
    """Return the keys of the blocks of a copied original, by those that they had before."""
    pairs = zip(before.blocks, now.blocks, strict=False)  # older papers may have none
    return {old: new for old, new in pairs if old and new}


def delete_rows(paper: Paper) -> None:
    """Delete a paper with its versions, texts and names. Called in a command."""
    numbers = select(PaperVersion.id).where(PaperVersion.paper_id == paper.id)
    for table in (PaperBlock, PaperText):
        db.session.execute(delete(table).where(table.version_id.in_(numbers)))
    for of_paper in (TranslatedBlock, TranslationSource, PaperVersion, PaperSlug):
        db.session.execute(delete(of_paper).where(of_paper.paper_id == paper.id))
    db.session.execute(delete(Paper).where(Paper.id == paper.id))
