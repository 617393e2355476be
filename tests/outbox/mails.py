"""Mails to send, and an app that sends them to where a test listens."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from flask import Flask

from signon.extensions import db
from signon.jobs.worker import work
from signon.outbox.mailer import mail
from signon.outbox.post import Code, Email, Facts, Link, Paragraph, post_asked

NAME = "Association marocaine des droits humains"
LINK = "https://signon.test/fr/confirm/IjQ4YzJhMTdlZjAi.aBcDeF.0123456789abcdefghijklmnopqrst"


def an_email(to: str = "amina@example.org", **changes: object) -> Email:
    """Return a mail like the ones people get; `changes` replace what it says."""
    values: dict[str, object] = {
        "to": to,
        "language": "fr",
        "subject": "Veuillez confirmer votre soutien",
        "parts": (
            Paragraph("Vous avez signé « 12 clés »."),
            Facts((("Organisation", NAME), ("Pays", "Maroc"))),
            Link("Confirmer le soutien", LINK),
            Code("Ou saisissez ce code :", "483 201"),
        ),
        "footer": "Envoyé par Signon pour Migreurop.",
    }
    return Email(**{**values, **changes})


def post_to(*recipients: str, about: str = "p4per") -> None:
    """Post one mail to each."""
    for recipient in recipients:
        post_asked(an_email(recipient), about=about)


def drain() -> None:
    """Let a worker do what is due."""
    db.session.remove()
    work(True, threading.Event())


@contextmanager
def delivering_to(app: Flask, port: int, **settings: object) -> Iterator[None]:
    """Let the app deliver to a port, with short patience, and do nothing else meanwhile."""
    kept, schedule = dict(app.config), app.extensions["signon.schedule"]
    app.extensions["signon.schedule"] = []
    app.config.update({"MAIL_PORT": port, "MAIL_TIMEOUT": 0.5, **settings})
    mail.init_app(app)
    try:
        yield
    finally:
        app.extensions["signon.schedule"] = schedule
        app.config.clear()
        app.config.update(kept)
        mail.init_app(app)
