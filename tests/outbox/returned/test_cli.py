"""`flask mail returned`: whatever lies in the file, a count or one line."""

import io
import random
import time
import zipfile
from contextlib import suppress
from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask

from signon.outbox.returned import marks
from signon.outbox.returned.errors import Unreadable
from signon.outbox.returned.reading import LARGEST, read
from tests.outbox.returned.samples import ABSENCE, SERVERS, returned
from tests.outbox.returned.test_service import TO, is_gone, sent

NESTED = b"".join(
    b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (i, i) for i in range(900)
)


def run(app: Flask, *messages: bytes, tmp: Path) -> Result:
    file = tmp / "returned"
    file.write_bytes(messages[0] if len(messages) == 1 else mbox(*messages))
    return app.test_cli_runner().invoke(args=["mail", "returned", str(file)])


def mbox(*messages: bytes) -> bytes:
    return b"".join(
        b"From MAILER-DAEMON Sat Nov 28 08:00:00 2026\n"
        + one.replace(b"\nFrom ", b"\n>From ")
        + b"\n\n"
        for one in messages
    )


def zipped() -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        archive.writestr("returned.eml", returned("Postfix", "a" * 49, TO))
    return held.getvalue()


def test_a_mailbox_full_of_everything_is_counted(app: Flask, tmp_path: Path) -> None:
    one = returned("Postfix", sent(), TO)
    full = returned("Postfix", sent("b@example.net"), "b@example.net", status="5.2.2")
    done = run(app, one, full, returned(ABSENCE, sent(), TO), one, tmp=tmp_path)

    assert done.exit_code == 0
    assert done.stdout.splitlines() == [
        "1 returned for good; nothing more is written to these mailboxes",
        "1 returned for now",
        "1 noted before",
        "1 other mail, left alone",
    ]


def test_a_bad_message_does_not_keep_the_others_from_being_read(app: Flask, tmp_path: Path) -> None:
    done = run(app, b"no header\n\nx", returned("Postfix", sent(), TO), zipped(), tmp=tmp_path)

    assert done.exit_code == 1
    assert done.stderr == (
        "Error: 2 of 3 not read: message 1, it is no e-mail; message 3, it is no e-mail.\n"
    )
    assert is_gone(TO)


@pytest.mark.parametrize(
    ("raw", "why"),
    [
        (b"", "it is no e-mail"),
        (b"\0\0\0\0", "it is no e-mail"),
        (zipped(), "it is no e-mail"),
        (b"Subject: x\n\n" + b"x" * (LARGEST + 5), "it is larger than 2 MiB"),
        (b"Subject: x\n" * LARGEST, "it is larger than 2 MiB"),
        (NESTED, "it has too many parts"),
        (b"Content-Type: message/rfc822\n\n" * 900, "it has too many parts"),
    ],
)
def test_what_is_no_message_is_refused_in_one_line(
    app: Flask, tmp_path: Path, raw: bytes, why: str
) -> None:
    began = time.monotonic()
    done = run(app, raw, tmp=tmp_path)

    assert (done.exit_code, done.stdout) == (1, "")
    assert done.stderr == f"Error: 1 of 1 not read: message 1, {why}.\n"
    assert time.monotonic() - began < 20


@pytest.mark.parametrize(
    "charset", ["x-unknown", "utf-16", "\udcff", "idna", "base64", "undefined"]
)
def test_a_wrong_charset_is_no_trouble(app: Flask, charset: str) -> None:
    raw = returned("Postfix", sent(), TO)
    wrong = raw.replace(b"charset=utf-8", b"charset=" + charset.encode(errors="surrogateescape"))

    assert read(wrong) == read(raw)


@pytest.mark.parametrize("server", SERVERS)
def test_no_damage_to_a_report_is_more_than_unreadable(app: Flask, server: str) -> None:
    chance = random.Random(server)
    whole = returned(server, marks.of("a" * 24, TO), TO)
    for _ in range(60):
        start = chance.randrange(len(whole))
        noise = bytes(chance.choices(b'\0\xff\n:;=<>"()-a\r', k=chance.randrange(12)))
        with suppress(Unreadable):
            read(whole[:start] + noise + whole[start + chance.randrange(60) :])


def test_a_file_that_is_not_there_is_named(app: Flask) -> None:
    done = app.test_cli_runner().invoke(args=["mail", "returned", "/nowhere/returned"])

    assert done.exit_code != 0
    assert "/nowhere/returned" in done.stderr


def test_a_mailbox_may_be_written_to_again(app: Flask, tmp_path: Path) -> None:
    run(app, returned("Postfix", sent(), TO), tmp=tmp_path)
    lift = app.test_cli_runner()

    assert lift.invoke(args=["mail", "lift", TO]).stdout == "It is written to again.\n"
    assert lift.invoke(args=["mail", "lift", TO]).exit_code == 1
    assert not is_gone(TO)
