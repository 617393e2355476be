"""How a paper stands today: counts in a sentence, each with its room, and what comes next."""

from collections.abc import Iterator
from dataclasses import dataclass

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from signon.access.guard import signed_in
from signon.access.roles import Role
from signon.kernel import clock
from signon.kernel.words import N_
from signon.papers import frame
from signon.papers.queries import PublicPaper
from signon.review.filters import YES
from signon.review.queries import mails_returned
from signon.signatories.queries import overview
from signon.submissions import queues

_TEXT = (N_("Write the text and its translations"), "writing.texts", Role.TRANSLATOR)
_DATES = (N_("Set dates and rules"), "dates.dates", Role.EDITOR)
_DECIDE = (N_("Decide what waits"), "deciding.to_decide", Role.MODERATOR)
_DUPLICATES = (N_("Look for duplicates"), "duplicates.duplicates", Role.MODERATOR)
_LIST = (N_("Look through the signatories, and export them"), "review.signatories", Role.VIEWER)

STEPS = {
    "draft": (_TEXT, _DATES, (N_("Open it for endorsement"), "dates.dates", Role.EDITOR)),
    "coming": (_TEXT, _DATES),
    "open": (_DECIDE, _DUPLICATES, _LIST),
    "closed": (_DECIDE, _DUPLICATES, _LIST),
}
"""What comes next, by the status of the paper: words, page, and who may go there."""


@dataclass(frozen=True)
class Part:
    """One part of the sentence; `url` is "" where this lead has no page for it."""

    words: str
    url: str = ""


def sentence_of(paper: PublicPaper) -> list[Part]:
    """Return how a paper stands, for the lead who asks."""
    return [part for part in _parts(paper) if part.words]


def steps_of(paper: PublicPaper) -> list[Part]:
    """Return what this lead may do next about a paper."""
    lead = signed_in()
    return [
        Part(_(words), url_for(endpoint, slug=paper.slug))
        for words, endpoint, role in STEPS[paper.status(clock.now())]
        if lead.may(role, paper.campaign_id)
    ]


def _parts(paper: PublicPaper) -> Iterator[Part]:
    listed = overview(paper.id)
    number = listed.organisations.total() + listed.individuals.total()
    room = url_for("review.signatories", slug=paper.slug)
    yield Part(ngettext("%(num)s on the list", "%(num)s on the list", number), room)
    if signed_in().may(Role.MODERATOR, paper.campaign_id):
        yield from _waiting(paper)
    returned = mails_returned(paper.id)
    if returned:
        words = ngettext("%(num)s mail returned", "%(num)s mails returned", returned)
        yield Part(words, url_for("review.signatories", slug=paper.slug, returned=YES))
    yield _state(paper)


def _waiting(paper: PublicPaper) -> Iterator[Part]:
    numbers = {queue.kind: queue.number(paper) for queue in queues.all_queues()}
    room = url_for("deciding.to_decide", slug=paper.slug)
    disputes = numbers.pop("dispute", 0)
    waiting = sum(numbers.values())
    yield Part(ngettext("%(num)s to decide", "%(num)s to decide", waiting), room)
    if disputes:
        yield Part(ngettext("%(num)s dispute", "%(num)s disputes", disputes), room)


def _state(paper: PublicPaper) -> Part:
    may_edit = signed_in().may(Role.EDITOR, paper.campaign_id)
    url = url_for("dates.dates", slug=paper.slug) if may_edit else ""
    return Part(frame.state_of(paper, clock.now()), url)
