"""The audit trail of a paper or a campaign, newest first, with the names that things have today.

The trail itself has no personal data. Names come from the rows as they are now, so what was erased
shows nowhere.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, or_, select

from signon.access.models import Account
from signon.audit.models import AuditEntry
from signon.challenges.models import Challenge
from signon.endorsements.models import Endorsement
from signon.extensions import db
from signon.kernel import clock
from signon.kernel.words import N_
from signon.papers.models import Paper
from signon.papers.queries import PublicPaper
from signon.reconfirmations.models import Round

PAGE = 50

WORDS = {
    "submit": N_("was signed or handed in"),
    "enter": N_("was entered as confirmed elsewhere"),
    "confirm": N_("was confirmed by e-mail"),
    "publish": N_("was put on the list"),
    "hold": N_("was taken off the list until it is decided"),
    "reject": N_("was taken off the list"),
    "restore": N_("waits for a decision again"),
    "withdraw": N_("was withdrawn"),
    "disown": N_("was disowned: “this was not us”"),
    "reclaim": N_("was claimed back by its mailbox"),
    "expire": N_("expired without being confirmed"),
    "erase_contact": N_("the person behind it was erased"),
    "check": N_("who signed was checked by a lead"),
    "take_reason_down": N_("the public reason was taken down"),
    "back_version": N_("stands under the newer version of the text"),
    "correct": N_("was corrected"),
    "switch_capacity": N_("was changed between organisation and individual"),
    "hand_over": N_("was handed over to another person"),
    "receipt": N_("a receipt was made"),
    "offer_successor": N_("a colleague answered about taking over"),
    "offer_second": N_("a second person answered"),
    "offer_colleague": N_("a colleague asked to become the contact"),
    "challenge": N_("was disputed"),
    "answer_challenge": N_("the signatory answered the dispute"),
    "decide_challenge": N_("the dispute was decided"),
    "reopen_challenge": N_("the decision about the dispute was taken back"),
    "end_challenge": N_("the dispute ended by itself"),
    "open_round": N_("the signatories are asked about the changed text"),
    "close_round": N_("the round of questions ended"),
    "answer_round": N_("answered about the changed text"),
    "decide_in_bulk": N_("many were decided at once"),
    "undo_in_bulk": N_("a decision about many was taken back"),
    "export": N_("a list was exported"),
    "merge_organisations": N_("two organisations were merged"),
    "part_organisations": N_("two organisations were parted again"),
    "tell_organisations_apart": N_("two organisations were said to be two"),
    "take_back_apart": N_("that two organisations are two was taken back"),
    "create_organisation": N_("an organisation was noted"),
    "add_name": N_("a name of an organisation was added"),
    "remove_name": N_("a name of an organisation was removed"),
    "begin_paper": N_("the paper was begun"),
    "open_paper": N_("the paper was opened"),
    "close_paper": N_("the paper was closed"),
    "set_rules": N_("dates or rules were changed"),
    "create_campaign": N_("the campaign was founded"),
    "change_campaign": N_("the campaign was changed"),
    "write_imprint": N_("the imprint was written"),
    "invite": N_("somebody was invited"),
    "invite_again": N_("an invitation was sent again"),
    "change_role": N_("somebody was given another role"),
    "revoke": N_("somebody’s role was taken away"),
    "sign_in": N_("signed in"),
    "sign_out": N_("signed out"),
    "refuse_sign_in": N_("a sign-in was refused"),
    "ask_reset": N_("a link for a new password was asked for"),
    "set_password": N_("a password was set"),
    "add": N_("was added by the hosts"),
    "ask": N_("its mailbox was asked whether it is right"),
    "find_right": N_("its mailbox said that it is right"),
    "readdress": N_("the address was mended, and asked again"),
    "replace": N_("took the place of another entry"),
    "part": N_("a replacement was taken back"),
    "prove": N_("its mailbox was proven"),
    "note": N_("a note among leads was written"),
    "remove_note": N_("a note among leads was removed"),
    "clone_paper": N_("the paper was copied from another one"),
    "delete_draft": N_("a draft was deleted"),
    "rename_paper": N_("the paper was given another address"),
    "tell_dates": N_("mails about moved dates were sent"),
    "make_preview": N_("a preview link was made"),
    "revoke_preview": N_("a preview link was taken back"),
    "attach_file": N_("a file was attached"),
    "detach_file": N_("a file was removed"),
    "write_campaign_texts": N_("the campaign’s title or summary was changed"),
    "add_co_host": N_("a co-host was added"),
    "end_co_host": N_("a co-host was ended"),
    "invite_for_co_host": N_("somebody was invited for a co-host"),
    "revoke_for_co_host": N_("somebody’s place at a co-host was taken away"),
    "ask_second_step": N_("a second step is asked of whoever may export contacts"),
    "ask_no_second_step": N_("a second step is asked no more"),
    "own": N_("became owner of the campaign that they founded"),
    "let_create_campaigns": N_("may found campaigns"),
    "let_create_no_campaigns": N_("may found no more campaigns"),
    "pass_first_step": N_("passed the first step of a sign-in"),
    "refuse_code": N_("a code of the second step was refused"),
    "begin_second_step": N_("began to set up the second step"),
    "set_up_second_step": N_("set up the second step"),
    "turn_off_second_step": N_("turned the second step off"),
    "reset_second_step": N_("the second step was reset by who runs the service"),
    "renew_recovery_codes": N_("made new recovery codes"),
    "use_recovery_code": N_("signed in with a recovery code"),
    "change_password": N_("changed the password"),
    "end_session": N_("ended a session"),
    "end_other_sessions": N_("ended all other sessions"),
    "job_retried": N_("a failed piece of work was tried again"),
    "job_dropped": N_("a failed piece of work was dropped"),
    "seal": N_("the trail was sealed"),
}
"""By action; each says what happened to what is named beside it."""


@dataclass(frozen=True)
class Wanted:
    """What of the trail is asked for; "" and None for everything."""

    action: str = ""
    actor: str = ""
    first: date | None = None
    last: date | None = None
    entry: str = ""
    """A public id, or part of the name of a signatory."""
    before: int = 0
    """Number of the entry before which to go on; 0 to begin with the newest."""


def of_paper(paper: PublicPaper, wanted: Wanted) -> list[AuditEntry]:
    """Return what happened to a paper and everything under it, one more than a page at most."""
    return _page(_of_papers([paper.id]), wanted, paper.time_zone)


def of_campaign(campaign_id: int, public_id: str, wanted: Wanted) -> list[AuditEntry]:
    """Return what happened in a campaign: to it, its people, and its papers."""
    papers = list(db.session.scalars(select(Paper.id).where(Paper.campaign_id == campaign_id)))
    people = AuditEntry.details["campaign"].as_integer() == campaign_id
    return _page(or_(_of_papers(papers), AuditEntry.subject == public_id, people), wanted, "UTC")


def named(subjects: Collection[str]) -> dict[str, str]:
    """Return the names that signatories with these public ids have now, by public id."""
    found = select(Endorsement.public_id, Endorsement.name).where(
        Endorsement.public_id.in_(subjects)
    )
    return {row.public_id: row.name for row in db.session.execute(found)}


def entries_of(subjects: Collection[str]) -> dict[str, Endorsement]:
    """Return the endorsements among what the trail names, by public id."""
    wanted = select(Endorsement).where(Endorsement.public_id.in_(subjects))
    return {row.public_id: row for row in db.session.scalars(wanted)}


def people(public_ids: Iterable[str], *, with_address: bool) -> dict[str, str]:
    """Return the names of accounts by public id; without one the address, if it may be seen."""
    wanted = select(Account.public_id, Account.name, Account.email)
    rows = db.session.execute(wanted.where(Account.public_id.in_(set(public_ids))))
    return {row.public_id: row.name or (row.email if with_address else "") for row in rows}


def _of_papers(ids: Collection[int]) -> ColumnElement[bool]:
    kinds: tuple[tuple[Any, Any], ...] = (
        (Paper.public_id, Paper.id),
        (Endorsement.public_id, Endorsement.paper_id),
        (Challenge.public_id, Challenge.paper_id),
        (Round.public_id, Round.paper_id),
    )
    return or_(
        *(
            AuditEntry.subject.in_(select(subject).where(of_paper.in_(ids)))
            for subject, of_paper in kinds
        )
    )


def _page(about: ColumnElement[bool], wanted: Wanted, zone: str) -> list[AuditEntry]:
    conditions = (about, *_conditions(wanted, zone))
    newest = select(AuditEntry).where(*conditions).order_by(AuditEntry.number.desc())
    return list(db.session.scalars(newest.limit(PAGE + 1)))


def _conditions(wanted: Wanted, zone: str) -> Iterable[ColumnElement[bool]]:
    if wanted.action:
        yield AuditEntry.action == wanted.action
    if wanted.actor:
        yield AuditEntry.actor == wanted.actor
    if wanted.first:
        yield AuditEntry.happened_at >= _begins(wanted.first, zone)
    if wanted.last:
        yield AuditEntry.happened_at < _begins(wanted.last + timedelta(days=1), zone)
    if wanted.entry:
        like = Endorsement.name.icontains(wanted.entry, autoescape=True)
        by_name = select(Endorsement.public_id).where(like)
        yield or_(AuditEntry.subject == wanted.entry, AuditEntry.subject.in_(by_name))
    if wanted.before:
        yield AuditEntry.number < wanted.before


def _begins(day: date, zone: str) -> datetime:
    return clock.day_begins(zone, day)
