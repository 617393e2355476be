"""Organisations that may be one, as the queue of decisions shows them."""

from collections.abc import Sequence

from flask import url_for
from flask_babel import gettext as _
from werkzeug.exceptions import NotFound

from signon.duplicates import queries, service
from signon.duplicates.shapes import Pair, Record
from signon.kernel.words import N_
from signon.papers.queries import PublicPaper
from signon.submissions.outcomes import Decision
from signon.submissions.queues import Case, Choice, Done, Item, Queue

RANK = 5
"""Both are on record already, so they wait behind what is weak."""

_BETWEEN = "~"
"""Stands in no public id."""


def waiting(paper: PublicPaper, number: int) -> Sequence[Item]:
    """Return the pairs under a paper that may be one, those that have waited longest."""
    return [_item(pair) for pair in queries.oldest_under(paper.id, number)]


def number(paper: PublicPaper) -> int:
    """Return how many pairs may be one."""
    return queries.number(paper.id)


def case_of(paper: PublicPaper, key: str) -> Case:
    """Return two organisations under the paper, side by side."""
    one, _sep, other = key.partition(_BETWEEN)
    ids = queries.two_under(paper.id, one, other)
    records = queries.records(ids, {paper.campaign_id})
    first, second = (records[number] for number in ids)
    pair = queries.pair_under(paper.id, ids)
    since = max(first.created_at, second.created_at)
    name = _("%(one)s – %(other)s", one=first.name, other=second.name)
    return Case(
        item=Item(QUEUE.kind, key, name, _why(pair), RANK, since),
        revision=1,
        state=_("Possible duplicates") if pair else _("These are two"),
        facts=(*_facts(first), *_facts(second)),
        waits=pair is not None,
        more=url_for("duplicates.compare", slug=paper.slug, one=one, other=other),
    )


def decide(paper: PublicPaper, key: str, _code: str, decision: Decision) -> Done:
    """Remember that the two are two."""
    one, _sep, other = key.partition(_BETWEEN)
    pair = queries.two_under(paper.id, one, other)
    said = service.tell_apart(pair, paper.campaign_id, moderator=decision.moderator)
    return Done(said, 1)


def undo(paper: PublicPaper, _key: str, code: str, decision: Decision) -> None:
    """Forget that the two are two."""
    if not code.isprintable():
        raise NotFound
    service.take_back(code, paper.campaign_id, moderator=decision.moderator)


def _item(pair: Pair) -> Item:
    name = _("%(one)s – %(other)s", one=pair.one.name, other=pair.other.name)
    key = f"{pair.one.public_id}{_BETWEEN}{pair.other.public_id}"
    return Item(QUEUE.kind, key, name, _why(pair), RANK, pair.since)


def _why(pair: Pair | None) -> str:
    if pair is None:
        return _("A lead has said that these are two.")
    return _("They have one website.") if not any(pair.alike) else _("Their names are alike.")


def _facts(record: Record) -> tuple[tuple[str, str], ...]:
    facts = (
        (_("Organisation"), record.name),
        (_("Acronym"), record.acronym),
        (_("Website"), record.website),
    )
    return tuple((label, value) for label, value in facts if value)


QUEUE = Queue(
    kind="duplicate",
    label=N_("Possible duplicate"),
    choices=(Choice("apart", N_("These are two"), N_("Noted: these are two.")),),
    number=number,
    waiting=waiting,
    case=case_of,
    decide=decide,
    undo=undo,
)
