"""Migration 0014 gives keys to the blocks of every version that is there, and can be broken off."""

from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from alembic import command
from flask import Flask
from sqlalchemy import event, inspect, select

from signon.audit import trail
from signon.extensions import db, migrate
from signon.papers import service
from signon.papers.drafts import PaperDraft
from signon.papers.models import PaperBlock, PaperText, PaperVersion
from signon.papers.texts import blocks
from tests.factories import a_paper, a_text
from tests.house.source import ROOT
from tests.papers.test_blocks import RICH
from tests.papers.test_carrying import Editor

SAMPLES = sorted(Path(ROOT, "signon", "sample", "papers").glob("*.md"))
FIRST = (
    "## 1. Doors\n\nDoors stay open.\n\nYes.\n\n"
    "## 2. Roofs\n\nEach has one, and it is dry.\n\nYes.\n"
)
SECOND = (
    "## 1. Walls\n\nYes.\n\n## 2. Roofs\n\nYes.\n\nEach has one, and it is dry.\n\n"
    "## 3. Doors\n\nGates stay open.\n\nYes.\n"
)


def migration() -> ModuleType:
    [path] = Path(ROOT, "migrations", "versions").glob("0014_*.py")
    spec = spec_from_file_location("keying", path)
    assert spec
    assert spec.loader
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


KEYING = migration()


def shape(found: list[Any]) -> list[tuple[Any, ...]]:
    return [(block.kind, block.level, block.number or None) for block in found]


def write(markdown: str, language: str = "en") -> None:
    draft = PaperDraft("open-doors", "ten-doors", a_text(language, markdown=markdown))
    service.write(draft, actor=trail.SYSTEM)


def words_by_key(version: int) -> dict[str, str]:
    """Return the words of every block of the original of a version, by its key."""
    db.session.rollback()
    wanted = select(PaperText).join(PaperVersion).where(PaperVersion.number == version)
    text = db.session.scalars(wanted.where(PaperText.language == "en")).one()
    keyed = blocks.keyed(text.markdown, text.blocks)
    rows = select(PaperBlock.block_key).where(PaperBlock.version_id == text.version_id)
    stored = db.session.scalars(rows.order_by(PaperBlock.position)).all()
    assert list(stored) == [known.key for known in keyed]
    return {str(known.key): known.block.text for known in keyed}


@pytest.mark.parametrize("text", [RICH, "***\n\n- \n", "x[^1]\n\n[^1]\n\n## 3[^1]. x\n\n[^1]: ***"])
def test_it_cuts_a_text_as_the_service_does(text: str) -> None:
    assert shape(KEYING.blocks_of(text)) == shape(blocks.split(text))


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_it_cuts_the_sample_as_the_service_does(path: Path) -> None:
    text = path.read_text(encoding="utf-8").split("---", 2)[2]

    assert shape(KEYING.blocks_of(text)) == shape(blocks.split(text))


@pytest.mark.parametrize("seed", range(40))
def test_it_cuts_whatever_is_written_as_the_service_does(seed: int) -> None:
    text = "\n\n".join(Editor(seed).text())

    assert shape(KEYING.blocks_of(text)) == shape(blocks.split(text))


@pytest.mark.parametrize("seed", range(60))
def test_it_gives_no_key_to_other_words(seed: int) -> None:
    editor = Editor(seed)
    older = editor.text()
    before = KEYING._carry_over({}, KEYING.blocks_of("\n\n".join(older)))

    after = KEYING._carry_over(before, KEYING.blocks_of("\n\n".join(editor.edited(older))))

    for key, block in after.items():
        if key in before and before[key].identity != block.identity:
            assert block.kind == "heading"
            assert before[key].number == block.number


def test_versions_that_are_there_get_keys_that_go_on_with_the_next(today: Flask) -> None:
    alembic = migrate.get_config()
    a_paper()
    write(FIRST)
    write("\n".join(line.lower() for line in FIRST.splitlines()), "fr")
    write(SECOND)
    pages = select(PaperText.id, PaperText.html)
    before = dict(db.session.execute(pages).all())
    db.session.remove()

    command.downgrade(alembic, KEYING.down_revision)
    command.upgrade(alembic, "head")

    assert dict(db.session.execute(pages).all()) == before
    older, newer = words_by_key(2), words_by_key(3)
    kept = {key: words for key, words in newer.items() if key in older}
    assert list(kept.values()) == [
        "Roofs",
        "Yes .",
        "Each has one , and it is dry .",
        "Doors",
        "Yes .",
    ]
    assert all(older[key] == words for key, words in kept.items())
    french = select(PaperText.blocks).where(PaperText.language == "fr")
    assert db.session.scalars(french).all() == [list(older)]
    write(SECOND + "\nAnd windows.\n")
    assert list(words_by_key(4))[:-1] == list(newer)


def test_broken_off_half_way_it_leaves_nothing_and_can_be_run_again(today: Flask) -> None:
    alembic = migrate.get_config()
    a_paper()
    write(FIRST)
    db.session.remove()
    command.downgrade(alembic, KEYING.down_revision)
    written = []

    def break_off(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        if statement.startswith("INSERT INTO paper_blocks"):
            written.append(statement)
            if len(written) == 2:
                raise KeyboardInterrupt

    event.listen(db.engine.__class__, "before_cursor_execute", break_off)
    try:
        with pytest.raises(KeyboardInterrupt):
            command.upgrade(alembic, "head")
    finally:
        event.remove(db.engine.__class__, "before_cursor_execute", break_off)
    db.engine.dispose()
    assert "paper_blocks" not in inspect(db.engine).get_table_names()

    command.upgrade(alembic, "head")

    assert len(words_by_key(1)) == 4
    assert len(words_by_key(2)) == 6
