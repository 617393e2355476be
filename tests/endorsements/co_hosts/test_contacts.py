"""A co-host sees whoever agreed to it by its name, and nobody else ever."""

import json
import re

import pytest
from flask import Flask
from sqlalchemy import func, select

from signon.campaigns.queries import CoHosting
from signon.endorsements.models import Endorsement
from signon.extensions import db
from signon.site import page_cache
from signon.space import service as space
from signon.submissions import contacts as shared
from signon.submissions import workflow
from signon.submissions.kinds import kind_of
from signon.submissions.lifetime import erasure
from signon.submissions.models import ContactShare
from signon.transaction import command
from tests.access.leads import trail
from tests.campaigns.test_co_hosts import BO, PAPER, add, co_hosts, partner, send
from tests.factories import FORM, a_paper, confirm
from tests.space.doors import link_to, mails, open_space
from tests.support import desk
from tests.support.clients import Browser

FORM_PAGE = f"{PAPER}/endorse"
OTHER = {"email": "cy@other.example.org", "organisation_name": "Other"}


@pytest.fixture
def owner(app: Flask, client: Browser) -> Browser:
    a_paper()
    return desk.sign_in(client)


def agree(app: Flask, *with_whom: CoHosting, **fields: str) -> Endorsement:
    """Sign and tick the boxes of these co-hosts; the mailbox has not confirmed yet."""
    ticked = {"shared_with": [one.public_id for one in with_whom]}
    answer = Browser(app, app.response_class).send(FORM_PAGE, {**FORM, **fields, **ticked})
    assert answer.status_code == 303
    db.session.rollback()
    newest = select(Endorsement).order_by(Endorsement.id.desc()).limit(1)
    return db.session.scalars(newest).one()


def contacts(guest: Browser, co_host: CoHosting) -> str:
    answer = guest.get(f"/desk/co-hosts/{co_host.public_id}/contacts")
    assert answer.status_code == 200
    return answer.text


def shares() -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(ContactShare)) or 0


def test_every_form_offers_an_unticked_consent_by_name(client: Browser, owner: Browser) -> None:
    assert "shared_with" not in client.get(FORM_PAGE).text
    one, other = add(owner, "P<b>artner</b>"), add(owner, "Another")

    plain, by_link = client.get(FORM_PAGE).text, client.get(f"{FORM_PAGE}?via={other.code}").text

    for page in (plain, by_link):
        boxes = re.findall(r'<input type="checkbox"[^>]*name="shared_with"[^>]*>', page)
        assert len(boxes) == 2
        assert not [box for box in boxes if "checked" in box]
        assert "P&lt;b&gt;artner&lt;/b&gt;, which hosts this campaign too, may see my name" in page
    assert plain.index(one.public_id) < plain.index(other.public_id)
    assert by_link.index(other.public_id) < by_link.index(one.public_id), "whose link it is, first"


def test_the_page_on_privacy_names_them(client: Browser, owner: Browser) -> None:
    page = "/en/campaigns/open-doors/privacy"
    assert "With one exception" not in client.get(page).text

    one = add(owner, "P<b>artner</b>")

    assert "<li><bdi>P&lt;b&gt;artner&lt;/b&gt;</bdi></li>" in client.get(page).text
    send(owner, f"/{one.public_id}/end")
    assert "With one exception" not in client.get(page).text


def test_a_form_that_is_refused_keeps_what_was_ticked(client: Browser, owner: Browser) -> None:
    one, other = add(owner), add(owner, "Another")

    page = client.send(FORM_PAGE, {**FORM, "email": "", "shared_with": other.public_id}).text

    ticked = re.findall(r'name="shared_with" value="([^"]*)" checked', page)
    assert ticked == [other.public_id]
    assert one.public_id in page


def test_only_who_agreed_by_name_is_seen(app: Flask, owner: Browser) -> None:
    one, other = add(owner), add(owner, "Another")
    confirm(agree(app, one))
    confirm(agree(app, **OTHER))
    guest = partner(app, owner, one)

    assert FORM["email"] in contacts(guest, one)
    assert OTHER["email"] not in contacts(guest, one)
    assert guest.get(f"/desk/co-hosts/{other.public_id}/contacts").status_code == 404
    assert shares() == 1


def test_who_is_added_later_was_agreed_to_by_nobody(app: Flask, owner: Browser) -> None:
    confirm(agree(app, add(owner)))

    later = add(owner, "Later")

    assert FORM["email"] not in contacts(partner(app, owner, later), later)


def test_a_box_beside_a_strangers_address_shows_nobody(app: Flask, owner: Browser) -> None:
    one = add(owner)
    row = agree(app, one)
    guest = partner(app, owner, one)

    assert FORM["email"] not in contacts(guest, one)
    confirm(row)
    assert FORM["email"] in contacts(guest, one)


def test_what_is_sent_again_counts_as_it_was_sent_last(app: Flask, owner: Browser) -> None:
    one, other = add(owner), add(owner, "Another")
    agree(app, one)

    row = agree(app, other)

    assert db.session.scalars(select(ContactShare.name)).all() == ["Another"]
    assert row.contact is not None


@pytest.mark.parametrize("said", ["", "made-up", "é", "x" * 5000, "<b>", "1"])
def test_a_box_that_nobody_offers_shares_with_nobody(
    client: Browser, owner: Browser, said: str
) -> None:
    add(owner)

    assert client.send(FORM_PAGE, {**FORM, "shared_with": said}).status_code == 303

    assert shares() == 0


def test_one_that_hosts_no_more_or_elsewhere_gets_nobody(app: Flask, owner: Browser) -> None:
    one = add(owner)
    send(owner, f"/{one.public_id}/end")
    elsewhere = desk.sign_in(Browser(app, app.response_class), campaign="closed-doors")
    theirs = "/desk/campaigns/closed-doors/co-hosts"
    elsewhere.post(theirs, data={"csrf_token": elsewhere.mark(theirs), "name": "Theirs"})
    agree(app, one, *co_hosts("closed-doors"))

    assert shares() == 0


def test_the_confirming_page_says_to_whom_one_agrees(app: Flask, owner: Browser) -> None:
    agree(app, add(owner, "P<b>artner</b>"))

    page = Browser(app, app.response_class).get(link_to("confirm/", mails()[-1])).text

    assert "<li><bdi>P&lt;b&gt;artner&lt;/b&gt;</bdi></li>" in page


def test_it_is_in_the_space_and_taken_back_there(app: Flask, owner: Browser) -> None:
    one, other = add(owner), add(owner, "Another")
    row = confirm(agree(app, one, other))
    guest = partner(app, owner, one)
    mine = Browser(app, app.response_class)
    path = open_space(mine, FORM["email"])
    assert mine.get(path).text.count("Take this back") == 2
    assert [one["name"] for one in _taken_along(mine, path)] == ["Another", "Partner"]

    gone = f"{path}/{row.public_id}/share-no-more"
    mark = {"csrf_token": mine.mark(path), "co_host": one.public_id}
    assert Browser(app, app.response_class).post(gone, data=mark).status_code >= 400
    assert mine.post(gone, data=mark).status_code == 303
    assert mine.post(gone, data=mark).status_code == 303, "twice is once"

    assert FORM["email"] not in contacts(guest, one)
    assert [one["name"] for one in _taken_along(mine, path)] == ["Another"]
    assert [entry[0] for entry in trail()].count("share_no_more") == 1


def _taken_along(mine: Browser, path: str) -> list[dict[str, str]]:
    [entry] = json.loads(mine.get(f"{path}/data.json").text)["endorsements"]
    shared: list[dict[str, str]] = entry["shared_with"]
    return shared


def test_an_older_backup_does_not_bring_it_back(app: Flask, owner: Browser) -> None:
    one = add(owner)
    row = confirm(agree(app, one))
    guest = partner(app, owner, one)
    [share] = contacts_of(row)
    columns = [column.name for column in ContactShare.__table__.columns]
    before = {name: getattr(share, name) for name in columns}
    assert row.contact is not None
    shared.share_no_more(row.contact, one.id)
    _restore(before)
    assert FORM["email"] in contacts(guest, one)

    done = erasure.apply()

    assert done["unshare"] == 1
    assert FORM["email"] not in contacts(guest, one)
    assert erasure.apply()["unshare"] == 0


def contacts_of(row: Endorsement) -> list[ContactShare]:
    return shared.shares_of(row.contact_id)


@command
def _restore(values: dict[str, object]) -> None:
    db.session.add(ContactShare(**values))


def test_a_consent_goes_with_its_person(app: Flask, owner: Browser) -> None:
    one = add(owner)
    row = confirm(agree(app, one))
    guest = partner(app, owner, one)

    workflow.erase_person(kind_of(row), row, actor="signatory")

    assert shares() == 0
    assert FORM["email"] not in contacts(guest, one)


def test_a_mailbox_that_wants_no_mail_is_handed_to_nobody(app: Flask, owner: Browser) -> None:
    one = add(owner)
    row = confirm(agree(app, one))
    guest = partner(app, owner, one)

    space.silence(row.address_key or "")

    assert FORM["email"] not in contacts(guest, one)


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_a_file_is_taken_for_a_purpose_and_the_trail_says_so(
    app: Flask, owner: Browser, kind: str
) -> None:
    one = add(owner, "=Partner")
    confirm(agree(app, one))
    confirm(agree(app, **OTHER))
    guest = partner(app, owner, one)
    room = f"/desk/co-hosts/{one.public_id}/contacts"
    mark = {"csrf_token": guest.mark(room), "format": kind}

    assert guest.post(room, data=mark).status_code == 422
    assert guest.post(room, data={**mark, "format": "exe", "purpose": "write"}).status_code == 400
    answer = guest.post(room, data={**mark, "purpose": "write"})

    assert answer.status_code == 200
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert OTHER["email"].encode() not in answer.data
    assert (FORM["email"].encode() in answer.data) == (kind == "csv")
    assert [entry[:2] for entry in trail()].count(("export_for_co_host", one.public_id)) == 1


def test_nobody_but_its_people_sees_them(app: Flask, owner: Browser) -> None:
    one, other = add(owner), add(owner, "Another")
    confirm(agree(app, one))
    guest = partner(app, owner, one)
    room = f"/desk/co-hosts/{one.public_id}/contacts"
    mark = {"csrf_token": owner.mark("/desk/"), "format": "csv", "purpose": "write"}

    assert owner.post(room, data=mark).status_code == 404
    assert guest.get(f"/desk/co-hosts/{other.public_id}/contacts").status_code == 404
    assert Browser(app, app.response_class).get(room).status_code == 303
    send(owner, f"/{one.public_id}/end")
    guest.send("/desk/sign-in", {"email": BO, "password": desk.PASSWORD})
    assert guest.get(room).status_code == 404


def test_only_its_people_are_led_to_them(app: Flask, owner: Browser) -> None:
    one = add(owner)
    guest = partner(app, owner, one)
    room = f"/desk/co-hosts/{one.public_id}"

    assert f"{room}/contacts" in guest.get(room).text
    assert "/contacts" not in owner.get("/desk/campaigns/open-doors/co-hosts").text


def test_made_up_links_make_no_kept_pages(app: Flask, owner: Browser) -> None:
    one = add(owner)
    reader = Browser(app, app.response_class)
    for page in (PAPER, FORM_PAGE):
        reader.get(page)
        reader.get(f"{page}?via={one.code}")
    kept = len(app.extensions[page_cache.PLACE].kept)

    for number in range(5):
        for page in (PAPER, FORM_PAGE):
            assert reader.get(f"{page}?via=x{number}").status_code == 200
            assert reader.get(f"{page}?via={one.code}&via={number}").status_code == 200

    assert len(app.extensions[page_cache.PLACE].kept) == kept
