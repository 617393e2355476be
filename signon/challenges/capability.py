"""Challenges move in: their kind of submission, its form, the room of the desk."""

from signon.access.roles import Role
from signon.capability import Capability
from signon.challenges import desk, effects, routes, slots, waiting
from signon.challenges.kind import CHALLENGE
from signon.challenges.links import PURPOSES
from signon.challenges.models import Challenge
from signon.challenges.tasks import SCHEDULE
from signon.endorsements.models import Endorsement
from signon.events import Listener
from signon.kernel.words import N_
from signon.rooms import Room
from signon.submissions.events import Confirmed, Ended, Erased, Parted


def _confirmed(event: Confirmed) -> None:
    if isinstance(event.submission, Challenge):
        effects.take_effect(event.submission)
    elif event.by_mailbox and isinstance(event.submission, Endorsement):
        effects.tell_known(event.submission)


def _ended(event: Ended) -> None:
    if isinstance(event.submission, Challenge):
        effects.release(event.submission)
    elif isinstance(event.submission, Endorsement):
        effects.end(event.submission)
        effects.take_back_notices([event.submission.id])


def _readdressed(event: Parted) -> None:
    if isinstance(event.submission, Endorsement):
        effects.take_back_notices([event.submission.id])


def _erased(event: Erased) -> None:
    if event.model is Endorsement:
        effects.take_back_notices(event.row_ids)


ROOM = Room(
    N_("Disputes"),
    40,
    "challenges_desk.challenges",
    Role.MODERATOR,
    within=("challenges_desk.decide",),
)

CAPABILITY = Capability(
    "challenges",
    blueprints=(routes.pages, routes.mailed, desk.pages),
    kinds=(CHALLENGE,),
    fills=slots.FILLS,
    queues=(waiting.QUEUE,),
    rooms=(ROOM,),
    schedule=SCHEDULE,
    link_purposes=PURPOSES,
    listeners=(
        Listener(Confirmed, _confirmed),
        Listener(Ended, _ended),
        Listener(Parted, _readdressed),
        Listener(Erased, _erased),
    ),
)
