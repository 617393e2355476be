"""Draws the endorsement form. The empty one is drawn once for all, but for its safety mark."""

from functools import partial

from flask import render_template, request

from signon.campaigns import queries as campaigns
from signon.endorsements.form.forms import EndorseForm
from signon.kernel import clock
from signon.papers import editions, policy
from signon.papers.queries import PublicPaper, paper_by_slug
from signon.site.languages import current
from signon.site.page_cache import drawn_once, frame

_MARK_GOES_HERE = "safety-mark-goes-here"


def page(slug: str, mark: str) -> str:
    """Return the empty form with a safety mark of its own.

    Raises 404, or the refusal of a paper that takes no endorsements now.
    """

    def draw_empty() -> str:
        paper, now = paper_by_slug(slug), clock.now()
        policy.require_signable(paper, now)
        read, via = paper.asked_text(request.args.get("text")), request.args.get("via")
        # Of who has signed the form says nothing, so it is kept while people sign.
        co_hosts = campaigns.co_hosts_now(paper.campaign_id)
        depends_on = ("form", paper, policy.phase(paper, now), co_hosts, read, via)
        return frame(depends_on, lambda: _empty(paper, read, via))

    counts = partial(editions.counts, slug=slug)
    kept = drawn_once(editions.of_paper(slug), draw_empty, "text", "via", counts=counts)
    return kept.replace(_MARK_GOES_HERE, mark, 1)


def _empty(paper: PublicPaper, read: str, via: str | None) -> str:
    form = EndorseForm(formdata=None)
    form.text_read.data, form.via.data = read, via
    return draw(paper, form, _MARK_GOES_HERE)


def draw(paper: PublicPaper, form: EndorseForm, mark: str, refusal: str = "") -> str:
    """Return the form with everything that was typed, and what stands in its way."""
    if not form.capacity.data:
        form.capacity.data = "organisation" if paper.takes_organisations else "individual"
    now = clock.now()
    co_hosts = campaigns.co_hosts_now(paper.campaign_id)
    co_host = next((one for one in co_hosts if one.code == form.via.data), None)
    return render_template(
        "endorsements/endorse.html",
        paper=paper,
        text=paper.text(form.text_read.data or current()),
        form=form,
        mark=mark,
        refusal=refusal,
        late=paper.takes_latecomers(now),
        asks_until=paper.asks_until(now),
        co_host=co_host,
        co_hosts=sorted(co_hosts, key=lambda one: one != co_host),
    )
