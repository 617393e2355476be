"""What a page of the desk costs does not depend on how many have signed."""

from flask import Flask

from signon.endorsements.models import Endorsement
from tests.factories import a_paper, an_endorsement, change_paper
from tests.support.clients import Browser
from tests.support.desk import sign_in
from tests.support.statements import sent

PAPER = "/desk/papers/ten-doors"
ROOM = f"{PAPER}/signatories"
FEW, MANY = 3, 60


def statements(client: Browser, url: str) -> list[str]:
    """Return what a page asks the database once nothing has changed since it was last asked for."""
    assert client.get(url).status_code == 200
    with sent() as seen:
        client.get(url)
    return [sql for sql, _ in seen if sql not in ("BEGIN", "COMMIT", "ROLLBACK")]


def sign(first: int, until: int) -> Endorsement:
    """Let so many sign, each second of whom waits for a decision."""
    paper = a_paper()
    for number in range(first, until):
        change_paper(publication=("on_confirmation", "after_review")[number % 2])
        row = an_endorsement(paper, name=f"Hall {number}", email=f"ada@hall-{number}.example.org")
    return row


def pages(row: Endorsement) -> dict[str, str]:
    """Return the addresses of the leads' pages."""
    orders = ("", "?order=name", "?order=state", "?before=end", "?country=BE&state=published")
    return {
        **{f"signatories{order}": ROOM + order for order in orders},
        "one signatory": f"/desk/signatories/{row.public_id}",
        "today": f"{PAPER}/",
        "to decide": f"{PAPER}/to-decide",
        "history": f"{PAPER}/history",
        "dates": f"{PAPER}/dates",
        "people": "/desk/campaigns/open-doors/people",
        "home": "/desk/",
    }


def test_every_page_asks_as_often_for_sixty_as_for_three(app: Flask, client: Browser) -> None:
    row = sign(0, FEW)
    sign_in(client)
    few = {name: len(statements(client, url)) for name, url in pages(row).items()}

    sign(FEW, MANY)

    many = {name: len(statements(client, url)) for name, url in pages(row).items()}
    assert many == few


def test_the_table_reads_its_own_rows_and_compares_no_names(app: Flask, client: Browser) -> None:
    """Thousands of names were read on every page, to say how many duplicates there may be."""
    row = sign(0, FEW)
    sign_in(client)

    asked = statements(client, ROOM)

    assert "Possible duplicates" in client.get(ROOM).text
    assert row.public_id in client.get(ROOM).text
    assert [sql for sql in asked if "FROM organisations" in sql] == []
    assert sum("FROM endorsements" in sql for sql in asked) == 1
