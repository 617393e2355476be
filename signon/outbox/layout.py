"""How an e-mail looks: plain text first, and the same words in simple HTML."""

import re
from functools import lru_cache
from typing import Any

from flask import current_app
from flask_babel import gettext as _

from signon.kernel import languages
from signon.outbox.post import Code, Email, Facts, Link, Paragraph, Part
from signon.site.languages import reading

LONGEST_VALUE = 200
"""Strangers' words in a mail to a third party are cut: it is our mail, not their advert."""

# Line ends, control characters, half characters, and marks that turn the rest of a line around.
_UNWANTED = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]+")

_COLONS = {"fr": "\N{NO-BREAK SPACE}:"}
_direction = lru_cache(languages.direction)


def lay_out(email: Email) -> tuple[str, str]:
    """Return the text and the HTML of an e-mail."""
    parts = [_clean(part) for part in email.parts]
    values = {
        "language": email.language,
        "direction": _direction(email.language),
        "colon": _COLONS.get(email.language, ":"),
        "subject": one_line(email.subject),
        "parts": parts,
        "main_link": next((part for part in parts if isinstance(part, Link)), None),
        "footer": one_line(email.footer),
        "way_out": one_line(email.way_out),
        "never_again": _never_again(email.language) if email.way_out else "",
    }
    return _render("layout/email.txt", values), _render("layout/email.html", values)


@lru_cache
def _never_again(language: str) -> str:
    """Return the words of the way out; looked up once for a language, for they go to thousands."""
    with reading(language):
        return _("Never write to this address again")


def _render(name: str, values: dict[str, Any]) -> str:
    """Render a template without the site's globals: an e-mail needs none, and a mailing is long."""
    template = current_app.jinja_env.get_template(name)
    return "".join(template.root_render_func(template.new_context(values, shared=True)))


def one_line(text: str) -> str:
    """Return `text` without anything that could start a new line or disturb this one."""
    return _UNWANTED.sub(" ", text).strip()


def _clean(part: Part) -> Part:
    match part:
        case Paragraph(text):
            return Paragraph(one_line(text))
        case Link(label, url):
            return Link(one_line(label), one_line(url))
        case Code(label, code):
            return Code(one_line(label), one_line(code))
        case Facts(rows):
            return Facts(tuple((one_line(label), _value(value)) for label, value in rows))


def _value(text: str) -> str:
    text = one_line(text)
    return text if len(text) <= LONGEST_VALUE else text[: LONGEST_VALUE - 1].rstrip() + "…"
