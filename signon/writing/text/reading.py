"""What a file brings into the form; it is stored only when somebody has looked at it and saves."""

from collections.abc import Iterable

from flask_babel import gettext as _
from werkzeug.datastructures import FileStorage

from signon.kernel.words import N_
from signon.papers import imports
from signon.papers.imports import Content
from signon.writing.forms import TextForm

_TEXT = ("title", "addressee", "summary")
_PLACE = ("slug", "language")


def fill(form: TextForm, upload: FileStorage) -> tuple[str, ...]:
    """Put the text of a file into the form; return in words what a person should look at.

    What the file does not say stays as it was typed. Dates and rules in its head are named and
    left alone. Raises `FileUnusable` or the reader's own refusal.
    """
    content = imports.content_of(upload.filename or "", upload.stream.read())
    if not content.markdown.strip():
        raise imports.FileUnusable(N_("The file has no text."))
    form.markdown.data = content.markdown
    for name in (*_TEXT, *_PLACE):
        if name in form and (said := content.head.values.get(name, "").strip()):
            form[name].data = said
    return (*map(_, content.warnings), *_left_alone(content, form))


def _left_alone(content: Content, form: TextForm) -> Iterable[str]:
    known = {name for name in (*_TEXT, *_PLACE) if name in form}
    if others := [name for name in content.head.values if name not in known]:
        yield _(
            "The head of the file says more, which was not taken: %(names)s.",
            names=" · ".join(f"{name}: {content.head.values[name]}" for name in others),
        )
