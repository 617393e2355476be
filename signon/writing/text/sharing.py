"""Links by which co-authors read what a lead has typed and not saved, drawn as its page."""

from typing import Any

from flask import Blueprint, current_app, flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.exceptions import NotFound

from signon.access.guard import requires, signed_in
from signon.access.roles import Role
from signon.papers.queries import PublicPaper
from signon.writing import keeping, kept
from signon.writing.manageforms import PreviewForm
from signon.writing.text import unsaved
from signon.writing.text.editing import place_of, writable

pages = Blueprint("sharing", __name__, url_prefix="/desk/papers")


@pages.post("/<slug>/texts/<language>/preview")
@requires(Role.TRANSLATOR)
def make(slug: str, language: str) -> ResponseReturnValue:
    """Make a link to what this lead has typed and not saved; it is shown this once."""
    paper, form = writable(slug, language), PreviewForm()
    if unsaved.find(place_of(paper, language)) is None:
        raise NotFound
    if not form.validate():
        flash(next(iter(form.errors.values()))[0], "writing")
        return _back(slug, language)
    days, actor = form.days.data or 1, signed_in().public_id
    key = keeping.make_preview(paper, days, actor=actor, language=language)
    # Links come from the configured address alone, never from a request.
    flash(f"{current_app.config['BASE_URL']}{url_for('previews.show', key=key)}", "preview")
    return _back(slug, language)


@pages.post("/<slug>/texts/<language>/previews/<public_id>/revocation")
@requires(Role.TRANSLATOR)
def revoke(slug: str, language: str, public_id: str) -> ResponseReturnValue:
    """End a link of this lead's at once."""
    paper = writable(slug, language)
    known = {link.public_id for link in kept.links_to(place_of(paper, language))}
    if public_id not in known:
        raise NotFound
    keeping.revoke_preview(paper, public_id, actor=signed_in().public_id)
    flash(_("The link opens nothing any more."), "writing")
    return _back(slug, language)


def shown(paper: PublicPaper, language: str) -> dict[str, Any]:
    """Return what a page in which a text is written says of such links."""
    return {
        "links": kept.links_to(place_of(paper, language)),
        "share": PreviewForm(formdata=None),
    }


def _back(slug: str, language: str) -> ResponseReturnValue:
    return redirect(url_for("writing.write", slug=slug, language=language), 303)
