"""The address of a paper, links for co-authors, files, copies, and drafts that go away."""

import re
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from flask import Flask
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from signon.access.roles import Role
from signon.audit import trail
from signon.extensions import db
from signon.kernel import clock
from signon.papers import moved, policy, queries, service
from signon.papers.drafts import PaperDraft
from signon.papers.models import Paper
from signon.papers.queries import PublicPaper
from signon.writing.models import Attachment, AttachmentFile, PreviewLink
from tests.factories import a_paper, a_text, an_endorsement
from tests.support import desk
from tests.support.clients import Browser

ROOM = "/desk/papers/ten-doors"
PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


def press(client: Browser, path: str, room: str = f"{ROOM}/manage", **fields: Any) -> TestResponse:
    data = {"csrf_token": client.mark(room), **fields}
    return client.post(path, data=data, content_type="multipart/form-data")


def a_draft() -> PublicPaper:
    return a_paper(languages=("en", "fr"), state="draft")


def attach(client: Browser, name: str = "Ten doors.pdf", content: bytes = PDF) -> TestResponse:
    """Send a file in one piece: the client would leave a temporary file open for a large one."""
    mark = client.mark(f"{ROOM}/manage")
    parts = (
        f'--x\r\nContent-Disposition: form-data; name="csrf_token"\r\n\r\n{mark}\r\n'
        f'--x\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n\r\n'
    )
    body = parts.encode() + content + b"\r\n--x--\r\n"
    sent = "multipart/form-data; boundary=x"
    return client.post(f"{ROOM}/files", data=body, content_type=sent)


def a_link(client: Browser) -> str:
    press(client, f"{ROOM}/previews", days="3")
    page = client.get(f"{ROOM}/manage").text
    return re.findall(r'href="http://signon.test(/en/previews/[^"]+)"', page)[0]


def test_an_older_address_leads_to_the_new_one_for_ever(app: Flask, client: Browser) -> None:
    an_endorsement(a_paper())
    desk.sign_in(client, Role.EDITOR)

    assert press(client, f"{ROOM}/name", slug="eleven-doors").status_code == 303
    room = "/desk/papers/eleven-doors"
    press(client, f"{room}/name", f"{room}/manage", slug="twelve-doors")

    stranger = Browser(app, app.response_class)
    for path, query in (
        ("/en/papers/{}", "text=en"),
        ("/ar/papers/{}/signatories", "q=%D8%A3&country=BE"),
        ("/papers/{}/signatories.csv", "kind=ngo"),
        ("/fr/papers/{}/endorse", ""),
    ):
        for older in ("ten-doors", "eleven-doors"):
            led = stranger.get(f"{path.format(older)}?{query}")
            wanted = path.format("twelve-doors") + (f"?{query}" if query else "")
            assert (led.status_code, led.location) == (301, wanted)
            assert led.headers["Cache-Control"] == "no-cache"
            assert stranger.get(wanted).status_code == 200
    assert stranger.post("/en/papers/ten-doors/endorse", data={}).status_code == 308
    assert stranger.get("/en/papers/no-doors").status_code == 404


def test_no_other_paper_gets_a_name_that_one_had(app: Flask, client: Browser) -> None:
    a_paper()
    a_paper("second")
    service.rename("ten-doors", "eleven-doors", actor="lead")
    desk.sign_in(client)

    taken = press(
        client, "/desk/papers/second/name", "/desk/papers/second/manage", slug="ten-doors"
    )
    assert taken.status_code == 422
    assert "There is a paper called “ten-doors” already." in taken.text
    with pytest.raises(policy.SlugTaken):
        service.begin(PaperDraft("open-doors", "ten-doors", a_text()), actor="lead")
    with pytest.raises(policy.SlugTaken):
        service.write(PaperDraft("open-doors", "ten-doors", a_text()), actor="lead")
    service.rename("eleven-doors", "ten-doors", actor="lead")  # its own it may have again
    assert client.get("/en/papers/ten-doors").status_code == 200
    assert client.get("/en/papers/eleven-doors").location == "/en/papers/ten-doors"


def test_the_command_gives_another_address(app: Flask) -> None:
    a_paper()

    done = app.test_cli_runner().invoke(args=["papers", "rename", "ten-doors", "eleven-doors"])
    refused = app.test_cli_runner().invoke(args=["papers", "rename", "eleven-doors", "No Name"])

    assert (done.exit_code, done.output) == (0, "ten-doors is called eleven-doors now.\n")
    assert refused.exit_code == 1
    assert moved.newer_slug("ten-doors") == "eleven-doors"


def test_an_older_name_of_a_draft_tells_nobody_the_new_one(client: Browser) -> None:
    a_draft()
    service.rename("ten-doors", "eleven-doors", actor="lead")

    assert client.get("/en/papers/ten-doors").status_code == 404


def test_co_authors_read_a_draft_by_a_link_and_nothing_else(app: Flask, client: Browser) -> None:
    a_draft()
    desk.sign_in(client, Role.EDITOR)
    link = a_link(client)
    assert link not in client.get(f"{ROOM}/manage").text  # shown once

    stranger = Browser(app, app.response_class)
    page = stranger.get(link)
    assert page.status_code == 200
    assert "Preview, not public." in page.text
    assert "Ten open doors" in page.text
    assert (page.headers["Cache-Control"], page.headers["X-Robots-Tag"]) == ("no-store", "noindex")
    assert f'href="{link}?text=fr"' in page.text
    assert "/endorse" not in page.text
    assert stranger.get(f"{link}?text=fr").status_code == 200
    for other in ("/en/papers/ten-doors", f"{link}x", link[:-1], "/en/previews/%00"):
        assert stranger.get(other).status_code == 404


def test_a_link_for_co_authors_ends_by_itself_by_hand_and_when_the_paper_opens(
    app: Flask, client: Browser
) -> None:
    a_draft()
    desk.sign_in(client)
    first, second = a_link(client), a_link(client)
    public_id = db.session.scalars(select(PreviewLink.public_id).order_by(PreviewLink.id)).first()

    with time_machine.travel(clock.now() + timedelta(days=4)):
        assert client.get(second).status_code == 404
    assert press(client, f"{ROOM}/previews/{public_id}/revocation").status_code == 303
    assert (client.get(first).status_code, client.get(second).status_code) == (404, 200)
    service.open_paper("ten-doors", actor="lead")
    assert client.get(second).location == "/en/papers/ten-doors"
    assert client.get(first).status_code == 404


@pytest.mark.parametrize("days", ["0", "61", "x", "", "9" * 40])
def test_a_link_lasts_no_longer_than_it_may(client: Browser, days: str) -> None:
    a_draft()
    desk.sign_in(client)

    assert press(client, f"{ROOM}/previews", days=days).status_code == 422


def test_a_file_is_downloaded_by_its_own_name_and_opens_nothing(client: Browser) -> None:
    a_paper()
    desk.sign_in(client, Role.EDITOR)

    assert attach(client, "Dix \u202eportes été.PDF").status_code == 303

    page = client.get("/en/papers/ten-doors").text
    path = re.findall(r'href="(/papers/ten-doors/files/[^"]+)"', page)[0]
    answer = client.get(path)
    assert (answer.data, answer.content_type) == (PDF, "application/pdf")
    assert answer.headers["Content-Disposition"].startswith("attachment; ")
    assert (
        "filename*=UTF-8''Dix%20portes%20%C3%A9t%C3%A9.pdf" in answer.headers["Content-Disposition"]
    )
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    again = client.get(path, headers={"If-None-Match": answer.headers["ETag"]})
    assert again.status_code == 304


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("a.pdf", b"<html><script>alert(1)</script>", "This is no PDF."),
        ("a.pdf", b"%PDF-1.7 cut off", "This is no PDF."),
        ("a.exe", b"MZ%PDF-1.7\n%%EOF", "This is no PDF."),
        ("a.pdf", b"", "This is no PDF."),
        ("a.pdf", PDF + b" " * (10 * 1024 * 1024) + b"%%EOF", "larger than 10 MB"),
        ("a\x07.pdf", PDF, "cannot be shown"),
    ],
)
def test_nothing_but_a_whole_pdf_is_attached(
    client: Browser, name: str, content: bytes, words: str
) -> None:
    a_paper()
    desk.sign_in(client)

    answer = attach(client, name, content)

    assert answer.status_code == 422
    assert words in answer.text
    assert db.session.scalar(select(func.count(Attachment.id))) == 0


def test_a_file_of_three_megabytes_is_taken_here_and_nowhere_else(client: Browser) -> None:
    a_paper()
    desk.sign_in(client)
    large = PDF + b" " * (3 * 1024 * 1024) + b"%%EOF"

    assert attach(client, content=large).status_code == 303
    whole = {"slug": "x" * (3 * 1024 * 1024)}
    assert client.post(f"{ROOM}/name", data=whole).status_code == 413


def test_a_file_is_no_part_of_another_paper_or_of_a_draft_and_goes_for_good(
    client: Browser,
) -> None:
    a_paper()
    a_paper("second")
    desk.sign_in(client)
    attach(client)
    assert attach(client).status_code == 422  # the same once more
    public_id = db.session.scalars(select(Attachment.public_id)).one()

    assert client.get(f"/papers/ten-doors/files/{public_id}.pdf").status_code == 200
    assert client.get(f"/papers/second/files/{public_id}.pdf").status_code == 404
    room = "/desk/papers/second"
    elsewhere = press(client, f"{room}/files/{public_id}/removal", f"{room}/manage")
    assert elsewhere.status_code == 404
    assert press(client, f"{ROOM}/files/{public_id}/removal").status_code == 303
    assert client.get(f"/papers/ten-doors/files/{public_id}.pdf").status_code == 404
    assert db.session.scalar(select(func.count()).select_from(AttachmentFile)) == 0
    assert "/files/" not in client.get("/en/papers/ten-doors").text


def test_a_copy_has_the_texts_and_rules_and_neither_dates_nor_signatories(client: Browser) -> None:
    source = a_paper(
        languages=("en", "fr"),
        closes_at=clock.now() + timedelta(days=9),
        accepts="both",
        allows_parts=True,
        time_zone="Europe/Brussels",
    )
    an_endorsement(source)
    desk.sign_in(client)

    answer = press(client, f"{ROOM}/copy", new_slug="copied-doors")

    assert answer.location == "/desk/papers/copied-doors/texts"
    copied = queries.paper_by_slug("copied-doors", drafts=True)
    assert [text.language for text in copied.texts] == ["en", "fr"]
    assert (copied.state, copied.closes_at, copied.time_zone) == ("draft", None, "Europe/Brussels")
    assert (copied.accepts, copied.allows_parts) == ("both", True)
    assert press(client, f"{ROOM}/copy", new_slug="copied-doors").status_code == 422


def test_a_draft_is_deleted_with_all_that_is_its_own(client: Browser) -> None:
    a_draft()
    desk.sign_in(client)
    a_link(client)
    attach(client)

    assert press(client, f"{ROOM}/deletion").status_code == 303

    assert db.session.scalar(select(func.count(Paper.id))) == 0
    assert db.session.scalar(select(func.count(PreviewLink.id))) == 0
    a_paper()  # its name was never public, so it is free


def test_what_was_public_is_not_deleted(client: Browser) -> None:
    a_paper()
    desk.sign_in(client)

    assert press(client, f"{ROOM}/deletion").status_code == 409
    assert "has been public" in press(client, f"{ROOM}/deletion").text
    assert "Delete this draft" not in client.get(f"{ROOM}/manage").text


def test_only_editors_of_the_campaign_keep_a_paper(client: Browser) -> None:
    a_draft()
    desk.sign_in(client, Role.OWNER, campaign="other-campaign")
    mark = {"csrf_token": client.mark("/desk/campaigns/other-campaign/people")}

    assert client.get(f"{ROOM}/manage").status_code == 404
    for path in ("name", "copy", "deletion", "previews", "files", "previews/x/revocation"):
        assert client.post(f"{ROOM}/{path}", data=mark).status_code == 404
    assert trail.history(queries.paper_by_slug("ten-doors", drafts=True).public_id)
