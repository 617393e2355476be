"""A proof of how somebody signed: known by its bytes, seen by few, gone with the contact."""

import io
from datetime import timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import func, select

from signon.access.roles import Role
from signon.adding.proofs import service
from signon.adding.proofs.models import Proof
from signon.adding.proofs.policy import LARGEST, ProofRefused, kept_name, kind_of
from signon.endorsements import service as endorsements
from signon.endorsements.models import Endorsement
from signon.extensions import db
from signon.kernel import clock
from signon.submissions import tasks
from tests.access.leads import trail
from tests.adding.scene import NEW, TYPED, newest
from tests.factories import a_paper
from tests.support import desk
from tests.support.clients import Browser

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF\n"
PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 30 + b"\0\0\0\0IEND\xaeB`\x82"
JPG = b"\xff\xd8\xff\xe0" + b"\0" * 30
EML = b"From: Ada <ada@hearth.example.org>\r\nDate: Mon, 2 Nov 2026 10:00:00 +0100\r\n\r\nYes\r\n"
FILES = {"page.pdf": PDF, "scan.png": PNG, "photo.jpeg": JPG, "mail.eml": EML}


@pytest.fixture
def lead(app: Flask, client: Browser) -> Browser:
    a_paper(accepts="both")
    return desk.sign_in(client, Role.MODERATOR)


def send(lead: Browser, content: bytes, name: str = "page.pdf", **typed: str) -> int:
    file = (io.BytesIO(content), name)
    mark = {"csrf_token": lead.mark(NEW)}
    return lead.post(NEW, data={**mark, **TYPED, **typed, "file": file}).status_code


def with_proof(lead: Browser, **typed: str) -> Endorsement:
    assert send(lead, PDF, **typed) == 303
    return newest()


def proofs() -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(Proof)) or 0


def take(browser: Browser, row: Endorsement, what: str = "proof") -> int:
    path, mark = f"/desk/signatories/{row.public_id}/{what}", browser.mark("/desk/")
    return browser.post(path, data={"csrf_token": mark}).status_code


@pytest.mark.parametrize("name", FILES)
def test_a_proof_is_kept_and_handed_out_safely(lead: Browser, name: str) -> None:
    assert send(lead, FILES[name], name) == 303
    row = newest()
    for page in (f"/desk/signatories/{row.public_id}/repair", f"/desk/signatories/{row.public_id}"):
        assert "Take it along" in lead.get(page).text

    path = f"/desk/signatories/{row.public_id}/proof"
    answer = lead.post(path, data={"csrf_token": lead.mark("/desk/")})

    assert answer.data == FILES[name]
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert answer.headers["Cache-Control"] == "no-store"
    assert lead.get(path).status_code == 405, "the trail keeps who took it, so no GET does it"
    actions = [entry[0] for entry in trail()]
    assert (actions.count("keep_proof"), actions.count("take_proof")) == (1, 1)


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"", "page.pdf"),
        (b"<html><script>alert(1)</script>", "page.pdf"),
        (b"%PDF-1.7 cut off", "page.pdf"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "scan.png"),
        (b"MZ\x90\x00", "photo.jpg"),
        (b"PK\x03\x04", "mail.eml"),
        (b"<html>From: a\nDate: b", "mail.eml"),
        (EML, "mail.html"),
        (b"From: a@b.org\n\nno date", "mail.eml"),
        (EML + b"\0", "mail.eml"),
    ],
)
def test_what_only_says_that_it_is_one_is_refused_and_adds_nobody(
    lead: Browser, content: bytes, name: str
) -> None:
    assert send(lead, content, name) == 422

    assert proofs() == 0
    assert newest() is None


def test_a_file_that_is_too_large_is_refused() -> None:
    with pytest.raises(ProofRefused):
        kind_of(PDF + b" " * LARGEST + b"%%EOF", "page.pdf")


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("C:\\scans\\page.PDF", "page.pdf"),
        ("../../etc/passwd", "passwd.pdf"),
        ("evil\u202efdp.exe", "evilfdp.pdf"),
        (".pdf", "proof.pdf"),
        ("a" * 500 + ".pdf", "a" * 196 + ".pdf"),
    ],
)
def test_a_name_is_its_last_part_and_ends_as_the_file_is(typed: str, kept: str) -> None:
    assert kept_name(typed, "pdf") == kept


def test_without_a_file_nothing_is_kept(lead: Browser) -> None:
    assert send(lead, b"", "") == 303

    assert proofs() == 0


@pytest.mark.parametrize(
    ("role", "status"), [("exporter", 200), ("viewer", 404), ("translator", 404)]
)
def test_only_who_may_see_contacts_gets_it(
    app: Flask, lead: Browser, role: str, status: int
) -> None:
    row = with_proof(lead)
    other = desk.sign_in(Browser(app, app.response_class), Role(role))

    assert take(other, row) == status
    page = other.get(f"/desk/signatories/{row.public_id}").text
    assert ("page.pdf" in page) == (status == 200)
    assert take(other, row, "proof/removal") == 404
    elsewhere = desk.sign_in(Browser(app, app.response_class), campaign="closed-doors")
    assert take(elsewhere, row) == 404
    assert proofs() == 1


def test_a_lead_deletes_it_once(lead: Browser) -> None:
    row = with_proof(lead)

    assert take(lead, row, "proof/removal") == 303
    assert take(lead, row, "proof/removal") == 303

    assert take(lead, row) == 404
    assert [entry[0] for entry in trail()].count("drop_proof") == 1


def test_it_goes_with_the_contact_that_is_erased(lead: Browser) -> None:
    row = with_proof(lead)

    endorsements.erase(row, actor="a lead")

    assert proofs() == 0


def test_it_goes_when_the_promised_time_is_over(lead: Browser) -> None:
    a_paper("other", accepts="both", closes_at=clock.now() + timedelta(days=1))
    page = NEW.replace("ten-doors", "other")
    for name, email in (("Hearth", "ada@hearth.example.org"), ("Lantern", "")):
        typed = {**TYPED, "email": email, "name": name}
        file = (io.BytesIO(PDF), "page.pdf")
        answer = lead.post(page, data={"csrf_token": lead.mark(page), **typed, "file": file})
        assert answer.status_code == 303
    assert proofs() == 2
    service.forget_old()
    assert proofs() == 2

    with time_machine.travel(clock.now() + timedelta(days=4000)):
        tasks.erase()
        assert proofs() == 1, "the one with a contact went with it"
        service.forget_old()

    assert proofs() == 0


def test_a_file_that_a_browser_does_not_keep_is_asked_for_again(lead: Browser) -> None:
    with_proof(lead)
    file = (io.BytesIO(PDF), "page.pdf")

    answer = lead.post(NEW, data={"csrf_token": lead.mark(NEW), **TYPED, "file": file})

    assert answer.status_code == 409
    assert "please choose it once more" in answer.text
    assert proofs() == 1
