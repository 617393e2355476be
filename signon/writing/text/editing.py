"""What every page in which a text is written shares: whose it is, what it begins with, keeping."""

from typing import Any

from flask import request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound

from signon.access.guard import signed_in
from signon.access.roles import Role
from signon.kernel import languages
from signon.kernel.text import names
from signon.papers import queries
from signon.papers.drafts import TextDraft
from signon.papers.queries import PublicPaper, TextHead
from signon.site.error_pages import words_of
from signon.writing.forms import WRITTEN, ChangedTextForm, TextForm
from signon.writing.places import paper_for
from signon.writing.text import unsaved

FILL, SAVE, PAGE, COMPARE, KEEP = "fill", "save", "page", "compare", "keep"


def writable(slug: str, language: str) -> PublicPaper:
    """Return the paper, if its text in that language is this lead's to write; else 404."""
    paper = paper_for(slug, Role.TRANSLATOR)
    if languages.canonical(language) != language:
        raise NotFound
    original = language == paper.authoritative_language
    return paper_for(slug, Role.EDITOR) if original else paper


def place_of(paper: PublicPaper, language: str) -> unsaved.Place:
    """Return where this lead's unsaved text of a paper is kept."""
    return unsaved.Place(signed_in().public_id, paper.id, language)


def text_of(paper: PublicPaper, language: str) -> TextHead | None:
    """Return the text of this version in a language, None where there is none."""
    return next((text for text in paper.texts if text.language == language), None)


def begun_with(paper: PublicPaper, language: str) -> TextHead | None:
    """Return the text that writing begins with: the newest one, if this version lacks it."""
    text = text_of(paper, language)
    number = None if text else queries.left_behind(paper).get(language)
    if number is None:
        return text
    return queries.paper_by_slug(paper.slug, number, drafts=True).text(language)


def kind_of_form(paper: PublicPaper, language: str) -> type[TextForm]:
    """Return the form of a text; what people may have signed says what the change is."""
    is_new_version = text_of(paper, language) is not None and paper.state != "draft"
    return ChangedTextForm if is_new_version else TextForm


def form_of(paper: PublicPaper, language: str, kept: unsaved.Unsaved | None) -> TextForm:
    """Return the form with what was kept, else with the text that writing begins with."""
    kind, text = kind_of_form(paper, language), text_of(paper, language)
    if kept is not None:
        typed = {name: getattr(kept, name) for name in WRITTEN}
        return kind(data={**typed, "based_on": kept.based_on})
    start = begun_with(paper, language)
    if start is None:
        return kind(data={"based_on": ""})
    source = queries.source(start.id)
    said = {name: getattr(source, name) for name in WRITTEN}
    return kind(data={**said, "based_on": text.sha256 if text else ""})


def keep(place: unsaved.Place | unsaved.Beginning, form: TextForm, language: str, **at: Any) -> int:
    """Keep what a form holds and was not saved; return its revision. Raises as `unsaved.keep`."""
    text = form.text(language)
    require_shown(text)
    based_on = (form.based_on.data or "")[:64]
    return unsaved.keep(place, text, based_on=based_on, revision=revision(), **at)


def kept_answer(
    place: unsaved.Place | unsaved.Beginning, form: TextForm, language: str, **at: Any
) -> ResponseReturnValue:
    """Keep what a script sends, and answer it as JSON."""
    try:
        return {"revision": keep(place, form, language, **at)}
    except unsaved.OpenElsewhere as refusal:
        return {"words": words_of(refusal)}, 409


def require_shown(text: TextDraft) -> None:
    """Raise `DomainError` for signs that cannot be shown, nor be stored."""
    for name in WRITTEN:
        names.require_shown(getattr(text, name))


def revision() -> int:
    """Return what this window kept last, 0 for nothing or nonsense."""
    said = request.form.get("revision", "")
    return int(said) if said.isascii() and said.isdigit() and len(said) < 9 else 0
