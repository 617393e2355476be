"""How leads are told of an entry: states, evidence, sources, mails, and what happened to it."""

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

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
}

DONE: Mapping[str, Any] = {
    "submit": _l("Signed with the form"),
    "enter": _l("Brought in from elsewhere"),
    "confirm": _l("Confirmed by e-mail"),
    "publish": _l("Put on the list"),
    "hold": _l("Held: taken off the list until it is decided"),
    "reject": _l("Taken off the list"),
    "restore": _l("Put back among those to decide"),
    "withdraw": _l("Withdrawn"),
    "disown": _l("“This was not us” was pressed"),
    "reclaim": _l("“This was not us” was taken back"),
    "expire": _l("Expired without being confirmed"),
    "check": _l("Checked who signed"),
    "take_reason_down": _l("Took the public reason down"),
    "erase_contact": _l("The person who signed was erased"),
    "correct": _l("Corrected"),
    "back_version": _l("Confirmed for a newer version of the paper"),
    "switch_capacity": _l("Changed between organisation and individual"),
    "hand_over": _l("Handed over to another person"),
    "receipt": _l("Got a receipt"),
    "answer_round": _l("Answered when asked again about the changed text"),
    "challenge": _l("Disputed by somebody who says that it did not sign"),
    "decide_challenge": _l("A dispute was decided"),
    "reopen_challenge": _l("A dispute was opened again"),
    "add": _l("Added by the hosts"),
    "ask": _l("Its mailbox was asked whether it is right"),
    "find_right": _l("Its mailbox said that it is right"),
    "prove": _l("Its mailbox was proven"),
    "readdress": _l("The address was mended, and asked again"),
    "replace": _l("Took the place of another entry"),
    "part": _l("A replacement was taken back"),
    "note": _l("Wrote a note"),
    "remove_note": _l("Removed a note"),
}
"""What the trail says of an entry, by the action; what is not here stands as it is written."""

PURPOSES: Mapping[str, Any] = {
    "write": _l("to write to signatories about this paper"),
    "check": _l("to check who signed"),
    "deliver": _l("to deliver the signatures"),
    "archive": _l("to keep a copy for the hosts"),
    "request": _l("a signatory asked for their data"),
}
"""What a list with contacts may be taken for; the trail holds the key."""


def state_of(record: Any, time_zone: str) -> str:
    """Return where an entry stands, in words, with what else a lead has to know of it at once."""
    said = str(STATES[record.standing])
    if record.standing == "reserved":
        said = _("Place reserved until %(day)s", day=day(record.decides_on, time_zone))
    if record.is_late:
        said = _("%(state)s, late", state=said)
    return _("%(state)s, disputed", state=said) if record.contested_at else said


def done(action: str) -> str:
    """Return what was done in words."""
    if action.startswith("offer_"):
        return _("Another person was asked, or answered")
    return str(DONE.get(action, action))
