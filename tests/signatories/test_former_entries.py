"""The address of a line that was taken back says so, with the reason that was called public."""

from flask import Flask

from signon.audit import trail
from signon.endorsements.kind import ENDORSEMENT
from signon.submissions import workflow
from signon.submissions.states import Action
from tests.factories import a_paper, an_endorsement
from tests.support.clients import Browser

REASON = "Our board <voted> against the third demand."


def address(public_id: str) -> str:
    return f"/en/papers/ten-doors/signatories/{public_id}"


def test_it_says_when_and_why_and_no_name(client: Browser) -> None:
    row = an_endorsement(a_paper(), name="Hearth and Harbour")
    assert client.get(address(row.public_id)).status_code == 200

    workflow.withdraw(ENDORSEMENT, row, actor=trail.SIGNATORY, reason=REASON)

    page = client.get(address(row.public_id))
    assert page.status_code == 410
    assert "Our board &lt;voted&gt; against the third demand." in page.text
    assert "Hearth" not in page.text


def test_without_a_reason_it_only_says_when(client: Browser) -> None:
    row = an_endorsement(a_paper())
    workflow.withdraw(ENDORSEMENT, row, actor=trail.SIGNATORY)

    page = client.get(address(row.public_id))

    assert page.status_code == 410
    assert "Reason" not in page.text


def test_what_was_never_shown_has_no_such_page(client: Browser) -> None:
    paper = a_paper(accepts="both", publication="after_review")
    waiting = an_endorsement(paper, name="Waits")
    hidden = an_endorsement(
        paper, capacity="individual", name="Ada", organisation_kind="", hides_name=True
    )
    workflow.decide(hidden, Action.PUBLISH, revision=hidden.revision, moderator="lead")

    for row in (waiting, hidden):
        workflow.withdraw(ENDORSEMENT, row, actor=trail.SIGNATORY, reason=REASON)
        assert client.get(address(row.public_id)).status_code == 404
    assert client.get(address("nobody")).status_code == 404


def test_the_address_belongs_to_its_paper(client: Browser, app: Flask) -> None:
    row = an_endorsement(a_paper())
    a_paper("other-doors")
    workflow.withdraw(ENDORSEMENT, row, actor=trail.SIGNATORY, reason=REASON)

    assert client.get(f"/en/papers/other-doors/signatories/{row.public_id}").status_code == 404


def test_every_public_page_leads_whoever_has_signed_to_the_space(client: Browser) -> None:
    row = an_endorsement(a_paper())
    pages = ("", "/papers/ten-doors", "/papers/ten-doors/signatories", "/campaigns/open-doors")

    for page in (*pages, f"/papers/ten-doors/signatories/{row.public_id}", "/papers/no-such"):
        foot = client.get(f"/en{page}", follow_redirects=True).text.split('class="colophon"')[1]
        assert 'href="/en/space"' in foot, page
