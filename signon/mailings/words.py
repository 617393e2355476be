"""How leads are told of a mailing: its states, those of its recipients, and who gets none."""

from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext as _l

STATES: Mapping[str, Any] = {
    "draft": _l("Draft"),
    "scheduled": _l("Planned"),
    "sending": _l("Being sent"),
    "paused": _l("Paused"),
    "finished": _l("Sent"),
    "stopped": _l("Stopped"),
    "missed": _l("Stopped: its time was over"),
}

RECIPIENTS: Mapping[str, Any] = {
    "sent": _l("Taken by their mail server"),
    "posted": _l("On its way"),
    "waiting": _l("Waiting"),
    "refused": _l("Refused by their mail server"),
    "suppressed": _l("Want no mail any more"),
    "skipped": _l("Passed over: left, ended updates, or it was stopped"),
}

WHY_NOT: Mapping[str, Any] = {
    "unasked": _l("Did not ask for updates"),
    "no_contact": _l("No contact on record"),
    "silent": _l("Want no mail any more"),
    "gone": _l("Their mailbox does not exist any more"),
    "twice": _l("Get it already by another entry of the same mailbox"),
}


def of_pages() -> dict[str, Any]:
    """Return the words that the pages of this room share."""
    return {"states": STATES, "of_recipients": RECIPIENTS, "why_not": WHY_NOT}
