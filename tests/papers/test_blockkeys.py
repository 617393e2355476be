"""A version gets the keys of its blocks when it is written; translations share them."""

import re
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from signon.audit import trail
from signon.extensions import db
from signon.papers import service
from signon.papers.drafts import PaperDraft
from signon.papers.models import PaperBlock, PaperText, PaperVersion
from signon.transaction import command
from tests.factories import TEXT, a_campaign, a_paper, a_text, change_paper
from tests.support.clients import Browser

ARABIC = "## 1. أبواب\n\nتبقى مفتوحة.\n\n## 2. سقوف\n\nلكل واحد سقف.\n"
SWAPPED = "## 1. Roofs\n\nEverybody has one.\n\n## 2. Doors\n\nDoors stay open.\n"


def write(language: str = "en", **text: str) -> PaperVersion:
    a_campaign()
    draft = PaperDraft("open-doors", "ten-doors", a_text(language, **text))
    return service.write(draft, actor=trail.SYSTEM)


def rows(version: int = 1) -> list[tuple[Any, ...]]:
    """Return the blocks of a version: key, place, kind, priority."""
    db.session.rollback()
    columns = (PaperBlock.block_key, PaperBlock.position, PaperBlock.kind, PaperBlock.priority)
    wanted = select(*columns).join(PaperVersion).where(PaperVersion.number == version)
    return [tuple(row) for row in db.session.execute(wanted.order_by(PaperBlock.position))]


def keys(version: int = 1) -> list[str]:
    return [key for key, *_ in rows(version)]


def keys_of_text(language: str, version: int = 1) -> list[str | None]:
    db.session.rollback()
    wanted = select(PaperText.blocks).join(PaperVersion, PaperVersion.id == PaperText.version_id)
    named = wanted.where(PaperText.language == language, PaperVersion.number == version)
    return db.session.scalars(named).one()


def test_a_version_has_its_blocks_in_order_with_keys_of_their_own(app: Flask) -> None:
    write()

    assert [row[1:] for row in rows()] == [
        (0, "heading", 1),
        (1, "paragraph", None),
        (2, "heading", 2),
        (3, "paragraph", None),
    ]
    assert len(set(keys())) == 4
    assert keys_of_text("en") == keys()


def test_a_translation_shares_the_keys_and_changes_none(app: Flask) -> None:
    write()
    before = rows()

    write("ar", markdown=ARABIC)
    write("fr", markdown="## 2. Toits\n\nUn.\n\nDeux.\n\nTrois.\n")

    assert rows() == before
    assert keys_of_text("ar") == keys()
    assert keys_of_text("fr") == [keys()[2], None, None, None]


def test_the_next_version_carries_them_over(app: Flask) -> None:
    a_paper()
    write(markdown=f"{TEXT}\n## 3. Walls\n\nThin ones.\n")

    assert keys(2)[:4] == keys(1)
    assert len(set(keys(2))) == 6


def test_a_priority_is_followed_to_its_new_number(app: Flask) -> None:
    a_paper()
    write(markdown=SWAPPED)

    doors, open_, roofs, one = keys(1)
    assert keys(2) == [roofs, one, doors, open_]
    assert [row[3] for row in rows(2)] == [1, None, 2, None]


def test_a_draft_is_written_over_in_place_and_its_translations_follow(app: Flask) -> None:
    write()
    write("ar", markdown=ARABIC)
    doors, open_, roofs, one = keys()

    write(markdown=SWAPPED)

    assert keys() == [roofs, one, doors, open_]
    assert keys_of_text("ar") == [doors, open_, roofs, one]
    write(markdown="## 2. Doors\n\nDoors stay open.\n")
    assert keys() == [doors, open_]
    assert keys_of_text("ar") == [doors, open_, None, None]


def test_a_changed_translation_makes_a_version_with_the_same_keys(app: Flask) -> None:
    a_paper(languages=("en", "fr"))

    write("fr", markdown=TEXT.replace("stay", "restent"))

    assert keys(2) == keys(1) == keys_of_text("fr", 2) == keys_of_text("en", 2)


def test_writing_the_same_text_again_changes_nothing(app: Flask) -> None:
    write()
    before = rows()

    write()

    assert rows() == before


def test_what_says_nothing_in_blocks_can_be_written(app: Flask) -> None:
    write(markdown="***")

    assert rows() == []


def test_two_blocks_of_a_version_have_neither_key_nor_place_nor_priority_in_common(
    app: Flask,
) -> None:
    write()
    key, *_ = rows()[0]
    version_id = db.session.scalars(select(PaperVersion.id)).one()

    @command
    def add(**changes: Any) -> None:
        usual = {"block_key": "another", "position": 9, "kind": "item", "priority": 9}
        db.session.add(PaperBlock(version_id=version_id, **{**usual, **changes}))

    for twice in ({"block_key": key}, {"position": 0}, {"priority": 1}, {"kind": "poem"}):
        with pytest.raises(IntegrityError):
            add(**twice)


def test_the_page_carries_the_keys_beside_the_anchors_of_headings(client: Browser) -> None:
    write()
    change_paper(state="open")

    page = client.get("/en/papers/ten-doors").text

    assert re.findall(r'data-block="(\w+)"', page) == keys()
    assert 'id="en-1-doors"' in page
    assert f'id="block-en-{keys()[1]}"' in page
