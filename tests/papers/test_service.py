"""Writing papers: translations, versions, and texts that people may have signed."""

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from werkzeug.exceptions import NotFound

from signon.audit import trail
from signon.extensions import db
from signon.papers import queries, service
from signon.papers.drafts import PaperDraft, TextDraft
from signon.papers.models import PaperVersion
from signon.transaction import command
from tests.factories import a_campaign, a_paper, a_text, change_paper


def write(text: TextDraft, **said: str) -> int:
    draft = PaperDraft("open-doors", "ten-doors", text, **said)
    return service.write(draft, actor=trail.SYSTEM).number


def changes() -> list[tuple[int, str, str]]:
    versions = db.session.scalars(select(PaperVersion).order_by(PaperVersion.number))
    return [(version.number, version.change, version.note) for version in versions]


def test_a_translation_joins_the_current_version(app: Flask) -> None:
    a_paper()

    assert write(a_text("fr", title="Dix portes")) == 1

    paper = queries.paper_by_slug("ten-doors")
    assert {text.language for text in paper.texts} == {"en", "fr"}
    assert paper.text("fr").title == "Dix portes"
    assert paper.text("el").language == "en"


def test_the_same_text_again_changes_nothing(app: Flask) -> None:
    a_paper()

    assert write(a_text()) == 1


def test_a_changed_original_of_an_open_paper_is_a_new_version_without_old_translations(
    app: Flask,
) -> None:
    a_paper(languages=("en", "fr"))
    before = queries.paper_by_slug("ten-doors").text("en").sha256

    assert write(a_text(markdown="## 1. Doors\n\nAll doors.\n")) == 2

    paper = queries.paper_by_slug("ten-doors")
    assert [text.language for text in paper.texts] == ["en"]
    assert paper.text("en").sha256 != before
    assert queries.paper_by_slug("ten-doors", 1).text("en").sha256 == before


def test_a_changed_translation_is_a_new_version_that_keeps_the_other_texts(app: Flask) -> None:
    a_paper(languages=("en", "fr"))

    assert write(a_text("fr", title="Dix portes ouvertes")) == 2

    assert {text.language for text in queries.paper_by_slug("ten-doors").texts} == {"en", "fr"}


def test_the_text_of_a_draft_is_replaced_in_place(app: Flask) -> None:
    a_paper(state="draft")

    assert write(a_text(title="Eleven doors")) == 1

    assert queries.paper_by_slug("ten-doors", drafts=True).text("en").title == "Eleven doors"
    with pytest.raises(NotFound):
        queries.paper_by_slug("ten-doors")


def test_every_version_after_the_first_says_how_it_differs(app: Flask) -> None:
    a_campaign()
    write(a_text(), change="substantive", note="Nothing was there before.")
    change_paper(state="open")

    write(a_text(title="Ten open  doors"))
    write(a_text(title="Ten closed doors"), change="substantive", note="Doors are closed now.")
    write(a_text("fr", title="Dix portes"), change="substantive", note="A translation joins.")

    assert changes() == [
        (1, "first", ""),
        (2, "editorial", ""),
        (3, "substantive", "Doors are closed now."),
    ]


def test_a_version_cannot_differ_in_a_way_that_nobody_knows(app: Flask) -> None:
    a_paper()

    with pytest.raises(IntegrityError):
        write(a_text(title="Eleven doors"), change="slightly")


def test_two_current_versions_of_a_paper_cannot_be(app: Flask) -> None:
    a_paper()

    @command
    def second() -> None:
        version = db.session.scalars(select(PaperVersion)).one()
        db.session.add(
            PaperVersion(
                paper_id=version.paper_id,
                number=2,
                is_current=True,
                authoritative_language="en",
                created_at=version.created_at,
            )
        )
        db.session.flush()

    with pytest.raises(IntegrityError):
        second()


def test_a_paper_of_an_unknown_campaign_is_refused(app: Flask) -> None:
    with pytest.raises(NotFound):
        write(a_text())


def test_commands_open_and_close_a_paper(app: Flask) -> None:
    a_campaign()
    write(a_text())
    runner = app.test_cli_runner()

    opened = runner.invoke(args=["papers", "open", "ten-doors"])
    listed = runner.invoke(args=["papers", "list"])
    closed = runner.invoke(args=["papers", "close", "ten-doors"])
    unknown = runner.invoke(args=["papers", "close", "no-doors"])

    assert (opened.exit_code, closed.exit_code, unknown.exit_code) == (0, 0, 1)
    assert listed.output.startswith("ten-doors\topen\tversion 1\ten")
    assert "no-doors" in unknown.output
