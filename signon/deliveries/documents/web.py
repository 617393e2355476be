"""Documents as HTML: a page that stands alone, and a fragment for pages of others."""

from functools import cache
from pathlib import Path

from flask import current_app, render_template
from markupsafe import Markup

from signon.deliveries.documents.description import Description
from signon.site.languages import reading


def page(document: Description) -> str:
    """Return a page for print, with its style inside it: it asks for nothing from elsewhere."""
    with reading(document.language):
        style = _style(Path(str(current_app.static_folder)))
        return render_template("deliveries/print.html", document=document, style=style)


def fragment(document: Description) -> str:
    """Return the list as plain elements, for a content management system: no class, no script."""
    with reading(document.language):
        return render_template("deliveries/fragment.html", document=document)


@cache
def _style(static: Path) -> Markup:
    css = (static / "css" / "document.css").read_text(encoding="utf-8")
    return Markup("<style>\n{}</style>").format(Markup(css))  # noqa: S704 - a file of ours
