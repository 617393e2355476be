"""The editors' and translators' room: begin a paper, write its texts, open and close it."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.exceptions import NotFound

from signon.access.guard import requires, signed_in
from signon.access.roles import Role
from signon.campaigns import queries as campaigns
from signon.campaigns.queries import PublicCampaign
from signon.extensions import csrf
from signon.kernel import clock, languages
from signon.kernel.errors import DomainError
from signon.markup import markdown
from signon.papers import policy, queries, service
from signon.papers.queries import PublicPaper, TextHead
from signon.papers.texts import differences
from signon.papers.texts.differences import TextSource
from signon.site.error_pages import words_of
from signon.site.languages import current
from signon.writing import reading
from signon.writing.forms import WRITTEN, ChangedTextForm, NewPaperForm, TextForm, draft_of
from signon.writing.places import paper_for

pages = Blueprint("writing", __name__, url_prefix="/desk")

FILL, SAVE = "fill", "save"


@pages.route("/campaigns/<slug>/papers/new", methods=["GET", "POST"])
@csrf.exempt  # the form checks it itself and keeps what was typed
@requires(Role.EDITOR)
def begin(slug: str) -> ResponseReturnValue:
    """Begin a paper with its first text; it stays a draft until it is opened."""
    campaign, form = _campaign(slug), NewPaperForm()
    if not form.is_submitted():
        form.language.data = current()
    if not _wants_to_save(form):
        return _form_page("writing/begin.html", form, campaign=campaign)
    try:
        service.begin(form.draft(campaign.slug), actor=signed_in().public_id)
    except policy.SlugTaken as refusal:
        form.slug.errors = [words_of(refusal)]
        return _form_page("writing/begin.html", form, campaign=campaign)
    except markdown.TextTooLarge as refusal:
        form.markdown.errors = [words_of(refusal)]
        return _form_page("writing/begin.html", form, campaign=campaign)
    flash(_("Saved as a draft. Nobody but you and your colleagues can see it yet."), "writing")
    return redirect(url_for(".texts", slug=form.slug.data), 303)


@pages.get("/papers/<slug>/texts")
@requires(Role.VIEWER)
def texts(slug: str) -> ResponseReturnValue:
    """Show in which languages a paper can be read, and which of them are behind the original."""
    paper = paper_for(slug, Role.VIEWER)
    asked = request.args.get("language", "")
    if asked and (tag := languages.canonical(asked.strip())):
        return redirect(url_for(".write", slug=slug, language=tag), 303)
    return render_template(
        "writing/texts.html",
        paper=paper,
        left_behind=queries.left_behind(paper),
        status=paper.status(clock.now()),
        refused=asked,
        may_edit=signed_in().may(Role.EDITOR, paper.campaign_id),
        may_translate=signed_in().may(Role.TRANSLATOR, paper.campaign_id),
    )


@pages.route("/papers/<slug>/texts/<language>", methods=["GET", "POST"])
@csrf.exempt  # as above
@requires(Role.TRANSLATOR)
def write(slug: str, language: str) -> ResponseReturnValue:
    """Write a text of a paper: the original is for editors, translations for translators too."""
    paper = paper_for(slug, Role.TRANSLATOR)
    if languages.canonical(language) != language:
        raise NotFound
    if language == paper.authoritative_language:
        paper = paper_for(slug, Role.EDITOR)
    text = next((text for text in paper.texts if text.language == language), None)
    form = _form_of(paper, text, language)
    page: dict[str, Any] = {"paper": paper, "text": text, "tag": language}
    if not _wants_to_save(form):
        return _form_page("writing/write.html", form, **page)
    draft, actor = draft_of(form, paper, language), signed_in().public_id
    try:
        service.write(draft, actor=actor, based_on=form.based_on.data or "")
    except markdown.TextTooLarge as refusal:
        form.markdown.errors = [words_of(refusal)]
        return _form_page("writing/write.html", form, **page)
    except policy.TextChanged:
        return _overtaken(form, slug, language)
    flash(_("Saved."), "writing")
    return redirect(url_for(".texts", slug=slug), 303)


def _wants_to_save(form: TextForm) -> bool:
    """Tell whether what was sent is to be stored and can be; a file is read into the form first."""
    if not form.is_submitted():
        return False
    action = request.form.get("action")
    if action == FILL:
        _fill(form)
        return False
    return form.validate() and action == SAVE


def _fill(form: TextForm) -> None:
    form.validate()
    for field in form:
        field.errors = ()  # what is missing may stand in the file
    upload = form.file.data
    if not upload or not upload.filename:
        form.file.errors = [_("Choose a file first.")]
        return
    try:
        form.warnings = reading.fill(form, upload)
    except DomainError as refusal:
        form.file.errors = [words_of(refusal)]


def _form_of(paper: PublicPaper, text: TextHead | None, language: str) -> TextForm:
    is_new_version = text is not None and paper.state != "draft"
    kind = ChangedTextForm if is_new_version else TextForm
    start = text or _left_behind(paper, language)
    if start is None:
        return kind(data={"based_on": ""})
    source = queries.source(start.id)
    said = {name: getattr(source, name) for name in WRITTEN}
    return kind(data={**said, "based_on": text.sha256 if text else ""})


def _left_behind(paper: PublicPaper, language: str) -> TextHead | None:
    """Return the newest text in a language that the current version lacks: work begins with it."""
    number = queries.left_behind(paper).get(language)
    if number is None:
        return None
    return queries.paper_by_slug(paper.slug, number, drafts=True).text(language)


def _overtaken(form: TextForm, slug: str, language: str) -> ResponseReturnValue:
    """Show what was typed and what stands there by now; nothing typed is lost."""
    paper = queries.paper_by_slug(slug, drafts=True)
    text = next((text for text in paper.texts if text.language == language), None)
    form.based_on.data = text.sha256 if text else ""
    page = {"paper": paper, "text": text, "tag": language, "overtaken": True}
    return _form_page("writing/write.html", form, 409, **page)


def _form_page(
    template: str, form: TextForm, status: int = 200, **page: Any
) -> ResponseReturnValue:
    usual = {"preview": None, "shown_in": "", "difference": None, "overtaken": False}
    form.written_in(page.get("tag") or current())
    shown = _preview(form, page) if form.is_submitted() and form.markdown.data else {}
    html = render_template(template, form=form, **{**usual, **page, **shown})
    return html, 422 if form.errors else status


def _preview(form: TextForm, page: dict[str, Any]) -> dict[str, Any]:
    """Return the typed text as readers will see it, and how it differs from what is stored."""
    language = page.get("tag") or languages.canonical(form["language"].data or "") or "en"
    try:
        rendered = markdown.render(form.markdown.data or "", language=language)
    except markdown.TextTooLarge as refusal:
        form.markdown.errors = [words_of(refusal)]
        return {}
    text, typed = page.get("text"), form.text(language)
    difference = None
    if text is not None:
        after = TextSource(typed.title, typed.addressee, typed.summary, typed.markdown)
        difference = differences.between(queries.source(text.id), after)
    return {"preview": rendered, "shown_in": language, "difference": difference}


def _campaign(slug: str) -> PublicCampaign:
    campaign = campaigns.campaign_by_slug(slug, current())
    if not signed_in().may(Role.EDITOR, campaign.id):
        raise NotFound
    return campaign
