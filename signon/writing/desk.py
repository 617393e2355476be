"""The editors' and translators' room: begin a paper, write its texts, open and close it."""

from collections.abc import Callable
from dataclasses import asdict
from typing import Any

from flask import Blueprint, flash, make_response, redirect, render_template, request, url_for
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
from signon.kernel.text import names
from signon.markup import markdown
from signon.papers import policy, queries, service, showing
from signon.papers.queries import PublicPaper, TextBody, TextHead
from signon.papers.showing import Preview
from signon.papers.texts import differences
from signon.papers.texts.differences import TextSource
from signon.site import headers
from signon.site.error_pages import words_of
from signon.site.languages import current
from signon.writing.forms import WRITTEN, ChangedTextForm, NewPaperForm, TextForm, draft_of
from signon.writing.places import paper_for
from signon.writing.queries import text_by_hash
from signon.writing.text import lacking, reading, threeway, unsaved

pages = Blueprint("writing", __name__, url_prefix="/desk")

FILL, SAVE, PAGE, COMPARE = "fill", "save", "page", "compare"


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
    paper = _writable(slug, language)
    text = next((text for text in paper.texts if text.language == language), None)
    kept = unsaved.find(_place(paper, language))
    form = _form_of(paper, text, language, kept)
    page: dict[str, Any] = {"paper": paper, "text": text, "tag": language, "kept": kept}
    if request.form.get("action") == PAGE and form.markdown.data:
        return _real_page(paper, form, language)
    if not _wants_to_save(form):
        if request.form.get("action") == COMPARE and kept:
            page |= _both_windows(text, kept, form)
        return _form_page("writing/write.html", form, **page)
    draft, actor = draft_of(form, paper, language), signed_in().public_id
    try:
        service.write(draft, actor=actor, based_on=form.based_on.data or "")
    except markdown.TextTooLarge as refusal:
        form.markdown.errors = [words_of(refusal)]
        return _form_page("writing/write.html", form, **page)
    except policy.TextChanged:
        return _overtaken(form, slug, language)
    unsaved.discard(_place(paper, language))
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
    is_valid = form.validate()
    if action == COMPARE:  # what is missing for saving is no matter yet
        for field in form:
            field.errors = ()
    return is_valid and action == SAVE


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


@pages.post("/papers/<slug>/texts/<language>/unsaved")
@requires(Role.TRANSLATOR)
def keep(slug: str, language: str) -> ResponseReturnValue:
    """Keep what was typed and not saved, for this lead alone; answer as JSON, for a script."""
    paper, form = _writable(slug, language), TextForm(meta={"csrf": False})
    for field in (form.title, form.addressee, form.summary, form.markdown):
        names.require_shown(field.data or "")
    said = request.form.get("revision", "")
    revision = int(said) if said.isascii() and said.isdigit() and len(said) < 9 else 0
    text, based_on = form.text(language), (form.based_on.data or "")[:64]
    try:
        place = _place(paper, language)
        return {"revision": unsaved.keep(place, text, based_on=based_on, revision=revision)}
    except unsaved.OpenElsewhere as refusal:
        return {"words": words_of(refusal)}, 409


@pages.post("/papers/<slug>/texts/<language>/unsaved/removal")
@requires(Role.TRANSLATOR)
def discard(slug: str, language: str) -> ResponseReturnValue:
    """Throw away what this lead has typed and not saved."""
    paper = _writable(slug, language)
    unsaved.discard(_place(paper, language))
    return redirect(url_for(".write", slug=slug, language=language), 303)


def _writable(slug: str, language: str) -> PublicPaper:
    """Return the paper, if its text in that language is this lead's to write; else 404."""
    paper = paper_for(slug, Role.TRANSLATOR)
    if languages.canonical(language) != language:
        raise NotFound
    original = language == paper.authoritative_language
    return paper_for(slug, Role.EDITOR) if original else paper


def _place(paper: PublicPaper, language: str) -> unsaved.Place:
    return unsaved.Place(signed_in().public_id, paper.id, language)


def _real_page(paper: PublicPaper, form: TextForm, language: str) -> ResponseReturnValue:
    """Show what was typed as the page of the paper that it would be."""
    typed = form.text(language)
    rendered = markdown.render(typed.markdown, language=language)
    head = TextHead(0, language, typed.title, typed.addressee, typed.summary, "")
    body = TextBody(rendered.html, [asdict(heading) for heading in rendered.contents])
    preview = Preview(_("Nothing is stored by looking at it."), _here(paper))
    context = showing.context(paper, language, typed=(head, body), preview=preview)
    return headers.secret(make_response(render_template(showing.TEMPLATE, **context)))


def _both_windows(text: TextHead | None, kept: unsaved.Unsaved, form: TextForm) -> dict[str, Any]:
    """Return what two windows of one lead hold, beside the stored text; this one goes on."""
    before = queries.source(text.id).markdown if text else ""
    found = threeway.compare(before, kept.markdown, form.markdown.data or "")
    return {"threeway": found, "revision": kept.revision}


def _here(paper: PublicPaper) -> Callable[..., str]:
    def page_of(text: str, **_others: Any) -> str:
        return url_for(".write", slug=paper.slug, language=text)

    return page_of


def _form_of(
    paper: PublicPaper, text: TextHead | None, language: str, kept: unsaved.Unsaved | None
) -> TextForm:
    is_new_version = text is not None and paper.state != "draft"
    kind = ChangedTextForm if is_new_version else TextForm
    if kept is not None:
        typed = {name: getattr(kept, name) for name in WRITTEN}
        return kind(data={**typed, "based_on": kept.based_on})
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
    base, ours = text_by_hash(paper.id, form.based_on.data or ""), form.markdown.data or ""
    form.based_on.data = text.sha256 if text else ""
    page: dict[str, Any] = {"paper": paper, "text": text, "tag": language, "overtaken": True}
    if base and text:
        before, theirs = (queries.source(one).markdown for one in (base, text.id))
        page["threeway"] = threeway.compare(before, theirs, ours)
    page["kept"] = unsaved.find(_place(paper, language))
    return _form_page("writing/write.html", form, 409, **page)


def _form_page(
    template: str, form: TextForm, status: int = 200, **page: Any
) -> ResponseReturnValue:
    usual: dict[str, Any] = {
        "preview": None,
        "shown_in": "",
        "difference": None,
        "overtaken": False,
    }
    kept = page.get("kept")
    said = request.form.get("revision") or (kept.revision if kept else 0)
    usual |= {"threeway": None, "lacking": None, "revision": said}
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
    return {
        "preview": rendered,
        "shown_in": language,
        "difference": difference,
        "lacking": _lacking(page.get("paper"), typed.markdown),
    }


def _lacking(paper: PublicPaper | None, written: str) -> lacking.Lacking:
    """Return what a text lacks of the original of its paper; of a new paper nothing is known."""
    if paper is None:
        return lacking.compare(written, written)
    original = paper.text(paper.authoritative_language)
    return lacking.compare(queries.source(original.id).markdown, written)


def _campaign(slug: str) -> PublicCampaign:
    campaign = campaigns.campaign_by_slug(slug, current())
    if not signed_in().may(Role.EDITOR, campaign.id):
        raise NotFound
    return campaign
