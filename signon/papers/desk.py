"""The leads' page for the dates and rules of a paper."""

from flask import Blueprint, Response, flash, make_response, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.exceptions import NotFound

from signon.access.guard import requires, signed_in
from signon.access.roles import Role
from signon.papers import service
from signon.papers.forms import RulesForm, values_of
from signon.papers.queries import PublicPaper, paper_by_slug
from signon.papers.rules import RuleRefused
from signon.site.error_pages import words_of

pages = Blueprint("papers_desk", __name__, url_prefix="/desk/papers")


@pages.route("/<slug>/settings", methods=["GET", "POST"])
@requires(Role.EDITOR)
def settings(slug: str) -> ResponseReturnValue:
    """Show the dates and rules of a paper; change them."""
    paper = _paper(slug)
    form = RulesForm(data=values_of(paper))
    if not form.validate_on_submit():
        return _page(paper, form)
    try:
        changes = form.changes(paper)
        service.set_rules(slug, actor=signed_in().public_id, **changes)
    except RuleRefused as refusal:
        form[refusal.field].errors = [words_of(refusal)]
        return _page(paper, form)
    flash(_("Saved."), "settings")
    return redirect(url_for(".settings", slug=slug), 303)


def _page(paper: PublicPaper, form: RulesForm) -> Response:
    html = render_template("papers/settings.html", paper=paper, form=form)
    return make_response(html, 422 if form.is_submitted() else 200)


def _paper(slug: str) -> PublicPaper:
    paper = paper_by_slug(slug, drafts=True)
    if not signed_in().may(Role.EDITOR, paper.campaign_id):
        raise NotFound
    return paper
