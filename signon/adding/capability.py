"""Adding moves in: leads add who signed another way, and repair what stands there."""

from datetime import timedelta

from signon.adding import desk, routes, service, slots
from signon.adding.links import PURPOSES
from signon.adding.network import routes as network_routes
from signon.adding.network import service as network
from signon.adding.network.kind import NETWORK_LIST
from signon.adding.network.models import NetworkList
from signon.adding.network.tasks import HANDLERS, SCHEDULE
from signon.adding.proofs import desk as proofs
from signon.adding.proofs.service import forget_old
from signon.adding.section import ADDED
from signon.capability import Capability
from signon.endorsements.models import Endorsement
from signon.events import Listener
from signon.jobs.schedule import Scheduled
from signon.submissions.events import Confirmed, Ended, Erased, Published


def _confirmed(event: Confirmed) -> None:
    if isinstance(event.submission, NetworkList):
        network.write_down_later(event.submission)


def _published(event: Published) -> None:
    if isinstance(event.submission, Endorsement) and event.submission.source == "network":
        network.tell_member(event.submission)


def _ended(event: Ended) -> None:
    if isinstance(event.submission, Endorsement):
        service.forget_people([event.submission.id])


def _erased(event: Erased) -> None:
    if event.model is Endorsement:
        service.forget_people(list(event.row_ids))


CAPABILITY = Capability(
    "adding",
    blueprints=(desk.pages, routes.pages, network_routes.pages, proofs.pages),
    kinds=(NETWORK_LIST,),
    fills=slots.FILLS,
    handlers=HANDLERS,
    schedule=(*SCHEDULE, Scheduled("adding.forget_proofs", timedelta(days=1), forget_old)),
    sections=(ADDED,),
    link_purposes=PURPOSES,
    listeners=(
        Listener(Confirmed, _confirmed),
        Listener(Published, _published),
        Listener(Ended, _ended),
        Listener(Erased, _erased),
    ),
)
