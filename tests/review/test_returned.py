"""Leads see whose mail came back: on Today, in the table, and at the entry."""

import re

from signon.access.roles import Role
from signon.endorsements.models import Endorsement
from signon.extensions import db
from signon.jobs import queue
from signon.jobs.models import JOBS
from signon.outbox.post import post_asked
from signon.outbox.returned import marks
from signon.outbox.returned.service import note
from tests.factories import a_paper, an_endorsement
from tests.outbox.mails import an_email
from tests.outbox.returned.samples import returned
from tests.support import desk
from tests.support.clients import Browser

TABLE = "/desk/papers/ten-doors/signatories?returned=y"


def mail_comes_back(row: Endorsement, **said: str) -> None:
    to = row.contact.email
    post_asked(an_email(to), about=row.public_id)
    newest = db.select(JOBS.c.ref).where(JOBS.c.subject == row.public_id)
    note(returned("Postfix", marks.of(db.session.scalars(newest).one(), to), to, **said))


def refused(row: Endorsement) -> None:
    post_asked(an_email(row.contact.email), about=row.public_id)
    for job in queue.claim(50, lease_seconds=60):
        if job.subject == row.public_id:
            queue.bury(job, "550")


def named(page: str) -> set[str]:
    return set(re.findall(r'<th scope="row"[^>]*><a [^>]*><bdi>([^<]+)', page))


def test_leads_find_whose_mail_came_back(client: Browser) -> None:
    paper = a_paper()
    gone, full, dead, _well = (
        an_endorsement(paper, name=name, email=f"{name.lower()}@example.org")
        for name in ("Gone", "Full", "Dead", "Well")
    )
    mail_comes_back(gone)
    mail_comes_back(full, status="5.2.2", words="552 5.2.2 Mailbox full")
    refused(dead)
    desk.sign_in(client, Role.VIEWER)

    assert named(client.get(TABLE).text) == {"Gone", "Full", "Dead"}
    assert "3 mails returned" in client.get("/desk/papers/ten-doors/").text
    assert "returned=y" in client.get("/desk/papers/ten-doors/").text
    chips = client.get(TABLE).text.split('class="chip"')[1:]
    assert ["E-mail came back" in chip.split("</a>")[0] for chip in chips] == [True]
    assert client.get(TABLE + "&q=gone").status_code == 200


def test_an_entry_says_that_its_mailbox_is_gone(client: Browser) -> None:
    row, other = an_endorsement(a_paper()), an_endorsement(a_paper(), email="other@example.net")
    mail_comes_back(row)
    mail_comes_back(other, status="5.2.2", words="552 5.2.2 Mailbox full")
    desk.sign_in(client)

    page = client.get(f"/desk/signatories/{row.public_id}").text
    of_other = client.get(f"/desk/signatories/{other.public_id}").text

    assert "Nothing more is written to it." in page
    assert "there is no such mailbox any more" in page
    assert "an e-mail to it came back" in page
    assert "(5.1.1)" in page
    assert "Nothing more is written to it." not in of_other
    assert "it could not be delivered" in of_other
