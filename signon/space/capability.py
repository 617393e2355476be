"""The signatory's space moves in."""

from signon.capability import Capability
from signon.space import answers, joining, offers, routes, tasks

CAPABILITY = Capability(
    "space",
    blueprints=(routes.pages, answers.pages),
    handlers=tasks.HANDLERS,
    schedule=tasks.SCHEDULE,
    listeners={
        "endorsement_confirmed": joining.tell_colleague,
        "endorsement_ended": offers.forget,
    },
)
