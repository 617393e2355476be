"""key blocks of papers: each block of a version is known by a key in all languages and versions

Every version that is there gets its keys here, the oldest first, one version in memory at a time.
The rules are those of the service in short, and stricter: a block keeps its key if its words stayed
(five words at least, or under the same heading), a numbered heading also if it kept its number and
most words of its title. What was edited otherwise is new, for a wrong key would be worse. The
rendered texts are left as they are; a text that is written again carries its keys.
"""

import secrets
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

import sqlalchemy as sa
from alembic import op
from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdit_py_plugins.footnote import footnote_plugin

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

LETTERS = "abcdefghjkmnpqrstvwxyz23456789"
KINDS = ("heading", "paragraph", "item", "quote", "table", "code", "note")
OF_TOKEN = {
    "heading_open": "heading",
    "list_item_open": "item",
    "blockquote_open": "quote",
    "table_open": "table",
    "fence": "code",
    "code_block": "code",
    "footnote_open": "note",
}
OPEN_UP = {"bullet_list_open", "ordered_list_open", "footnote_block_open"}
NOTE = "\0"
"""The sign of a note, whose number is no word; Markdown itself lets no such character through."""

ALIKE = 0.6
ENOUGH_WORDS = 5

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
VERSIONS = sa.table(
    "paper_versions",
    *map(sa.column, ("id", "paper_id", "number", "authoritative_language")),
)
TEXTS = sa.table(
    "paper_texts",
    *map(sa.column, ("id", "version_id", "language", "markdown")),
    sa.column("blocks", sa.JSON()),
)
BLOCKS = sa.table(
    "paper_blocks",
    *map(sa.column, ("version_id", "block_key", "position", "kind", "priority")),
)


@dataclass(frozen=True)
class Block:
    """One block of a text; `section` is the place of the heading above it, -1 if there is none."""

    kind: str
    level: int
    number: int | None
    words: tuple[str, ...]
    section: int

    @property
    def identity(self) -> tuple[str, tuple[str, ...]]:
        return self.kind, self.words


def upgrade() -> None:
    kinds = ", ".join(f"'{kind}'" for kind in KINDS)
    op.create_table(
        "paper_blocks",
        sa.Column("version_id", BIG, nullable=False),
        sa.Column("block_key", sa.String(length=16), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("priority", sa.Integer(), nullable=True),
        sa.CheckConstraint(f"kind IN ({kinds})", name=op.f("ck_paper_blocks_known_kind")),
        sa.ForeignKeyConstraint(
            ["version_id"],
            ["paper_versions.id"],
            name=op.f("fk_paper_blocks_version_id_paper_versions"),
        ),
        sa.PrimaryKeyConstraint("version_id", "block_key", name=op.f("pk_paper_blocks")),
        sa.UniqueConstraint(
            "version_id", "position", name=op.f("uq_paper_blocks_version_id_position")
        ),
        sa.UniqueConstraint(
            "version_id", "priority", name=op.f("uq_paper_blocks_version_id_priority")
        ),
    )
    empty = sa.text("'[]'")
    op.add_column(
        "paper_texts", sa.Column("blocks", sa.JSON(), server_default=empty, nullable=False)
    )
    _key_what_is_there()


def downgrade() -> None:
    with op.batch_alter_table("paper_texts") as batch_op:
        batch_op.drop_column("blocks")
    op.drop_table("paper_blocks")


def _key_what_is_there() -> None:
    connection = op.get_bind()
    papers = connection.execute(
        sa.select(VERSIONS.c.paper_id).distinct().order_by(VERSIONS.c.paper_id)
    )
    for paper_id in papers.scalars().all():
        versions = connection.execute(
            sa.select(VERSIONS.c.id, VERSIONS.c.authoritative_language)
            .where(VERSIONS.c.paper_id == paper_id)
            .order_by(VERSIONS.c.number)
        ).all()
        before: dict[str, Block] = {}
        for version_id, language in versions:
            before = _key_version(connection, version_id, language, before)


def _key_version(
    connection: sa.Connection, version_id: int, language: str, before: dict[str, Block]
) -> dict[str, Block]:
    """Write the keys of a version; return its blocks by key."""
    texts = connection.execute(
        sa.select(TEXTS.c.id, TEXTS.c.language, TEXTS.c.markdown).where(
            TEXTS.c.version_id == version_id
        )
    ).all()
    source = next((text.markdown for text in texts if text.language == language), "")
    found = _carry_over(before, blocks_of(source))
    _store(connection, version_id, found)
    for text in texts:
        keys = list(found) if text.language == language else _align(found, text.markdown)
        connection.execute(sa.update(TEXTS).where(TEXTS.c.id == text.id).values(blocks=keys))
    return found


def _store(connection: sa.Connection, version_id: int, found: dict[str, Block]) -> None:
    seen: set[int | None] = {None, 0}
    rows = []
    for position, (key, block) in enumerate(found.items()):
        number = None if block.number in seen else block.number
        seen.add(number)
        place = {"version_id": version_id, "block_key": key, "position": position}
        rows.append({**place, "kind": block.kind, "priority": number})
    if rows:
        connection.execute(sa.insert(BLOCKS), rows)


# ---- which block is which ----


def _carry_over(before: dict[str, Block], blocks: Sequence[Block]) -> dict[str, Block]:
    """Return the blocks of a text by key: the one each had before, else a new one."""
    olds, old_keys = list(before.values()), list(before)
    pairs = _same_words(olds, blocks)
    pairs |= _same_numbers(olds, blocks, pairs)
    pairs |= _same_under_a_heading(olds, blocks, pairs)
    return {
        old_keys[pairs[at]] if at in pairs else _new_key(): block for at, block in enumerate(blocks)
    }


def _same_words(olds: Sequence[Block], news: Sequence[Block]) -> dict[int, int]:
    """Return what has the same words, once in either text, as places new to old."""
    counts = [Counter(block.identity for block in blocks) for blocks in (olds, news)]
    places = {block.identity: at for at, block in enumerate(olds)}
    return {
        at: places[block.identity]
        for at, block in enumerate(news)
        if all(count[block.identity] == 1 for count in counts)
        and (len(block.words) >= ENOUGH_WORDS or block.kind == "heading")
    }


def _same_numbers(
    olds: Sequence[Block], news: Sequence[Block], known: dict[int, int]
) -> dict[int, int]:
    free = set(range(len(olds))).difference(known.values())
    places = {olds[at].number: at for at in sorted(free, reverse=True) if olds[at].number}
    found = {}
    for at, block in enumerate(news):
        if at not in known and block.number in places:
            matcher = SequenceMatcher(None, olds[places[block.number]].words, block.words, False)
            if matcher.ratio() >= ALIKE:
                found[at] = places.pop(block.number)
    return found


def _same_under_a_heading(
    olds: Sequence[Block], news: Sequence[Block], known: dict[int, int]
) -> dict[int, int]:
    """Return short blocks, or such as stand at several places, that are alone under a heading."""
    sections = {-1: -1, **known}
    taken = set(known.values())
    before = [(b.section, b.identity) for b in olds]
    after = [(sections.get(b.section), b.identity) for b in news]
    in_old, in_new = Counter(before), Counter(after)
    places = {place: at for at, place in enumerate(before)}
    return {
        at: places[place]
        for at, place in enumerate(after)
        if in_old[place] == in_new[place] == 1
        and at not in known
        and places[place] not in taken
        and news[at].kind != "heading"
    }


def _align(original: dict[str, Block], markdown: str) -> list[str | None]:
    """Return the key of each block of a translation, where the shape of both texts says it."""
    ours, theirs = list(original.values()), blocks_of(markdown)
    keys: list[str | None] = [None] * len(theirs)
    known = list(original)
    if _shape(ours) == _shape(theirs):
        return list(known)
    mine, its = _stretches(ours), _stretches(theirs)
    for number, place in its.items():
        if number in mine:
            same = _shape(ours[mine[number]]) == _shape(theirs[place])
            length = len(theirs[place]) if same else min(1, number or 0)
            for at in range(length):
                keys[place.start + at] = known[mine[number].start + at]
    return keys


def _shape(blocks: Sequence[Block]) -> list[tuple[str, int, int | None]]:
    return [(block.kind, block.level, block.number) for block in blocks]


def _stretches(blocks: Sequence[Block]) -> dict[int, slice]:
    """Return what stands from each numbered heading to the next, by number; 0 stands before all.

    A number that stands twice is left out.
    """
    starts = [(0, 0), *((b.number, at) for at, b in enumerate(blocks) if b.number)]
    ends = [at for _, at in starts[1:]] + [len(blocks)]
    counts = Counter(number for number, _ in starts)
    return {
        number: slice(at, end)
        for (number, at), end in zip(starts, ends, strict=True)
        if counts[number] == 1
    }


# ---- a text as blocks ----


def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": False, "maxNesting": 14})
    return parser.enable("table").disable("image").use(footnote_plugin, inline=False)


PARSER = _parser()


def blocks_of(markdown: str) -> list[Block]:
    """Return the blocks of a text: its outermost elements, and the items of outermost lists."""
    found: list[Block] = []
    section, level = -1, 1
    for part in _parts(PARSER.parse(markdown.encode(errors="replace").decode(), {})):
        for token in part:
            if token.type == "heading_open":  # no level is left out on the way down
                level = min(max(2, int(token.tag[1])), level + 1)
        said = " ".join(_said(part))
        if not said.strip():
            continue
        words = tuple(said.replace(NOTE, "").split())
        kind = OF_TOKEN.get(part[0].type, "paragraph")
        block = _block(kind, level, words, -1 if kind == "note" else section)
        if kind == "heading":
            section = len(found)
        found.append(block)
    return found


def _block(kind: str, level: int, words: tuple[str, ...], section: int) -> Block:
    if kind != "heading":
        return Block(kind, 0, None, words, section)
    if not words:
        return Block(kind, level, None, words, -1)
    label = words[0][:-1]
    is_numbered = label.isdecimal() and len(label) <= 3 and words[0][-1] in ".)"
    if level == 2 and is_numbered and len(words) > 1:
        return Block(kind, level, int(label), words[1:], -1)
    return Block(kind, level, None, words, -1)


def _parts(tokens: Sequence[Token]) -> Iterator[Sequence[Token]]:
    first = depth = 0
    for at, token in enumerate(tokens):
        if depth == 0:
            first = at
        if depth or token.type not in OPEN_UP:
            depth = max(depth + token.nesting, 0)
        if depth == 0:
            yield tokens[first : at + 1]


def _said(part: Sequence[Token]) -> Iterator[str]:
    for token in part:
        if token.type in {"fence", "code_block"}:
            yield token.content
        if token.type == "inline":
            yield "".join(map(_seen, token.children or ()))


def _seen(piece: Token) -> str:
    """Return what is read of a piece of a line; where a link leads is read too."""
    if piece.type in {"softbreak", "hardbreak"}:
        return " "
    if piece.type == "link_open":
        address = str(piece.attrGet("href") or "")
        return "" if address.startswith("#") else f"({address})" if address else ""
    if piece.type == "footnote_ref":
        return NOTE
    return piece.content


def _new_key() -> str:
    return "".join(secrets.choice(LETTERS) for _ in range(10))
