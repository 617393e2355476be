"""How an e-mail looks: plain text first, and the same words in simple HTML."""

import re
from functools import lru_cache, partial
from typing import Any

from flask import current_app
from flask_babel import gettext as _
from markupsafe import Markup, escape

from signon.kernel import languages
from signon.kernel.text import bidi
from signon.outbox.post import Code, Email, Facts, Link, Paragraph, Part, Prose
from signon.site.languages import reading

LONGEST_VALUE = 200
"""Strangers' words in a mail to a third party are cut: it is our mail, not their advert."""

# Line ends, control characters, half characters, and marks that turn the rest of a line around.
_UNWANTED = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066\u2067\ud800-\udfff]+")

_COLONS = {"fr": "\N{NO-BREAK SPACE}:"}
_direction = lru_cache(languages.direction)


def lay_out(email: Email) -> tuple[str, str]:
    """Return the text and the HTML of an e-mail."""
    parts, direction = [_clean(part) for part in email.parts], _direction(email.language)
    values = {
        "language": email.language,
        "direction": direction,
        "set_in": partial(_set_in, direction=direction),
        "in_html": _in_html,
        "ready": Markup,
        "colon": _COLONS.get(email.language, ":"),
        "subject": one_line(email.subject),
        "parts": parts,
        "main_link": next((part for part in parts if isinstance(part, Link)), None),
        "footer": _running(email.footer),
        "way_out": one_line(email.way_out),
        "never_again": _way_out_says(email) if email.way_out else "",
    }
    return _render("layout/email.txt", values), _render("layout/email.html", values)


def _way_out_says(email: Email) -> str:
    return one_line(email.way_out_says) or _never_again(email.language)


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
    return bidi.bare(_UNWANTED.sub(" ", text)).strip()


def _running(text: str) -> str:
    """Return the same with the isolates around its values, if each of them ends."""
    return bidi.balanced(_UNWANTED.sub(" ", text)).strip()


def _set_in(value: str, direction: str) -> str:
    """Return a value as plain text shows it behind its name.

    The end of an address is kept apart from the isolate: whoever opens it would take that along.
    """
    if value.startswith(("http://", "https://")) and bidi.may_differ(value, direction):
        return f"{bidi.FIRST_STRONG}{value} {bidi.POP}"
    return bidi.isolated(value, direction)


def _in_html(text: str) -> Markup:
    """Return running text as HTML: what stands between isolates becomes an element."""
    opened = escape(text).replace(bidi.FIRST_STRONG, Markup("<bdi>"))
    return opened.replace(bidi.POP, Markup("</bdi>"))


def _clean(part: Part) -> Part:
    match part:
        case Paragraph(text):
            return Paragraph(_running(text))
        case Link(label, url):
            return Link(_running(label), one_line(url))
        case Code(label, code):
            return Code(_running(label), one_line(code))
        case Prose(text, html):
            return Prose("\n".join(map(_running, text.splitlines())), html)
        case Facts(rows):
            return Facts(tuple((one_line(label), _value(value)) for label, value in rows))


def _value(text: str) -> str:
    text = one_line(text)
    return text if len(text) <= LONGEST_VALUE else text[: LONGEST_VALUE - 1].rstrip() + "…"
