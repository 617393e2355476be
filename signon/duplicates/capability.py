"""Duplicates move in: their room on the desk, the link to it, and what finds them."""

from datetime import timedelta

from signon.access.roles import Role
from signon.capability import Capability
from signon.duplicates import desk, following, slots, waiting
from signon.duplicates.finding import COMPARING
from signon.jobs.schedule import Scheduled
from signon.kernel.words import N_
from signon.rooms import Room

ROOM = Room(
    N_("Duplicates"),
    50,
    "duplicates.duplicates",
    Role.MODERATOR,
    within=("duplicates.compare", "duplicates.merge"),
)

CAPABILITY = Capability(
    "duplicates",
    blueprints=(desk.pages,),
    fills=slots.FILLS,
    rooms=(ROOM,),
    queues=(waiting.QUEUE,),
    listeners=following.LISTENERS,
    handlers={COMPARING.kind: COMPARING.run},
    schedule=(Scheduled("duplicates.compare", timedelta(minutes=1), COMPARING.begin),),
)
