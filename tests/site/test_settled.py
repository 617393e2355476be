"""What no signature changes is asked once, and anew as soon as it does change."""

from collections.abc import Iterator
from contextlib import contextmanager
from unittest.mock import patch

import pytest
from flask import Flask
from werkzeug.exceptions import NotFound

from signon.campaigns import service as campaigns
from signon.kernel.prepared import Prepared
from signon.papers import queries
from signon.papers import service as papers
from signon.papers.drafts import PaperDraft
from signon.site import settled
from signon.writing import kept
from tests.factories import a_paper, a_text, an_endorsement
from tests.support.clients import Browser

PAPER = "/en/papers/ten-doors"


@contextmanager
def counted() -> Iterator[list[str]]:
    """Yield a list of the prepared statements that are run meanwhile."""
    run, seen = Prepared.run, []

    def noted(statement: Prepared, *values: object) -> list[object]:
        seen.append(str(statement.statement))
        return run(statement, *values)

    with patch.object(Prepared, "run", noted):
        yield seen


@pytest.mark.parametrize(
    ("path", "most"),
    [("/en/", 5), ("/en/campaigns/open-doors", 4), (PAPER, 3), (f"{PAPER}/signatories", 3)],
)
def test_a_page_after_a_signature_asks_for_its_list_alone(
    client: Browser, path: str, most: int
) -> None:
    paper = a_paper()
    an_endorsement(paper, name="Hearth")
    client.get(path)
    an_endorsement(paper, name="Harbour")

    with counted() as seen:
        assert "2 organisations" in client.get(path).text

    assert 0 < len(seen) <= most


def test_what_changes_of_a_paper_shows_on_its_next_page(client: Browser) -> None:
    a_paper()
    client.get(PAPER)

    papers.write(
        PaperDraft("open-doors", "ten-doors", a_text(title="Eleven doors"), change="editorial"),
        actor="lead",
    )
    assert "Eleven doors" in client.get(PAPER).text

    papers.close_paper("ten-doors", actor="lead")
    assert "Closed" in client.get(PAPER).text


def test_what_changes_of_a_campaign_shows_on_the_page_of_its_paper(client: Browser) -> None:
    paper = a_paper()
    client.get(PAPER)

    campaigns.change(paper.campaign_slug, actor="lead", accent="#7a1f3d")

    assert "7a1f3d" in client.get(PAPER).text


def test_a_paper_that_is_gone_from_an_address_is_not_found_there(client: Browser) -> None:
    a_paper()
    client.get(PAPER)

    papers.rename("ten-doors", "eleven-doors", actor="lead")

    assert client.get(PAPER).location.endswith("/en/papers/eleven-doors")
    assert client.get("/en/papers/eleven-doors").status_code == 200


def test_outside_a_kept_page_everything_is_asked_anew(app: Flask) -> None:
    paper = a_paper()
    settled.know(("paper", paper.id), (1,))

    with counted() as seen:
        kept.files_of(paper.id)
        kept.files_of(paper.id)
        with settled.while_drawing():
            settled.know(("paper", paper.id), (1,))
            kept.files_of(paper.id)
            kept.files_of(paper.id)
            kept.files_of(paper.id + 1)

    assert len(seen) == 4


def test_another_value_of_a_counter_is_asked_anew(app: Flask) -> None:
    paper = a_paper()

    with counted() as seen:
        for number in (1, 2, 1):
            with settled.while_drawing():
                settled.know(("paper", paper.id), (number,))
                assert queries.papers_by_ids([paper.id]) == {paper.id: paper}

    assert len(seen) == 2


def test_what_was_not_found_is_looked_for_again(app: Flask) -> None:
    with settled.while_drawing():
        settled.know(("paper", "ten-doors"), (1,))
        with pytest.raises(NotFound):
            queries.paper_by_slug("ten-doors")
        a_paper()
        assert queries.paper_by_slug("ten-doors").slug == "ten-doors"
