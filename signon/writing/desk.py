"""The editors' and translators' room: begin a paper, write its texts, open and close it."""

from collections.abc import Callable
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
from signon.kernel import clock, languages, slugs
from signon.kernel.errors import DomainError
from signon.kernel.text import names
from signon.markup import markdown
from signon.papers import policy, queries, service, showing
from signon.papers.queries import PublicPaper
from signon.papers.showing import Preview
from signon.papers.texts import differences, translating
from signon.papers.texts.differences import TextSource
from signon.site import headers
from signon.site.error_pages import words_of
from signon.site.languages import current
from signon.writing.forms import WRITTEN, NewPaperForm, TextForm, draft_of
from signon.writing.places import paper_for
from signon.writing.queries import text_by_hash
from signon.writing.text import editing, lacking, reading, sharing, threeway, unsaved
from signon.writing.text.editing import COMPARE, FILL, PAGE, SAVE, place_of, text_of, writable

pages = Blueprint("writing", __name__, url_prefix="/desk")


@pages.route("/campaigns/<slug>/papers/new", methods=["GET", "POST"])
@csrf.exempt  # the form checks it itself and keeps what was typed
@requires(Role.EDITOR)
def begin(slug: str) -> ResponseReturnValue:
    """Begin a paper with its first text; it stays a draft until it is opened."""
    campaign = _campaign(slug)
    kept = unsaved.find(_beginning(campaign))
    form = NewPaperForm(data=_begun(kept))
    page: dict[str, Any] = {"campaign": campaign, "kept": kept}
    if not _wants_to_save(form):
        if request.form.get("action") == COMPARE:
            page |= _both_beginnings(kept, form)
        return _form_page("writing/begin.html", form, **page)
    try:
        service.begin(form.draft(campaign.slug), actor=signed_in().public_id)
    except policy.SlugTaken as refusal:
        form.slug.errors = [words_of(refusal)]
        return _form_page("writing/begin.html", form, **page)
    except markdown.TextTooLarge as refusal:
        form.markdown.errors = [words_of(refusal)]
        return _form_page("writing/begin.html", form, **page)
    unsaved.discard(_beginning(campaign))
    flash(_("Saved as a draft. Nobody but you and your colleagues can see it yet."), "writing")
    return redirect(url_for(".texts", slug=form.slug.data), 303)


@pages.post("/campaigns/<slug>/papers/new/unsaved")
@requires(Role.EDITOR)
def keep_beginning(slug: str) -> ResponseReturnValue:
    """Keep what was typed of a paper that does not exist yet, as `keep` does."""
    place, form = _beginning(_campaign(slug)), NewPaperForm(meta={"csrf": False})
    name, language = form.slug.data or "", form.language.data or ""
    for typed in (name, language):
        names.require_shown(typed)
    return editing.kept_answer(place, form, language[:16], slug=name[: slugs.LONGEST])


@pages.post("/campaigns/<slug>/papers/new/unsaved/removal")
@requires(Role.EDITOR)
def discard_beginning(slug: str) -> ResponseReturnValue:
    """Throw away what this lead has typed of a paper and not saved."""
    unsaved.discard(_beginning(_campaign(slug)))
    return redirect(url_for(".begin", slug=slug), 303)


def _beginning(campaign: PublicCampaign) -> unsaved.Beginning:
    return unsaved.Beginning(signed_in().public_id, campaign.id)


def _both_beginnings(kept: unsaved.Unsaved | None, form: TextForm) -> dict[str, Any]:
    """Return what two windows hold in which a paper is begun, as `compared` does."""
    if kept is None:
        return {"revision": 0}
    found = threeway.compare("", kept.markdown, form.markdown.data or "")
    tag = languages.canonical(kept.language) or current()
    return {"threeway": found, "revision": kept.revision, "tag": tag}


def _begun(kept: unsaved.Unsaved | None) -> dict[str, str]:
    """Return what the form of a new paper begins with."""
    if kept is None:
        return {"language": current()}
    return {name: getattr(kept, name) for name in (*WRITTEN, "slug", "language")}


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
        progress=translating.progress(paper),
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
    paper = writable(slug, language)
    text = text_of(paper, language)
    kept = unsaved.find(place_of(paper, language))
    form = editing.form_of(paper, language, kept)
    page: dict[str, Any] = {"paper": paper, "text": text, "tag": language, "kept": kept}
    page |= sharing.shown(paper, language)
    page["translations"] = [languages.own_name(tag) for tag in sorted(translating.progress(paper))]
    if request.form.get("action") == PAGE and form.markdown.data:
        return _real_page(paper, form, language)
    if not _wants_to_save(form):
        if request.form.get("action") == COMPARE:
            return compared(paper, form, language)
        return _form_page("writing/write.html", form, **page)
    draft, actor = draft_of(form, paper, language), signed_in().public_id
    try:
        service.write(draft, actor=actor, based_on=form.based_on.data or "")
    except markdown.TextTooLarge as refusal:
        form.markdown.errors = [words_of(refusal)]
        return _form_page("writing/write.html", form, **page)
    except policy.TextChanged:
        return overtaken(form, slug, language)
    unsaved.discard(place_of(paper, language))
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
    paper, form = writable(slug, language), TextForm(meta={"csrf": False})
    return editing.kept_answer(place_of(paper, language), form, language)


@pages.post("/papers/<slug>/texts/<language>/unsaved/removal")
@requires(Role.TRANSLATOR)
def discard(slug: str, language: str) -> ResponseReturnValue:
    """Throw away what this lead has typed and not saved."""
    paper = writable(slug, language)
    unsaved.discard(place_of(paper, language))
    return redirect(url_for(".write", slug=slug, language=language), 303)


def _real_page(paper: PublicPaper, form: TextForm, language: str) -> ResponseReturnValue:
    """Show what was typed as the page of the paper that it would be."""
    preview = Preview(_("Nothing is stored by looking at it."), _here(paper))
    context = showing.context(
        paper, language, typed=showing.drawn(form.text(language)), preview=preview
    )
    return headers.secret(make_response(render_template(showing.TEMPLATE, **context)))


def compared(paper: PublicPaper, form: TextForm, language: str) -> ResponseReturnValue:
    """Show what two windows of one lead hold, beside the stored text; this one goes on."""
    text, kept = text_of(paper, language), unsaved.find(place_of(paper, language))
    page: dict[str, Any] = {"paper": paper, "text": text, "tag": language, "kept": kept}
    page |= sharing.shown(paper, language)
    if kept:
        before = queries.source(text.id).markdown if text else ""
        page["threeway"] = threeway.compare(before, kept.markdown, form.markdown.data or "")
    # Where the other window has saved or thrown away its own, keeping begins anew.
    page["revision"] = kept.revision if kept else 0
    return _form_page("writing/write.html", form, **page)


def _here(paper: PublicPaper) -> Callable[..., str]:
    def page_of(text: str, **_others: Any) -> str:
        return url_for(".write", slug=paper.slug, language=text)

    return page_of


def overtaken(form: TextForm, slug: str, language: str) -> ResponseReturnValue:
    """Show what was typed and what stands there by now; nothing typed is lost."""
    paper = queries.paper_by_slug(slug, drafts=True)
    text = text_of(paper, language)
    base, ours = text_by_hash(paper.id, form.based_on.data or ""), form.markdown.data or ""
    form.based_on.data = text.sha256 if text else ""
    page: dict[str, Any] = {"paper": paper, "text": text, "tag": language, "overtaken": True}
    if base and text:
        before, theirs = (queries.source(one).markdown for one in (base, text.id))
        page["threeway"] = threeway.compare(before, theirs, ours)
    page["kept"] = unsaved.find(place_of(paper, language))
    page |= sharing.shown(paper, language)
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
    usual |= {"threeway": None, "lacking": None, "left": 0, "translations": [], "revision": said}
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
    difference, left = None, 0
    if text is not None:
        after = TextSource(typed.title, typed.addressee, typed.summary, typed.markdown)
        before = queries.source(text.id)
        difference = differences.between(before, after)
        if language == page["paper"].authoritative_language:
            left = translating.left_by(before, after)
    return {
        "preview": rendered,
        "shown_in": language,
        "difference": difference,
        "left": left,
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
