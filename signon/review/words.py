"""How leads are told of an entry: states, evidence, sources, mails, and what happened to it."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from flask_babel import get_locale
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from signon.kernel.words import N_
from signon.organisations.kind_names import kind_name
from signon.organisations.kinds import KINDS
from signon.site.formats import day

STATES: Mapping[str, Any] = {
    "submitted": _l("Not confirmed yet"),
    "reserved": _l("Place reserved"),
    "confirmed": _l("To decide"),
    "published": _l("On the list"),
    "rejected": _l("Off the list"),
    "withdrawn": _l("Withdrawn"),
    "disowned": _l("“This was not us”"),
    "expired": _l("Expired"),
}
"""States as leads call them, in the order of the tabs."""

EVIDENCE: Mapping[str, Any] = {
    "none": _l("address not proven"),
    "mailbox": _l("mailbox proven"),
    "domain": _l("mailbox proven, at the website that this entry states"),
    "contact": _l("mailbox proven, known from another paper"),
    "second": _l("confirmed by a second person"),
    "checked": _l("checked by a lead"),
    "freemail": _l("mailbox proven, one that anybody can have"),
    "disposable": _l("throw-away mailbox: please check"),
    "hosts": _l("written down by the hosts; no mailbox has confirmed it"),
    "network": _l("through its network; no mailbox of its own has confirmed it"),
    "import": _l("imported, not yet confirmed by its mailbox"),
}
"""What supports an entry, by its grade."""

SOURCES: Mapping[str, Any] = {
    "form": _l("signed with the form"),
    "import": _l("brought from a list that was signed"),
    "hosts": _l("added by the hosts"),
    "network": _l("sent by its network"),
}

CAPACITIES: Mapping[str, Any] = {
    "organisation": _l("organisation"),
    "individual": _l("individual"),
}

MAILS: Mapping[str, Any] = {
    "waiting": _l("e-mail on its way"),
    "delayed": _l("e-mail waits: this mailbox has had as many as it may get for now"),
    "retrying": _l("e-mail not accepted yet, trying again"),
    "held": _l("e-mail held after a restore"),
    "dead": _l("e-mail could not be delivered"),
    "done": _l("e-mail delivered"),
    "gone": _l("e-mail came back: there is no such mailbox any more"),
    "returned": _l("e-mail came back, it could not be delivered"),
}

TRAIL = {
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
    "take_out": N_("was deleted with the list that brought it in"),
    "import": N_("a list was brought in"),
    "undo_import": N_("a list that was brought in was undone"),
    "ask_import": N_("the mailboxes of a list were asked whether it is right"),
    "take_import": N_("the rows of a list were taken along"),
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
    "keep_translation": N_("a passage of a translation was found still right"),
    "tell_dates": N_("mails about moved dates were sent"),
    "make_preview": N_("a preview link was made"),
    "revoke_preview": N_("a preview link was taken back"),
    "end_preview": N_("a preview link ended with the role of the lead who had made it"),
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
    "end_by_mail": N_("ended all sessions, and the password, by the link of a mail"),
    "share_no_more": N_("took back that a co-host may write"),
    "export_for_co_host": N_("contacts were taken along for a co-host"),
    "keep_proof": N_("a proof was kept"),
    "take_proof": N_("the proof was taken along"),
    "drop_proof": N_("the proof was deleted"),
    "plan_mailing": N_("an update to signatories was planned"),
    "pause_mailing": N_("an update to signatories was paused"),
    "resume_mailing": N_("an update to signatories was resumed"),
    "stop_mailing": N_("an update to signatories was stopped"),
    "miss_mailing": N_("an update to signatories stopped, for its time was over"),
    "finish_mailing": N_("an update to signatories has gone to all"),
    "end_updates": N_("wants no more updates"),
    "mail_returned": N_("an e-mail to it came back"),
    "job_retried": N_("a failed piece of work was tried again"),
    "job_dropped": N_("a failed piece of work was dropped"),
    "log_restored": N_("the checkable log went on after it had been set back"),
    "seal": N_("the trail was sealed"),
}
"""What the trail says happened, by the action; every action that the house records is here."""

PURPOSES: Mapping[str, Any] = {
    "write": _l("to write to signatories about this paper"),
    "check": _l("to check who signed"),
    "deliver": _l("to deliver the signatures"),
    "archive": _l("to keep a copy for the hosts"),
    "request": _l("a signatory asked for their data"),
}
"""What a list with contacts may be taken for; the trail holds the key."""


@dataclass(frozen=True)
class Words:
    """What stands in the cells of a table, by the code, in one language.

    A lazy word is looked up each time that it is written, 50 µs, and twice where it is escaped.
    """

    states: Mapping[str, str]
    evidence: Mapping[str, str]
    sources: Mapping[str, str]
    capacities: Mapping[str, str]
    kinds: Mapping[str, str]


def in_force() -> Words:
    """Return the words in the language that is in force; they are looked up once for each."""
    return _words(get_locale())


@lru_cache(maxsize=32)
def _words(_locale: Any) -> Words:
    kinds = {code: kind_name(code) for code in KINDS}
    return Words(_said(STATES), _said(EVIDENCE), _said(SOURCES), _said(CAPACITIES), kinds)


def _said(table: Mapping[str, Any]) -> Mapping[str, str]:
    return {code: str(words) for code, words in table.items()}


def state_of(record: Any, time_zone: str) -> str:
    """Return where an entry stands, in words, with what else a lead has to know of it at once."""
    said = in_force().states[record.standing]
    if record.standing == "reserved":
        said = _("Place reserved until %(day)s", day=day(record.decides_on, time_zone))
    if record.is_late:
        said = _("%(state)s, late", state=said)
    return _("%(state)s, disputed", state=said) if record.contested_at else said
