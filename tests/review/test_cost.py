"""What a page of the desk costs does not depend on how many have signed."""

from flask import Flask

from tests.factories import a_paper, an_endorsement
from tests.support.clients import Browser
from tests.support.desk import sign_in
from tests.support.statements import sent

ROOM = "/desk/papers/ten-doors/signatories"


def test_the_table_reads_no_organisation(app: Flask, client: Browser) -> None:
    """Thousands of names were read on every page, to say how many duplicates there may be."""
    paper = a_paper()
    an_endorsement(paper)
    sign_in(client)

    with sent() as statements:
        page = client.get(ROOM).text

    assert '<th scope="row"' in page
    assert "Possible duplicates" in page
    assert [sql for sql, _ in statements if "FROM organisations" in sql] == []
