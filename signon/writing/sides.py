"""The translators' page: a translation beside its original, block by block."""

from dataclasses import dataclass

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import NotFound

from signon.access.guard import requires, signed_in
from signon.access.roles import Role
from signon.extensions import csrf
from signon.markup import markdown
from signon.papers import policy, queries, service
from signon.papers.queries import PublicPaper
from signon.papers.texts import aligning, blocks, translating
from signon.papers.texts.blocks import KeyedBlock
from signon.site.error_pages import words_of
from signon.writing import desk
from signon.writing.forms import WRITTEN, TextForm, draft_of
from signon.writing.text import editing, lacking, sharing, sides, unsaved
from signon.writing.text.editing import COMPARE, KEEP, SAVE, place_of
from signon.writing.text.sides import Written

pages = Blueprint("sides", __name__, url_prefix="/desk/papers")


@dataclass(frozen=True)
class Window:
    """What one lead has before them: a translation, as a form and row by row."""

    paper: PublicPaper
    language: str
    form: TextForm
    written: list[Written]
    kept: unsaved.Unsaved | None


@pages.route("/<slug>/texts/<language>/blocks", methods=["GET", "POST"])
@csrf.exempt  # the form checks it itself and keeps what was typed
@requires(Role.TRANSLATOR)
def show(slug: str, language: str) -> ResponseReturnValue:
    """Show a translation beside its original, save it, or note that a block is still right."""
    paper = _translated(slug, language)
    if request.method == "GET":
        return _page(_opened(paper, language))
    window = _sent(paper, language)
    if window.form.markdown.errors:
        return _page(window, 422)
    is_valid, action = window.form.validate(), request.form.get("action")
    if "csrf_token" in window.form.errors:
        return _page(window, 422)
    if "right" in request.form:
        return _still_right(window, request.form["right"])
    if action == KEEP:
        return _kept(window, _("Kept as your draft."))
    if action == COMPARE:
        return desk.compared(paper, _without_errors(window.form), language)
    return _save(window) if is_valid and action == SAVE else _page(window)


@pages.post("/<slug>/texts/<language>/blocks/unsaved")
@requires(Role.TRANSLATOR)
def keep(slug: str, language: str) -> ResponseReturnValue:
    """Keep what was typed and not saved, for this lead alone; answer as JSON, for a script."""
    window = _sent(_translated(slug, language), language)
    return editing.kept_answer(place_of(window.paper, language), window.form, language)


def _translated(slug: str, language: str) -> PublicPaper:
    """Return the paper, if this lead may translate it into that language; else 404."""
    paper = editing.writable(slug, language)
    if language == paper.authoritative_language:
        raise NotFound
    return paper


def _opened(paper: PublicPaper, language: str) -> Window:
    kept = unsaved.find(place_of(paper, language))
    form = editing.form_of(paper, language, kept)
    keys = _keys(paper, language, kept)
    return Window(paper, language, form, sides.written_of(form.markdown.data or "", keys), kept)


def _keys(
    paper: PublicPaper, language: str, kept: unsaved.Unsaved | None
) -> tuple[str | None, ...]:
    """Return the keys of the blocks of what is shown; what was kept as one text is aligned."""
    start = editing.begun_with(paper, language)
    source = queries.source(start.id) if start else None
    if kept is None or kept.blocks:
        return tuple(kept.blocks) if kept else source.blocks if source else ()
    original = translating.original_of(paper)
    before: list[KeyedBlock] = blocks.keyed(source.markdown, source.blocks) if source else []
    known = blocks.keyed(original.markdown, original.blocks)
    return tuple(aligning.follow(known, blocks.split(kept.markdown), before))


def _sent(paper: PublicPaper, language: str) -> Window:
    """Return what was sent: the rows, put together to the text of the form."""
    written = sides.typed(request.form.items(multi=True))
    fields = MultiDict(request.form)
    refused = ""
    keys: tuple[str | None, ...] = ()
    try:
        fields["markdown"], keys = sides.together(written)
    except markdown.TextTooLarge as refusal:
        refused = words_of(refusal)
    form = editing.kind_of_form(paper, language)(formdata=fields)
    form.keys = keys
    if refused:
        form.markdown.errors = [refused]
    kept = unsaved.find(place_of(paper, language))
    return Window(paper, language, form, written, kept)


def _still_right(window: Window, key: str) -> ResponseReturnValue:
    paper, seen = window.paper, request.form.get("source", "")
    words = _("Noted: still right.")
    try:
        actor = signed_in().public_id
        service.still_right(paper.slug, window.language, key, actor=actor, seen=seen)
    except policy.TextChanged:
        words = _("The original was changed while you read. Please look at it as it is now.")
    return _kept(window, words, at=f"block-{key}", only_changed=True)


def _kept(
    window: Window, words: str, at: str | None = None, *, only_changed: bool = False
) -> ResponseReturnValue:
    """Keep what was typed as this lead's draft, and come back to the same place."""
    form, language = _without_errors(window.form), window.language
    if not only_changed or _is_changed(window):
        try:
            editing.keep(place_of(window.paper, language), form, language)
        except unsaved.OpenElsewhere:
            return desk.compared(window.paper, form, language)
    flash(words, "writing")
    here = url_for(".show", slug=window.paper.slug, language=language, _anchor=at)
    return redirect(here, 303)


def _is_changed(window: Window) -> bool:
    """Tell whether what was typed is neither what was kept nor what is stored."""
    start = editing.begun_with(window.paper, window.language)
    known = window.kept or (queries.source(start.id) if start else None)
    typed = window.form.text(window.language)
    return any(getattr(typed, n).strip() != getattr(known, n, "").strip() for n in WRITTEN)


def _save(window: Window) -> ResponseReturnValue:
    form, slug, language = window.form, window.paper.slug, window.language
    draft, actor = draft_of(form, window.paper, language), signed_in().public_id
    try:
        service.write(draft, actor=actor, based_on=form.based_on.data or "")
    except policy.TextChanged:
        return desk.overtaken(form, slug, language)
    unsaved.discard(place_of(window.paper, language))
    flash(_("Saved."), "writing")
    return redirect(url_for("writing.texts", slug=slug), 303)


def _without_errors(form: TextForm) -> TextForm:
    """What is missing for saving is no matter yet."""
    for field in form:
        field.errors = ()
    return form


def _page(window: Window, status: int = 200) -> ResponseReturnValue:
    paper, form, language = window.paper, window.form, window.language
    form.written_in(language)
    original = translating.original_of(paper)
    lines = tuple(form[name].data or "" for name in ("title", "addressee", "summary"))
    older = translating.older_sources(paper, language)
    kept = window.kept
    html = render_template(
        "writing/sides.html",
        paper=paper,
        tag=language,
        form=form,
        kept=kept,
        revision=request.form.get("revision") or (kept.revision if kept else 0),
        is_left_behind=language in queries.left_behind(paper),
        source=paper.text(paper.authoritative_language),
        sides=sides.beside(original, older, lines, window.written),
        **sharing.shown(paper, language),
        lacking=lacking.compare(original.markdown, form.markdown.data or ""),
    )
    return html, 422 if form.errors else status
