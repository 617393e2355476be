"""The leads' pages: pairs, comparing, merging, undoing, and who may see what."""

import re
from collections.abc import Callable
from html import unescape

import pytest
from flask import Flask
from sqlalchemy import select

from signon.access.roles import Role
from signon.duplicates.models import OrganisationMerge, OrganisationsApart
from signon.endorsements.models import Endorsement
from signon.extensions import db
from signon.organisations.models import Organisation
from signon.site import slots
from tests.duplicates.merges import a_paper_of, count, everything, find, lines, merge, reread, undo
from tests.factories import a_paper, an_endorsement
from tests.support.clients import Browser

SignIn = Callable[..., Browser]
ROOM = "/desk/papers/ten-doors/duplicates"
LIST = "/desk/papers/ten-doors/signatories"
HIDDEN = re.compile(r'<input type="hidden" name="(\w+)" value="([^"]*)">')


def public_id(row: Endorsement) -> str:
    db.session.rollback()
    return db.session.get_one(Organisation, row.organisation_id).public_id


def compare(client: Browser, one: Endorsement, other: Endorsement, **asked: str) -> str:
    query = {"one": public_id(one), "other": public_id(other), **asked}
    answer = client.get(f"{ROOM}/compare", query_string=query)
    assert answer.status_code == 200
    return answer.text


def fields_of(page: str) -> dict[str, str]:
    """Return the hidden fields of the form that merges."""
    form = page.partition(f'action="{ROOM}/merge"')[2].partition("</form>")[0]
    return {name: unescape(value) for name, value in HIDDEN.findall(form)}


def two_alike() -> tuple[Endorsement, Endorsement]:
    paper = a_paper()
    two = an_endorsement(paper, name="Harbour House"), an_endorsement(paper, name="Harbour Houses")
    find()
    return two


def collision(client: Browser, one: Endorsement, other: Endorsement) -> dict[str, str]:
    page = compare(client, one, other, kept=public_id(one))
    stays = re.search(r'name="(stays-\d+)"', page)
    assert stays
    return {**fields_of(page), stays[1]: other.public_id}


def test_a_lead_merges_what_was_suggested_and_undoes_it(client: Browser, sign_in: SignIn) -> None:
    one, other = two_alike()
    before = everything()
    page = sign_in().get(ROOM).text
    for words in ("Harbour House", "Harbour Houses", "Nearly the same name", "Compare and merge"):
        assert words in page
    assert "Possible duplicates" in client.get(LIST).text

    answer = client.post(f"{ROOM}/merge", data=collision(client, one, other))

    assert answer.status_code == 303
    assert lines(a_paper()) == ["Harbour Houses"]
    find()
    page = client.get(ROOM).text
    assert "The two are one organisation now." in page
    assert "No two of them look like one." in page
    done = db.session.scalars(select(OrganisationMerge.public_id)).one()
    for _ in range(2):
        undone = client.post(f"{ROOM}/merges/{done}/undo", data={"csrf_token": client.mark(ROOM)})
        assert undone.status_code == 303
    assert everything() == before


def test_the_page_shows_exactly_what_will_happen(client: Browser, sign_in: SignIn) -> None:
    one, other = two_alike()
    an_endorsement(a_paper("ten-roofs"), name="Harbour Houses")
    sign_in()

    page = compare(client, one, other, kept=public_id(one), name=public_id(other))

    plan = page.partition('id="plan"')[2]
    assert "2 entries move" in plan
    assert plan.count("Which entry stays published?") == 1
    assert "On every list it stands as <strong><bdi>Harbour Houses</bdi></strong>." in plan
    assert fields_of(page)["kept"] == public_id(one)


def test_strangers_words_stay_words(client: Browser, sign_in: SignIn) -> None:
    paper = a_paper()
    one, other = (
        an_endorsement(paper, name=f"<b>%(x)s Harbour{end}") for end in ("</b>", " </b>s")
    )
    done = merge(one, other, stays=(one,))
    sign_in()
    texts = [client.get(ROOM).text]
    undo(done)

    texts += [client.get(ROOM).text, compare(client, one, other, name=public_id(one))]

    for text in texts:
        assert "<b>" not in text
        assert "&lt;b&gt;%(x)s Harbour" in text


def test_without_a_choice_the_page_says_so_beside_it(client: Browser, sign_in: SignIn) -> None:
    one, other = two_alike()
    sign_in()

    answer = client.post(f"{ROOM}/merge", data=fields_of(compare(client, one, other)))

    assert answer.status_code == 422
    assert answer.text.count("Choose for each list which of the two entries stays on it.") == 2
    assert count(OrganisationMerge) == 0


def test_what_has_changed_is_shown_again_before_it_is_done(
    client: Browser, sign_in: SignIn
) -> None:
    one, other = two_alike()
    sign_in()
    fields = collision(client, one, other)
    an_endorsement(a_paper("ten-roofs"), name="Harbour House")

    answer = client.post(f"{ROOM}/merge", data=fields)

    assert answer.status_code == 409
    assert "Please look again" in answer.text
    assert count(OrganisationMerge) == 0
    again = {**fields, **fields_of(answer.text)}
    assert client.post(f"{ROOM}/merge", data=again).status_code == 303


def test_two_are_two_until_that_is_taken_back(client: Browser, sign_in: SignIn) -> None:
    one, other = two_alike()
    sign_in()
    fields = {"one": public_id(one), "other": public_id(other), "csrf_token": client.mark(ROOM)}

    assert client.post(f"{ROOM}/apart", data=fields).status_code == 303
    page = client.get(ROOM).text
    assert "Compare and merge" not in page
    assert "Known to be two" in page

    said = db.session.scalars(select(OrganisationsApart.public_id)).one()
    fields = {"said": said, "csrf_token": client.mark(ROOM)}
    assert client.post(f"{ROOM}/apart/take-back", data=fields).status_code == 303
    assert "Compare and merge" in client.get(ROOM).text


def test_what_lies_elsewhere_too_needs_somebody_with_rights_in_all(
    client: Browser, sign_in: SignIn
) -> None:
    one, other = two_alike()
    an_endorsement(a_paper_of("secret-campaign", "ten-secrets"), name="Harbour House")
    sign_in(open_doors=Role.OWNER, secret_campaign=Role.VIEWER)

    page = compare(client, one, other)
    fields = {
        "kept": public_id(one),
        "merged": public_id(other),
        "name": "",
        "seen": "x",
        "csrf_token": client.mark(ROOM),
    }
    answer = client.post(f"{ROOM}/merge", data=fields)

    for text in (page, answer.text):
        assert "used in other campaigns too" in text
        assert "secret" not in text
        assert f'action="{ROOM}/merge"' not in text
    assert answer.status_code == 403
    assert count(OrganisationMerge) == 0


def test_a_lead_of_all_campaigns_merges_across_them(client: Browser, sign_in: SignIn) -> None:
    one, other = two_alike()
    foreign = an_endorsement(a_paper_of("other-campaign", "ten-roofs"), name="Harbour Houses")
    sign_in(open_doors=Role.MODERATOR, other_campaign=Role.EDITOR)

    fields = collision(client, one, other)

    assert client.post(f"{ROOM}/merge", data=fields).status_code == 303
    assert reread(foreign).organisation_id == one.organisation_id
    theirs = client.get("/desk/papers/ten-roofs/duplicates").text
    assert "Harbour House</bdi>" in theirs.partition('id="merges"')[2]


def test_another_campaign_s_paper_pair_and_merge_look_like_none(
    client: Browser, sign_in: SignIn
) -> None:
    one, other = two_alike()
    a_paper_of("other-campaign", "ten-roofs")
    mine = "/desk/papers/ten-roofs/duplicates"
    sign_in(other_campaign=Role.OWNER)
    mark = client.mark(LIST.replace("ten-doors", "ten-roofs"))
    pair = {"one": public_id(one), "other": public_id(other)}
    merge = {"kept": pair["one"], "merged": pair["other"], "name": "", "seen": "x"}
    before = everything()

    for room in (ROOM, mine):
        assert client.get(f"{room}/compare", query_string=pair).status_code == 404
        for path in ("apart", "merge", "merges/nothing/undo"):
            sent = client.post(f"{room}/{path}", data={**pair, **merge, "csrf_token": mark})
            assert sent.status_code == 404, path
    assert client.get(ROOM).status_code == 404
    assert client.get(mine).status_code == 200
    assert everything() == before


def test_a_merge_of_another_campaign_cannot_be_undone(client: Browser, sign_in: SignIn) -> None:
    one, other = two_alike()
    done = merge(one, other, stays=(one,)).public_id
    a_paper_of("other-campaign", "ten-roofs")
    sign_in(other_campaign=Role.OWNER)
    mine = "/desk/papers/ten-roofs/duplicates"
    mark = client.mark(LIST.replace("ten-doors", "ten-roofs"))

    for room in (ROOM, mine):
        sent = client.post(f"{room}/merges/{done}/undo", data={"csrf_token": mark})
        assert sent.status_code == 404
    assert "Harbour" not in client.get(mine).text
    assert lines(a_paper()) == ["Harbour House"]


def test_a_viewer_has_no_such_room(client: Browser, sign_in: SignIn) -> None:
    two_alike()
    sign_in(open_doors=Role.VIEWER)

    assert client.get(ROOM).status_code == 404
    assert "Possible duplicates" not in client.get(LIST).text


@pytest.mark.parametrize("junk", ["", "x" * 30, "\x00", "'", "é", "nothing"])
def test_junk_is_refused(app: Flask, client: Browser, sign_in: SignIn, junk: str) -> None:
    one, other = two_alike()
    sign_in()
    pair = {"one": public_id(one), "other": junk}
    mark = client.mark(ROOM)
    fields = {**pair, "kept": junk, "merged": pair["one"], "seen": "x", "said": junk}

    asked = [{**pair}, {**pair, "other": public_id(other), "name": junk or "x"}]
    for query in asked:
        assert client.get(f"{ROOM}/compare", query_string=query).status_code in (400, 404)
    for path in ("apart", "merge"):
        sent = client.post(f"{ROOM}/{path}", data={**fields, "csrf_token": mark})
        assert sent.status_code in (400, 404), path
    taken = client.post(f"{ROOM}/apart/take-back", data={"said": junk, "csrf_token": mark})
    assert taken.status_code in (303, 400)
    assert client.get(ROOM, query_string={"page": junk}).status_code in (200, 400)


def test_many_pairs_come_in_pages(client: Browser, sign_in: SignIn) -> None:
    paper = a_paper()
    for number in range(7):
        an_endorsement(paper, name=f"Harbour House{'s' * number}", country="BE")
        an_endorsement(paper, name=f"Harbour House{'s' * number}", country="FR")
    find()
    sign_in()

    first = client.get(ROOM).text
    second = client.get(ROOM, query_string={"page": "2"}).text

    assert first.count('class="pair"') == 20
    assert 'rel="next"' in first
    assert 'rel="prev"' in second
    assert "No two of them look like one." not in client.get(ROOM, query_string={"page": "0"}).text


def test_the_desk_stands_without_this_room(
    app: Flask, client: Browser, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    two_alike()
    sign_in()
    monkeypatch.setitem(app.extensions[slots.REGISTER], "review.paper", [])

    page = client.get(LIST)

    assert page.status_code == 200
    assert "Possible duplicates" not in page.text
