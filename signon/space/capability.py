"""The signatory's space moves in."""

from signon.capability import Capability
from signon.space import answers, handover, offers, routes, tasks
from signon.space.links import PURPOSES

CAPABILITY = Capability(
    "space",
    blueprints=(routes.pages, answers.pages),
    handlers=tasks.HANDLERS,
    schedule=tasks.SCHEDULE,
    link_purposes=PURPOSES,
    listeners={
        "endorsement_confirmed": handover.tell_colleague,
        "endorsement_ended": offers.forget,
    },
)
