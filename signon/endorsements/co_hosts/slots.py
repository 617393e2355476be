"""What endorsements draw in the rooms of co-hosts."""

from flask import current_app, render_template

from signon.access.guard import signed_in
from signon.campaigns.queries import CoHosting
from signon.endorsements.co_hosts.queries import Tally, tallies_of
from signon.papers import queries as papers


def of_co_host(co_host: CoHosting) -> str:
    """Return what came by the links of a co-host, and the links themselves."""
    tallies = tallies_of(co_host.id)
    base = current_app.config["BASE_URL"]
    rows = [
        (paper, f"{base}/papers/{paper.slug}?via={co_host.code}", tallies.get(paper.id, Tally()))
        for paper in papers.papers_of(co_host.campaign_id)
    ]
    return render_template(
        "endorsements/_of_co_host.html",
        rows=rows,
        co_host=co_host,
        is_theirs=not co_host.is_over and co_host.id in signed_in().co_hosts,
    )
