"""Signs what a mailed link carries."""

from flask import current_app

from signon.kernel import tokens
from signon.links.purposes import Purpose


def write(purpose: Purpose, *values: str) -> str:
    """Return a token that carries `values` (ids and stamps, never personal data).

    Raises `ValueError` for another number of values than the purpose has, or for other characters
    than letters, digits, "-" and "_".
    """
    if len(values) != purpose.values:
        raise ValueError(f"a link for {purpose.name} carries {purpose.values} values")
    return tokens.sign(purpose.name, *values)


def url(language: str, page: str, purpose: Purpose, *values: str) -> str:
    """Return the full address of a mailed page, such as `…/en/confirm/<token>`."""
    # Built by hand: links come from the configured address alone, never from a request.
    return f"{current_app.config['BASE_URL']}/{language}/{page}/{write(purpose, *values)}"
