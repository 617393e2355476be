"""A network's secretary signs for its members: one form, one confirmation, many entries."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from signon.access.roles import Role
from signon.adding.network import service
from signon.adding.network.drafts import MOST_MEMBERS
from signon.adding.network.models import NetworkList
from signon.endorsements import service as endorsements
from signon.endorsements.models import Endorsement
from signon.extensions import db
from signon.kernel import clock
from signon.submissions.states import Action, State
from tests.adding.scene import again, listed, mails_to
from tests.factories import FORM, a_paper, an_endorsement
from tests.space.doors import another_browser, link_to
from tests.support import desk
from tests.support.clients import Browser

SEND = "/en/papers/ten-doors/endorse/network"
SECRETARY = "cy@network.example.org"
PASTED = (
    "Alpha\tBelgium\tngo\thttps://alpha.example.org/\toffice@alpha.example.org\nBeta\tFR\tngo\n"
)

WHO = {
    "network": "Open Network",
    "representative_name": "Cy Sample",
    "representative_role": "Secretary",
    "email": SECRETARY,
    "authorised": "y",
    "action": "send",
}


def row(number: int, name: str, country: str = "BE", **more: str) -> dict[str, str]:
    cells = {"name": name, "country": country, "organisation_kind": "ngo", **more}
    return {f"m{number}-{cell}": typed for cell, typed in cells.items()}


TWO = {**row(0, "Alpha", "Belgium", email="office@alpha.example.org"), **row(1, "Beta", "fr")}


@pytest.fixture
def secretary(app: Flask, client: Browser) -> Browser:
    a_paper()
    return client


def confirmed(secretary: Browser, **typed: Any) -> list[Endorsement]:
    """Send a list and confirm it; return the entries that came of it."""
    assert secretary.send(SEND, {**WHO, **(typed or TWO)}).status_code == 303
    assert secretary.send(link_to("confirm/", mails_to(SECRETARY)[-1]), {}).status_code == 303
    service.write_down(db.session.scalars(select(NetworkList.public_id)).one())
    db.session.expire_all()
    return entries()


def entries() -> list[Endorsement]:
    return list(db.session.scalars(select(Endorsement).order_by(Endorsement.id)))


def test_one_confirmation_writes_all_of_them_down(secretary: Browser) -> None:
    found = confirmed(secretary)

    assert [(one.name, one.country, one.source, one.evidence) for one in found] == [
        ("Alpha", "BE", "network", "network"),
        ("Beta", "FR", "network", "network"),
    ]
    assert {one.state for one in found} == {State.CONFIRMED}  # a lead looks at each
    assert listed(a_paper()) == []
    assert len(mails_to(SECRETARY)) == 1
    assert mails_to("office@alpha.example.org") == []


def test_a_member_is_told_once_it_is_public_and_says_that_it_is_right(
    app: Flask, secretary: Browser
) -> None:
    alpha, _beta = confirmed(secretary)
    for _ in range(2):
        publish = Action.PUBLISH
        endorsements.decide(alpha, publish, revision=alpha.revision, moderator="a-lead")
        endorsements.decide(alpha, Action.UNPUBLISH, revision=alpha.revision, moderator="a-lead")
    endorsements.decide(alpha, Action.PUBLISH, revision=alpha.revision, moderator="a-lead")

    [mail] = mails_to("office@alpha.example.org")
    [line] = listed(a_paper())

    assert (line.name, line.source, again(alpha).evidence) == ("Alpha", "network", "network")
    assert "through its network" in secretary.get("/en/papers/ten-doors/signatories").text
    answer = another_browser(app).send(link_to("added/", mail), {})
    assert answer.status_code == 200
    assert again(alpha).evidence == "mailbox"


def test_what_the_worker_does_again_is_not_done_twice(secretary: Browser) -> None:
    confirmed(secretary)

    service.write_down(db.session.scalars(select(NetworkList.public_id)).one())

    assert len(entries()) == 2
    assert db.session.scalars(select(NetworkList)).one().members == []


def test_what_stands_there_already_stays_as_it_is(secretary: Browser) -> None:
    there = an_endorsement(a_paper(), name="Alpha", country="BE")

    found = confirmed(secretary)

    assert [one.name for one in found] == ["Alpha", "Beta"]
    assert again(there).state == State.PUBLISHED
    assert again(there).source == "form"


def test_rows_are_pasted_into_the_table(secretary: Browser) -> None:
    page = secretary.send(SEND, {**WHO, "pasted": PASTED, "action": "fill"})

    assert page.status_code == 200
    for cell in ('value="Alpha"', 'value="Belgium"', 'value="office@alpha.example.org"'):
        assert cell in page.text
    assert 'name="m1-name" value="Beta"' in page.text
    assert 'value="Open Network"' in page.text
    assert entries() == []


@pytest.mark.parametrize(
    ("cell", "typed"),
    [
        ("name", ""),
        ("name", "You won: http://evil.example/now"),
        ("country", "Atlantis"),
        ("organisation_kind", "club"),
        ("website", "javascript:alert(1)"),
        ("email", "no address"),
    ],
)
def test_an_error_stands_beside_its_cell_and_nothing_is_lost(
    secretary: Browser, cell: str, typed: str
) -> None:
    wrong = {**WHO, **TWO, **row(1, "Beta", "fr", website="https://beta.example.org/")}

    answer = secretary.send(SEND, {**wrong, f"m1-{cell}": typed})

    assert answer.status_code == 422
    assert f'id="m1-{cell}-error"' in answer.text
    assert f'<a href="#m1-{cell}">' in answer.text  # in the summary on top
    assert "<title>Error:" in answer.text
    assert 'id="m0-name-error"' not in answer.text
    assert 'value="Alpha"' in answer.text
    assert typed == "" or 'value="Beta"' in answer.text or cell == "name"
    assert mails_to(SECRETARY) == []


def test_the_same_one_twice_is_said_beside_the_second(secretary: Browser) -> None:
    answer = secretary.send(SEND, {**WHO, **row(0, "Alpha"), **row(1, "ALPHA ", "Belgium")})

    assert answer.status_code == 422
    assert "This is row 1 once more." in answer.text


def test_a_list_needs_somebody(secretary: Browser) -> None:
    answer = secretary.send(SEND, WHO)

    assert answer.status_code == 422
    assert "Enter at least one organisation." in answer.text


def test_a_hundred_and_no_more(secretary: Browser) -> None:
    rows = "".join(f"Organisation {number}\tBE\tngo\n" for number in range(MOST_MEMBERS + 1))

    refused = secretary.send(SEND, {**WHO, "pasted": rows, "action": "fill"})
    far = secretary.send(SEND, {**WHO, **row(999, "Too far")})

    assert "takes 100 organisations" in refused.text
    assert "Organisation 100" in refused.text  # what was pasted is still there
    assert far.status_code == 422


def test_a_hundred_are_written_down(secretary: Browser) -> None:
    typed: dict[str, str] = {}
    for number in range(MOST_MEMBERS):
        typed |= row(number, f"Organisation number {number}")

    assert len(confirmed(secretary, **typed)) == MOST_MEMBERS


def test_two_lists_of_one_mailbox_stand_side_by_side(secretary: Browser) -> None:
    confirmed(secretary)

    secretary.send(SEND, {**WHO, **row(0, "Gamma")})

    assert len(db.session.scalars(select(NetworkList)).all()) == 2


def test_a_list_sent_anew_before_it_is_confirmed_is_corrected(secretary: Browser) -> None:
    secretary.send(SEND, {**WHO, **TWO})
    secretary.send(SEND, {**WHO, **row(0, "Gamma")})

    [only] = db.session.scalars(select(NetworkList)).all()
    assert [member["name"] for member in only.members] == ["Gamma"]
    page = secretary.get(link_to("confirm/", mails_to(SECRETARY)[0])).text
    assert "Gamma" in page


def test_fields_that_a_row_does_not_have_are_not_taken(secretary: Browser) -> None:
    forged = {"m0-source": "form", "m0-evidence": "checked", "source": "hosts"}

    found = confirmed(secretary, **TWO, **forged)

    assert {(one.source, one.evidence) for one in found} == {("network", "network")}


def test_the_desk_says_through_whom_it_came(secretary: Browser) -> None:
    alpha, _beta = confirmed(secretary)
    lead = desk.sign_in(secretary, Role.MODERATOR)

    page = lead.get(f"/desk/signatories/{alpha.public_id}/repair").text

    assert "Open Network" in page
    assert SECRETARY in page


def test_filling_the_table_counts_and_keeps_what_was_pasted(secretary: Browser) -> None:
    pasted = {**WHO, "pasted": PASTED, "action": "fill"}
    answers = [secretary.send(SEND, pasted) for _ in range(31)]

    assert {answer.status_code for answer in answers[:30]} == {200}
    assert answers[30].status_code == 429
    assert PASTED.split("\t")[0] in answers[30].text
    assert secretary.post(SEND, data=pasted).status_code != 200  # without the mark of the page


def test_a_member_who_signs_after_its_network_is_told_so_and_may_sign_in_its_own_name(
    secretary: Browser,
) -> None:
    """Anybody may be a secretary: what they wrote must not stand in the way of whose name it is."""
    confirmed(secretary)
    own = {**FORM, "organisation_name": "Alpha", "email": "office@alpha.example.org"}

    secretary.send("/en/papers/ten-doors/endorse", own)
    told = mails_to("office@alpha.example.org")[-1]

    assert told.subject == "Written down for you before: Ten open doors"
    assert "You confirmed" not in str(told)
    assert "A network had told us the same" in str(told)
    assert secretary.send(link_to("not-us/", told), {}).status_code == 200
    with time_machine.travel(clock.now() + timedelta(minutes=16)):
        secretary.send("/en/papers/ten-doors/endorse", own)
        link = link_to("confirm/", mails_to("office@alpha.example.org")[-1])
        assert secretary.send(link, {}).status_code == 303
    db.session.expire_all()
    states = {one.source: one.state for one in entries() if one.name == "Alpha"}
    assert states == {"network": State.DISOWNED, "form": State.PUBLISHED}
