"""The connection: certificates are checked, and a failure of the channel loses nothing."""

from pathlib import Path

import pytest
from flask import Flask

from signon.outbox.mailer import mail
from tests.outbox.mails import delivering_to, drain, post_to
from tests.support.certificates import self_signed, signed_by_own_authority
from tests.support.jobs import waiting_jobs
from tests.support.patience import must_end
from tests.support.smtp import Sink, sink

pytestmark = pytest.mark.filterwarnings("ignore::ResourceWarning")


@pytest.fixture(scope="module")
def certificate_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("certificate")


def test_a_certificate_that_nobody_vouches_for_is_refused(
    app: Flask, certificate_folder: Path, caplog: pytest.LogCaptureFixture
) -> None:
    context, _ = self_signed(certificate_folder)
    with sink(tls=context) as server, delivering_to(app, server.port, MAIL_USE_TLS=True):
        post_to("a@example.org")
        drain()

    assert server.mails == []
    assert waiting_jobs() == 1
    assert "email is down: certificate_untrusted" in caplog.text


def test_a_certificate_named_in_the_settings_is_trusted(
    app: Flask, certificate_folder: Path
) -> None:
    context, file = self_signed(certificate_folder)
    settings = {"MAIL_USE_TLS": True, "MAIL_CAFILE": str(file)}
    with sink(tls=context) as server, delivering_to(app, server.port, **settings):
        post_to("a@example.org", "b@example.org")
        drain()

    assert server.recipients() == ["a@example.org", "b@example.org"]
    assert server.connections == 1


@pytest.mark.parametrize("implicit", [False, True])
def test_a_certificate_of_an_own_authority_counts_for_its_name_alone(
    app: Flask, certificate_folder: Path, caplog: pytest.LogCaptureFixture, implicit: bool
) -> None:
    context, authority = signed_by_own_authority(certificate_folder, "localhost")
    how = "MAIL_USE_SSL" if implicit else "MAIL_USE_TLS"
    settings = {how: True, "MAIL_CAFILE": str(authority)}
    with sink(tls=context, implicit=implicit) as server:
        with delivering_to(app, server.port, **settings, MAIL_SERVER="127.0.0.1"):
            post_to("a@example.org")
            drain()
            refused = len(server.mails), waiting_jobs()
        with delivering_to(app, server.port, **settings, MAIL_SERVER="localhost"):
            post_to("b@example.org")
            drain()

    assert refused == (0, 1)
    assert "email is down: certificate_of_another_name" in caplog.text
    assert server.recipients() == ["b@example.org"]


def test_tls_from_the_first_byte_is_spoken_where_asked_for(
    app: Flask, certificate_folder: Path
) -> None:
    context, file = self_signed(certificate_folder)
    settings = {"MAIL_USE_SSL": True, "MAIL_CAFILE": str(file)}
    with sink(tls=context, implicit=True) as server, delivering_to(app, server.port, **settings):
        post_to("a@example.org")
        drain()

    assert server.recipients() == ["a@example.org"]


def test_nothing_is_sent_in_the_clear_when_the_server_offers_no_tls(app: Flask) -> None:
    with sink() as server, delivering_to(app, server.port, MAIL_USE_TLS=True):
        post_to("a@example.org")
        drain()

    assert server.mails == []
    assert waiting_jobs() == 1


def test_a_password_is_used_and_a_wrong_one_loses_nothing(
    app: Flask, caplog: pytest.LogCaptureFixture
) -> None:
    settings = {"MAIL_USERNAME": "signon", "MAIL_PASSWORD": "canary-of-the-password"}
    with sink(auth=True) as server, delivering_to(app, server.port, **settings):
        server.tell("AUTH", "535 5.7.8 wrong password", times=3)
        post_to("a@example.org")
        drain()
        refused = len(server.mails), waiting_jobs()
        server.rules.clear()
        mail.connect().__enter__().close()

    assert refused == (0, 1)
    assert "email is down: 535" in caplog.text
    assert "canary" not in caplog.text
    assert any(line.startswith("AUTH") for line in server.commands)


def test_a_good_bye_that_nobody_answers_does_no_harm(app: Flask, mailbox: Sink) -> None:
    mailbox.tell("QUIT", cut=True)
    post_to("a@example.org")

    drain()

    assert mailbox.recipients() == ["a@example.org"]
    assert waiting_jobs() == 0


def test_a_good_bye_is_not_waited_for_long(mailbox: Sink) -> None:
    mailbox.tell("QUIT", pause=60.0)
    post_to("a@example.org")

    with must_end(30):
        drain()

    assert mailbox.recipients() == ["a@example.org"]


def test_mails_can_be_recorded_instead_of_sent(app: Flask, mailbox: Sink) -> None:
    with delivering_to(app, mailbox.port, MAIL_SUPPRESS_SEND=True):
        post_to("a@example.org")
        with mail.record_messages() as recorded:
            drain()

    assert mailbox.mails == []
    assert [message.recipients for message in recorded] == [["a@example.org"]]


def test_the_server_is_told_the_name_of_this_installation(mailbox: Sink) -> None:
    post_to("a@example.org")

    drain()

    assert mailbox.commands[0] == "EHLO signon.test"
