"""The signatories of a document as a spreadsheet, with its headings and values in words."""

from typing import IO

from flask_babel import gettext as _

from signon.deliveries.documents.description import Description, Entry
from signon.kernel.files import tabular
from signon.kernel.files.tabular import Column
from signon.site.languages import reading


def write(file: IO[bytes], document: Description) -> None:
    """Write one row for each name, in the order of the document; no cell is a formula."""
    with reading(document.language):
        entries = (entry for part in document.sections for entry in part.entries())
        title, language = document.signatories, document.language
        tabular.write_xlsx(file, _columns(), entries, sheet_title=title, language=language)


def _columns() -> list[Column[Entry]]:
    return [
        Column(_("Name"), lambda one: one.name),
        Column(_("Acronym"), lambda one: one.acronym),
        Column(_("Affiliation, for identification only"), lambda one: one.affiliation),
        Column(_("Country"), lambda one: one.country),
        Column(_("Kind"), lambda one: one.kind or _("Individual")),
        Column(_("Website"), lambda one: one.website),
        Column(_("Signed on"), lambda one: one.endorsed_on),
        Column(_("Noted"), lambda one: "; ".join(one.marks)),
        Column(_("Reservation"), lambda one: one.reservation),
        Column(_("Remark"), lambda one: one.remark),
    ]
