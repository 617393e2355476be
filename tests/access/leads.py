"""Leads and campaigns for tests, and what a test may look at afterwards."""

import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from threading import Barrier
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from signon.access import grants, passwords, tasks
from signon.access.models import Account, Grant, new_public_id
from signon.access.queries import email_key
from signon.access.roles import Role
from signon.audit.models import AuditEntry
from signon.campaigns.models import Campaign, CampaignText
from signon.extensions import db
from signon.jobs import queue
from signon.jobs.models import Job
from signon.kernel import clock
from signon.kernel.errors import DomainError
from signon.outbox.post import Email, Link, from_payload
from signon.transaction import command

EMAIL = "ada@ngo.example.org"
PASSWORD = "four quiet words here"
OTHER_PASSWORD = "four other words here"


@cache
def hash_of(password: str) -> str:
    return passwords.hashed(password)


@command
def a_campaign(slug: str = "cairo") -> int:
    campaign = Campaign(public_id=new_public_id(), slug=slug, host="An NGO", created_at=clock.now())
    campaign.texts.append(CampaignText(language="en", title=f"Papers of {slug}"))
    db.session.add(campaign)
    db.session.flush()
    return campaign.id


@command
def a_lead(
    campaign_id: int | None = None,
    role: Role = Role.OWNER,
    email: str = EMAIL,
    password: str | None = PASSWORD,
) -> Account:
    account = Account(
        email=email, email_key=email_key(email), language="en", created_at=clock.now()
    )
    if password is not None:
        account.password_hash, account.password_set_at = hash_of(password), clock.now()
    if campaign_id is not None:
        account.grants.append(Grant(campaign_id=campaign_id, role=role))
    db.session.add(account)
    return account


def an_invitation(campaign_id: int, role: Role = Role.EDITOR, email: str = EMAIL) -> str:
    """Invite somebody; return the address to open."""
    return grants.invite(
        email,
        campaign_id,
        role,
        language="fr",
        invited_by="system",
        campaign_title="The Cairo paper",
    )


def token_of(link: str) -> str:
    return link.rpartition("/")[2]


def account_of(email: str = EMAIL) -> Account:
    """Return the account as it stands in the database now."""
    db.session.rollback()
    return db.session.scalars(select(Account).where(Account.email_key == email_key(email))).one()


def mails() -> list[Email]:
    """Return what waits in the outbox, oldest first."""
    db.session.rollback()
    jobs = db.session.scalars(select(Job).where(Job.kind == "email").order_by(Job.id))
    return [from_payload(job.payload) for job in jobs if job.payload]


def link_in(email: Email) -> str:
    """Return the first address in a mail, without the host."""
    link = next(part for part in email.parts if isinstance(part, Link))
    return link.url.removeprefix("http://signon.test")


def at_once(app: Flask, *calls: Callable[[], object]) -> list[object]:
    """Do everything at the same moment; return what came back or was raised."""
    barrier = Barrier(len(calls))

    def do(call: Callable[[], object]) -> object:
        with app.app_context():
            barrier.wait(10)
            try:
                return call()
            except DomainError as refusal:
                return refusal

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(do, calls))


def do_the_work() -> None:
    """Do what this floor has given to the worker."""
    for job in queue.claim(50, 60):
        if job.kind in tasks.HANDLERS:
            tasks.HANDLERS[job.kind](job)
            queue.finish(job)


def trail() -> list[tuple[str, str, str]]:
    """Return action, subject and actor of every entry of the audit trail."""
    db.session.rollback()
    entries = db.session.scalars(select(AuditEntry).order_by(AuditEntry.number))
    return [(entry.action, entry.subject, entry.actor) for entry in entries]


def send(client: FlaskClient, page: str, *, peer: str = "192.0.2.7", **typed: Any) -> TestResponse:
    """Open a page as a browser does, and send its form."""
    world = {"REMOTE_ADDR": peer}
    mark = re.search(
        r'name="csrf_token"[^>]*value="([^"]+)"', client.get(page, environ_base=world).text
    )
    assert mark, page
    return client.post(page, data={"csrf_token": mark[1], **typed}, environ_base=world)


def sign_in(
    client: FlaskClient, email: str = EMAIL, password: str = PASSWORD, **options: Any
) -> TestResponse:
    return send(client, "/desk/sign-in", email=email, password=password, **options)
