"""How many confirmation mails a second one worker brings away."""

import resource
import smtplib
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from email.message import EmailMessage
from email.policy import SMTP
from itertools import count

from sqlalchemy import select

from bench.figures import Comparison, Sample
from bench.load import HOST
from bench.names import organisation
from bench.run import Run
from bench.service import flask
from bench.table import Aim, Line, rate_line
from bench.visits import SITE
from signon.endorsements import service as endorsements
from signon.endorsements.drafts import EndorsementDraft
from signon.extensions import db
from signon.jobs.models import JOBS, WAITING
from signon.kernel import clock
from signon.outbox.layout import lay_out
from signon.outbox.message import build, sender
from signon.outbox.post import KIND, Email, from_payload

OF_SMTP = Aim(at_least=0.5)
_numbers = count(1)


@dataclass(frozen=True)
class Waiting:
    """A mail in the queue, as the yardstick needs it: ready to go, and in its parts."""

    to: str
    subject: str
    ready: bytes
    text: str
    html: str


class MailsLost(Exception):
    """Fewer mails, or more, came out than were put in."""


def measure(run: Run) -> list[Line]:
    """Compare one worker with one plain connection to the same mail server."""
    flask(run.environ, "worker", "--once")  # does what is due by the clock alone
    idle = worker_cpu(run)
    rounds = [_round(run, idle) for _ in range(run.plan.rounds)]
    ready = Comparison(tuple((plain, ours) for plain, ours, _ in rounds))
    built = Comparison(tuple((writing, ours) for _, ours, writing in rounds))
    text = f"{run.plan.mails:,} mails, against smtplib, "
    return [
        rate_line(f"{text}messages made before", ready, OF_SMTP),
        rate_line(f"{text}EmailMessage each", built),
    ]


def _round(run: Run, idle: float) -> tuple[Sample, Sample, Sample]:
    """Bring the same mails away by a plain connection, by our worker, and by a connection again."""
    _queue(run)
    mails = _waiting(run)
    plain = _measured(run, lambda: _send(run, mails, lambda mail: mail.ready))
    ours = _measured(run, lambda: worker_cpu(run) - idle)
    if _waiting(run):
        raise MailsLost("mails were left in the queue")
    writing = _measured(run, lambda: _send(run, mails, _written))
    return plain, ours, writing


def _queue(run: Run) -> None:
    """Sign so often that as many confirmation mails wait, by the verb that the form calls."""
    paper = run.papers[run.plan.sizes[0]]
    for _ in range(run.plan.mails):
        endorsements.endorse(paper, draft_of(next(_numbers)))
    db.session.remove()


def draft_of(number: int) -> EndorsementDraft:
    """Return what the organisation with that number types into the form."""
    invented = organisation(number)
    return EndorsementDraft(
        capacity="organisation",
        name=invented.name,
        acronym=invented.acronym,
        affiliation="",
        country=invented.country,
        organisation_kind=invented.kind,
        website=invented.website,
        statement=invented.statement,
        representative_name="Ada Sample",
        representative_role="Chair",
        email=f"post.{number}@ngo-{number}.example.org",
        authorised=True,
        updates_consent=False,
        language=invented.language,
    )


def _waiting(run: Run) -> list[Waiting]:
    due = select(JOBS.c.ref, JOBS.c.payload).where(JOBS.c.kind == KIND, JOBS.c.state == WAITING)
    rows = db.session.execute(due).all()
    db.session.remove()
    config = run.app.config
    return [_read(from_payload(row.payload), row.ref, config["MAIL_FROM"]) for row in rows]


def _read(email: Email, ref: str, mail_from: str) -> Waiting:
    text, html = lay_out(email)
    ready = build(email, ref, mail_from, f"https://{SITE}")
    return Waiting(email.to, email.subject, ready, text, html)


def _measured(run: Run, bring_away: Callable[[], float]) -> Sample:
    """Return the rate that the mail server saw; `bring_away` returns its own CPU seconds."""
    run.sink.reset()
    with run.machine.measured() as cost:
        own = bring_away()
    mails, seconds = run.sink.reset()
    if mails != run.plan.mails:
        raise MailsLost(f"{mails} mailboxes got mail, and not {run.plan.mails}")
    return Sample(mails / seconds, 1000 * own / mails, cost.milliseconds("database", mails))


def worker_cpu(run: Run) -> float:
    """Let one worker do what is due; return the CPU seconds of its process."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    flask(run.environ, "worker", "--once")
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def _send(run: Run, mails: Iterable[Waiting], message: Callable[[Waiting], bytes]) -> float:
    """Send all over one connection; return the CPU seconds of this process."""
    envelope_sender = sender(run.app.config["MAIL_FROM"]).address
    before = time.process_time()
    with smtplib.SMTP(HOST, run.sink.port, local_hostname=SITE) as smtp:
        for mail in mails:
            smtp.sendmail(envelope_sender, [mail.to], message(mail))
    return time.process_time() - before


def _written(mail: Waiting) -> bytes:
    """Write the same mail by the library's own class."""
    message = EmailMessage(policy=SMTP)
    message["From"] = f"Signon <signon@{SITE}>"
    message["To"] = mail.to
    message["Subject"] = mail.subject
    message["Date"] = clock.now()
    message["Message-ID"] = f"<{id(mail)}@{SITE}>"
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(mail.text)
    message.add_alternative(mail.html, subtype="html")
    return message.as_bytes()
