"""What endorsements draw on the page of a paper."""

from flask import render_template, request
from flask_babel import gettext as _

from signon.campaigns import queries as campaigns
from signon.campaigns.queries import PublicCampaign
from signon.endorsements.co_hosts.slots import of_co_host
from signon.endorsements.kind import ENDORSEMENT
from signon.kernel import clock
from signon.papers.queries import PublicPaper
from signon.signatories import fields, queries
from signon.signatories.fields import PRIORITIES
from signon.signatories.models import CAPACITIES
from signon.site.slots import Fill


def signing(paper: PublicPaper) -> str:
    """Return the panel with the button that matters."""
    now = clock.now()
    status = paper.status(now)
    return render_template(
        "endorsements/_signing.html",
        paper=paper,
        overview=queries.overview(paper.id),
        status=status,
        ended_at=paper.ended_at if status == "closed" else None,
        asks_until=paper.asks_until(now),
        late=paper.takes_latecomers(now),
        read=paper.asked_text(request.args.get("text")) or None,
        via=_via(paper),
    )


def privacy(_campaign: PublicCampaign) -> str:
    """Return what becomes public of whoever endorses, and what they are written to about."""
    public = {
        capacity: _(", ").join(str(f.label) for f in fields.of(capacity) if f is not PRIORITIES)
        for capacity in CAPACITIES
    }
    schedule = ENDORSEMENT.schedule
    return render_template(
        "endorsements/_privacy.html",
        public=public,
        times=len(schedule.reminders),
        days=schedule.kept.days,
    )


def _via(paper: PublicPaper) -> str | None:
    """Return the code of the co-host's link that led here, None for none that counts."""
    said = request.args.get("via", "")
    co_host = campaigns.co_host_by_code(paper.campaign_id, said) if said else None
    return co_host.code if co_host else None


FILLS = (
    Fill("paper.margin", 10, signing),
    Fill("campaign.privacy", 10, privacy),
    Fill("co-host.papers", 10, of_co_host),
)
