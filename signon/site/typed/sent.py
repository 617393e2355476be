"""A form of the desk that could not be carried out, kept on the page that says so.

A page that may not be stored loses what was typed when somebody goes back to it: Firefox keeps no
fields of a page with `no-store`, which every page of the desk is (RFC 9111, 5.2.2.5).
"""

from dataclasses import dataclass

from flask import request

DESK = "/desk/"
SECRETS = ("password", "code")
"""What the name of a field of a secret begins with; a form with one is never shown again."""

_MARK = "csrf_token"
_OWN_PAGE = {"Sec-Fetch-Site": "same-origin", "Sec-Fetch-Mode": "navigate"}


@dataclass(frozen=True)
class Again:
    """A form to be sent again: where to, what it held, and whether a file was among it."""

    address: str
    fields: tuple[tuple[str, str], ...]
    had_file: bool
    signed_in: bool


def again(*, signed_in: bool) -> Again | None:
    """Return the form that this request sent, None where it must not be offered again.

    What another site has sent is never offered: a press would do it. A browser says where a form
    comes from (Fetch Metadata), and no page can make it say something else.
    """
    is_ours = all(request.headers.get(name) == said for name, said in _OWN_PAGE.items())
    is_form = request.method == "POST" and request.path.startswith(DESK)
    if not (is_ours and is_form) or any(name.startswith(SECRETS) for name in request.form):
        return None
    address = request.full_path if request.query_string else request.path
    fields = tuple((n, v) for n, v in request.form.items(multi=True) if n != _MARK)
    had_file = any(file.filename for file in request.files.values())
    return Again(address, fields, had_file, signed_in)
