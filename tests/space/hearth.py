"""What the tests of offers are about: Hearth has signed, and asks somebody else."""

from signon.endorsements import service as endorsements
from signon.endorsements.models import Endorsement
from signon.extensions import db
from signon.space import offers
from signon.submissions.drafts import ContactDraft
from signon.submissions.states import Action
from tests.factories import a_paper, an_endorsement
from tests.space.doors import link_to, mails
from tests.support.clients import Browser

ADA = "ada@hearth.org"
BO = "bo@hearth.org"
SUCCESSOR = {"name": "Bo Sample", "role": "Director", "email": BO}


def signed(**changes: object) -> Endorsement:
    usual = {"name": "Hearth", "email": ADA, "website": "https://hearth.org/"}
    return an_endorsement(a_paper(), **{**usual, **changes})


def now(row: Endorsement) -> Endorsement:
    db.session.expire_all()
    return db.session.get_one(Endorsement, row.id)


def ask(row: Endorsement, sort: str, email: str = BO) -> str:
    """Ask somebody and return the path of the link that they get."""
    offers.ask(row, sort, ContactDraft("Bo Sample", "Director", email))
    return link_to("offers", mails()[-1])


def established() -> None:
    """Let a lead check an earlier entry of Hearth: from then on its domain is known to be its."""
    earlier = a_paper("earlier", publication="after_review")
    row = an_endorsement(
        earlier, name="Hearth", email="chair@hearth.org", website="https://hearth.org/"
    )
    endorsements.decide(row, Action.PUBLISH, revision=row.revision, moderator="lead")


def press(client: Browser, path: str, answer: str) -> int:
    return client.send(path, {"answer": answer}).status_code
