"""The editors' room for the dates and rules of a paper: open, close, move a deadline."""

import hashlib
from dataclasses import dataclass, replace
from typing import Any

from flask import (
    Blueprint,
    Response,
    flash,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from signon.access.guard import requires, signed_in
from signon.access.roles import Role
from signon.kernel import clock
from signon.papers import service as papers
from signon.papers.queries import PublicPaper
from signon.papers.rules import DATES, RuleRefused
from signon.site.error_pages import words_of
from signon.site.typed import stale
from signon.writing import history, queries, service
from signon.writing.places import paper_for
from signon.writing.ruleforms import (
    WORDS,
    DatesForm,
    RulesForm,
    dates_of,
    field_of,
    rules_of,
    words_of_value,
)

pages = Blueprint("dates", __name__, url_prefix="/desk/papers")

SAVE = "save"


@dataclass(frozen=True)
class Move:
    """A change of dates as it will be: the paper with them, and how many hear of it."""

    paper: PublicPaper
    dates: dict[str, Any]
    status: str
    """What the paper will be: "draft", "coming", "open" or "closed"."""
    tell: dict[str, int]
    """Audience → how many mails."""

    @property
    def digest(self) -> str:
        """Return by what the form shows that this, and nothing else, was looked at."""
        said = repr((sorted(self.dates.items()), sorted(self.tell)))
        return hashlib.sha256(said.encode()).hexdigest()[:16]


@pages.get("/<slug>/dates")
@requires(Role.EDITOR)
def dates(slug: str) -> ResponseReturnValue:
    """Show when a paper opens and closes and by which rules, with the ways to change them."""
    return _page(paper_for(slug, Role.EDITOR))


@pages.post("/<slug>/dates")
@requires(Role.EDITOR)
def move(slug: str) -> ResponseReturnValue:
    """Show what new dates would do, and to whom; do it once that was looked at."""
    paper, form = paper_for(slug, Role.EDITOR), DatesForm()
    if not form.validate():
        return _page(paper, dates=form)
    try:
        stale.require_current(form, dates_of(paper), words_of_value)
        planned = _planned(paper, form)
        if form.seen.data != planned.digest or request.form.get("action") != SAVE:
            form.seen.data = planned.digest
            return _page(paper, dates=form, planned=planned)
        actor = signed_in().public_id
        service.move_dates(paper, planned.dates, tell=list(planned.tell), actor=actor)
    except stale.Overtaken as refusal:
        return _page(paper, overtaken=words_of(refusal), dates=form)
    except RuleRefused as refusal:
        form[field_of(refusal.field)].errors = [words_of(refusal)]
        return _page(paper, dates=form)
    return _done(slug, _("Saved."))


@pages.post("/<slug>/rules")
@requires(Role.EDITOR)
def change_rules(slug: str) -> ResponseReturnValue:
    """Change who may sign, and what appears at once."""
    paper, form = paper_for(slug, Role.EDITOR), RulesForm()
    if not form.validate():
        return _page(paper, rules=form)
    try:
        stale.require_current(form, rules_of(paper), words_of_value)
        papers.set_rules(slug, actor=signed_in().public_id, **form.changes())
    except stale.Overtaken as refusal:
        return _page(paper, overtaken=words_of(refusal), rules=form)
    except RuleRefused as refusal:
        form[refusal.field].errors = [words_of(refusal)]
        return _page(paper, rules=form)
    return _done(slug, _("Saved."))


@pages.post("/<slug>/opening")
@requires(Role.EDITOR)
def open_(slug: str) -> ResponseReturnValue:
    """Let a paper be endorsed between its dates."""
    paper = paper_for(slug, Role.EDITOR)
    papers.open_paper(paper.slug, actor=signed_in().public_id)
    return _done(slug, _("The paper can be read and endorsed between its dates."))


@pages.post("/<slug>/closing")
@requires(Role.EDITOR)
def close(slug: str) -> ResponseReturnValue:
    """End the endorsing of a paper now."""
    paper = paper_for(slug, Role.EDITOR)
    papers.close_paper(paper.slug, actor=signed_in().public_id)
    return _done(slug, _("The paper is closed. It can be opened again."))


def _planned(paper: PublicPaper, form: DatesForm) -> Move:
    typed = form.dates(paper)
    papers.require_dates(paper, typed)
    changed = {name: value for name, value in typed.items() if name in DATES}
    state = "open" if typed.get("closes_at") and paper.state == "closed" else paper.state
    after = replace(paper, **typed, state=state)
    tells = [name for name in queries.AUDIENCES if form[f"tell_{name}"].data]
    status = after.status(clock.now())
    if not changed or status != "open":
        tells = []
    return Move(after, typed, status, {name: queries.reached(paper.id, name) for name in tells})


def _done(slug: str, words: str) -> ResponseReturnValue:
    flash(words, "dates")
    return redirect(url_for(".dates", slug=slug), 303)


def _page(
    paper: PublicPaper, *, planned: Move | None = None, overtaken: str = "", **sent: Any
) -> Response:
    now = clock.now()
    is_refused = bool(sent) and planned is None
    html = render_template(
        "writing/dates.html",
        paper=paper,
        status=paper.status(now),
        confirmable_until=paper.still_confirmable_until(now),
        dates=sent.get("dates") or dates_of(paper),
        rules=sent.get("rules") or rules_of(paper),
        rule_words={rule: {v: _(w) for v, w in known.items()} for rule, known in WORDS.items()},
        planned=planned,
        asks_until=planned.paper.asks_until(now) if planned else None,
        reached={name: queries.reached(paper.id, name) for name in queries.AUDIENCES},
        moved=history.moved_dates(paper),
        refused=next(iter(sent.values())) if is_refused else None,
        overtaken=overtaken,
    )
    return make_response(html, 409 if overtaken else 422 if is_refused else 200)
