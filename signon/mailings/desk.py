"""The leads' room for updates: write one, see who gets what, plan it, follow and stop it."""

from typing import Any

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.exceptions import BadRequest, NotFound

from signon.access.guard import requires, signed_in
from signon.access.roles import Role
from signon.kernel import languages
from signon.kernel.errors import DomainError
from signon.mailings import audience, emails, queries, service, words
from signon.mailings.forms import PlanForm, TextsForm
from signon.mailings.models import DRAFT, Mailing
from signon.papers import queries as papers
from signon.papers.queries import PublicPaper
from signon.site.error_pages import words_of

pages = Blueprint("mailings_desk", __name__, url_prefix="/desk/papers/<slug>/mailings")

ROUNDS = "reconfirmations_desk.show"
"""Page of a capability beside this one, which may not have moved in."""

ACTS = {"pause": service.pause, "resume": service.resume, "stop": service.stop}


@pages.get("")
@requires(Role.EDITOR)
def show(slug: str) -> ResponseReturnValue:
    """List a paper's updates, and who would get one."""
    paper = _paper(slug)
    return render_template(
        "mailings/show.html",
        paper=paper,
        mailings=queries.of_paper(paper.id),
        found=audience.of(paper, [paper.authoritative_language]),
        refusal="",
        rounds=url_for(ROUNDS, slug=slug) if ROUNDS in current_app.view_functions else "",
        **words.of_pages(),
    )


@pages.post("")
@requires(Role.EDITOR)
def begin(slug: str) -> ResponseReturnValue:
    """Begin an update."""
    public_id = service.begin(_paper(slug), actor=signed_in().public_id)
    return redirect(url_for(".edit", slug=slug, mailing=public_id), 303)


@pages.get("/<mailing>")
@requires(Role.EDITOR)
def edit(slug: str, mailing: str) -> ResponseReturnValue:
    """Show an update to be written, or how far it has come."""
    paper, row = _both(slug, mailing)
    if row.state != DRAFT:
        return _progress(paper, row)
    return _form(paper, row, TextsForm(formdata=None).fill(queries.texts(row.id)))


@pages.post("/<mailing>")
@requires(Role.EDITOR)
def write(slug: str, mailing: str) -> ResponseReturnValue:
    """Keep what was written, and show who gets what."""
    paper, row = _both(slug, mailing)
    form = TextsForm()
    said = form.drafts()
    if said is None:
        return _form(paper, row, form), 422
    try:
        service.write(row, said)
    except DomainError as refusal:
        return _form(paper, row, form, words_of(refusal)), refusal.status
    return redirect(url_for(".preview", slug=slug, mailing=mailing), 303)


@pages.get("/<mailing>/preview")
@requires(Role.EDITOR)
def preview(slug: str, mailing: str) -> ResponseReturnValue:
    """Show exactly who gets what, and ask when."""
    paper, row = _both(slug, mailing)
    if row.state != DRAFT:
        return redirect(url_for(".edit", slug=slug, mailing=mailing), 303)
    return _preview(paper, row, PlanForm(formdata=None))


@pages.post("/<mailing>/plan")
@requires(Role.EDITOR)
def plan(slug: str, mailing: str) -> ResponseReturnValue:
    """Let it leave as planned."""
    paper, row = _both(slug, mailing)
    form = PlanForm()
    when = form.draft(paper.time_zone)
    if when is None:
        return _preview(paper, row, form), 422
    try:
        service.plan(row, when, actor=signed_in().public_id)
    except DomainError as refusal:
        return _preview(paper, row, form, words_of(refusal)), refusal.status
    return redirect(url_for(".edit", slug=slug, mailing=mailing), 303)


@pages.post("/<mailing>/trial")
@requires(Role.EDITOR)
def send_trial(slug: str, mailing: str) -> ResponseReturnValue:
    """Mail it to the lead who asks, and to nobody else."""
    row = _both(slug, mailing)[1]
    number = service.send_trial(row, to=signed_in().email)
    said = ngettext(
        "%(num)s test mail is on its way to you.",
        "%(num)s test mails are on their way to you.",
        number,
    )
    flash(said if number else _("You have had as many test mails as you may get for now."), "noted")
    return redirect(url_for(".preview", slug=slug, mailing=mailing), 303)


@pages.post("/<mailing>/state")
@requires(Role.EDITOR)
def act(slug: str, mailing: str) -> ResponseReturnValue:
    """Pause, resume or stop it."""
    paper, row = _both(slug, mailing)
    carry_out = ACTS.get(request.form.get("action", ""))
    if carry_out is None:
        raise BadRequest
    try:
        carry_out(row, actor=signed_in().public_id)
    except DomainError as refusal:
        return _progress(paper, row, words_of(refusal)), refusal.status
    return redirect(url_for(".edit", slug=slug, mailing=mailing), 303)


@pages.post("/<mailing>/removal")
@requires(Role.EDITOR)
def drop(slug: str, mailing: str) -> ResponseReturnValue:
    """Delete a draft."""
    service.drop(_both(slug, mailing)[1])
    flash(_("The draft is deleted."), "noted")
    return redirect(url_for(".show", slug=slug), 303)


def _form(paper: PublicPaper, row: Mailing, form: TextsForm, refusal: str = "") -> str:
    codes = [paper.authoritative_language, *languages.INTERFACE]
    each = [code for code in dict.fromkeys(codes) if code in languages.INTERFACE]
    fields = [(code, *form.of(code)) for code in each]
    return _page("form", paper, row, form=form, fields=fields, refusal=refusal)


def _preview(paper: PublicPaper, row: Mailing, form: PlanForm, refusal: str = "") -> str:
    said = queries.texts(row.id)
    found = audience.of(paper, [text.language for text in said])
    numbers = found.by_language()
    return _page(
        "preview",
        paper,
        row,
        form=form,
        refusal=refusal,
        found=found,
        number=len(found.readers),
        said=[(text, emails.prose(text), numbers[text.language]) for text in said],
    )


def _progress(paper: PublicPaper, row: Mailing, refusal: str = "") -> str:
    far = queries.progress(row.id)
    said = [(text, emails.prose(text)) for text in queries.texts(row.id)]
    return _page("progress", paper, row, far=far, said=said, refusal=refusal)


def _page(name: str, paper: PublicPaper, row: Mailing, **values: Any) -> str:
    return render_template(
        f"mailings/{name}.html", paper=paper, mailing=row, **values, **words.of_pages()
    )


def _both(slug: str, mailing: str) -> tuple[PublicPaper, Mailing]:
    paper = _paper(slug)
    return paper, queries.mailing(mailing, paper.id)


def _paper(slug: str) -> PublicPaper:
    paper = papers.paper_by_slug(slug, drafts=True)
    if not signed_in().may(Role.EDITOR, paper.campaign_id):
        raise NotFound
    return paper
