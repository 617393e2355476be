"""Which blocks of a translation are behind its original, since when, and what ends it."""

import pytest
from flask import Flask
from sqlalchemy import func, select

from signon.audit import trail
from signon.extensions import db
from signon.papers import policy, queries, service
from signon.papers.drafts import PaperDraft
from signon.papers.models import TranslatedBlock, TranslationSource
from signon.papers.queries import PublicPaper
from signon.papers.texts import translating
from signon.papers.texts.translating import Progress
from tests.factories import TEXT, a_campaign, a_paper, a_text, change_paper

FRENCH = "## 1. Portes\n\nElles restent ouvertes.\n\n## 2. Toits\n\nChacun en a un.\n"
AJAR = TEXT.replace("stay open", "stay ajar")


def write(language: str = "en", **text: object) -> None:
    a_campaign()
    draft = PaperDraft("open-doors", "ten-doors", a_text(language, **text))
    service.write(draft, actor=trail.SYSTEM)
    db.session.rollback()


def paper() -> PublicPaper:
    return queries.paper_by_slug("ten-doors", drafts=True)


def french() -> Progress:
    return translating.progress(paper())["fr"]


def behind() -> list[str]:
    """Return what the blocks of the French translation that are behind were made from."""
    found = translating.older_sources(paper(), "fr").values()
    return [" ".join(w.text for p in one.passages for w in p.words) for one in found]


def confirm(seen: str = "", language: str = "fr") -> None:
    [key, *_] = translating.older_sources(paper(), "fr")
    known = seen or paper().text("en").sha256
    service.still_right("ten-doors", language, key, actor=trail.SYSTEM, seen=known)


def test_a_changed_original_leaves_the_changed_block_behind_alone(app: Flask) -> None:
    a_paper()
    write("fr", markdown=FRENCH)
    assert french() == Progress(0, None, 0)

    write(markdown=AJAR)
    write(markdown=AJAR.replace("Everybody", "Everyone"))

    assert french() == Progress(2, 2, 0)
    assert behind() == ["Doors stay open .", "Everybody has one ."]
    assert [one.since for one in translating.older_sources(paper(), "fr").values()] == [2, 3]


def test_a_draft_tells_too_what_changed_after_it_was_translated(app: Flask) -> None:
    write()
    write("fr", markdown=FRENCH)

    write(markdown=AJAR)

    assert french() == Progress(1, None, 0)
    assert behind() == ["Doors stay open ."]


def test_saving_a_translation_takes_what_it_changed_for_up_to_date_and_nothing_else(
    app: Flask,
) -> None:
    a_paper()
    write("fr", markdown=FRENCH)
    write(markdown=AJAR.replace("Everybody", "Everyone"))

    write("fr", markdown=FRENCH)  # handed in once more as it was
    assert french() == Progress(2, 2, 0)
    write("fr", markdown=FRENCH.replace("ouvertes", "entrouvertes"), title="Dix portes")

    assert behind() == ["Everybody has one ."]


def test_still_right_ends_it_until_the_original_changes_again(app: Flask) -> None:
    a_paper()
    write("fr", markdown=FRENCH)
    write(markdown=AJAR)

    confirm()
    assert french() == Progress(0, None, 0)
    write(markdown=AJAR.replace("ajar", "shut"))

    assert french() == Progress(1, 3, 0)
    assert behind() == ["Doors stay ajar ."]


def test_still_right_beside_another_original_is_refused(app: Flask) -> None:
    a_paper()
    write("fr", markdown=FRENCH)
    seen = paper().text("en").sha256
    write(markdown=AJAR)

    with pytest.raises(policy.TextChanged):
        confirm(seen)
    with pytest.raises(policy.TextChanged):
        confirm(language="es")

    assert french() == Progress(1, 2, 0)


def test_an_original_that_says_again_what_it_said_leaves_nothing_behind(app: Flask) -> None:
    write()
    write("fr", markdown=FRENCH)
    write(markdown=AJAR)

    write()

    assert french() == Progress(0, None, 0)
    assert db.session.scalar(select(func.count(TranslationSource.id))) == 1


def test_title_and_number_of_a_priority_are_followed_as_well(app: Flask) -> None:
    write()
    write("fr", markdown=FRENCH)

    write(title="Eleven open doors", markdown=TEXT.replace("## 2.", "## 3."))

    assert french().behind == 2
    assert behind() == ["Ten open doors", "2 . Roofs"]


def test_a_new_block_is_lacking_and_a_removed_one_is_no_matter(app: Flask) -> None:
    a_paper()
    write("fr", markdown=FRENCH)

    write(markdown="## 1. Doors\n\nDoors stay open.\n\n## 3. Walls\n\nThin ones suffice.\n")

    assert french() == Progress(0, None, 2)


def test_emphasis_alone_is_no_change(app: Flask) -> None:
    a_paper()
    write("fr", markdown=FRENCH)

    write(markdown=TEXT.replace("open.", "**open**."))

    assert french() == Progress(0, None, 0)


def test_a_new_version_of_the_translation_keeps_the_version_of_the_original(app: Flask) -> None:
    a_paper()
    write("fr", markdown=FRENCH)
    write("fr", markdown=FRENCH.replace("Chacun", "Chacune"))
    write(markdown=AJAR)

    assert paper().version == 3
    assert french() == Progress(1, 3, 0)


def test_a_deleted_draft_leaves_no_row(app: Flask) -> None:
    write()
    write("fr", markdown=FRENCH)
    change_paper(state="draft")

    service.delete_draft("ten-doors", actor=trail.SYSTEM)

    assert db.session.scalar(select(func.count(TranslatedBlock.block_key))) == 0


def test_forty_translations_are_each_told_what_they_miss(app: Flask) -> None:
    write()
    tags = [f"{a}{b}" for a in "bdkmt" for b in "aegklnrs"]
    for tag in tags:
        write(tag, markdown=f"## 1. {tag}\n\n{tag}.\n\n## 2. {tag}\n\n{tag}.\n")

    write(markdown=AJAR)

    found = translating.progress(paper())
    assert len(found) == 40
    assert set(found.values()) == {Progress(1, None, 0)}
