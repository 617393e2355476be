"""Review moves in: the leads' rooms for what was signed."""

from signon.access.roles import Role
from signon.capability import Capability
from signon.kernel.words import N_
from signon.review import desk, slots, waiting
from signon.review.cli import endorsements
from signon.rooms import Room

_DECIDED = ("review.decide", "review.take_reason_down")
"""What answers with its page when it refuses."""

CAPABILITY = Capability(
    "review",
    blueprints=(desk.pages,),
    queues=(waiting.QUEUE,),
    rooms=(Room(N_("Signatories"), 30, "review.endorsements", Role.VIEWER, within=_DECIDED),),
    slots=("review.paper", "review.record"),
    fills=slots.FILLS,
    commands=(endorsements,),
)
