"""The signatory's space moves in."""

from signon.capability import Capability
from signon.endorsements.models import Endorsement
from signon.events import Listener
from signon.space import answers, handover, offers, routes, slots, tasks
from signon.space.links import PURPOSES
from signon.space.section import SIGNED
from signon.submissions.events import Confirmed, Ended, Erased


def _tell_colleague(event: Confirmed) -> None:
    if event.by_mailbox and isinstance(event.submission, Endorsement):
        handover.tell_colleague(event.submission)


def _forget_offers(event: Ended) -> None:
    if isinstance(event.submission, Endorsement):
        offers.forget(event.submission)


def _end_offers(event: Erased) -> None:
    if event.model is Endorsement:
        offers.end(event.row_ids)


CAPABILITY = Capability(
    "space",
    blueprints=(routes.pages, answers.pages),
    handlers=tasks.HANDLERS,
    schedule=tasks.SCHEDULE,
    sections=(SIGNED,),
    link_purposes=PURPOSES,
    slots=("space.entry",),
    fills=slots.FILLS,
    listeners=(
        Listener(Confirmed, _tell_colleague),
        Listener(Ended, _forget_offers),
        Listener(Erased, _end_offers),
    ),
)
