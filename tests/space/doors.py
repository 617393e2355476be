"""Ways into a space, as its owner has them."""

from urllib.parse import urlsplit

from flask import Flask
from sqlalchemy import select

from signon.extensions import db
from signon.jobs.models import Job
from signon.outbox.post import Email, Link, from_payload
from signon.space import service as space
from tests.support.clients import Browser


def mails() -> list[Email]:
    """Return the e-mails written so far, oldest first."""
    written = select(Job.payload).where(Job.kind == "email").order_by(Job.id)
    return [from_payload(payload) for payload in db.session.scalars(written) if payload]


def link_to(page: str, email: Email) -> str:
    """Return the path of the link to `page` in an e-mail."""
    urls = [part.url for part in email.parts if isinstance(part, Link)]
    return next(urlsplit(url).path for url in urls if f"/{page}" in url)


def a_link_for(email: str) -> str:
    """Ask for the link of an address as the worker sends it; return its path."""
    space.send_link(email, "en")
    return link_to("space/", mails()[-1])


def open_space(client: Browser, email: str) -> str:
    """Open the space of an address in this browser; return its path."""
    path = a_link_for(email)
    answer = client.send(path, {})
    assert answer.status_code == 303
    return path


def another_browser(app: Flask) -> Browser:
    """Return a browser that keeps nothing of the first one's."""
    return Browser(app, app.response_class)
