"""Whether a clock tells what a form does not say: if an address is known, and as what.

One visitor at a time: a busy server would only blur the difference.
"""

import random
from collections.abc import Callable
from dataclasses import dataclass
from itertools import count
from statistics import median

from sqlalchemy import delete, select

from bench.load import ask
from bench.run import Run
from bench.service import slug
from bench.table import Aim, Line
from bench.visits import expect, key_to, request, typed
from signon.audit import trail
from signon.endorsements import service as endorsements
from signon.endorsements.capability import ENDORSEMENT
from signon.endorsements.drafts import EndorsementDraft
from signon.endorsements.models import Endorsement
from signon.extensions import db
from signon.kernel import clock
from signon.outbox import suppression
from signon.outbox.addresses import address_key
from signon.outbox.models import ALLOWANCES
from signon.papers.queries import PublicPaper
from signon.signatories.models import Signatory
from signon.submissions import workflow
from signon.submissions.states import Action

ALIKE = Aim(at_most=1.05)
WARM_UP = 5
_numbers = count(50_000_000)  # far above those of other visitors


def _entered(paper: PublicPaper, email: str) -> Endorsement:
    endorsements.enter(paper, _draft(email), actor=trail.SYSTEM, at=clock.now())
    newest = select(Endorsement).order_by(Endorsement.id.desc()).limit(1)
    return db.session.scalars(newest).one()


def _withdrawn(paper: PublicPaper, email: str) -> None:
    workflow.withdraw(ENDORSEMENT, _entered(paper, email), actor=trail.SIGNATORY)


def _disowned(paper: PublicPaper, email: str) -> None:
    workflow.disown(ENDORSEMENT, _entered(paper, email))


def _removed(paper: PublicPaper, email: str) -> None:
    row = _entered(paper, email)
    endorsements.decide(row, Action.REJECT, revision=row.revision, moderator="lead", note="No.")


def _erased(paper: PublicPaper, email: str) -> None:
    workflow.erase_person(ENDORSEMENT, _entered(paper, email), actor=trail.SIGNATORY)


SORTS: dict[str, Callable[[PublicPaper, str], object]] = {
    "unknown": lambda paper, email: None,
    "pending": lambda paper, email: endorsements.endorse(paper, _draft(email)),
    "published": _entered,
    "withdrawn": _withdrawn,
    "disowned": _disowned,
    "removed": _removed,
    "erased": _erased,
    "suppressed": lambda paper, email: suppression.suppress(address_key(email), "asked"),
}
"""What an address may have done before."""

CHALLENGE = {
    "representative_name": "Bo Sample",
    "representative_role": "Chair",
    "explanation": "Nobody of us knows this paper.",
    "authorised": "y",
}


@dataclass(frozen=True)
class Form:
    """A form that asks for an address: where it is, and what else is typed there."""

    name: str
    path: str
    fields: dict[str, str]


def measure(run: Run) -> list[Line]:
    """Compare, form by form, the addresses that are answered slowest with the quickest ones."""
    size = run.plan.sizes[0]
    paper = run.papers[size]
    entry = db.session.scalars(select(Signatory.public_id).filter_by(paper_id=paper.id)).first()
    path = f"/en/papers/{slug(size)}"
    forms = (
        Form("my space", "/en/space", {}),
        Form("new password", "/desk/password/forgotten", {}),
        Form("a new link", "/en/confirm/again", {}),
        Form("challenge", f"{path}/signatories/{entry}/challenge", CHALLENGE),
        Form("endorse", f"{path}/endorse", typed(0)),  # last: it makes other sorts of them
    )
    addresses = _addresses(paper, WARM_UP + run.plan.timings)
    return [_measured(run, form, addresses) for form in forms]


def _measured(run: Run, form: Form, addresses: dict[str, list[str]]) -> Line:
    """Send the form for all sorts of addresses in turn, each address once."""
    _let_everybody_be_mailed()
    number = next(_numbers)
    mark, cookie = key_to(ask(run.service.port, request("GET", form.path, number))[0])
    taken: dict[str, list[float]] = {sort: [] for sort in addresses}
    for turn in range(WARM_UP + run.plan.timings):
        for sort in random.sample(sorted(taken), len(taken)):
            fields = {**form.fields, "csrf_token": mark, "email": addresses[sort][turn]}
            sent = request("POST", form.path, next(_numbers), fields, f"Cookie: {cookie}")
            reply, seconds = ask(run.service.port, sent)
            expect(reply, 303)
            taken[sort].append(seconds)
    typical = {sort: median(seconds[WARM_UP:]) for sort, seconds in taken.items()}
    slowest, quickest = max(typical, key=typical.__getitem__), min(typical, key=typical.__getitem__)
    text = f"even, {form.name}: {slowest} over {quickest} addresses, {run.plan.timings} each"
    times = (f"{typical[sort] * 1000:.2f} ms" for sort in (slowest, quickest))
    return Line(text, typical[slowest] / typical[quickest], ALIKE, *times)


def _addresses(paper: PublicPaper, number: int) -> dict[str, list[str]]:
    """Return so many addresses of each sort, which have done what their sort says."""
    found = {sort: [_new() for _ in range(number)] for sort in SORTS}
    for sort, emails in found.items():
        for email in emails:
            SORTS[sort](paper, email)
            db.session.remove()
    return found


def _let_everybody_be_mailed() -> None:
    with db.engine.begin() as connection:
        connection.execute(delete(ALLOWANCES))


def _new() -> str:
    number = next(_numbers)
    return f"ada.{number}@hearth-{number}.example.org"


def _draft(email: str) -> EndorsementDraft:
    return EndorsementDraft(
        capacity="organisation",
        name=f"Hearth of {email.partition('@')[0]}",
        acronym="",
        affiliation="",
        country="BE",
        organisation_kind="ngo",
        website="",
        statement="",
        representative_name="Ada Sample",
        representative_role="Chair",
        email=email,
        authorised=True,
        updates_consent=False,
        language="en",
    )
