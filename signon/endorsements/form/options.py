"""Choices of the form as ready-made HTML: 250 countries are drawn once for each language."""

from collections.abc import Callable, Iterable
from functools import cache
from typing import Any

from flask_babel import force_locale
from markupsafe import Markup, escape

from signon.endorsements.form import consents
from signon.endorsements.form.scope_fields import priority_choices
from signon.kernel import countries
from signon.organisations.kind_names import kind_name
from signon.organisations.kinds import KINDS
from signon.site.languages import current


def country_options(chosen: str | None) -> Markup:
    """Return the countries as `<option>` elements in the reader's order."""
    return _mark(_countries(current()), chosen)


def kind_options(chosen: str | None) -> Markup:
    """Return the kinds of organisation as `<option>` elements."""
    return _mark(_kinds(current()), chosen)


@cache
def _countries(language: str) -> Markup:
    return _draw(countries.names(language).items())


@cache
def _kinds(language: str) -> Markup:
    with force_locale(language):
        return _draw((code, kind_name(code)) for code in KINDS)


def _draw(rows: Iterable[tuple[str, str]]) -> Markup:
    option = Markup('<option value="{}">{}</option>')
    return Markup("\n").join(option.format(code, name) for code, name in rows)


def _mark(options: Markup, chosen: str | None) -> Markup:
    place = Markup('<option value="{}"').format(escape(chosen or ""))
    return options.replace(place, place + Markup(" selected"), 1)


FUNCTIONS: dict[str, Callable[..., Any]] = {
    "co_host_words": consents.co_host_words,
    "country_options": country_options,
    "kind_options": kind_options,
    "kept_words": consents.kept_words,
    "publish_words": consents.publish_words,
    "priority_choices": priority_choices,
}
