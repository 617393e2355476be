"""The service under measurement: its settings, its schema, its papers."""

import os
import secrets
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

from flask import Flask

import config
from bench.servers import ROOT
from bench.visits import SITE
from signon.app import create_app
from signon.audit import trail
from signon.campaigns import service as campaigns
from signon.extensions import db
from signon.kernel import clock
from signon.papers import queries
from signon.papers import service as papers
from signon.papers.drafts import PaperDraft, TextDraft
from signon.papers.queries import PublicPaper

CAMPAIGN = "many-hands"
CONTACT = "hands@example.org"
LANGUAGES = {"en": "Open doors", "fr": "Portes ouvertes", "es": "Puertas abiertas"}
TEXT = "\n\n".join(
    f"## {n}. Doors\n\n" + "Doors stay open to all who come. " * 12 for n in range(8)
)


def environment(url: str, data_dir: Path, mail_port: int) -> dict[str, str]:
    """Return the environment of an installation in earnest, behind a proxy, with a mail server."""
    return {
        "SIGNON_MODE": "sample",  # in earnest no limit may be scaled
        "SECRET_KEY": secrets.token_hex(32),
        "BASE_URL": f"https://{SITE}",
        "DATABASE_URL": url,
        "DATA_DIR": str(data_dir),
        "REDIS_URL": "",
        "MAIL_SERVER": "127.0.0.1",
        "MAIL_PORT": str(mail_port),
        "MAIL_FROM": f"Signon <signon@{SITE}>",
        "TRUSTED_PROXIES": "1",
        "RATE_LIMIT_SCALE": "1000000",
    }


def flask(environ: Mapping[str, str], *words: str) -> None:
    """Run a `flask` command; raise with what it said when it fails."""
    done = subprocess.run(
        [sys.executable, "-m", "flask", "--app", "wsgi", *words],
        cwd=ROOT,
        env={**os.environ, **environ},
        capture_output=True,
        text=True,
        timeout=600,
    )
    if done.returncode:
        raise RuntimeError(f"flask {' '.join(words)} failed:\n{done.stderr[-2000:]}")


PRIORITIES = "twelve-priorities"
NEIGHBOURS = 49
_TWELVE = "\n\n".join(f"## {n}. Doors\n\nDoor {n} stays open." for n in range(1, 13))


@contextmanager
def opened(environ: Mapping[str, str]) -> Iterator[Flask]:
    """Yield the application in this process, inside a context; leave no connection open."""
    app = create_app(config.load(environ))
    with app.app_context():
        try:
            yield app
        finally:
            db.session.remove()
            db.engine.dispose()


def slug(signatories: int) -> str:
    """Return the name in addresses of the paper with so many signatories."""
    return f"signed-by-{signatories}"


def make_neighbours() -> None:
    """Found 49 more campaigns with a paper each, and a paper of twelve priorities."""
    for number in range(NEIGHBOURS):
        texts = (("en", f"Hands {number}", "One campaign of many."),)
        campaigns.create(
            campaigns.CampaignDraft(f"hands-{number}", "Network", texts, CONTACT),
            actor=trail.SYSTEM,
        )
        _publish(f"hands-{number}", f"paper-{number}", TEXT)
    _publish(CAMPAIGN, PRIORITIES, _TWELVE)
    papers.set_rules(PRIORITIES, actor=trail.SYSTEM, allows_parts=True)


def _publish(campaign: str, name: str, markdown: str) -> None:
    yesterday = clock.now() - timedelta(days=1)
    for language, title in {**LANGUAGES, "ar": "أبواب مفتوحة"}.items():
        text = TextDraft(language, f"{title}: {name}", "To all ministers", "In short.", markdown)
        papers.write(PaperDraft(campaign, name, text, opens_at=yesterday), actor=trail.SYSTEM)
    papers.open_paper(name, actor=trail.SYSTEM)


def make_papers(sizes: tuple[int, ...]) -> dict[int, PublicPaper]:
    """Found a campaign with an open paper for each size; return the papers by size."""
    texts = (("en", "Many hands", "One campaign."),)
    draft = campaigns.CampaignDraft(CAMPAIGN, "Many Hands Network", texts, CONTACT)
    campaigns.create(draft, actor=trail.SYSTEM)
    for size in sizes:
        for language, title in LANGUAGES.items():
            text = TextDraft(language, f"{title}: {size}", "To all ministers", "In short.", TEXT)
            yesterday = clock.now() - timedelta(days=1)
            written = PaperDraft(CAMPAIGN, slug(size), text, opens_at=yesterday)
            papers.write(written, actor=trail.SYSTEM)
        papers.open_paper(slug(size), actor=trail.SYSTEM)
    return {size: queries.paper_by_slug(slug(size)) for size in sizes}
