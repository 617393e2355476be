"""The leads' room of a round."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from signon.access.roles import Role
from signon.campaigns.models import Campaign
from signon.extensions import db
from signon.kernel import clock
from signon.reconfirmations import queries, service
from signon.reconfirmations.models import Round
from tests.access import leads
from tests.factories import a_campaign, a_paper, an_endorsement, change_paper
from tests.reconfirmations.rounds import a_round, answer_to, edit, the_round
from tests.support.clients import Browser
from tests.support.databases import on_one_database

ROOM = "/desk/papers/ten-doors/round"


def day(days: int) -> str:
    return (clock.now() + timedelta(days=days)).date().isoformat()


def sign_in(client: Browser, role: Role = Role.EDITOR, campaign: str = "open-doors") -> None:
    a_campaign(campaign)
    found = db.session.scalars(select(Campaign.id).where(Campaign.slug == campaign)).one()
    leads.a_lead(found, role)
    assert leads.sign_in(client).status_code == 303


def how_many_rounds() -> int:
    db.session.rollback()
    return db.session.execute(select(func.count()).select_from(Round)).scalar_one()


def test_a_lead_plans_looks_once_more_and_begins(client: Browser) -> None:
    paper = a_paper(time_zone="Europe/Brussels")
    for _ in range(2):
        an_endorsement(paper)
    edit()
    sign_in(client)

    plan = client.get(ROOM).text
    sure = client.get(f"{ROOM}?answer_by={day(20)}&no_answer=withdraw").text
    assert how_many_rounds() == 0
    fields = {"answer_by": day(20), "no_answer": "withdraw", "csrf_token": client.mark(ROOM)}
    begun = client.post(ROOM, data=fields)

    assert "2 signatories will be asked" in plan
    assert "Ask 2 signatories now" in sure
    assert "They are taken off the list." in sure
    assert "the end of " in sure
    assert "23:59" not in sure
    assert begun.status_code == 303
    opened = the_round()
    assert (opened.no_answer, opened.answer_by.minute) == ("withdraw", 59)
    assert opened.opened_by == leads.account_of().public_id


@pytest.mark.parametrize(
    "typed",
    ["", "soon", "2027-02-30", "0001-01-01", "9999-12-31", "1999-01-01", day(2), day(999)],
)
@on_one_database
def test_a_date_that_cannot_be_is_refused_beside_its_field(client: Browser, typed: str) -> None:
    an_endorsement(a_paper())
    edit()
    sign_in(client)
    fields = {"answer_by": typed, "no_answer": "keep_older", "csrf_token": client.mark(ROOM)}

    shown = client.get(ROOM, query_string={"answer_by": typed, "no_answer": "keep_older"})
    sent = client.post(ROOM, data=fields)

    assert (shown.status_code, sent.status_code) == (200, 422)
    for page in (shown.text, sent.text):
        assert 'id="answer_by-error"' in page
    assert how_many_rounds() == 0


def test_a_rule_has_to_be_chosen(client: Browser) -> None:
    an_endorsement(a_paper())
    edit()
    sign_in(client)
    fields = {"answer_by": day(20), "no_answer": "burn", "csrf_token": client.mark(ROOM)}

    sent = client.post(ROOM, data=fields)

    assert sent.status_code == 422
    assert 'id="no_answer-error"' in sent.text


def test_a_second_round_is_refused_in_words(client: Browser) -> None:
    an_endorsement(a_paper())
    edit()
    sign_in(client)
    fields = {"answer_by": day(20), "no_answer": "withdraw", "csrf_token": client.mark(ROOM)}

    first, second = (client.post(ROOM, data=fields) for _ in range(2))

    assert (first.status_code, second.status_code) == (303, 409)
    assert "being asked already" in second.text
    assert how_many_rounds() == 1


def test_the_answers_can_be_followed(client: Browser) -> None:
    kept, left = a_round(2, country="MA")
    an_endorsement(edit(title="Again"), name="Newcomer")
    service.keep(answer_to(kept).id, "en")
    sign_in(client)

    page = client.get(ROOM).text
    one = client.get(f"{ROOM}?standing=kept").text

    assert "Stand under the changed text" in page
    assert "Not answered" in page
    assert kept.name in page
    assert left.name in page
    assert "Newcomer" not in page
    assert f"<bdi>{kept.name}</bdi>" in one
    assert f"<bdi>{left.name}</bdi>" not in one
    for junk in ("standing=x", "after=x", "after=" + "9" * 18):
        assert client.get(f"{ROOM}?{junk}").status_code == 200


def test_the_list_of_answers_goes_on(client: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queries, "PAGE", 2)
    rows = a_round(3)
    sign_in(client)

    first = client.get(ROOM).text
    after = answer_to(rows[1]).id

    assert f"after={after}" in first
    line = f"<bdi>{rows[2].name}</bdi>"
    assert line not in first
    assert line in client.get(f"{ROOM}?after={after}").text


def test_where_there_is_nothing_to_ask_the_room_says_so(client: Browser) -> None:
    a_paper()
    sign_in(client)
    assert "not changed in substance" in client.get(ROOM).text

    edit()
    assert "Everybody on the list stands under" in client.get(ROOM).text


def test_the_desk_leads_there_when_there_is_something_to_ask(client: Browser) -> None:
    a_paper()
    sign_in(client)
    assert ROOM not in client.get("/desk/").text

    edit()
    assert ROOM in client.get("/desk/").text
    an_endorsement(a_paper("other-doors"))
    assert "/desk/papers/other-doors/round" not in client.get("/desk/").text


@pytest.mark.parametrize(
    ("role", "campaign"), [(Role.MODERATOR, "open-doors"), (Role.OWNER, "other-campaign")]
)
def test_a_round_is_for_editors_of_this_campaign(
    client: Browser, role: Role, campaign: str
) -> None:
    an_endorsement(a_paper())
    edit()
    sign_in(client, role, campaign)
    mark = client.mark("/desk/sign-in")
    fields = {"answer_by": day(20), "no_answer": "withdraw", "csrf_token": mark}

    assert client.get(ROOM).status_code == 404
    assert client.post(ROOM, data=fields).status_code == 404
    assert ROOM not in client.get("/desk/").text
    assert how_many_rounds() == 0


def test_a_closed_paper_can_ask_too(client: Browser) -> None:
    an_endorsement(a_paper())
    edit()
    change_paper(state="closed")
    sign_in(client)
    fields = {"answer_by": day(20), "no_answer": "withdraw", "csrf_token": client.mark(ROOM)}

    assert client.post(ROOM, data=fields).status_code == 303
    assert how_many_rounds() == 1
