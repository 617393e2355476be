"""Notes from which original each block of a translation was made, in the command that writes it.

A block is up to date as long as its source says what the original says now. So when an original
changes, what stayed the same in it moves on to the new one, and whatever refers to an older one is
behind.
"""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import delete, select, update

from signon.extensions import db
from signon.kernel.upsert import insert_for
from signon.papers.models import (
    Paper,
    PaperText,
    PaperVersion,
    TranslatedBlock,
    TranslationSource,
)
from signon.papers.texts import blockkeys
from signon.papers.texts.blockkeys import Known
from signon.papers.texts.parts import ABOVE, parts_of

_BLOCKS: Any = TranslatedBlock.__table__
_SOURCES: Any = TranslationSource.__table__


@dataclass(frozen=True)
class Before:
    """The text that stood in a language before it is written: what it said, and its keys."""

    parts: dict[str, str]
    known: Known


NOTHING = Before({}, blockkeys.NOTHING)


def before(paper: Paper, language: str) -> Before:
    """Return the newest text of a paper in a language, in whichever version it stands."""
    of_paper = select(PaperText).join(PaperVersion, PaperVersion.id == PaperText.version_id)
    wanted = of_paper.where(PaperVersion.paper_id == paper.id, PaperText.language == language)
    newest = db.session.scalar(wanted.order_by(PaperVersion.number.desc()).limit(1))
    if newest is None:
        return NOTHING
    return Before(_parts(newest), Known(newest.markdown, tuple(newest.blocks)))


def follow(version: PaperVersion, language: str, was: Before) -> None:
    """Note what a text that was just written means for translations: it, or all, if it is theirs.

    A block that says what it said keeps its source, even where that is an older one: only its
    writer or `confirm` knows that it is still right.
    """
    original = _text(version, version.authoritative_language)
    source = _source(version, original)
    now = _parts(original)
    if language == version.authoritative_language:
        _move_on(source, now)
    else:
        _note(source, _text(version, language), was, now)
    _delete_unused(source)


def confirm(version: PaperVersion, language: str, key: str, seen: str) -> bool:
    """Note that a block of a translation is right beside the original whose SHA-256 is `seen`.

    Return whether it was noted: not if the original is another one by now, or nothing is there.
    """
    original = _text(version, version.authoritative_language)
    if original.sha256 != seen or key not in _parts(original):
        return False
    source = _source(version, original)
    place = (_BLOCKS.c.paper_id == version.paper_id, _BLOCKS.c.language == language)
    moved = update(_BLOCKS).where(*place, _BLOCKS.c.block_key == key)
    found = db.session.execute(moved.values(source_id=source.id))
    _delete_unused(source)
    return bool(getattr(found, "rowcount", 0))


def copy_older(before: PaperVersion, version: PaperVersion, keys: dict[str, str]) -> None:
    """Let the blocks of a copy that were behind stay behind, since the version they were before.

    `version` has been written from `before`, and `keys` are those of its blocks by those before.
    """
    original = _text(before, before.authoritative_language)
    of_paper = TranslationSource.paper_id == before.paper_id
    older = select(TranslationSource).where(of_paper, TranslationSource.sha256 != original.sha256)
    for source in db.session.scalars(older.order_by(TranslationSource.id)).all():
        _copy_source(source, before, version, keys)


def _copy_source(
    source: TranslationSource, before: PaperVersion, version: PaperVersion, keys: dict[str, str]
) -> None:
    since = source.since_before_copy
    if since is None and source.last_version < before.number:
        since = source.last_version + 1
    names = (*ABOVE, "markdown", "sha256")
    copied = TranslationSource(
        paper_id=version.paper_id,
        last_version=version.number,
        since_before_copy=since,
        blocks=[keys.get(key or "", key) for key in source.blocks],
        **{name: getattr(source, name) for name in names},
    )
    db.session.add(copied)
    db.session.flush()
    theirs = select(_BLOCKS.c.language, _BLOCKS.c.block_key).where(_BLOCKS.c.source_id == source.id)
    for language, key in db.session.execute(theirs).all():
        place = (_BLOCKS.c.paper_id == version.paper_id, _BLOCKS.c.language == language)
        moved = update(_BLOCKS).where(*place, _BLOCKS.c.block_key == keys.get(key, key))
        db.session.execute(moved.values(source_id=copied.id))


def _parts(text: PaperText) -> dict[str, str]:
    lines = tuple(getattr(text, name) for name in ABOVE)
    return parts_of(lines, text.markdown, tuple(text.blocks))


def _text(version: PaperVersion, language: str) -> PaperText:
    return next(text for text in version.texts if text.language == language)


def _source(version: PaperVersion, original: PaperText) -> TranslationSource:
    """Return the original of a version as a source, which it is until that version at least."""
    wanted = select(TranslationSource).where(
        TranslationSource.paper_id == version.paper_id, TranslationSource.sha256 == original.sha256
    )
    found = db.session.scalar(wanted)
    if found is None:
        names = (*ABOVE, "markdown", "blocks", "sha256")
        said = {name: getattr(original, name) for name in names}
        found = TranslationSource(paper_id=version.paper_id, last_version=version.number, **said)
        db.session.add(found)
    # A text that came back may have other keys than before.
    found.last_version, found.blocks = version.number, list(original.blocks)
    found.since_before_copy = None
    db.session.flush()
    return found


def _move_on(source: TranslationSource, now: dict[str, str]) -> None:
    """Let what says the same in an older original be based on this one; forget what is gone."""
    others = select(TranslationSource).where(
        TranslationSource.paper_id == source.paper_id, TranslationSource.id != source.id
    )
    for other in db.session.scalars(others).all():
        lines = tuple(getattr(other, name) for name in ABOVE)
        then = parts_of(lines, other.markdown, tuple(other.blocks))
        same = [key for key, said in now.items() if then.get(key) == said]
        of_other = update(_BLOCKS).where(_BLOCKS.c.source_id == other.id)
        moved = of_other.where(_BLOCKS.c.block_key.in_(same)).values(source_id=source.id)
        db.session.execute(moved)
    of_paper = delete(_BLOCKS).where(_BLOCKS.c.paper_id == source.paper_id)
    db.session.execute(of_paper.where(_BLOCKS.c.block_key.not_in(list(now))))


def _note(source: TranslationSource, text: PaperText, was: Before, now: dict[str, str]) -> None:
    """Note the source of every block of a translation that was just written."""
    said = {key: words for key, words in _parts(text).items() if key in now}
    place = (_BLOCKS.c.paper_id == source.paper_id, _BLOCKS.c.language == text.language)
    stored = db.session.execute(select(_BLOCKS.c.block_key).where(*place)).scalars()
    stays = {key for key in stored if key in said and was.parts.get(key) == said[key]}
    db.session.execute(delete(_BLOCKS).where(*place, _BLOCKS.c.block_key.not_in(list(stays))))
    of = {"paper_id": source.paper_id, "language": text.language, "source_id": source.id}
    rows = [{**of, "block_key": key} for key in said if key not in stays]
    if rows:
        db.session.execute(insert_for(db.session, _BLOCKS), rows)


def _delete_unused(source: TranslationSource) -> None:
    used = select(_BLOCKS.c.source_id).where(_BLOCKS.c.paper_id == source.paper_id)
    of_paper = delete(_SOURCES).where(_SOURCES.c.paper_id == source.paper_id)
    unused = of_paper.where(_SOURCES.c.id != source.id, _SOURCES.c.id.not_in(used))
    db.session.execute(unused, execution_options={"synchronize_session": "fetch"})
