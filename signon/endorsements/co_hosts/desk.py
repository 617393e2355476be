"""The page of a co-host's people with who lets it write to them, and the file of those."""

import tempfile
from typing import IO

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.exceptions import BadRequest, NotFound

from signon.access.guard import for_any_lead, signed_in
from signon.campaigns import queries as campaigns
from signon.campaigns.queries import CoHosting
from signon.endorsements.co_hosts import service
from signon.endorsements.co_hosts.queries import Known, known_to
from signon.kernel import clock
from signon.kernel.files import tabular
from signon.kernel.files.tabular import Column
from signon.site import headers
from signon.site.languages import current
from signon.site.streams import streamed

pages = Blueprint("co_host_contacts", __name__, url_prefix="/desk")

FORMATS = ("xlsx", "csv")
SHOWN = 200
"""Rows of the page; the file has all."""

PURPOSES = {
    "write": _l("to write to those who agreed to it"),
    "request": _l("a signatory asked for their data"),
}
"""What contacts may be taken for; the trail holds the key."""

_CHUNK = 65536
_COLUMNS = (
    Column[Known]("paper", lambda one: one.paper),
    Column[Known]("name", lambda one: one.name),
    Column[Known]("country", lambda one: one.country),
    Column[Known]("capacity", lambda one: one.capacity),
    Column[Known]("representative_name", lambda one: one.contact_name),
    Column[Known]("representative_role", lambda one: one.contact_role),
    Column[Known]("email", lambda one: one.email),
    Column[Known]("language", lambda one: one.language),
    Column[Known]("agreed_at", lambda one: one.given_at.isoformat(timespec="seconds")),
    Column[Known]("agreed_wording", lambda one: one.wording),
)


@pages.get("/co-hosts/<public_id>/contacts")
@for_any_lead
def show(public_id: str) -> ResponseReturnValue:
    """Show who agreed to this co-host by its name."""
    return _page(_mine(public_id))


@pages.post("/co-hosts/<public_id>/contacts")
@for_any_lead
def export(public_id: str) -> ResponseReturnValue:
    """Send them as a file, for a purpose, and the trail says so."""
    co_host, kind = _mine(public_id), request.form.get("format", "")
    purpose = request.form.get("purpose", "")
    if kind not in FORMATS:
        raise BadRequest
    if purpose not in PURPOSES:
        return _page(co_host, _("Please say what the contacts are for: the trail keeps it.")), 422
    known = known_to(co_host.id)
    file = _write(kind, known)
    service.note_export(
        public_id, actor=signed_in().public_id, kind=kind, rows=len(known), purpose=purpose
    )
    response = streamed(iter(lambda: file.read(_CHUNK), b""), "application/octet-stream")
    response.call_on_close(file.close)
    day = clock.now().date().isoformat()
    return headers.attachment(response, f"{co_host.name}-contacts-{day}.{kind}")


def _write(kind: str, known: list[Known]) -> IO[bytes]:
    file = tempfile.TemporaryFile()  # noqa: SIM115 - closed with the answer
    if kind == "xlsx":
        tabular.write_xlsx(
            file, _COLUMNS, iter(known), sheet_title=_("Contacts"), language=current()
        )
    else:
        for chunk in tabular.csv_lines(_COLUMNS, known):
            file.write(chunk)
    file.seek(0)
    return file


def _page(co_host: CoHosting, refusal: str = "") -> str:
    known = known_to(co_host.id)
    return render_template(
        "endorsements/co_host_contacts.html",
        co_host=co_host,
        campaign=campaigns.campaign_by_id(co_host.campaign_id, current()),
        known=known[:SHOWN],
        number=len(known),
        purposes=PURPOSES,
        refusal=refusal,
    )


def _mine(public_id: str) -> CoHosting:
    """Return a co-host whose people the visitor is one of; 404 for any other, known or not."""
    co_host = campaigns.co_host(public_id) if "\x00" not in public_id else None
    if co_host is None or co_host.is_over or co_host.id not in signed_in().co_hosts:
        raise NotFound
    return co_host
