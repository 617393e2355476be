"""How far the translations of a paper follow its original, block by block: reads."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, func, select

from signon.extensions import rows
from signon.markup.passages import Passage
from signon.papers import queries
from signon.papers.models import TranslatedBlock, TranslationSource
from signon.papers.queries import PublicPaper
from signon.papers.texts import blocks
from signon.papers.texts.carrying import carry_over
from signon.papers.texts.differences import TextSource
from signon.papers.texts.parts import ABOVE, Lines, parts_of, passages_by_part

_BLOCKS: Any = TranslatedBlock.__table__
_SOURCES: Any = TranslationSource.__table__


@dataclass(frozen=True)
class Progress:
    """How many blocks of a translation are behind, since which version, and how many it lacks.

    `since` is None where the original changed within its version, as that of a draft does.
    `before_copy` is the version of the paper that this is a copy of, where it was behind there.
    """

    behind: int
    since: int | None
    lacking: int
    before_copy: int | None = None


@dataclass(frozen=True)
class OlderSource:
    """What a block of a translation was made from: its words, and the version that changed it."""

    passages: tuple[Passage, ...]
    since: int | None
    before_copy: int | None = None
    """The version of the paper that this is a copy of, where it was behind there."""


def original_of(paper: PublicPaper) -> TextSource:
    """Return the original of a paper as it was written."""
    return queries.source(paper.text(paper.authoritative_language).id)


def progress(paper: PublicPaper) -> dict[str, Progress]:
    """Return how far each translation is, by language; also those of older versions."""
    now = _parts(original_of(paper))
    found: dict[str, Progress] = {}
    for row in rows(_counted(paper)):
        found[row.language] = Progress(0, None, len(now) - row.blocks)
    for language, group in _older(paper).items():
        usable = [one for one in group if one.key in now]
        behind = [one for one in usable if one.said != now[one.key]]
        known = found.get(language, Progress(0, None, len(now)))
        since = [one.since for one in behind if one.since is not None]
        lacking = known.lacking - len(usable)
        copied = [one.before_copy for one in behind if one.before_copy is not None]
        found[language] = Progress(
            len(behind), min(since, default=None), lacking, min(copied, default=None)
        )
    return found


def left_by(before: TextSource, after: TextSource) -> int:
    """Return in how many blocks translations will be behind once an original is written anew.

    Those that it gains or loses are counted too. Raises what rendering raises.
    """
    known = blocks.keyed(before.markdown, before.blocks)
    own = blocks.split(after.markdown)
    keys = tuple(key or f"+{at}" for at, key in enumerate(carry_over(known, own)))
    was, will = _parts(before), parts_of(_lines(after), after.markdown, keys)
    return sum(was.get(key) != will.get(key) for key in was.keys() | will.keys())


def older_sources(paper: PublicPaper, language: str) -> dict[str, OlderSource]:
    """Return the blocks of a translation that are behind, by key, with what they were made from.

    They come in the order of the original.
    """
    now = _parts(original_of(paper))
    group = {one.key: one for one in _older(paper, language).get(language, [])}
    return {
        key: OlderSource(group[key].passages, group[key].since, group[key].before_copy)
        for key, said in now.items()
        if key in group and group[key].said != said
    }


@dataclass(frozen=True)
class _Older:
    key: str
    said: str | None
    passages: tuple[Passage, ...]
    since: int | None
    before_copy: int | None


def _older(paper: PublicPaper, language: str = "") -> dict[str, list[_Older]]:
    """Return what refers to an original that is not the one of this version, by language."""
    found = rows(_referring(paper, language))
    sources = {row.id: row for row in rows(_sources_of({row.source_id for row in found}))}
    said = {key: _parts(row) for key, row in sources.items()}
    shown = {key: _passages(row) for key, row in sources.items()}
    grouped: dict[str, list[_Older]] = {}
    for row in found:
        copied = row.since_before_copy
        is_since = copied is None and row.last_version < paper.version
        since = row.last_version + 1 if is_since else None
        key, source = row.block_key, row.source_id
        one = _Older(key, said[source].get(key), shown[source].get(key, ()), since, copied)
        grouped.setdefault(row.language, []).append(one)
    return grouped


def _referring(paper: PublicPaper, language: str) -> Select[Any]:
    columns = (_BLOCKS.c.language, _BLOCKS.c.block_key, _BLOCKS.c.source_id)
    named = (_SOURCES.c.last_version, _SOURCES.c.since_before_copy)
    joined = select(*columns, *named).join(_SOURCES, _SOURCES.c.id == _BLOCKS.c.source_id)
    wanted = joined.where(_BLOCKS.c.paper_id == paper.id, _SOURCES.c.sha256 != _sha256(paper))
    return wanted.where(_BLOCKS.c.language == language) if language else wanted


def _counted(paper: PublicPaper) -> Select[Any]:
    """Select how many blocks of each translation are based on the original of this version."""
    counted = func.count().label("blocks")
    joined = select(_BLOCKS.c.language, counted).join(
        _SOURCES, _SOURCES.c.id == _BLOCKS.c.source_id
    )
    wanted = joined.where(_BLOCKS.c.paper_id == paper.id, _SOURCES.c.sha256 == _sha256(paper))
    return wanted.group_by(_BLOCKS.c.language)


def _sources_of(keys: set[int]) -> Select[Any]:
    names = ("id", *ABOVE, "markdown", "blocks")
    return select(*(_SOURCES.c[name] for name in names)).where(_SOURCES.c.id.in_(keys))


def _sha256(paper: PublicPaper) -> str:
    return paper.text(paper.authoritative_language).sha256


def _parts(text: Any) -> Mapping[str, str]:
    return parts_of(_lines(text), text.markdown, tuple(text.blocks))


def _passages(text: Any) -> Mapping[str, tuple[Passage, ...]]:
    return passages_by_part(_lines(text), text.markdown, tuple(text.blocks))


def _lines(text: Any) -> Lines:
    return tuple(getattr(text, name) for name in ABOVE)
