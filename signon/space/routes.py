"""The space of a mailbox: asked for by address, opened by a mailed link in one browser."""

import json
from functools import partial
from typing import Any

from flask import (
    Blueprint,
    Response,
    current_app,
    flash,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_wtf import FlaskForm
from flask_wtf.csrf import generate_csrf
from werkzeug.exceptions import NotFound

from signon.access import guard
from signon.access.guard import public
from signon.access.throttle import limit
from signon.endorsements import policy
from signon.endorsements.form import corrections
from signon.extensions import csrf
from signon.kernel.errors import DomainError
from signon.links.pages import Opened, asks_then_acts, behind
from signon.outbox.links import never_again_token
from signon.site import error_pages, headers
from signon.site.languages import PREFIX, current
from signon.space import forms, links, offers, queries, service
from signon.space.links import SpaceOver
from signon.space.models import SpaceLink
from signon.space.outcomes import STANDS, standing
from signon.space.queries import Entry
from signon.submissions import sections
from signon.submissions.receiving import public_form
from signon.submissions.receiving.forms import AddressForm
from signon.submissions.states import LIVE

pages = Blueprint("space", __name__, url_prefix=f"{PREFIX}/space")

COUNT = partial(limit, "space", "30/10 minutes", "100/day")
"""How often one network may ask for links."""

_KEPT = "space"


@pages.route("", methods=["GET", "POST"])
@csrf.exempt  # AddressForm checks it
@public
def ask() -> ResponseReturnValue:
    """Take an address and answer alike, whoever asks; its owner gets the link by mail."""
    form = AddressForm()

    def draw(refusal: str) -> str:
        mark = generate_csrf()
        return render_template("space/ask.html", form=form, mark=mark, refusal=refusal)

    def note() -> None:
        service.want_link(form.email.data or "", current())

    then = url_for(".asked")
    return public_form.handle(form, COUNT, draw, public_form.discreetly(form, note, then=then))


@pages.get("/sent")
@public
def asked() -> ResponseReturnValue:
    """Say that a link is on its way, if there is anything to see."""
    return _page("asked")


def _find(token: str) -> tuple[SpaceLink, bool]:
    """Return the link of a token, and whether this browser has opened it."""
    link = links.find(token)
    return link, links.is_open_for(link, guard.kept(_KEPT))


def _opened(token: str) -> SpaceLink:
    """Return the link if this browser has opened it; raise what sends everybody else away."""
    link, is_open = _find(token)
    if not is_open:
        raise SpaceOver
    return link


@asks_then_acts(pages, "/<token>", _find, links.SPACE)
def show(opened: Opened[tuple[SpaceLink, bool]]) -> ResponseReturnValue:
    """Ask to open the space; once it is open in this browser, show it."""
    link, is_open = opened.found
    return _show(link, opened.token) if is_open else _page("open", mark=opened.mark)


@show.acts
def _open(opened: Opened[tuple[SpaceLink, bool]]) -> ResponseReturnValue:
    """Open the space in this browser."""
    link, is_open = opened.found
    if not is_open:
        guard.keep(_KEPT, service.open_once(link))
    return redirect(url_for(".show", token=opened.token), 303)


@behind(pages, "/<token>/data.json", links.SPACE, opens=_opened, methods=["GET"])
def data(token: str) -> ResponseReturnValue:
    """Send everything that is stored about this mailbox."""
    link = _opened(token)
    said = json.dumps(sections.stored(links.holder_of(link)), ensure_ascii=False, indent=2)
    response = current_app.response_class(said, content_type="application/json")
    response.headers["Content-Disposition"] = 'attachment; filename="signon.json"'
    return response


@behind(pages, "/<token>/leave", links.SPACE, opens=_opened, methods=["POST"])
def leave(token: str) -> ResponseReturnValue:
    """Close the space."""
    service.leave(_opened(token))
    return redirect(url_for(".ask"), 303)


@behind(pages, "/<token>/silence", links.SPACE, opens=_opened)
def silence(token: str) -> ResponseReturnValue:
    """Stop all mail to this address."""
    link, form = _opened(token), FlaskForm()
    if not form.validate_on_submit():
        return _page("silence", token=token)
    service.silence(link.address_key)
    return _page("silenced", token=token, way_out=never_again_token(link.address_key))


@behind(pages, "/<token>/<public_id>/correct", links.SPACE, opens=_opened)
def correct(token: str, public_id: str) -> ResponseReturnValue:
    """Correct what is public."""
    entry = _entry(token, public_id)
    form = corrections.details_form(entry.row)
    if not form.validate_on_submit():
        return _form_page("correct", form, token, entry)

    def carry_out() -> None:
        corrections.require_current(form, entry.row)
        service.correct(entry.row, form.details())

    return _carry_out(carry_out, ("correct", form, token, entry), _("Changed."))


@behind(pages, "/<token>/<public_id>/scope", links.SPACE, opens=_opened)
def scope(token: str, public_id: str) -> ResponseReturnValue:
    """Correct how much of the text is endorsed; 404 where there is nothing to choose."""
    entry = _entry(token, public_id)
    if not entry.has_scope:
        raise NotFound
    form = corrections.scope_form(entry.row, entry.signed)
    page = ("scope", form, token, entry)
    if not form.validate_on_submit():
        return _form_page(*page)
    return _carry_out(lambda: service.correct_scope(entry, form.draft()), page, _("Changed."))


@behind(pages, "/<token>/<public_id>/capacity", links.SPACE, opens=_opened)
def capacity(token: str, public_id: str) -> ResponseReturnValue:
    """Switch between the organisation and the person."""
    entry = _entry(token, public_id)
    form = forms.capacity_form(entry.row)
    page = ("capacity", form, token, entry)
    if not form.validate_on_submit():
        return _form_page(*page)
    return _carry_out(
        lambda: service.switch_capacity(entry.row, form.details(), current()),
        page,
        _("Changed."),
    )


@behind(pages, "/<token>/<public_id>/hand-over", links.SPACE, opens=_opened)
def hand_over(token: str, public_id: str) -> ResponseReturnValue:
    """Offer an endorsement to a successor, who has to accept; refused for a personal signature."""
    policy.require_transferable(_entry(token, public_id).row.capacity)
    return _ask_somebody("hand_over", "successor", token, public_id)


@behind(pages, "/<token>/<public_id>/second", links.SPACE, opens=_opened)
def second(token: str, public_id: str) -> ResponseReturnValue:
    """Ask a second person of the organisation to confirm; 404 where none is signed for."""
    if _entry(token, public_id).row.capacity != "organisation":
        raise NotFound
    return _ask_somebody("second", "second", token, public_id)


@behind(pages, "/<token>/<public_id>/withdraw", links.SPACE, opens=_opened)
def withdraw(token: str, public_id: str) -> ResponseReturnValue:
    """Take an endorsement back."""
    entry, form = _entry(token, public_id), forms.WithdrawForm()
    page = ("withdraw", form, token, entry)
    if not form.validate_on_submit():
        return _form_page(*page)
    return _carry_out(
        lambda: service.withdraw(entry.row, form.reason.data or ""),
        page,
        _("Withdrawn. It is no longer public, and your name and address are erased."),
    )


@behind(pages, "/<token>/<public_id>/erase", links.SPACE, opens=_opened)
def erase(token: str, public_id: str) -> ResponseReturnValue:
    """Erase the contact and leave the endorsement."""
    entry, form = _entry(token, public_id), FlaskForm()
    page = ("erase", form, token, entry)
    if not form.validate_on_submit():
        return _form_page(*page)
    done = _("Your name and address are erased.")
    return _carry_out(lambda: service.erase_person(entry.row), page, done)


@behind(pages, "/<token>/<public_id>/share-no-more", links.SPACE, opens=_opened, methods=["POST"])
def share_no_more(token: str, public_id: str) -> ResponseReturnValue:
    """Take back that a co-host may see who signed."""
    entry, co_host = _entry(token, public_id), request.form.get("co_host", "")
    service.share_no_more(entry, co_host)
    flash(_("Taken back: it sees your name and address no more."), "space")
    return redirect(url_for(".show", token=token), 303)


def _ask_somebody(page: str, sort: str, token: str, public_id: str) -> ResponseReturnValue:
    entry, form = _entry(token, public_id), forms.PersonForm()
    if not form.validate_on_submit():
        return _form_page(page, form, token, entry)
    return _carry_out(
        lambda: offers.ask(entry.row, sort, form.draft()),
        (page, form, token, entry),
        _(
            "If that address takes messages from us, our question is on its way. Nothing changes "
            "until the answer comes."
        ),
        moves=False,
    )


def _carry_out(
    verb: Any, page: tuple[str, FlaskForm, str, Entry], done: str, *, moves: bool = True
) -> ResponseReturnValue:
    """Carry out a verb and say `done`; if it `moves` the entry, say where it stands since then."""
    row = page[3].row
    before = row.state
    try:
        verb()
    except DomainError as refusal:
        return _form_page(*page, refusal=refusal)
    if moves and row.state in LIVE:
        since = standing(before, row.state, disputed=row.contested_at is not None)
        done = f"{done} {_(STANDS[since])}"
    flash(done, "space")
    return redirect(url_for(".show", token=page[2]), 303)


def _show(link: SpaceLink, token: str) -> Response:
    drawn = sections.draw(links.holder_of(link), token)
    return _page("show", sections=drawn, token=token)


def _entry(token: str, public_id: str) -> Entry:
    return queries.entry(links.holder_of(_opened(token)), public_id)


def _form_page(
    page: str, form: FlaskForm, token: str, entry: Entry, refusal: DomainError | None = None
) -> Response:
    status = refusal.status if refusal else 422 if form.errors else 200
    words = error_pages.words_of(refusal) if refusal else ""
    return _page(page, status, form=form, token=token, entry=entry, refusal=words)


def _page(name: str, status: int = 200, **values: Any) -> Response:
    return headers.secret(make_response(render_template(f"space/{name}.html", **values), status))
