"""What the tests of the leads' table are about: who signed, and what of them is shown."""

import re
from datetime import UTC, datetime, timedelta
from html import unescape

from signon.papers.queries import PublicPaper
from signon.review.filters import Filter
from signon.review.table import listing
from signon.review.table.listing import Asked
from tests.factories import a_paper, an_endorsement
from tests.support.scenes import Kept

ROOM = "/desk/papers/ten-doors/signatories"
AT = datetime(2026, 11, 20, 12, tzinfo=UTC)
ROW = re.compile(r'<th scope="row".*?<bdi>(.*?)</bdi>', re.DOTALL)


def asked(paper: PublicPaper, *, sees_contacts: bool = True, **wanted: str) -> Asked:
    return Asked(paper.id, paper.time_zone, Filter(**wanted), sees_contacts)


def names(paper: PublicPaper, *, sees_contacts: bool = True, **wanted: str) -> list[str]:
    page = listing.page(asked(paper, sees_contacts=sees_contacts, **wanted))
    return [record.name for record in page.records]


def shown(page: str) -> list[str]:
    return [unescape(name) for name in ROW.findall(page)]


def signed(paper: PublicPaper) -> None:
    """Let five sign, of whom each differs from the others in something a filter asks for."""
    an_endorsement(paper, name="Anchor", country="FR", at=AT, statement="We agree.")
    an_endorsement(paper, name="Beacon", country="BE", at=AT + timedelta(days=1))
    an_endorsement(paper, name="Cedar", country="BE", organisation_kind="union", language="fr")
    an_endorsement(paper, name="Dune", country="BE", confirmed=False, email="ada@dune.example.net")
    person = {"capacity": "individual", "authorised": False, "organisation_kind": ""}
    an_endorsement(paper, name="Eve Sample", country="FR", **person)


def a_signed_paper() -> PublicPaper:
    paper = a_paper(accepts="both", languages=("en", "fr"))
    signed(paper)
    return paper


SIGNED = Kept(a_signed_paper)
