"""Review moves in: the leads' rooms for what was signed."""

from signon.capability import Capability
from signon.review import desk, slots
from signon.review.cli import endorsements

CAPABILITY = Capability(
    "review",
    blueprints=(desk.pages,),
    slots=("review.paper",),
    fills=slots.FILLS,
    commands=(endorsements,),
)
