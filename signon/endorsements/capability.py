"""Endorsements move in: the act of signing, its form, and the button that leads there."""

from signon.capability import Capability
from signon.endorsements import options, routes, slots
from signon.endorsements.kind import ENDORSEMENT
from signon.endorsements.tasks import HANDLERS, SCHEDULE

CAPABILITY = Capability(
    "endorsements",
    blueprints=(routes.pages,),
    kinds=(ENDORSEMENT,),
    fills=slots.FILLS,
    handlers=HANDLERS,
    schedule=SCHEDULE,
    template_functions=options.FUNCTIONS,
)
