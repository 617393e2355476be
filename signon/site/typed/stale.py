"""Forms that show what is stored: noticed when it was changed since they were shown.

Two windows, or two leads, may have one form open. What the first has saved is not overwritten by
what the second still shows: the second one is shown both, and sends once more.
"""

import hashlib
from collections.abc import Callable, Iterable
from typing import Any

from flask_babel import gettext as _
from flask_wtf import FlaskForm
from wtforms import Field

from signon.kernel.errors import Changed
from signon.kernel.words import N_

SIGNS = 12
"""Hexadecimal digits that stand for a value in the mark of a form."""


class Overtaken(Changed):
    """What a form shows was changed since; each of its fields says what became of it."""

    message = N_(
        "This was changed while you had it open, so nothing was saved. "
        "Nothing that you typed is lost: please look once more."
    )


def note(form: FlaskForm, names: Iterable[str]) -> None:
    """Let a form carry what it shows in the fields `names`, in its field `shown`."""
    form["shown"].data = _mark(form, names)


def require_current(
    form: FlaskForm, fresh: FlaskForm, words: Callable[[Field], str] | None = None
) -> None:
    """Raise `Overtaken` if what a form showed is another by now; `fresh` is the form as it is now.

    Each field that is another says so beside itself, and a summary names it (its flag
    `overtaken`): what was not touched here becomes as it is now, what was typed stays. The form
    then carries what it shows, so that it can be sent again. A form that carries nothing was not
    made by a page, and is not asked. `words` says a value as the page does, where that is not how
    the field holds it.
    """
    seen = dict(part.split(":", 1) for part in (form["shown"].data or "").split() if ":" in part)
    names = [name for name in seen if name in fresh and name != "shown"]
    changed = [name for name in names if seen[name] != _sign(fresh[name])]
    parted = [name for name in changed if _sign(form[name]) != _sign(fresh[name])]
    for name in parted:
        _tell(form[name], fresh[name], seen[name], words or _plain)
    form["shown"].data = _mark(fresh, names)
    if parted:
        raise Overtaken


def _tell(field: Field, now: Field, seen: str, words: Callable[[Field], str]) -> None:
    if _sign(field) == seen:
        field.data = now.data
        said = _("Somebody has changed this while you had it open. It is shown as it is now.")
    elif value := words(now):
        said = _(
            "Somebody has changed this while you had it open, to: %(value)s. "
            "What you chose stands here; send it again to put it in its place.",
            value=value,
        )
    else:
        said = _(
            "Somebody has emptied this while you had it open. "
            "What you chose stands here; send it again to put it there."
        )
    field.errors = [said]
    field.flags.overtaken = True


def _mark(form: FlaskForm, names: Iterable[str]) -> str:
    return " ".join(f"{name}:{_sign(form[name])}" for name in names)


def _sign(field: Field) -> str:
    return hashlib.sha256(_plain(field).encode()).hexdigest()[:SIGNS]


def _plain(field: Field) -> str:
    """Return a value as text, alike from a browser and from what is stored."""
    value: Any = field.data
    if isinstance(value, (list, tuple, set)):
        return " ".join(sorted(str(one) for one in value))
    if isinstance(value, bool):
        return "y" if value else ""
    return "\n".join(str(value or "").splitlines()).strip()
