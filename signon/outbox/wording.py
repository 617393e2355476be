"""The words of e-mails, whose values are set apart where they run the other way."""

from functools import lru_cache
from typing import Any

import flask_babel
from flask_babel import get_locale

from signon.kernel import languages
from signon.kernel.text import bidi

_direction = lru_cache(languages.direction)


def gettext(message: str, **values: Any) -> str:
    """Return a message in the language in force, its values isolated as `kernel.text.bidi` says.

    `layout` keeps the isolates in text and makes elements of them in HTML. A subject has none.
    """
    direction = _direction(str(get_locale() or languages.DEFAULT))
    return flask_babel.gettext(
        message,
        **{
            name: bidi.isolated(value, direction) if isinstance(value, str) else value
            for name, value in values.items()
        },
    )
