"""The leads' room: what may be one organisation, compared, merged, told apart, parted again."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.exceptions import BadRequest, NotFound

from signon.access.guard import requires, signed_in
from signon.access.roles import Role
from signon.duplicates import history, plans, policy, queries, service
from signon.duplicates.forms import MergeForm, PairForm, TakeBackForm
from signon.duplicates.plans import Choice, Plan
from signon.duplicates.reasons import LEFT_ALONE
from signon.kernel.errors import Changed, DomainError
from signon.papers.queries import PublicPaper, paper_by_id, paper_by_slug
from signon.site.error_pages import words_of

pages = Blueprint("duplicates", __name__, url_prefix="/desk/papers/<slug>/duplicates")

PAGE = 20
"""Pairs on one page."""


@pages.get("")
@requires(Role.MODERATOR)
def duplicates(slug: str) -> ResponseReturnValue:
    """List the pairs that may be one, and what was said of others before."""
    paper, mine = _paper(slug), _mine()
    shown = queries.pairs_under(paper.id, PAGE, start=PAGE * (_page_number() - 1))
    ids = {one.id for pair in shown for one in (pair.one, pair.other)}
    records = queries.records(ids, mine)
    merges = history.merges_of(paper.campaign_id)
    return render_template(
        "duplicates/duplicates.html",
        paper=paper,
        to_compare=queries.number_to_compare(paper.id),
        shown=shown,
        page=_page_number(),
        pages=(queries.number(paper.id) + PAGE - 1) // PAGE,
        records=records,
        papers=_papers({entry.paper_id for r in records.values() for entry in r.entries}),
        merges=merges,
        apart=history.apart_of(paper.campaign_id),
        left_alone=LEFT_ALONE,
        most_said=history.MOST,
    )


@pages.get("/compare")
@requires(Role.MODERATOR)
def compare(slug: str) -> ResponseReturnValue:
    """Show two records side by side, and what merging them as chosen would do."""
    paper, asked = _paper(slug), request.args
    one, other = asked.get("one", ""), asked.get("other", "")
    ids = queries.two_under(paper.id, one, other)
    kept = asked.get("kept") or _usual(ids)
    if kept not in (one, other):
        raise NotFound
    choice = Choice(kept, other if kept == one else one, asked.get("name", ""))
    return _compared(paper, choice)


@pages.post("/merge")
@requires(Role.MODERATOR)
def merge(slug: str) -> ResponseReturnValue:
    """Merge two records as the page before has shown it."""
    paper, form = _paper(slug), MergeForm()
    if not form.validate():
        raise BadRequest
    choice = form.choice()
    ids = queries.two_under(paper.id, choice.kept, choice.merged)
    note = _("Held when two records of one organisation were merged.")
    lead = signed_in()
    try:
        done = service.merge(ids, choice, mine=_mine(), moderator=lead.public_id, note=note)
    except (policy.ChoiceMissing, policy.NeedsMoreRights, Changed) as refusal:
        return _compared(paper, choice, refusal)
    flash({"said": "merged", "id": done}, "duplicates")  # type: ignore[arg-type]
    return _back(slug)


@pages.post("/merges/<public_id>/undo")
@requires(Role.MODERATOR)
def undo(slug: str, public_id: str) -> ResponseReturnValue:
    """Part two records again."""
    paper = _paper(slug)
    if not public_id.isprintable():
        raise NotFound
    found = history.merge_of(paper.campaign_id, public_id)
    service.undo(found.id, mine=_mine(), moderator=signed_in().public_id)
    flash({"said": "undone", "id": public_id}, "duplicates")  # type: ignore[arg-type]
    return _back(slug)


@pages.post("/apart")
@requires(Role.MODERATOR)
def apart(slug: str) -> ResponseReturnValue:
    """Remember that these are two."""
    paper, form = _paper(slug), PairForm()
    if not form.validate():
        raise BadRequest
    pair = queries.two_under(paper.id, form.one.data or "", form.other.data or "")
    said = service.tell_apart(pair, paper.campaign_id, moderator=signed_in().public_id)
    flash({"said": "apart", "id": said}, "duplicates")  # type: ignore[arg-type]
    return _back(slug)


@pages.post("/apart/take-back")
@requires(Role.MODERATOR)
def take_back(slug: str) -> ResponseReturnValue:
    """Forget that two were two."""
    paper, form = _paper(slug), TakeBackForm()
    if not form.validate():
        raise BadRequest
    lead = signed_in()
    service.take_back(form.said.data or "", paper.campaign_id, moderator=lead.public_id)
    return _back(slug)


def _compared(
    paper: PublicPaper, choice: Choice, refusal: DomainError | None = None
) -> ResponseReturnValue:
    """Draw both records, and the plan if this lead may carry it out."""
    ids = queries.two_under(paper.id, choice.kept, choice.merged)
    plan, mine = plans.plan(*ids, choice.name), _mine()
    records = queries.records(ids, mine)
    page = render_template(
        "duplicates/compare.html",
        paper=paper,
        plan=plan,
        choice=choice,
        two=sorted(records.values(), key=lambda record: record.id),
        papers=_papers({entry.paper_id for r in records.values() for entry in r.entries}),
        may_merge=plan.campaigns <= mine,
        refusal=words_of(refusal) if refusal else "",
        unchosen=_unchosen(plan, choice) if refusal else set(),
    )
    return page, refusal.status if refusal else 200


def _unchosen(plan: Plan, choice: Choice) -> set[int]:
    """Return the papers for whose list nobody has said which of the two stays."""
    return {
        collision.paper_id
        for collision in plan.collisions
        if sum(entry.public_id in choice.stays for entry in collision.entries) != 1
    }


def _usual(ids: tuple[int, int]) -> str:
    """Return which of two records usually stays: the one with more entries, else the older one."""
    records = queries.records(ids, _mine()).values()
    return max(records, key=lambda record: (len(record.entries), -record.id)).public_id


def _paper(slug: str) -> PublicPaper:
    paper = paper_by_slug(slug, drafts=True)
    if not signed_in().may(Role.MODERATOR, paper.campaign_id):
        raise NotFound
    return paper


def _mine() -> frozenset[int]:
    return frozenset(signed_in().campaigns(Role.MODERATOR))


def _papers(ids: set[int]) -> dict[int, PublicPaper]:
    return {number: paper_by_id(number) for number in ids}


def _page_number() -> int:
    typed = request.args.get("page", "1")
    return max(1, int(typed)) if typed.isascii() and typed.isdecimal() and len(typed) < 6 else 1


def _back(slug: str) -> ResponseReturnValue:
    return redirect(url_for(".duplicates", slug=slug), 303)
