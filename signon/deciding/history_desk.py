"""History: what happened to a paper, or in a campaign, in plain words; what can be undone."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.exceptions import NotFound

from signon.access.guard import requires, signed_in
from signon.access.roles import Role
from signon.audit import trail
from signon.audit.models import AuditEntry
from signon.campaigns.queries import campaign_by_slug
from signon.deciding import history
from signon.deciding.history import PAGE, Wanted
from signon.endorsements.models import Endorsement
from signon.kernel import clock
from signon.papers.queries import PublicPaper, paper_by_slug
from signon.review import decisions
from signon.review.filters import day_of
from signon.review.words import TRAIL
from signon.site.languages import current
from signon.submissions.outcomes import UNDONE_WITHIN

pages = Blueprint("history", __name__, url_prefix="/desk")

MOST_DIGITS = 15
ASKED = ("action", "actor", "first", "last", "entry")
"""What an address may ask for, and links onward say again; `url_for` has other words of its own."""


@dataclass(frozen=True)
class Undo:
    """How an entry of the trail is taken back: the kind in the queue, its code and revision."""

    kind: str
    key: str
    code: str
    revision: int


@dataclass(frozen=True)
class Line:
    """One entry of the trail in words. `url` leads to more of it, "" where there is no more.

    `entry` is the public id of the signatory that it is about, "" where it is about none;
    `of_dispute` says that it happened to a dispute about that one.
    """

    number: int
    at: datetime
    who: str
    what: str
    of_dispute: bool
    about: str
    entry: str
    url: str
    undo: Undo | None


@pages.get("/papers/<slug>/history")
@requires(Role.VIEWER)
def of_paper(slug: str) -> ResponseReturnValue:
    """Show what happened to a paper and all that is under it."""
    paper = paper_by_slug(slug, drafts=True)
    may_decide = _may(paper.campaign_id, Role.MODERATOR)
    if not _may(paper.campaign_id, Role.VIEWER):
        raise NotFound
    found = history.of_paper(paper, wanted := _wanted())
    lines = _lines(found[:PAGE], paper if may_decide else None, paper.campaign_id)
    page = {"paper": paper, "zone": paper.time_zone, "here": url_for(".of_paper", slug=slug)}
    return _page("deciding/history.html", lines, wanted, more=len(found) > PAGE, **page)


@pages.get("/campaigns/<slug>/history")
@requires(Role.VIEWER)
def of_campaign(slug: str) -> ResponseReturnValue:
    """Show what happened in a campaign."""
    campaign = campaign_by_slug(slug, current())
    if not _may(campaign.id, Role.VIEWER):
        raise NotFound
    found = history.of_campaign(campaign.id, campaign.public_id, wanted := _wanted())
    lines = _lines(found[:PAGE], None, campaign.id)
    page = {"campaign": campaign, "zone": "UTC", "here": url_for(".of_campaign", slug=slug)}
    return _page("deciding/campaign_history.html", lines, wanted, more=len(found) > PAGE, **page)


def _page(template: str, lines: list[Line], wanted: Wanted, **page: Any) -> str:
    asked = {name: value for name in ASKED if (value := request.args.get(name))}
    actions = sorted(((code, _(words)) for code, words in TRAIL.items()), key=lambda one: one[1])
    last = lines[-1].number if lines else 0
    return render_template(
        template, lines=lines, wanted=wanted, actions=actions, asked=asked, last=last, **page
    )


def _lines(entries: list[AuditEntry], paper: PublicPaper | None, campaign_id: int) -> list[Line]:
    subjects = {entry.subject for entry in entries}
    disputes = history.disputes_of(subjects)
    rows = history.entries_of({*subjects, *disputes.values()})
    undoable = _undoable(rows) if paper else {}
    rows.update({dispute: rows[entry] for dispute, entry in disputes.items()})
    with_address = _may(campaign_id, Role.MODERATOR)
    people = history.people(
        {*(entry.actor for entry in entries), *subjects}, with_address=with_address
    )
    return [
        Line(
            number=entry.number,
            at=entry.happened_at,
            who=_who(entry.actor, people),
            what=_(TRAIL.get(entry.action, entry.action)),
            of_dispute=entry.subject in disputes,
            about=_about(entry, rows, people),
            entry=rows[entry.subject].public_id if entry.subject in rows else "",
            url=_url(entry, paper),
            undo=undoable.get(entry.number),
        )
        for entry in entries
    ]


def _who(actor: str, people: dict[str, str]) -> str:
    known = {trail.SIGNATORY: _("the signatory"), trail.SYSTEM: _("this service")}
    return known.get(actor) or people.get(actor) or _("a lead")


def _about(entry: AuditEntry, rows: dict[str, Endorsement], people: dict[str, str]) -> str:
    if entry.subject in rows:
        return rows[entry.subject].name or _("An individual")
    return people.get(entry.subject, "") if entry.subject != entry.actor else ""


def _url(entry: AuditEntry, paper: PublicPaper | None) -> str:
    run = entry.details.get("run")
    if paper is None or not run:
        return ""
    return url_for("bulk.show", slug=paper.slug, public_id=run)


def _undoable(rows: dict[str, Endorsement]) -> dict[int, Undo]:
    """Return what takes back the last decision about each entry, by the number in the trail."""
    newest = trail.newest(rows) if rows else {}
    since = clock.now() - UNDONE_WITHIN
    codes: dict[str, tuple[str, str]] = {
        public_id: ("endorsement", action)
        for public_id, action in decisions.to_undo(rows.values()).items()
    }
    for public_id, entry in newest.items():
        if entry.action == "decide_challenge":
            codes[public_id] = ("dispute", "reopen")
    return {
        newest[key].number: Undo(kind, key, code, rows[key].revision)
        for key, (kind, code) in codes.items()
        if newest[key].happened_at > since
    }


def _wanted() -> Wanted:
    asked = request.args
    before = asked.get("before", "")
    is_number = before.isascii() and before.isdigit() and len(before) <= MOST_DIGITS
    return Wanted(
        action=asked.get("action", "") if asked.get("action", "") in TRAIL else "",
        actor=asked.get("actor", "")[:40],
        first=day_of(asked.get("first", "")),
        last=day_of(asked.get("last", "")),
        entry=asked.get("entry", "").strip()[:100],
        before=int(before) if is_number else 0,
    )


def _may(campaign_id: int, role: Role) -> bool:
    return signed_in().may(role, campaign_id)
