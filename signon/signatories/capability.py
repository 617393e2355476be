"""The public list moves in: its pages and files, and what it shows on the page of a paper."""

from datetime import timedelta

from signon.capability import Capability
from signon.events import Listener
from signon.jobs.schedule import Scheduled
from signon.papers.events import TimeZoneChanged
from signon.signatories import matrix_routes, routes, service, slots
from signon.signatories.fields import stated_by
from signon.signatories.listing.entries import entries
from signon.signatories.renewal import LINES
from signon.signatories.scope import in_words


def _remake_files(event: TimeZoneChanged) -> None:
    service.remake_files(event.paper_id)


CAPABILITY = Capability(
    "signatories",
    blueprints=(routes.pages, routes.data, matrix_routes.pages, matrix_routes.data),
    slots=("list.below", "signatory.entry"),
    fills=slots.FILLS,
    listeners=(Listener(TimeZoneChanged, _remake_files),),
    handlers={LINES.kind: LINES.run},
    schedule=(Scheduled("signatories.renew", timedelta(minutes=10), LINES.begin),),
    template_functions={
        "entries": entries,
        "priorities_in_words": in_words,
        "stated_by": stated_by,
    },
)
