"""What a service had before and after a backup, as a restore finds it."""

from pathlib import Path

from sqlalchemy import select

from signon.audit import trail
from signon.endorsements.capability import ENDORSEMENT
from signon.endorsements.models import Endorsement
from signon.extensions import db
from signon.jobs.models import JOBS
from signon.outbox.post import post
from signon.signatories.models import Signatory
from signon.submissions import workflow
from tests.backup.places import Place
from tests.factories import a_paper, an_endorsement
from tests.outbox.mails import an_email

MAILS, SENT = 19, 10


def signed(place: Place, *names: str) -> None:
    """Let organisations sign there; their contacts are kept."""
    with place.app():
        sign(*names)


def sign(*names: str) -> None:
    """Let organisations sign in the app of now; their contacts are kept."""
    paper = a_paper()
    for name in names:
        an_endorsement(paper, name=name, email=f"{name.lower()}@example.org")


def withdrawn(place: Place, name: str) -> None:
    """Let one of them withdraw."""
    with place.app():
        found = db.session.scalars(select(Endorsement).where(Endorsement.name == name)).one()
        workflow.withdraw(ENDORSEMENT, found, actor=trail.SIGNATORY)


def names(place: Place) -> list[str]:
    """Return who stands on the list."""
    with place.app():
        assert trail.verify() is None
        return sorted(db.session.scalars(select(Signatory.name)))


def without_mail(place: Place) -> None:
    """Forget the mails that the scene itself has written."""
    with place.app(), db.engine.connect() as connection:
        connection.execute(JOBS.delete())
        connection.commit()


def nineteen_mails(place: Place) -> None:
    """Write so many mails."""
    without_mail(place)
    with place.app():
        for number in range(MAILS):
            post(an_email(f"{number}@example.org"), about=f"n{number}")


def backed_up(place: Place, file: Path) -> Path:
    """Write a backup and return its file."""
    place.must("backup", "create", str(file))
    return file
