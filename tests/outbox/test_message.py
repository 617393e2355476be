"""The message as it travels: right in every script, and nobody breaks out of a header."""

import re
from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest
from flask import Flask

from signon.extensions import db
from signon.jobs.models import Job
from signon.jobs.retry import Refused
from signon.outbox.message import build, host_name, recipient, sender
from signon.outbox.post import Email, Facts, Paragraph, post, post_asked
from signon.outbox.returned import marks
from tests.outbox.mails import LINK, NAME, an_email, delivering_to, drain, post_to
from tests.support.jobs import dead_jobs
from tests.support.smtp import Sink

REF = "0123456789abcdef01234567"
SCRIPTS = {
    "ar": "يرجى تأكيد دعم الجمعية المغربية لحقوق الإنسان لورقة الموقف «١٢ مفتاحا»",
    "el": "Παρακαλούμε επιβεβαιώστε την υποστήριξη της οργάνωσής σας",
    "en": "Please confirm 👩‍👩‍👧‍👦 🏳️‍🌈 your endorsement",
    "fr": "Veuillez confirmer « 12 clés » : l\u2019appel de la société civile",
}
BREAKS = ["\r\n", "\n", "\r", "\x00", "\x85", "\u2028", "\u2029", "\ud800"]


def written(email: Email, mail_from: str = "signon@example.org") -> bytes:
    return build(email, REF, mail_from, "https://signon.test")


def read(raw: bytes) -> EmailMessage:
    message = message_from_bytes(raw, policy=policy.default)
    assert isinstance(message, EmailMessage)
    return message


pytestmark = pytest.mark.usefixtures("app")


def test_the_message_has_its_headers_and_two_parts() -> None:
    message = read(written(an_email()))

    assert message["From"] == "signon@example.org"
    assert message["To"] == "amina@example.org"
    assert message["Message-ID"] == f"<{marks.of(REF, 'amina@example.org')}@signon.test>"
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["Content-Language"] == "fr"
    assert message["Date"].datetime.utcoffset().total_seconds() == 0
    kinds = [part.get_content_type() for part in message.iter_parts()]
    assert kinds == ["text/plain", "text/html"]
    assert not message.defects


@pytest.mark.parametrize("language", SCRIPTS)
def test_a_subject_is_read_as_it_was_written_in_every_script(language: str) -> None:
    raw = written(an_email(subject=SCRIPTS[language], language=language))

    assert read(raw)["Subject"] == SCRIPTS[language]
    assert raw.isascii()
    words = re.findall(rb"=\?utf-8\?b\?\S+", raw)
    assert all(len(word) <= 75 for word in words)


@pytest.mark.parametrize("subject", ["x" * 500, "é" * 500, "long words " * 50, "👩‍👩‍👧‍👦" * 40])
def test_a_long_subject_is_cut_and_folded(subject: str) -> None:
    raw = written(an_email(subject=subject))

    shown = read(raw)["Subject"]
    assert len(shown) <= 78
    assert shown.endswith("…")
    assert max(len(line) for line in raw.split(b"\r\n")) <= 78


def test_words_that_look_encoded_are_shown_as_they_are() -> None:
    subject = "=?utf-8?q?Free_money?="

    assert read(written(an_email(subject=subject)))["Subject"] == subject


@pytest.mark.parametrize(
    ("mail_from", "name", "address"),
    [
        ("a@example.org", "", "a@example.org"),
        ("Migreurop <a@example.org>", "Migreurop", "a@example.org"),
        ('"Haddad, Amina" <a@example.org>', "Haddad, Amina", "a@example.org"),
        ("Haddad, Amina <a@example.org>", "Haddad, Amina", "a@example.org"),
        ('The "12 keys" team <a@example.org>', 'The "12 keys" team', "a@example.org"),
        ("Réseau, « clés » <a@bücher.example>", "Réseau, « clés »", "a@xn--bcher-kva.example"),
        ("شبكة <a@example.org>", "شبكة", "a@example.org"),
    ],
)
def test_a_sender_keeps_name_and_address(mail_from: str, name: str, address: str) -> None:
    message = read(written(an_email(), mail_from))

    [found] = message["From"].addresses
    assert (found.display_name, found.addr_spec) == (name, address)
    assert sender(mail_from).address == address


def test_the_host_is_shown_as_sender_and_reads_the_answers() -> None:
    email = an_email(from_name="Réseau, « clés »\r\nBcc: x@example.org", reply_to="us@example.org")

    message = read(written(email, "Signon <a@example.org>"))

    [found] = message["From"].addresses
    assert found.display_name.startswith("Réseau, « clés »")
    assert found.addr_spec == "a@example.org"
    assert message["Reply-To"] == "us@example.org"
    assert "Bcc" not in message


def test_no_machine_is_to_answer() -> None:
    message = read(written(an_email()))

    assert message["X-Auto-Response-Suppress"] == "All"
    assert message["Auto-Submitted"] == "auto-generated"


def test_a_mail_program_is_told_the_way_out_where_one_click_is_safe() -> None:
    """RFC 8058 asks for https; the mails of an account, without a way out, say nothing."""
    way_out = "https://signon.test/en/never-again/" + "x" * 150

    message = read(written(an_email(way_out=way_out)))

    assert message["List-Unsubscribe"] == f"<{way_out}>"
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    for other in ("", "http://signon.test/en/never-again/x"):
        unsaid = read(written(an_email(way_out=other)))
        assert "List-Unsubscribe" not in unsaid
        assert "List-Unsubscribe-Post" not in unsaid


def test_an_international_domain_is_written_as_the_network_writes_it() -> None:
    assert recipient("info@bücher.example") == "info@xn--bcher-kva.example"
    assert recipient("info@XN--BCHER-KVA.example") == "info@xn--bcher-kva.example"


@pytest.mark.parametrize(
    "address",
    [
        "a@example.org, b@example.org",
        "a@example.org b@example.org",
        "<a@example.org>",
        "Amina <a@example.org>",
        "a@b@example.org",
        "@example.org",
        "a@",
        "",
        "a",
        "a@localhost",
        "a@[127.0.0.1]",
        "a@xn--ü.org",
        "a..b@example.org",
        ".a@example.org",
        "amina@exa mple.org",
        "é@example.org",
        "a" * 65 + "@example.org",
        "a@" + "b" * 64 + ".org",
        "a@" + "b." * 200 + "org",
    ],
)
def test_what_is_not_exactly_one_address_is_refused(address: str) -> None:
    with pytest.raises(Refused):
        recipient(address)


@pytest.mark.parametrize("field", ["to", "subject", "language", "reply_to", "way_out"])
@pytest.mark.parametrize("line_end", BREAKS)
def test_no_value_breaks_out_of_its_header(field: str, line_end: str) -> None:
    begin = "https://signon.test/" if field == "way_out" else ""
    hostile = f"{begin}a@example.org{line_end}Bcc: victim@example.org"

    with pytest.raises(Refused):
        written(an_email(**{field: hostile}))


def test_a_reply_goes_to_whom_it_says() -> None:
    message = read(written(an_email(reply_to="lead@bücher.example")))

    assert message["Reply-To"] == "lead@xn--bcher-kva.example"


def test_no_line_is_long_whatever_the_text() -> None:
    parts = tuple(Paragraph(letter * 3000) for letter in ("x", "é", "م", "👩", ".", "="))

    raw = written(an_email(parts=parts))

    lines = raw.split(b"\r\n")
    assert max(len(line) for line in lines) <= 78
    assert all(b"\n" not in line and b"\r" not in line for line in lines)
    text = read(raw).get_body(("plain",))
    assert text is not None
    assert all(part.text in text.get_content() for part in parts)


def test_a_text_that_is_mostly_arabic_is_not_blown_up() -> None:
    raw = written(an_email(parts=(Paragraph(SCRIPTS["ar"] * 40),)))

    assert b"Content-Transfer-Encoding: base64" in raw
    assert len(raw) < 2 * 1.7 * len(SCRIPTS["ar"].encode() * 40)


def test_the_host_of_an_installation_is_always_a_word_for_the_network() -> None:
    assert host_name("https://bücher.example") == "xn--bcher-kva.example"
    assert host_name("http://127.0.0.1:8000") == "127.0.0.1"
    assert host_name("") == "localhost"


def test_hostile_mails_are_dead_and_visible_and_the_others_go(mailbox: Sink) -> None:
    subjects = [f"Bonjour{line_end}Bcc: victim@example.org" for line_end in BREAKS[:-1]]
    for subject in subjects:
        post_asked(an_email(subject=subject), about="hostile")
    post_asked(an_email("a@example.org, b@example.org"), about="hostile")
    post_to("healthy@example.org")

    drain()

    assert mailbox.recipients() == ["healthy@example.org"]
    assert {job.last_error for job in dead_jobs()} == {"bad_header", "bad_address"}
    assert len(dead_jobs()) == len(subjects) + 1


def test_what_strangers_type_stays_text(mailbox: Sink) -> None:
    line_end = "\r\n.\r\nMAIL FROM:<x@example.org>\r\nRCPT TO:<victim@example.org>\r\n"
    hostile = f"{NAME}{line_end}--=_{REF}\r\nBcc: victim@example.org"
    post(an_email(parts=(Paragraph(hostile), Facts(((hostile, hostile),)))), about="p")

    drain()

    [mail] = mailbox.mails
    assert mail.recipients == ("amina@example.org",)
    assert len([line for line in mailbox.commands if line.startswith("RCPT")]) == 1
    assert mail.message.keys().count("Subject") == 1
    assert "Bcc" not in mail.message
    assert len(list(mail.message.iter_parts())) == 2


def test_the_link_survives_the_way(mailbox: Sink) -> None:
    post_to("amina@example.org")

    drain()

    [mail] = mailbox.mails
    assert LINK in mail.text().splitlines()
    assert f'href="{LINK}"' in mail.text("html")


def test_a_sender_with_a_comma_arrives(app: Flask, mailbox: Sink) -> None:
    with delivering_to(app, mailbox.port, MAIL_FROM="Haddad, Amina <a@bücher.example>"):
        post_to("amina@example.org")
        drain()

    [mail] = mailbox.mails
    assert mail.sender == "a@xn--bcher-kva.example"
    assert mail.message["From"].addresses[0].display_name == "Haddad, Amina"
    assert db.session.query(Job).one().state == "done"
