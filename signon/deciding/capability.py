"""Deciding moves in: the rooms Today, To decide and History, and the notices."""

from signon.access.roles import Role
from signon.capability import Capability
from signon.deciding import (
    bulk_desk,
    desk,
    history_desk,
    notices,
    notices_desk,
    slots,
    tasks,
    today,
)
from signon.endorsements.events import Decided
from signon.events import Listener
from signon.kernel.words import N_
from signon.papers.queries import PublicPaper
from signon.rooms import Room
from signon.submissions import queues
from signon.submissions.events import Confirmed


def _waiting(paper: PublicPaper) -> int:
    """Return how much waits, of any kind."""
    return sum(one.number(paper) for one in queues.all_queues())


TODAY = Room(N_("Today"), 10, "today.today", Role.VIEWER)
TO_DECIDE = Room(
    N_("To decide"),
    20,
    "deciding.to_decide",
    Role.MODERATOR,
    waiting=_waiting,
    within=("deciding.show", "deciding.decide", "bulk.decide", "bulk.show"),
)

HISTORY = Room(N_("History"), 90, "history.of_paper", Role.VIEWER)

CAPABILITY = Capability(
    "deciding",
    blueprints=(today.pages, desk.pages, bulk_desk.pages, notices_desk.pages, history_desk.pages),
    rooms=(TODAY, TO_DECIDE, HISTORY),
    fills=slots.FILLS,
    listeners=(Listener(Decided, notices.on_decided), Listener(Confirmed, notices.on_confirmed)),
    handlers=tasks.HANDLERS,
    schedule=tasks.SCHEDULE,
)
