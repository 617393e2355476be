"""Every way in which an answer can find an entry, put together from the tables of the code."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from itertools import product

from sqlalchemy import select

from signon.endorsements import disputing
from signon.endorsements import service as endorsements
from signon.endorsements.capability import ENDORSEMENT
from signon.endorsements.models import Endorsement
from signon.extensions import db
from signon.kernel.languages import INTERFACE
from signon.papers.queries import paper_by_id
from signon.space import offers
from signon.space.models import ANSWERS, OFFERS, Offer
from signon.submissions import workflow
from signon.submissions.drafts import ContactDraft
from signon.submissions.states import TRANSITIONS, Action, State
from signon.transaction import command
from tests.factories import a_paper, an_endorsement, confirm
from tests.space.doors import link_to, mails
from tests.support.scenes import Kept

ADA, BO = "ada@hearth.org", "bo@hearth.org"

Arrange = Callable[[Endorsement], object]


def signed(language: str) -> Endorsement:
    """Return a published endorsement by Ada, in a language; a lead has checked an earlier one."""
    return db.session.get_one(Endorsement, SIGNED[language].set())


def _sign(language: str) -> int:
    establish()
    paper = a_paper(languages=tuple(INTERFACE))
    usual = {"name": "Hearth", "email": ADA, "website": "https://hearth.org/"}
    return an_endorsement(paper, language=language, **usual).id


SIGNED = {language: Kept(partial(_sign, language)) for language in INTERFACE}


def establish() -> None:
    """Let a lead check an earlier entry of Hearth: from then on its domain is known to be its."""
    earlier = a_paper("earlier", publication="after_review")
    usual = {"name": "Hearth", "email": "chair@hearth.org", "website": "https://hearth.org/"}
    _decide(Action.PUBLISH, an_endorsement(earlier, **usual))


def ask(row: Endorsement, sort: str, email: str = BO) -> str:
    """Ask as that sort of offer is asked; return the path of the link by which it is answered."""
    if sort == "colleague":
        again = {"name": "Hearth", "email": email, "language": row.language}
        paper = paper_by_id(row.paper_id)
        offers.ask_to_join(confirm(an_endorsement(paper, confirmed=False, **again)), row)
    else:
        offers.ask(row, sort, ContactDraft("Bo Sample", "Director", email))
    return link_to("offers", mails()[-1])


def asked(language: str, sort: str) -> tuple[Endorsement, str]:
    """Return what `signed` does, about which was asked; with the path by which it is answered."""
    number, path = ASKED[language, sort].set()
    return db.session.get_one(Endorsement, number), path


def _ask_about_signed(language: str, sort: str) -> tuple[int, str]:
    row = signed(language)
    return row.id, ask(row, sort)


ASKED = {
    (language, sort): Kept(partial(_ask_about_signed, language, sort))
    for language, sort in product(INTERFACE, OFFERS)
}


def _ask_again(row: Endorsement) -> None:
    offer = _offer(row)
    if offer.duplicate_id is None:
        offers.ask(row, offer.sort, ContactDraft("Cy Sample", "Director", "cy@hearth.org"))
    else:
        offers.ask_to_join(db.session.get_one(Endorsement, offer.duplicate_id), row)


@command
def _grow_old(row: Endorsement) -> None:
    _offer(row).asked_at -= timedelta(days=15)


def _offer(row: Endorsement) -> Offer:
    return db.session.scalars(select(Offer).where(Offer.endorsement_id == row.id)).one()


def _disown_and_reclaim(row: Endorsement) -> None:
    workflow.disown(ENDORSEMENT, row)
    workflow.reclaim(ENDORSEMENT, row)


def _decide(action: Action, row: Endorsement) -> None:
    endorsements.decide(row, action, revision=row.revision, moderator="lead", note="")


MAY_BE_ANSWERED: dict[str, tuple[State, Arrange]] = {
    "published": (State.PUBLISHED, lambda _row: None),
    "contested": (State.PUBLISHED, partial(disputing.dispute, hide=False)),
    "waiting": (State.CONFIRMED, partial(workflow.unpublish, ENDORSEMENT)),
    "held": (State.CONFIRMED, partial(_decide, Action.UNPUBLISH)),
    "hidden": (State.CONFIRMED, partial(disputing.dispute, hide=True)),
}
"""By a name of its own: the state in which an answer finds an entry, and how it came there."""

IS_OVER: dict[str, tuple[State, Arrange]] = {
    "removed": (State.REJECTED, partial(_decide, Action.REJECT)),
    "withdrawn": (State.WITHDRAWN, partial(workflow.withdraw, ENDORSEMENT, actor="signatory")),
    "disowned": (State.DISOWNED, partial(workflow.disown, ENDORSEMENT)),
    "reclaimed": (State.SUBMITTED, _disown_and_reclaim),
    "erased": (State.PUBLISHED, partial(workflow.erase_person, ENDORSEMENT, actor="signatory")),
    "too_late": (State.PUBLISHED, _grow_old),
    "asked_again": (State.PUBLISHED, _ask_again),
}
"""The same, for what has overtaken the question."""

SAID = [answer for answer in ANSWERS if answer != "open"]


@dataclass(frozen=True)
class Case:
    """Somebody is asked, the entry is arranged, and somebody answers."""

    sort: str
    answer: str
    arrangement: str

    @property
    def name(self) -> str:
        """Return the name of the snapshot."""
        return f"{self.sort}-{self.answer}-{self.arrangement}"

    def arrange(self, row: Endorsement) -> State:
        """Bring the entry where the answer finds it; return that state."""
        state, how = {**MAY_BE_ANSWERED, **IS_OVER}[self.arrangement]
        how(row)
        return state


ANSWERED = [
    Case(sort, said, arrangement)
    for sort, said, arrangement in product(OFFERS, SAID, MAY_BE_ANSWERED)
]
OVERTAKEN = [Case(sort, "over", name) for sort, name in product(OFFERS, IS_OVER)]


def reachable() -> set[State]:
    """Return every state in which an entry can be after somebody was asked about it.

    What expires is deleted, so nothing is ever in that state.
    """
    states = {State.CONFIRMED, State.PUBLISHED}
    while True:
        after = {target for origins, target in TRANSITIONS.values() if origins & states}
        if after <= states:
            return states - {State.EXPIRED}
        states |= after
