"""Commands of this capability. Each answers to one row at a time, and however often it is called.

Whoever changes something in a round holds the round (shared), then the endorsement, then the
answer: so an answer, a withdrawal and the end of the round come one after the other.
"""

from typing import Any

from sqlalchemy import literal, select, update

from signon.audit import trail
from signon.endorsements import service as endorsements
from signon.endorsements.models import Endorsement
from signon.extensions import db
from signon.jobs.queries import mail_state
from signon.jobs.queue import enqueue
from signon.kernel import clock
from signon.kernel.upsert import insert_for
from signon.outbox.post import MAILING, post
from signon.papers import queries as papers
from signon.papers.models import Paper, PaperVersion
from signon.reconfirmations import emails, policy, queries
from signon.reconfirmations.drafts import RoundDraft
from signon.reconfirmations.links import Asked, NothingLeft, OffTheList, RoundOver
from signon.reconfirmations.models import Round, RoundAnswer
from signon.reconfirmations.questions import change_of
from signon.site import changes
from signon.submissions import workflow
from signon.submissions.kinds import kind_of
from signon.submissions.models import new_public_id
from signon.submissions.states import State
from signon.transaction import command

ASKING = "rounds.ask"
"""The job that mails a portion of the questions of a round."""


@command
def open_round(paper_id: int, draft: RoundDraft, *, actor: str) -> Round:
    """Begin to ask everybody who stands under an older text; the worker mails the questions.

    Raises `AlreadyAsking`, `BadDate`, or `NothingToAsk`.
    """
    now = clock.now()
    policy.require_date(draft.answer_by, now)
    db.session.execute(select(Paper.id).where(Paper.id == paper_id).with_for_update())
    if queries.open_round(paper_id) is not None:
        raise policy.AlreadyAsking
    paper = papers.paper_by_id(paper_id)
    opened = Round(
        public_id=new_public_id(),
        paper_id=paper_id,
        version_id=paper.version_id,
        asks_up_to=policy.asks_up_to(papers.versions(paper_id)),
        answer_by=draft.answer_by,
        no_answer=draft.no_answer,
        opened_at=now,
        opened_by=actor,
    )
    db.session.add(opened)
    db.session.flush()
    number = _note_who_is_asked(opened)
    if not number:
        raise policy.NothingToAsk
    begin_asking(opened.public_id)
    changes.note("paper_itself", paper_id)
    trail.record(
        "open_round",
        opened.public_id,
        actor=actor,
        version=paper.version,
        signatories=number,
        no_answer=draft.no_answer,
    )
    return opened


@command
def ask_latecomers(round_id: int) -> None:
    """Add to a round who confirmed an older text after it was opened, if time is left to answer."""
    opened = _locked(Round, round_id, shared=True)
    now = clock.now()
    if opened.takes_answers(now) and policy.leaves_time(opened.answer_by, now):
        _note_who_is_asked(opened)


@command
def begin_asking(public_id: str) -> None:
    """Let the worker mail the next portion of a round's questions."""
    enqueue(ASKING, {"round": public_id}, subject=public_id, priority=MAILING)


@command
def ask(answer_id: int) -> bool:
    """Mail the question to the address on record, once to each; tell whether it was mailed."""
    asked = _held(answer_id)
    if not _is_waiting(asked) or asked.answer.asked_key == asked.row.address_key:
        return False
    contact = asked.row.contact
    if contact is None:
        return False
    email = emails.ask(asked, to=contact.email)
    mailed = post(email, about=asked.row.public_id, priority=MAILING)
    asked.answer.asked_key = asked.row.address_key
    asked.answer.asked_at = clock.now() if mailed else None
    asked.answer.reminded_at = None
    return mailed


@command
def remind(answer_id: int) -> bool:
    """Ask once more, and only once; tell whether it was mailed."""
    asked = _held(answer_id)
    contact = asked.row.contact
    if not _is_waiting(asked) or not _was_asked(asked) or contact is None:
        return False
    if asked.answer.reminded_at is not None:
        return False
    asked.answer.reminded_at = clock.now()
    email = emails.remind(asked, to=contact.email)
    return post(email, about=asked.row.public_id, priority=MAILING)


@command
def keep(answer_id: int, language: str) -> None:
    """Let the endorsement back the newer version, in the language read. Twice is harmless.

    Raises `OffTheList`, `NothingLeft` or `RoundOver` when somebody or something was faster.
    """
    asked = _answerable(answer_id)
    if asked.answer.answer == "keep":
        return
    _take(asked, "keep")
    endorsements.back(asked.row, change_of(asked.round).paper, language)


@command
def withdraw(answer_id: int, reason: str = "") -> None:
    """Take the endorsement off the list; `reason` is public. Raises what `keep` does."""
    asked = _answerable(answer_id)
    _take(asked, "withdraw")
    workflow.withdraw(kind_of(asked.row), asked.row, actor=trail.SIGNATORY, reason=reason)


@command
def settle(answer_id: int) -> bool:
    """Apply the rule for no answer to one endorsement; tell whether it was taken off the list.

    Nobody is taken off who was not asked: whose address has changed or gone since, or whose mail
    could not be delivered.
    """
    asked = _held(answer_id)
    its_time = asked.round.closed_at is None and clock.now() >= asked.round.answer_by
    if not its_time or asked.round.no_answer != "withdraw" or asked.answer.answer is not None:
        return False
    if asked.row.state not in policy.ASKED or not _was_asked(asked):
        return False
    asked.answer.removed_at = clock.now()
    workflow.withdraw(kind_of(asked.row), asked.row, actor=trail.SYSTEM)
    return True


@command
def close_round(round_id: int) -> bool:
    """End a round whose date has passed and to which everybody was settled; once."""
    ended = _locked(Round, round_id)
    if ended.closed_at is not None or clock.now() < ended.answer_by:
        return False
    ended.closed_at = clock.now()
    changes.note("paper_itself", ended.paper_id)
    of_round = update(RoundAnswer).where(RoundAnswer.round_id == round_id)
    db.session.execute(of_round.values(asked_key=None).execution_options(synchronize_session=False))
    trail.record(
        "close_round", ended.public_id, actor=trail.SYSTEM, **queries.tally(round_id, is_open=False)
    )
    return True


@command
def forget_keys() -> None:
    """Forget under which address somebody was asked who has no address on record any more."""
    nobody = select(Endorsement.id).where(Endorsement.address_key.is_(None))
    known = RoundAnswer.asked_key.is_not(None)
    forgotten = update(RoundAnswer).where(known, RoundAnswer.endorsement_id.in_(nobody))
    db.session.execute(
        forgotten.values(asked_key=None).execution_options(synchronize_session=False)
    )


def _note_who_is_asked(opened: Round) -> int:
    """Write down, once, who stands under a text from before the change; return how many do."""
    columns = ("round_id", "endorsement_id", "before_version_id", "before_text_sha256")
    backing = (
        select(literal(opened.id), Endorsement.id, Endorsement.version_id, Endorsement.text_sha256)
        .join(PaperVersion, PaperVersion.id == Endorsement.version_id)
        .where(*queries.backs_older(opened.paper_id, opened.asks_up_to))
        .order_by(Endorsement.id)
    )
    asked = insert_for(db.session, RoundAnswer.__table__).from_select(columns, backing)
    db.session.execute(asked.on_conflict_do_nothing(index_elements=columns[:2]))
    return sum(queries.tally(opened.id, is_open=True).values())


def _take(asked: Asked, answer: str) -> None:
    before = asked.answer.answer
    asked.answer.answer, asked.answer.answered_at = answer, clock.now()
    trail.record(
        "answer_round", asked.row.public_id, actor=trail.SIGNATORY, answer=answer, before=before
    )


def _answerable(answer_id: int) -> Asked:
    asked = _held(answer_id)
    if asked.row.state == State.WITHDRAWN:
        raise OffTheList(asked)
    if asked.row.state not in policy.ASKED:
        raise NothingLeft(asked)
    if not asked.round.takes_answers(clock.now()):
        raise RoundOver(asked)
    return asked


def _is_waiting(asked: Asked) -> bool:
    """Tell whether an answer is still waited for."""
    open_still = asked.round.takes_answers(clock.now())
    return open_still and asked.answer.answer is None and asked.row.state in policy.ASKED


def _was_asked(asked: Asked) -> bool:
    """Tell whether the question reached the address on record, as far as a mail server says."""
    key = asked.row.address_key
    if asked.answer.asked_at is None or key is None or key != asked.answer.asked_key:
        return False
    mail = mail_state({asked.row.public_id}).get(asked.row.public_id)
    return mail is None or mail.state == "done"


def _held(answer_id: int) -> Asked:
    """Return a signatory in a round as it is now, held until the command ends."""
    place = select(RoundAnswer.round_id, RoundAnswer.endorsement_id)
    round_id, row_id = db.session.execute(place.where(RoundAnswer.id == answer_id)).one()
    return Asked(
        round=_locked(Round, round_id, shared=True),
        row=_locked(Endorsement, row_id),
        answer=_locked(RoundAnswer, answer_id),
    )


def _locked(model: Any, row_id: int, *, shared: bool = False) -> Any:
    wanted = select(model).where(model.id == row_id).with_for_update(read=shared)
    return db.session.scalars(wanted.execution_options(populate_existing=True)).one()
