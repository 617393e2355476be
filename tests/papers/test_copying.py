"""A copy of a paper takes its translations as they are: what was behind stays behind."""

import pytest
from flask import Flask

from signon.audit import trail
from signon.extensions import db
from signon.papers import queries, service
from signon.papers.drafts import PaperDraft
from signon.papers.queries import PublicPaper
from signon.papers.texts import translating
from signon.papers.texts.translating import Progress
from tests.factories import TEXT, a_paper, a_text, change_paper
from tests.papers.test_translating import AJAR, FRENCH, write
from tests.support import desk
from tests.support.clients import Browser

FIRST_LEFT = FRENCH.replace("un.", "un toit.")


def copy(of: str = "ten-doors", new: str = "copied-doors") -> PublicPaper:
    service.clone(of, new, actor=trail.SYSTEM)
    db.session.rollback()
    return queries.paper_by_slug(new, drafts=True)


def french(paper: PublicPaper) -> Progress:
    return translating.progress(paper)["fr"]


def made_from(paper: PublicPaper) -> list[str]:
    """Return what the French blocks that are behind were made from."""
    found = translating.older_sources(paper, "fr").values()
    return [" ".join(w.text for p in one.passages for w in p.words) for one in found]


@pytest.fixture
def behind(app: Flask) -> None:
    """A French text in the current version, one of whose blocks is behind since version 2."""
    a_paper()
    write("fr", markdown=FRENCH)
    write(markdown=AJAR)
    write("fr", markdown=FIRST_LEFT)


@pytest.mark.usefixtures("behind")
def test_a_block_that_was_behind_is_behind_in_the_copy_since_then() -> None:
    before = french(queries.paper_by_slug("ten-doors"))
    assert (before.behind, before.since) == (1, 2)

    copied = copy()

    assert french(copied) == Progress(1, None, 0, before_copy=2)
    assert made_from(copied) == ["Doors stay open ."]
    assert queries.source(copied.text("fr").id).markdown == FIRST_LEFT


@pytest.mark.usefixtures("behind")
def test_a_copy_of_a_copy_still_knows_it() -> None:
    copy()

    again = copy("copied-doors", "third-doors")

    assert french(again) == Progress(1, None, 0, before_copy=2)
    assert made_from(again) == ["Doors stay open ."]


def test_a_translation_of_an_older_version_comes_along_as_behind(app: Flask) -> None:
    a_paper()
    write("fr", markdown=FRENCH)
    write(markdown=AJAR)
    assert queries.left_behind(queries.paper_by_slug("ten-doors")) == {"fr": 1}

    copied = copy()

    assert [text.language for text in copied.texts] == ["en", "fr"]
    assert french(copied) == Progress(1, None, 0, before_copy=2)


def test_what_was_up_to_date_is_so_in_the_copy(app: Flask) -> None:
    a_paper()
    write("fr", markdown=FRENCH)

    assert french(copy()) == Progress(0, None, 0)


def test_a_draft_whose_original_went_on_is_behind_in_its_copy(app: Flask) -> None:
    write()
    write("fr", markdown=FRENCH)
    write(markdown=AJAR)

    copied = copy()

    assert french(copied) == Progress(1, None, 0)
    assert made_from(copied) == ["Doors stay open ."]


@pytest.mark.usefixtures("behind")
def test_what_is_confirmed_in_the_copy_leaves_the_paper_before_as_it_is() -> None:
    copied = copy()
    [key] = translating.older_sources(copied, "fr")

    seen = copied.text("en").sha256
    service.still_right("copied-doors", "fr", key, actor=trail.SYSTEM, seen=seen)

    assert french(queries.paper_by_slug("copied-doors", drafts=True)).behind == 0
    assert french(queries.paper_by_slug("ten-doors")).behind == 1


@pytest.mark.usefixtures("behind")
def test_a_text_that_comes_back_in_the_copy_is_counted_from_there() -> None:
    copy()
    change_paper("copied-doors", state="open")
    for markdown in (TEXT, AJAR):
        draft = PaperDraft("open-doors", "copied-doors", a_text(markdown=markdown))
        service.write(draft, actor=trail.SYSTEM)

    found = french(queries.paper_by_slug("copied-doors"))

    assert (found.behind, found.since, found.before_copy) == (1, 3, None)


@pytest.mark.usefixtures("behind")
def test_leads_read_since_when_and_of_which_paper(client: Browser) -> None:
    copy()
    desk.sign_in(client)

    texts = client.get("/desk/papers/copied-doors/texts").text
    sides = client.get("/desk/papers/copied-doors/texts/fr/blocks").text

    said = "behind the original since version 2 of the paper that this is a copy of"
    assert f"1 block is {said}." in texts
    assert said in sides


@pytest.mark.usefixtures("behind")
def test_a_copied_draft_can_be_deleted_again(app: Flask) -> None:
    copy()

    service.delete_draft("copied-doors", actor=trail.SYSTEM)

    assert french(queries.paper_by_slug("ten-doors")).behind == 1
