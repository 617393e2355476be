"""Gives the blocks of a version their keys, in the command that writes its texts."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import delete, select, update

from signon.extensions import db
from signon.kernel.upsert import insert_for
from signon.markup import markdown
from signon.papers.models import PaperBlock, PaperText, PaperVersion
from signon.papers.texts import blocks
from signon.papers.texts.aligning import follow
from signon.papers.texts.blocks import KeyedBlock
from signon.papers.texts.carrying import carry_over

_BLOCKS: Any = PaperBlock.__table__


@dataclass(frozen=True)
class Known:
    """The original of a version as it was before it is written, with the keys of its blocks."""

    markdown: str
    keys: tuple[str | None, ...]


NOTHING = Known("", ())


def known(version: PaperVersion | None) -> Known:
    """Return what is carried over to the next version, or to this one when it is overwritten."""
    if version is None:
        return NOTHING
    original = _original(version)
    return Known(original.markdown, tuple(original.blocks))


def give(version: PaperVersion, before: Known, translated: Known = NOTHING) -> None:
    """Give the blocks of a version keys: those they had in `before`, or new ones.

    Its translations share them, and every text is rendered so that its blocks carry them. A
    translation that was left as it is keeps its keys: it may not follow its original any more.
    One that is just written was `translated` before, and keeps what its writer knows.
    """
    original = _original(version)
    found = _carried(original, before)
    known_keys = [one.key for one in found]
    _store(version.id, found)
    for text in version.texts:
        own = blocks.split(text.markdown)
        is_original = text is original
        keys = known_keys if is_original else _keys_of(text, own, found, translated)
        if text.blocks != keys or (found and "data-block=" not in text.html):
            text.blocks = keys
            text.html = _rendered(text, list(map(KeyedBlock, own, keys)))
    db.session.flush()


def _keys_of(
    text: PaperText,
    own: Sequence[blocks.Block],
    found: Sequence[KeyedBlock],
    translated: Known,
) -> list[str | None]:
    if len(text.blocks) != len(own):  # just written
        return follow(found, own, blocks.keyed(translated.markdown, translated.keys))
    there = {one.key for one in found}
    return [key if key in there else None for key in text.blocks]


def _original(version: PaperVersion) -> PaperText:
    language = version.authoritative_language
    return next(text for text in version.texts if text.language == language)


def _carried(original: PaperText, before: Known) -> list[KeyedBlock]:
    """Return the blocks of an original, all with keys."""
    own = blocks.split(original.markdown)
    keys: Sequence[str | None] = before.keys
    if original.markdown != before.markdown or len(keys) != len(own):
        keys = carry_over(blocks.keyed(before.markdown, before.keys), own)
    return [
        KeyedBlock(block, key or blocks.new_key()) for block, key in zip(own, keys, strict=True)
    ]


def _rendered(text: PaperText, found: Sequence[KeyedBlock]) -> str:
    keys = {one.block.at: one.key for one in found if one.key}
    return markdown.render(text.markdown, language=text.language, keys=keys).html


def _store(version_id: int, found: Sequence[KeyedBlock]) -> None:
    """Write the blocks of a version. Rows that stay are changed in place: others refer to them."""
    of_version = _BLOCKS.c.version_id == version_id
    numbers = blocks.priorities([one.block for one in found])
    rows = [
        {
            "version_id": version_id,
            "block_key": one.key,
            "position": position,
            "kind": one.block.kind,
            "priority": number,
        }
        for position, (one, number) in enumerate(zip(found, numbers, strict=True))
    ]
    if rows == _stored(version_id):
        return
    # Out of the way first: two blocks that change places must not meet at one.
    aside = {"position": -1 - _BLOCKS.c.position, "priority": None}
    db.session.execute(update(_BLOCKS).where(of_version).values(aside))
    if rows:
        insert = insert_for(db.session, _BLOCKS)
        changed = {name: insert.excluded[name] for name in ("position", "kind", "priority")}
        keys = ["version_id", "block_key"]
        db.session.execute(insert.on_conflict_do_update(index_elements=keys, set_=changed), rows)
    db.session.execute(delete(_BLOCKS).where(of_version, _BLOCKS.c.position < 0))


def _stored(version_id: int) -> list[dict[str, object]]:
    stored = select(_BLOCKS).where(_BLOCKS.c.version_id == version_id).order_by(_BLOCKS.c.position)
    return [dict(row) for row in db.session.execute(stored).mappings()]
