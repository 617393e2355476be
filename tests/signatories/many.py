"""Lists with many lines, written without the act that fills them elsewhere."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from signon.papers.queries import PublicPaper
from signon.signatories import service
from signon.signatories.lines import SignatoryLine
from signon.transaction import command

DAY = datetime(2026, 11, 3, 12, tzinfo=UTC)

LINE = SignatoryLine(
    public_id="line",
    capacity="organisation",
    name="Hearth",
    acronym="",
    affiliation="",
    country="BE",
    kind="ngo",
    website="",
    statement="",
    language="en",
    version=1,
    endorsed_at=DAY,
)


@command
def put(paper: PublicPaper, *names: str, **changes: object) -> None:
    """Put a line on the list for each name, the first of them signed first."""
    for name in names:
        number = service.db.session.query(service.Signatory).count()
        values = {"endorsed_at": DAY + timedelta(hours=number), **changes}
        service.add(paper.id, replace(LINE, public_id=f"line-{number}", name=name, **values))


def numbered(word: str, number: int) -> list[str]:
    """Return so many names that begin with a word, in alphabetical order."""
    return [f"{word} {at:03}" for at in range(number)]
