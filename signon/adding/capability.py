"""Adding moves in: leads add who signed another way, and repair what stands there."""

from signon.adding import desk, routes, service, slots
from signon.adding.links import PURPOSES
from signon.capability import Capability
from signon.endorsements.models import Endorsement
from signon.events import Listener
from signon.submissions.events import Ended, Erased


def _ended(event: Ended) -> None:
    if isinstance(event.submission, Endorsement):
        service.forget_people([event.submission.id])


def _erased(event: Erased) -> None:
    if event.model is Endorsement:
        service.forget_people(list(event.row_ids))


CAPABILITY = Capability(
    "adding",
    blueprints=(desk.pages, routes.pages),
    fills=slots.FILLS,
    link_purposes=PURPOSES,
    listeners=(
        Listener(Ended, _ended),
        Listener(Erased, _erased),
    ),
)
