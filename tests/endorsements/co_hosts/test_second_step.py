"""People of a co-host can take contacts: where a campaign asks for a second step, so of them."""

from flask import Flask

from signon.access.models import SecondStepRule
from signon.access.roles import Role
from signon.extensions import db
from signon.kernel import clock
from signon.transaction import command
from tests.access.leads import link_in, mails
from tests.campaigns.test_co_hosts import BO, add, partner, send
from tests.factories import a_campaign, a_paper
from tests.support import desk
from tests.support.clients import Browser


def test_where_a_campaign_asks_for_it_they_set_it_up_first(app: Flask, client: Browser) -> None:
    a_paper()
    owner = desk.sign_in(client)
    one = add(owner)
    guest = partner(app, owner, one)
    room = f"/desk/co-hosts/{one.public_id}/contacts"
    assert guest.get(room).status_code == 200

    _ask_for_it()

    assert guest.get(room).location == f"/desk/account/second-step?next={room}"
    mark = {"csrf_token": guest.mark("/desk/account"), "format": "csv", "purpose": "write"}
    assert guest.post(room, data=mark).status_code == 403


@command
def _ask_for_it() -> None:
    db.session.add(SecondStepRule(campaign_id=a_campaign().id, made_at=clock.now()))


def test_an_invitation_opened_by_somebody_else_gives_them_nothing(
    app: Flask, client: Browser
) -> None:
    owner = desk.sign_in(client)
    one = add(owner)
    assert send(owner, f"/{one.public_id}/people", email=BO, language="en") == 303
    link = link_in(mails()[-1])
    other = desk.sign_in(Browser(app, app.response_class), Role.VIEWER)

    other.send(link, {"password": desk.PASSWORD})

    assert other.get(f"/desk/co-hosts/{one.public_id}").status_code == 404
