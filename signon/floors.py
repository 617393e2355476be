"""What the shared floors bring to the worker: how a job is done, and what is done regularly."""

from signon.access import tasks as access
from signon.access.links import PURPOSES as ACCESS
from signon.capability import Capability
from signon.jobs import tasks as jobs
from signon.jobs.schedule import run_scheduled
from signon.links.pressed import PRESS
from signon.outbox import tasks as outbox
from signon.outbox.delivery import Delivery
from signon.outbox.links import PURPOSES as OUTBOX
from signon.outbox.returned import cli as returned
from signon.submissions import tasks as submissions
from signon.submissions.links import PURPOSES as SUBMISSIONS

FLOORS = (
    Capability("site", slots=("page.foot",)),
    Capability("jobs", handlers={"scheduled": run_scheduled}, schedule=jobs.SCHEDULE),
    Capability(
        "outbox",
        handlers={"email": Delivery(), **outbox.HANDLERS},
        schedule=outbox.SCHEDULE,
        commands=(returned.mail,),
        link_purposes=OUTBOX,
    ),
    Capability("links", link_purposes=(PRESS,)),
    Capability("access", handlers=access.HANDLERS, schedule=access.SCHEDULE, link_purposes=ACCESS),
    Capability(
        "submissions",
        handlers=submissions.HANDLERS,
        schedule=submissions.SCHEDULE,
        link_purposes=SUBMISSIONS,
    ),
)
