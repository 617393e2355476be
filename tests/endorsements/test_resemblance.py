"""A name that looks like a known one waits for a lead, and the desk says why."""

import html

import pytest
from flask import Flask
from sqlalchemy import select, update

from signon.audit import trail
from signon.endorsements import renewal, resemblance, service
from signon.endorsements.capability import ENDORSEMENT
from signon.endorsements.models import Endorsement
from signon.extensions import db
from signon.signatories.models import Signatory
from signon.submissions import workflow
from signon.submissions.states import Action, State
from signon.transaction import command
from tests.factories import FORM, a_paper, an_endorsement, confirm
from tests.space.doors import link_to, mails, open_space
from tests.support import desk
from tests.support.clients import Browser

ROOM = "/desk/papers/second/signatories"
STRONG = {"email": "eve@evil.org", "website": "https://evil.org/"}

LOOK_ALIKES = {
    "СARE": resemblance.LETTERS,
    "ϹΑRΕ": resemblance.LETTERS,
    "CARE (official)": resemblance.ADDED,
    "CARE ✔": resemblance.ADDED,
    "CARE\ufe0f": resemblance.HIDDEN,
}


def known(name: str = "CARE", **changes: object) -> Endorsement:
    return an_endorsement(a_paper("first"), name=name, **{"email": "a@care.org", **changes})


def signed(name: str, slug: str = "second", **changes: object) -> Endorsement:
    """Let somebody sign with evidence that publishes at once, and confirm it."""
    draft = {"name": name, **STRONG, **changes}
    return confirm(an_endorsement(a_paper(slug), confirmed=False, **draft))


@pytest.mark.parametrize("slug", ["first", "second"])
@pytest.mark.parametrize("name", LOOK_ALIKES)
def test_a_look_alike_waits_under_this_paper_and_any_other(
    app: Flask, slug: str, name: str
) -> None:
    known()

    row = signed(name, slug, country="FR")

    assert (row.evidence, row.state) == ("domain", State.CONFIRMED)
    assert db.session.scalars(select(Signatory.name)).all() == ["CARE"]


@pytest.mark.parametrize(
    ("genuine", "name"), [("Alpha", "A1pha"), ("HI", "Hl"), ("Oxfam", "0XFAM")]
)
def test_digits_and_letters_of_one_stroke_wait_too(app: Flask, genuine: str, name: str) -> None:
    known(genuine)

    assert signed(name).state == State.CONFIRMED


@pytest.mark.parametrize("name", ["Care", "C.A.R.E.", "CARE International", "Cart", "Core"])
def test_other_names_and_the_same_name_do_not_wait(app: Flask, name: str) -> None:
    known()

    assert signed(name).state == State.PUBLISHED


@pytest.mark.parametrize(("name", "how"), LOOK_ALIKES.items())
def test_the_desk_shows_why(client: Browser, name: str, how: str) -> None:
    known()
    row = signed(name)
    desk.sign_in(client)

    page = html.unescape(client.get(f"/desk/signatories/{row.public_id}").text)

    assert resemblance.WORDS[how] % {"name": "CARE"} in page


def test_who_only_waits_for_review_looks_like_nobody(client: Browser) -> None:
    known()
    an_endorsement(a_paper("second", publication="after_review"), name="Harbour")
    desk.sign_in(client)

    assert "looks like" not in client.get(ROOM).text


def test_the_page_that_asks_to_confirm_says_that_a_lead_looks_first(client: Browser) -> None:
    known()
    a_paper("second")
    fields = {**FORM, "organisation_name": "СARE"}
    client.send("/en/papers/second/endorse", fields)

    assert "the hosts look at it" in client.get(link_to("confirm/", mails()[-1])).text


def test_nobody_corrects_their_way_to_a_look_alike(client: Browser) -> None:
    known()
    row = signed("Hearth")
    assert row.state == State.PUBLISHED
    path = open_space(client, STRONG["email"])
    details = {"name": "СARE", "country": "BE", "organisation_kind": "ngo"}

    client.send(f"{path}/{row.public_id}/correct", {**details, "website": STRONG["website"]})

    db.session.expire_all()
    assert (row.name, row.state) == ("СARE", State.CONFIRMED)


def test_a_fake_that_waits_does_not_hold_up_the_genuine_one(app: Flask) -> None:
    known()
    fake = signed("СARE", "third")

    again = signed("Care", email="b@care.org", website="")

    assert (fake.state, again.state) == (State.CONFIRMED, State.PUBLISHED)


def test_a_fake_that_came_first_and_waits_gains_nothing_by_that(app: Flask) -> None:
    """Not once the genuine one stands on a list, whenever it came there."""
    fake = signed("СARE", "third", email="eve@gmail.com", website="")
    service.decide(fake, Action.UNPUBLISH, revision=fake.revision, moderator="lead")
    genuine = signed("CARE", "first", email="a@care.org", website="https://care.org/")
    assert genuine.state == State.CONFIRMED
    service.decide(genuine, Action.PUBLISH, revision=genuine.revision, moderator="lead")

    assert signed("СARE").state == State.CONFIRMED


def test_whom_a_lead_has_checked_waits_no_more(app: Flask) -> None:
    known()
    row = signed("СARE")

    service.decide(row, Action.PUBLISH, revision=row.revision, moderator="lead")

    assert row.state == State.PUBLISHED
    assert signed("СARE", "third").state == State.PUBLISHED
    assert resemblance.found(row) is None


@pytest.mark.parametrize("action", [Action.UNPUBLISH, Action.REJECT])
def test_who_was_first_counts_only_while_no_lead_has_removed_it(app: Flask, action: Action) -> None:
    row = known()
    service.decide(row, action, revision=row.revision, moderator="lead")

    expected = State.PUBLISHED if action == Action.REJECT else State.CONFIRMED
    assert signed("СARE").state == expected


def test_a_look_alike_of_one_that_has_withdrawn_waits_too(app: Flask) -> None:
    """It was on a public list: readers may remember its name."""
    workflow.withdraw(ENDORSEMENT, known(), actor=trail.SIGNATORY)

    assert signed("СARE").state == State.CONFIRMED


def test_individuals_may_be_called_alike(app: Flask) -> None:
    person = {"capacity": "individual", "authorised": False}
    an_endorsement(a_paper("first", accepts="both"), name="Al Hearth", **person)

    again = an_endorsement(a_paper("first", accepts="both"), name="AI Hearth", **person)

    assert again.state == State.PUBLISHED


def test_what_was_signed_before_the_update_is_known_after_the_workers_next_round(
    app: Flask,
) -> None:
    known()
    _forget()

    renewal.renew_search()

    assert signed("СARE").state == State.CONFIRMED


@command
def _forget() -> None:
    db.session.execute(update(Endorsement).values(look_key="", search_version=""))
