"""The mailbox as a page."""

import re
from pathlib import Path

from flask import Blueprint, abort, current_app, render_template
from flask.typing import ResponseReturnValue
from markupsafe import Markup, escape

from signon.access.guard import public
from signon.sample import mailbox

pages = Blueprint("sample", __name__, url_prefix="/mailbox")

_LINK = re.compile(r"https?://[^\s<>\"']+[^\s<>\"'.,:;!?)]")


@pages.get("")
@public
def inbox() -> ResponseReturnValue:
    """List what was mailed."""
    return render_template("sample/inbox.html", mails=mailbox.newest(_folder()))


@pages.get("/<key>")
@public
def show(key: str) -> ResponseReturnValue:
    """Show one mail; its links can be followed."""
    mail = mailbox.one(_folder(), key)
    if mail is None:
        abort(404)
    return render_template("sample/mail.html", mail=mail, text=_with_links(mail.text))


def _folder() -> Path:
    return Path(current_app.config["DATA_DIR"], "mailbox")


def _with_links(text: str) -> Markup:
    """Return plain text as HTML in which the links of this site can be followed."""
    parts, end = [], 0
    for found in _LINK.finditer(text):
        url = found[0]
        parts.append(escape(text[end : found.start()]))
        own = url.startswith(current_app.config["BASE_URL"] + "/")
        parts.append(Markup('<a href="{0}">{0}</a>').format(url) if own else escape(url))
        end = found.end()
    return Markup("").join([*parts, escape(text[end:])])
