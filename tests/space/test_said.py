"""What the space says is what happened, and what it asks can be answered."""

import pytest
from flask import Flask

from signon.endorsements import disputing
from signon.endorsements.capability import ENDORSEMENT
from signon.endorsements.models import Endorsement
from signon.extensions import db
from signon.space import offers, outcomes
from signon.space.outcomes import Standing
from signon.submissions import workflow
from signon.submissions.drafts import ContactDraft
from signon.submissions.states import State, TransitionRefused
from signon.transaction import command
from tests.factories import a_paper, an_endorsement
from tests.space.arrangements import ADA, BO, IS_OVER, ask, establish, signed
from tests.space.doors import mails, open_space
from tests.support.clients import Browser

HARBOUR = {
    "name": "Harbour",
    "acronym": "",
    "country": "BE",
    "organisation_kind": "ngo",
    "website": "https://harbour.org/",
    "statement": "",
}


def correct(client: Browser, grades: str, *, hidden: bool = False) -> str:
    """Make another organisation of an entry; return what the space says then."""
    paper = a_paper(publish_grades=grades)
    row = an_endorsement(paper, name="Hearth", email=ADA, website="https://hearth.org/")
    if hidden:
        disputing.dispute(row, hide=True)
    path = open_space(client, ADA)
    client.send(f"{path}/{row.public_id}/correct", HARBOUR)
    return client.get(path).text


@pytest.mark.parametrize(
    ("grades", "hidden", "since"),
    [
        ("domain mailbox", False, Standing.LISTED),
        ("domain", False, Standing.TAKEN_OFF),
        ("domain", True, Standing.HIDDEN),
    ],
)
def test_whoever_corrects_is_told_where_the_entry_stands_since(
    client: Browser, grades: str, hidden: bool, since: Standing
) -> None:
    assert f"Changed. {outcomes.STANDS[since]}" in correct(client, grades, hidden=hidden)


def test_whoever_erases_themselves_is_not_told_that_a_hidden_entry_is_on_the_list(
    client: Browser,
) -> None:
    row = signed("en")
    disputing.dispute(row, hide=True)
    path = open_space(client, ADA)

    client.send(f"{path}/{row.public_id}/erase", {})

    said = f"Your name and address are erased. {outcomes.STANDS[Standing.HIDDEN]}"
    assert said in client.get(path).text


@pytest.mark.parametrize("arrangement", ["too_late", "erased"])
def test_a_question_that_is_over_does_not_wait_in_the_space(
    client: Browser, arrangement: str
) -> None:
    row = signed("en")
    ask(row, "second")
    path = open_space(client, ADA)
    assert "has not answered yet" in client.get(path).text

    IS_OVER[arrangement][1](row)

    assert "has not answered yet" not in client.get(path).text


def test_nobody_is_asked_about_what_the_hosts_have_removed(app: Flask) -> None:
    row = signed("en")
    IS_OVER["removed"][1](row)
    before = len(mails())

    with pytest.raises(TransitionRefused):
        offers.ask(row, "successor", ContactDraft("Bo Sample", "Director", BO))

    assert len(mails()) == before


def test_nobody_vouches_for_a_person(client: Browser) -> None:
    paper = a_paper(accepts="both")
    row = an_endorsement(paper, capacity="individual", name="Ada Sample", email=ADA)

    page = f"{open_space(client, ADA)}/{row.public_id}/second"

    assert client.get(page).status_code == 404


def test_nobody_vouches_for_what_has_become_a_person(client: Browser) -> None:
    establish()
    row = an_endorsement(a_paper(accepts="both"), name="Hearth", email=ADA)
    question = ask(row, "second")
    person = {"name": "Ada Sample", "affiliation": "", "country": "BE", "publish_consent": "y"}

    client.send(f"{open_space(client, ADA)}/{row.public_id}/capacity", person)

    assert client.get(question).status_code == 410


@command
def publish_the_double(row: Endorsement) -> Endorsement:
    """Let a colleague's endorsement take the place of the first one, as leads may do."""
    workflow.unpublish(ENDORSEMENT, row)
    others = (Endorsement.id != row.id, Endorsement.paper_id == row.paper_id)
    double = db.session.query(Endorsement).filter(*others).one()
    workflow.publish(ENDORSEMENT, double)
    return double


def test_a_colleague_who_has_come_onto_the_list_keeps_what_they_signed(client: Browser) -> None:
    row = signed("en")
    question = ask(row, "colleague")
    double = publish_the_double(row)

    assert client.get(question).status_code == 410
    assert (double.state, double.contact.email) == (State.PUBLISHED, BO)


def test_a_successor_who_signed_before_reads_that_nothing_was_changed(client: Browser) -> None:
    row = signed("en")
    an_endorsement(a_paper(), name="Harbour", email=BO)

    page = client.send(ask(row, "successor"), {"answer": "yes"})

    assert page.status_code == 409
    assert "<h1>Nothing was changed</h1>" in page.text
