"""A network's list as a kind of submission: what the shared path asks about it."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from flask import url_for
from flask_babel import get_locale
from flask_babel import gettext as _
from werkzeug.exceptions import NotFound

from signon.adding.network import emails, service
from signon.adding.network.models import NetworkList
from signon.adding.network.wordings import SENDING
from signon.endorsements import service as endorsements
from signon.kernel import countries
from signon.kernel.text import fold
from signon.outbox.post import Email
from signon.papers import policy as papers
from signon.papers.queries import paper_by_id
from signon.submissions.kinds import Facts, Lifecycle, Occasion, Retention, SubmissionKind


def _occasion_of(row: NetworkList) -> Occasion:
    paper = paper_by_id(row.paper_id)
    return endorsements.occasion_of(paper, paper.text(row.language).title, late=False)


def _facts_of(row: NetworkList) -> Facts:
    named = countries.names(str(get_locale()))
    return (
        (_("Network"), row.network),
        *(
            (str(number), f"{member['name']} · {named[member['country']]}")
            for number, member in enumerate(row.members, start=1)
        ),
    )


def _already(row: NetworkList) -> Email:
    if row.contact is None:
        raise NotFound
    return emails.already(row, row.contact.email)


def _page_of(row: NetworkList) -> str:
    slug = paper_by_id(row.paper_id).slug
    return url_for("network.send", slug=slug, lang=row.language)


def _thank_you_url(row: NetworkList) -> str:
    slug = paper_by_id(row.paper_id).slug
    return url_for("network.received", slug=slug, lang=row.language)


def _require_confirmable(row: NetworkList, now: datetime) -> None:
    papers.require_confirmable(paper_by_id(row.paper_id), now)


def _never(_row: NetworkList) -> bool:
    """The list itself is not public; a lead looks at each of the entries that come of it."""
    return False


def _corrects(values: Mapping[str, Any], waiting: Sequence[NetworkList]) -> NetworkList | None:
    """Return the unconfirmed list of the same network: it is sent anew, corrected."""
    name = fold.fold(values["network"])
    return next((row for row in waiting if fold.fold(row.network) == name), None)


def _erase_members(row: NetworkList) -> None:
    row.members = []


NETWORK_LIST = SubmissionKind(
    name=service.KIND,
    model=NetworkList,
    scope_column="paper_id",
    occasion_of=_occasion_of,
    facts_of=_facts_of,
    already=_already,
    page_of=_page_of,
    thank_you_url=_thank_you_url,
    words=SENDING,
    lifecycle=Lifecycle(needs_moderation=_never, require_confirmable=_require_confirmable),
    retention=Retention(erase_person_fields=_erase_members),
    apart=("digest",),
    corrects=_corrects,
)
