"""Templates compiled for a language say what the catalogue of that language says."""

import pytest
from flask import Flask, get_template_attribute, render_template
from flask_babel import force_locale
from flask_babel import gettext as _
from jinja2 import DictLoader

TEMPLATES = {
    "word.html": '{{ _("Search") }}',
    "value.html": '{{ _("Invited: %(email)s", email=who) }}',
    "sign.html": '{{ _("100 %% of %(name)s", name="us") }} {{ _("100 %%") }}',
    "named.html": '{% set word = "Search" %}{{ _(word) }} {{ language() }}',
    "macro.html": '{% macro said() %}{{ _("Search") }}{% endmacro %}',
    "outer.html": '{% from "macro.html" import said %}{% include "word.html" %} {{ said() }}',
}


@pytest.fixture
def drawn(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Flask:
    monkeypatch.setattr(app.jinja_env, "loader", DictLoader(TEMPLATES))
    monkeypatch.setattr(app.jinja_env, "_readers", {})
    return app


@pytest.mark.parametrize("language", ["en", "fr", "es", "ar"])
def test_words_are_those_of_the_language_in_every_part(drawn: Flask, language: str) -> None:
    with drawn.test_request_context(f"/{language}/"):
        word = _("Search")
        assert render_template("word.html") == word
        assert render_template("outer.html") == f"{word} {word}"
        assert render_template("named.html") == f"{word} {language}"
        assert get_template_attribute("macro.html", "said")() == word


def test_a_page_in_another_language_does_not_change_them(drawn: Flask) -> None:
    found = []
    for language in ("fr", "es", "fr"):
        with drawn.app_context(), drawn.test_request_context(f"/{language}/"):
            found.append(render_template("word.html"))

    assert found[0] == found[2] != found[1]


def test_a_mail_has_the_words_of_its_reader(drawn: Flask) -> None:
    with drawn.test_request_context("/es/"), force_locale("fr"):
        assert render_template("word.html") == _("Search")
        assert render_template("named.html") == f"{_('Search')} es"


def test_values_are_escaped_and_signs_stay_signs(drawn: Flask) -> None:
    with drawn.test_request_context("/en/"):
        assert render_template("value.html", who="<b>") == "Invited: &lt;b&gt;"
        assert render_template("sign.html") == "100 % of us 100 %"
