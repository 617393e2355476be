"""Review moves in: the leads' rooms for what was signed."""

from signon.access.roles import Role
from signon.capability import Capability
from signon.kernel.words import N_
from signon.review import desk, signatories, signatory, slots, taking, waiting
from signon.review.cli import endorsements
from signon.rooms import Room

VIEWS = (signatories, signatory, taking)
"""Whose views stand in `desk.pages`."""

_WITHIN = tuple(
    f"review.{view}"
    for view in (
        *("signatory", "ask_why", "decide", "check", "take_reason_down", "add_note"),
        *("choose_export", "choose_export_of_selected", "export", "keep_filter"),
    )
)
"""Pages that stand in the room of signatories, and what answers with one when it refuses."""

CAPABILITY = Capability(
    "review",
    blueprints=(desk.pages,),
    queues=(waiting.QUEUE,),
    rooms=(Room(N_("Signatories"), 30, "review.signatories", Role.VIEWER, within=_WITHIN),),
    slots=("review.in_the_way", "review.paper", "review.selection", "review.signatory"),
    fills=slots.FILLS,
    commands=(endorsements,),
)
