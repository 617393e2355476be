"""The editors' room for what is about a paper as a whole: its address, links, files, copies."""

from contextlib import closing

from flask import (
    Blueprint,
    Response,
    current_app,
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
from signon.kernel.errors import DomainError
from signon.papers import service as papers
from signon.papers.queries import PublicPaper
from signon.site import bodies
from signon.site.error_pages import words_of
from signon.writing import keeping, kept
from signon.writing.manageforms import CopyForm, FileForm, NameForm, PreviewForm
from signon.writing.places import paper_for

pages = Blueprint("manage", __name__, url_prefix="/desk/papers")


@pages.get("/<slug>/manage")
@requires(Role.EDITOR)
def manage(slug: str) -> ResponseReturnValue:
    """Show the address of a paper, its links for co-authors and its files."""
    return _page(paper_for(slug, Role.EDITOR))


@pages.post("/<slug>/name")
@requires(Role.EDITOR)
def rename(slug: str) -> ResponseReturnValue:
    """Give a paper another name in addresses."""
    paper, form = paper_for(slug, Role.EDITOR), NameForm()
    if not form.validate():
        return _page(paper, name=form)
    try:
        papers.rename(slug, form.slug.data or "", actor=signed_in().public_id)
    except DomainError as refusal:
        form.slug.errors = [words_of(refusal)]
        return _page(paper, name=form)
    return _done(form.slug.data or "", _("Saved. The older address leads here for ever."))


@pages.post("/<slug>/copy")
@requires(Role.EDITOR)
def copy(slug: str) -> ResponseReturnValue:
    """Begin another paper with the texts and rules of this one."""
    paper, form = paper_for(slug, Role.EDITOR), CopyForm()
    if not form.validate():
        return _page(paper, copied=form)
    try:
        papers.clone(slug, form.new_slug.data or "", actor=signed_in().public_id)
    except DomainError as refusal:
        form.new_slug.errors = [words_of(refusal)]
        return _page(paper, copied=form)
    flash(_("Saved as a draft. Nobody but you and your colleagues can see it yet."), "writing")
    return redirect(url_for("writing.texts", slug=form.new_slug.data), 303)


@pages.post("/<slug>/deletion")
@requires(Role.EDITOR)
def delete(slug: str) -> ResponseReturnValue:
    """Delete a paper that was never public."""
    paper = paper_for(slug, Role.EDITOR)
    papers.delete_draft(paper.slug, actor=signed_in().public_id)
    return redirect(url_for("desk.home"), 303)


@pages.post("/<slug>/previews")
@requires(Role.EDITOR)
def make_preview(slug: str) -> ResponseReturnValue:
    """Make a link by which co-authors read the draft; it is shown this once."""
    paper, form = paper_for(slug, Role.EDITOR), PreviewForm()
    if not form.validate() or paper.state != "draft":
        return _page(paper, preview=form)
    key = keeping.make_preview(paper, form.days.data or 1, actor=signed_in().public_id)
    flash(_absolute(url_for("previews.show", key=key)), "preview")
    return redirect(url_for(".manage", slug=slug), 303)


@pages.post("/<slug>/previews/<public_id>/revocation")
@requires(Role.EDITOR)
def revoke_preview(slug: str, public_id: str) -> ResponseReturnValue:
    """End a link for co-authors at once."""
    paper = paper_for(slug, Role.EDITOR)
    keeping.revoke_preview(paper, public_id, actor=signed_in().public_id)
    return _done(slug, _("The link opens nothing any more."))


@pages.post("/<slug>/files")
@requires(Role.EDITOR)
@bodies.takes(keeping.LARGEST)
def attach(slug: str) -> ResponseReturnValue:
    """Attach a PDF to the paper."""
    paper, form = paper_for(slug, Role.EDITOR), FileForm()
    upload = request.files.get("file")
    if not form.validate() or upload is None or not upload.filename:
        form.file.errors = [_("Choose a file first.")]
        return _page(paper, file=form)
    try:
        with closing(upload):
            name, content = form.name_of(upload.filename), upload.stream.read()
        keeping.attach(paper, name, content, actor=signed_in().public_id)
    except DomainError as refusal:
        form.file.errors = [words_of(refusal)]
        return _page(paper, file=form)
    return _done(slug, _("Saved."))


@pages.post("/<slug>/files/<public_id>/removal")
@requires(Role.EDITOR)
def detach(slug: str, public_id: str) -> ResponseReturnValue:
    """Take a file away from the paper."""
    paper = paper_for(slug, Role.EDITOR)
    keeping.detach(paper, public_id, actor=signed_in().public_id)
    return _done(slug, _("The file is gone."))


def _absolute(path: str) -> str:
    # Links come from the configured address alone, never from a request.
    return f"{current_app.config['BASE_URL']}{path}"


def _done(slug: str, words: str) -> ResponseReturnValue:
    flash(words, "manage")
    return redirect(url_for(".manage", slug=slug), 303)


def _page(paper: PublicPaper, **sent: NameForm | CopyForm | PreviewForm | FileForm) -> Response:
    usual = {
        "name": NameForm(formdata=None, slug=paper.slug),
        "copied": CopyForm(formdata=None),
        "preview": PreviewForm(formdata=None),
        "file": FileForm(formdata=None),
    }
    html = render_template(
        "writing/manage.html",
        paper=paper,
        address=_absolute(url_for("papers.show", slug=paper.slug)),
        forms={**usual, **sent},
        refused=next(iter(sent.values()), None),
        links=kept.open_links(paper.id),
        files=kept.files_of(paper.id),
    )
    return make_response(html, 422 if sent else 200)
