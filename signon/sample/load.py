"""Fills an empty installation with two campaigns, their papers and fictional signatories."""

import csv
import random
import secrets
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import yaml
from flask import current_app
from sqlalchemy import select

from signon.access import grants
from signon.access import service as access
from signon.access.models import Account
from signon.access.roles import Role
from signon.audit import trail
from signon.campaigns import queries as campaigns
from signon.campaigns import service as campaign_service
from signon.campaigns.models import Campaign
from signon.endorsements import service as endorsements
from signon.extensions import db
from signon.kernel import clock
from signon.kernel.languages import INTERFACE
from signon.kernel.text.fold import words
from signon.outbox import addresses
from signon.papers import imports, queries
from signon.papers import service as papers
from signon.papers.drafts import PaperDraft
from signon.papers.models import Paper
from signon.sample import living
from signon.transaction import command

HERE = Path(__file__).parent
LEAD = "lead@example.org"
DAYS_PAST = 40
SEED = 2022


def load() -> bool:
    """Load the sample unless there is something already; return whether it was loaded.

    The campaigns and their lead first, then all that is under them or nothing of it: what is
    broken off is loaded by the next start.
    """
    described = yaml.safe_load((HERE / "campaigns.yaml").read_text(encoding="utf-8"))["campaigns"]
    begun = set(db.session.scalars(select(Campaign.slug)))
    is_ours = begun <= {campaign["slug"] for campaign in described}
    if not is_ours or db.session.scalar(select(Paper.id).limit(1)) is not None:
        return False
    for campaign in described:
        if campaign["slug"] not in begun:
            _found(campaign)
    make_lead()
    addresses.address_key(LEAD)  # what it is mixed with is stored now, and kept: see `_pepper`
    _fill(described)
    return True


@command
def _fill(campaigns: list[dict[str, Any]]) -> None:
    """Write the papers, let them be signed, and let happen what keeps leads busy."""
    texts = [text for campaign in campaigns for text in _write_papers(campaign)]
    _sign_all()
    organisations = {row["name"]: _draft(row) for row in _rows("organisations.csv")}
    living.happen(living.Known(_public_id(LEAD), texts, organisations))


def _found(said: dict[str, Any]) -> None:
    """Create one campaign."""
    texts = tuple((code, t["title"], t["summary"]) for code, t in said["texts"].items())
    draft = campaign_service.CampaignDraft(
        said["slug"], said["host"], texts, said["contact"], said["accent"].lower()
    )
    campaign_service.create(draft, actor=trail.SYSTEM)


def _write_papers(said: dict[str, Any]) -> Iterator[PaperDraft]:
    """Write the papers of a campaign as they first were and open them; yield what they say now."""
    for paper in said["papers"]:
        for language in INTERFACE:
            place = imports.Destination(said["slug"], paper["slug"], language)
            read = imports.read(HERE / "papers" / f"{paper['slug']}.{language}.md", place)
            papers.write(living.first_version(read), actor=trail.SYSTEM)
            yield read
        _open(**paper)


def _open(slug: str, days_open: int, **rules: Any) -> None:
    paper = papers.open_paper(slug, actor=trail.SYSTEM)
    paper.opens_at = clock.now() - timedelta(days=DAYS_PAST)
    paper.time_zone = "Europe/Brussels"
    last_day = clock.day_in(paper.time_zone, clock.now() + timedelta(days=days_open))
    paper.closes_at = clock.day_begins(paper.time_zone, last_day + timedelta(days=1))
    for name, value in rules.items():
        setattr(paper, name, value)
    db.session.flush()


def _sign_all() -> None:
    """Put the fictional organisations under the papers, over the past weeks."""
    dice = random.Random(SEED)  # noqa: S311 - the same sample on every machine
    slugs = db.session.scalars(select(Paper.slug)).all()
    known = {slug: queries.paper_by_slug(slug) for slug in slugs}
    _held = [  # in the session: else each entry would read them again
        (paper, version, *version.texts)
        for paper in db.session.scalars(select(Paper))
        for version in paper.versions
    ]
    scopes = {row["name"]: (row["priorities"], row["reservation"]) for row in _rows("in_part.csv")}
    for row in _rows("organisations.csv"):
        for slug in row["papers"].split(";"):
            minutes = dice.randrange(DAYS_PAST * 24 * 60 - 60)
            at = clock.now() - timedelta(minutes=minutes)
            chosen, reserved = scopes.get(row["name"], ("", ""))
            draft = _draft(row)
            if known[slug].takes_parts:
                draft = replace(draft, priorities=chosen, reservation=reserved)
            endorsements.enter(known[slug], draft, actor=trail.SYSTEM, at=at)


def _rows(name: str) -> Iterator[dict[str, str]]:
    with (HERE / name).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def _draft(row: dict[str, str]) -> endorsements.EndorsementDraft:
    mailbox = "-".join(words(row["name"]))[:40].encode("ascii", "ignore").decode()
    domain = row["website"].removeprefix("https://").rstrip("/") or "mail.example.org"
    return endorsements.EndorsementDraft(
        capacity="organisation",
        name=row["name"],
        acronym=row["acronym"],
        affiliation="",
        country=row["country"],
        organisation_kind=row["kind"],
        website=row["website"],
        statement=row["statement"],
        representative_name="Sample Representative",
        representative_role="Secretariat",
        email=f"{mailbox.strip('-') or secrets.token_hex(4)}@{domain}",
        authorised=True,
        updates_consent=bool(row["statement"]),  # who has something to say wants to hear, too
        language=row["language"],
    )


def make_lead() -> tuple[str, str]:
    """Return address and password of the sample's lead; the password is random and kept."""
    kept = Path(current_app.config["DATA_DIR"], "sample-lead-password")
    if not kept.exists():
        kept.touch(mode=0o600)
        kept.write_text(secrets.token_urlsafe(12))
    password = kept.read_text()
    if db.session.scalar(select(Account.id).where(Account.email == LEAD)) is None:
        _invite(password)
    return LEAD, password


def _public_id(email: str) -> str:
    return db.session.scalars(select(Account.public_id).where(Account.email == email)).one()


def _invite(password: str) -> None:
    for campaign in campaigns.all_campaigns("en"):
        link = grants.invite(
            LEAD,
            campaign.id,
            Role.OWNER,
            language="en",
            invited_by=trail.SYSTEM,
            campaign_title=campaign.title,
        )
    access.set_password(link.rsplit("/", 1)[1], password)
