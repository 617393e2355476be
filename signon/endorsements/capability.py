"""Endorsements move in: the act of signing, its form, and the button that leads there."""

from signon.capability import Capability
from signon.endorsements import publication, routes, slots
from signon.endorsements.co_hosts import desk as co_hosts
from signon.endorsements.form import options
from signon.endorsements.kind import ENDORSEMENT
from signon.endorsements.models import Endorsement
from signon.endorsements.tasks import HANDLERS, SCHEDULE
from signon.events import Listener
from signon.submissions.events import Ended


def _remember(event: Ended) -> None:
    if isinstance(event.submission, Endorsement):
        publication.remember(event.submission)


CAPABILITY = Capability(
    "endorsements",
    blueprints=(routes.pages, co_hosts.pages),
    kinds=(ENDORSEMENT,),
    fills=slots.FILLS,
    listeners=(Listener(Ended, _remember),),
    handlers=HANDLERS,
    schedule=SCHEDULE,
    template_functions=options.FUNCTIONS,
)
