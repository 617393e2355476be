"""What makes the sample a campaign at work: what waits, what is disputed, what came back.

Everything goes the way that people go: by the verbs of forms, of mailed links and of the desk.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from sqlalchemy import select

from signon.audit import trail
from signon.challenges import service as challenges
from signon.challenges.models import Challenge
from signon.endorsements import service as endorsements
from signon.endorsements.models import Endorsement
from signon.extensions import db
from signon.jobs import queue
from signon.kernel import clock
from signon.kernel.languages import DEFAULT
from signon.papers import queries
from signon.papers import service as papers
from signon.papers.drafts import PaperDraft
from signon.papers.queries import PublicPaper
from signon.reconfirmations import service as rounds
from signon.reconfirmations.models import Round, RoundAnswer
from signon.submissions import workflow
from signon.submissions.kinds import all_kinds
from signon.submissions.states import Action

CASES = Path(__file__).parent / "cases.yaml"
TO_ANSWER = timedelta(days=21)
NO_SUCH_MAILBOX = "550"
BATCH = 500

Case = dict[str, Any]


@dataclass(frozen=True)
class Known:
    """What the sample has so far.

    Its lead (a public id), the texts of its papers as they are now, and organisations by name.
    """

    lead: str
    texts: Sequence[PaperDraft]
    organisations: dict[str, endorsements.EndorsementDraft]


@cache
def cases() -> Case:
    """Return what happens, as the file says it."""
    found: Case = yaml.safe_load(CASES.read_text(encoding="utf-8"))
    return found


def first_version(draft: PaperDraft) -> PaperDraft:
    """Return a text as it was before it was changed; most are as they have always been."""
    reviewed = cases()["reviewed"]
    if draft.slug != reviewed["paper"]:
        return draft
    now, before = reviewed["earlier"][draft.text.language]
    text = replace(draft.text, markdown=draft.text.markdown.replace(now, before))
    return replace(draft, text=text)


def happen(known: Known) -> None:
    """Let everything happen that the file of cases says."""
    said = cases()
    _review(known, said["reviewed"])
    for case in said["entries"]:
        _enter(known, case)
    for case in said["asked"]:
        _ask(case)
    for case in said["disputes"]:
        _dispute(case)


def _review(known: Known, said: Case) -> None:
    """Let organisations sign the first version, leads look, the text change, and a round ask."""
    paper = queries.paper_by_slug(said["paper"])
    signed = [_sign_again(known, paper, case) for case in said["signed"]]
    for draft in known.texts:
        if draft.slug == paper.slug:
            changed = replace(draft, change="substantive", note=said["note"])
            papers.write(changed, actor=known.lead)
    last_day = clock.day_in(paper.time_zone, clock.now() + TO_ANSWER)
    until = clock.day_begins(paper.time_zone, last_day + timedelta(days=1))
    asking = rounds.RoundDraft(until, "keep_older")
    opened = rounds.open_round(paper.id, asking, actor=known.lead)
    for row, case in zip(signed, said["signed"], strict=True):
        _answer(opened, row, case.get("answer", ""), said["reason"])


def _sign_again(known: Known, paper: PublicPaper, case: Case) -> Endorsement:
    row = _written_down(paper, known.organisations[case["name"]], case["days"])
    if not case.get("waits"):
        _decide(row, Action.PUBLISH, known.lead)
    return row


def _answer(opened: Round, row: Endorsement, answer: str, reason: str) -> None:
    mine = RoundAnswer.round_id == opened.id, RoundAnswer.endorsement_id == row.id
    if answer == "keep":
        rounds.keep(db.session.scalars(select(RoundAnswer.id).where(*mine)).one(), row.language)
    elif answer == "withdraw":
        rounds.withdraw(db.session.scalars(select(RoundAnswer.id).where(*mine)).one(), reason)


def _enter(known: Known, case: Case) -> None:
    """Write an entry down, and do with it what its case says."""
    row = _written_down(queries.paper_by_slug(case["paper"]), _draft(case), case["days"])
    if case["case"] == "removed":
        _decide(row, Action.REJECT, known.lead, case["note"])
    elif case["case"] == "withdrawn":
        kind = all_kinds()[endorsements.KIND]
        workflow.withdraw(kind, row, actor=trail.SIGNATORY, reason=case["reason"])


def _ask(case: Case) -> None:
    """Fill in the form, and let the mailbox do what its case says."""
    endorsements.endorse(queries.paper_by_slug(case["paper"]), _draft(case))
    row = _newest(Endorsement)
    if case["case"] == "late":
        workflow.confirm(all_kinds()[endorsements.KIND], row)
    elif case["case"] == "returned":
        _return_mail_about(row.public_id)


def _return_mail_about(public_id: str) -> None:
    """Let the server of a mailbox refuse what waits about `public_id`, as if it were not there."""
    for job in queue.claim(BATCH, lease_seconds=60):
        if job.subject == public_id:
            queue.bury(job, NO_SUCH_MAILBOX)
        else:
            queue.release(job, timedelta(0))


def _dispute(case: Case) -> None:
    """Let somebody say that an entry is wrong, and confirm it by mail."""
    paper = queries.paper_by_slug(case["paper"])
    named = Endorsement.paper_id == paper.id, Endorsement.name == case["about"]
    entry = db.session.scalars(select(Endorsement).where(*named)).one()
    draft = challenges.ChallengeDraft(
        "Sample Representative", case["role"], case["email"], case["explanation"], "en"
    )
    challenges.challenge(paper, entry.public_id, draft)
    workflow.confirm(all_kinds()[challenges.KIND], _newest(Challenge))


def _written_down(
    paper: PublicPaper, draft: endorsements.EndorsementDraft, days: int
) -> Endorsement:
    at = clock.now() - timedelta(days=days)
    endorsements.enter(paper, draft, actor=trail.SYSTEM, at=at)
    row: Endorsement = _newest(Endorsement)
    return row


def _newest(model: Any) -> Any:
    return db.session.scalars(select(model).order_by(model.id.desc()).limit(1)).one()


def _decide(row: Endorsement, action: Action, lead: str, note: str = "") -> None:
    endorsements.decide(row, action, revision=row.revision, moderator=lead, note=note)


def _draft(case: Case) -> endorsements.EndorsementDraft:
    capacity = case.get("capacity", "organisation")
    is_person = capacity == "individual"
    return endorsements.EndorsementDraft(
        capacity=capacity,
        name=case["name"],
        acronym="",
        affiliation=case.get("affiliation", ""),
        country=case["country"],
        organisation_kind="" if is_person else case.get("kind", "ngo"),
        website="",
        statement="",
        representative_name=case["name"] if is_person else "Sample Representative",
        representative_role="" if is_person else "Secretariat",
        email=case["email"],
        authorised=not is_person,
        updates_consent=False,
        language=case.get("language", DEFAULT),
        decides_on=_day(case.get("decides_in")),
        hides_name=case.get("hides_name", False),
    )


def _day(ahead: int | None) -> date | None:
    return None if ahead is None else (clock.now() + timedelta(days=ahead)).date()
