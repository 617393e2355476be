"""How many pages of the leads' table can be read a second, wherever and however long it is."""

from bench.figures import Sample, compare
from bench.load import ask
from bench.run import Run
from bench.servers import Server
from bench.service import CAMPAIGN, slug
from bench.table import Aim, Line, rate_line
from bench.visits import Visits, cookies_of, expect, key_to, reading, request
from signon.access import grants
from signon.access import service as access
from signon.access.roles import Role
from signon.campaigns.queries import campaign_by_slug
from signon.extensions import db

WARM_UP = 1.0
OF_ROWS = Aim(at_least=0.3)
FLAT = Aim(at_most=1.15)
LONGEST = 100_000
"""Signatories of the paper that the aim is about; in a run of fewer the longest there is."""

EMAIL, PASSWORD = "lead@bench.example.org", "four quiet words here"
PAGES = {
    "first page": "",
    "last page": "?before=end",
    "filtered": "?country=BE&state=published",
    "by name": "?order=name",
    "by name, last": "?order=name&before=end",
}


def measure(run: Run) -> list[Line]:
    """Compare pages of the table with 30 bare rows, and a long table with a short one."""
    sizes = (run.plan.sizes[0], max(size for size in run.plan.sizes if size <= LONGEST))
    cookie, rows = _signed_in(run), reading("/rows")
    pages = {
        f"{name} of {size:,}": reading(
            f"/desk/papers/{slug(size)}/signatories{query}", cookie=cookie
        )
        for size in sizes
        for name, query in PAGES.items()
    }

    def measured(server: Server, visits: Visits) -> Sample:
        return run.rate(server, visits, run.plan.page_seconds)

    for server, visits in ((run.bare, rows), *((run.service, page) for page in pages.values())):
        run.rate(server, visits, WARM_UP / 2)
    subjects = {place: lambda v=page: measured(run.service, v) for place, page in pages.items()}
    found = compare(run.plan.rounds, lambda: measured(run.bare, rows), subjects)
    short, long = sizes
    lines = []
    for name in PAGES:
        here = found[f"{name} of {long:,}"]
        dearer = here.dearer_than(found[f"{name} of {short:,}"])
        lines.append(rate_line(f"desk, {name} of {long:,}, against 30 rows", here, OF_ROWS))
        lines.append(Line(f"desk, {name} of {long:,}, CPU over CPU at {short:,}", dearer, FLAT))
    return lines


def _signed_in(run: Run) -> str:
    """Return the cookie of a lead of the campaign, who has signed in as people do."""
    campaign = campaign_by_slug(CAMPAIGN, "en")
    link = grants.invite(
        EMAIL,
        campaign.id,
        Role.OWNER,
        language="en",
        invited_by="system",
        campaign_title=campaign.title,
    )
    access.set_password(link.rsplit("/", 1)[1], PASSWORD)
    db.session.remove()
    form, _ = ask(run.service.port, request("GET", "/desk/sign-in", 1))
    mark, cookie = key_to(form)
    typed = {"csrf_token": mark, "email": EMAIL, "password": PASSWORD}
    sent = request("POST", "/desk/sign-in", 1, typed, f"Cookie: {cookie}")
    reply, _ = ask(run.service.port, sent)
    expect(reply, 303)
    return cookies_of(reply)
