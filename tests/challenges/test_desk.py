"""The leads' room: both sides, the decision, and the way back."""

import re
from collections.abc import Callable
from functools import partial

import pytest
from flask import Flask

from signon.access import grants
from signon.access import service as access
from signon.access.roles import Role
from signon.audit import trail
from signon.challenges import models
from signon.challenges.kind import OUTCOMES
from signon.challenges.models import Challenge
from signon.endorsements import service as endorsements
from signon.endorsements.capability import ENDORSEMENT
from signon.endorsements.models import Endorsement
from signon.extensions import db
from signon.kernel.errors import Changed
from signon.papers.queries import PublicPaper
from signon.submissions import workflow
from signon.submissions.kinds import kind_of
from signon.submissions.outcomes import Decision, Outcome
from signon.submissions.states import Action
from tests.challenges.scene import (
    OFFICE,
    Outbox,
    a_challenge,
    an_entry,
    on_list,
    path_in,
    reread,
    subjects,
)
from tests.factories import a_campaign, a_paper, an_endorsement
from tests.support.clients import MARK, Browser
from tests.support.scenes import Kept

ROOM = "/desk/papers/ten-doors/challenges"
PASSWORD = "four quiet words here"
SIGNER = "eve@elsewhere.example.com"
SignIn = Callable[..., Browser]
Scene = tuple[PublicPaper, Endorsement, Challenge]

pytestmark = pytest.mark.usefixtures("established")


@pytest.fixture
def sign_in(app: Flask, client: Browser) -> SignIn:
    """A function that signs a lead in with a role in the campaign."""

    def enter(role: Role = Role.MODERATOR, campaign: str = "open-doors") -> Browser:
        email = f"{role}@{campaign}.example.org"
        told = {"language": "en", "invited_by": "system", "campaign_title": "Open doors"}
        link = grants.invite(email, a_campaign(campaign).id, role, **told)
        access.set_password(link.rsplit("/", 1)[1], PASSWORD)
        assert (
            client.send("/desk/sign-in", {"email": email, "password": PASSWORD}).status_code == 303
        )
        return client

    return enter


def disputed(shown: str) -> tuple[PublicPaper, int, int]:
    paper = a_paper(contested_shown=shown)
    entry = an_entry(paper)
    entry_id = entry.id
    return paper, entry_id, a_challenge(paper, entry).id


DISPUTED = {shown: Kept(partial(disputed, shown)) for shown in ("hidden", "marked")}


@pytest.fixture(params=DISPUTED)
def scene(established: Endorsement, request: pytest.FixtureRequest) -> Scene:
    """A paper that hides or marks, an entry in Hearth's name, and Hearth's challenge of it."""
    paper, entry, challenge = DISPUTED[request.param].set()
    found = db.session.get_one(Endorsement, entry), db.session.get_one(Challenge, challenge)
    return paper, *found


def decide(client: Browser, entry: Endorsement, outcome: str, note: str = "We asked.") -> int:
    row = reread(entry)
    fields = {"outcome": outcome, "revision": str(row.revision), "note": note}
    fields["csrf_token"] = client.mark("/desk/sign-in")
    return client.post(f"/desk/challenges/{row.public_id}/decision", data=fields).status_code


def undo(client: Browser, entry: Endorsement) -> int:
    row = reread(entry)
    fields = {"revision": str(row.revision), "csrf_token": client.mark("/desk/sign-in")}
    return client.post(f"/desk/challenges/{row.public_id}/undo", data=fields).status_code


@pytest.mark.parametrize("outcome", OUTCOMES, ids=lambda outcome: outcome.code)
def test_an_outcome_that_the_kind_declares_ends_every_open_challenge_of_the_entry(
    app: Flask, outcome: Outcome[Challenge]
) -> None:
    paper = a_paper(contested_shown="marked")
    entry = an_entry(paper)
    both = [a_challenge(paper, entry, f"{who}@hearth.example.net") for who in ("bo", "cy")]
    decision = Decision(reread(entry).revision, "lead", "We asked.")

    outcome.carry_out(both[0], decision)

    for one in map(reread, both):
        decided = (one.outcome, one.decided_by, one.decision_note)
        assert decided == (outcome.code, "lead", "We asked.")
    assert on_list(paper, entry) == {"stays": "plain", "goes": "absent"}[outcome.code]
    with pytest.raises(Changed):
        outcome.carry_out(both[1], decision)


def test_what_the_kind_declares_is_what_the_desk_offers_and_the_table_takes(
    scene: Scene, sign_in: SignIn
) -> None:
    page = sign_in().get(ROOM).text

    buttons = re.findall(r'<button name="outcome" value="(\w+)">([^<]+)<', page)
    assert buttons == [(outcome.code, outcome.name) for outcome in kind_of(scene[2]).outcomes]
    assert {code for code, _name in buttons} | {"gone"} == set(models.OUTCOMES)


def test_a_lead_sees_both_sides(scene: Scene, sign_in: SignIn) -> None:
    client = sign_in()

    page = client.get(ROOM).text

    for words in (
        SIGNER,
        "Ada Sample",
        OFFICE,
        "Bo Sample",
        "Not us.",
        "a lead has checked",
        "contested",
    ):
        assert words in page
    assert "1 dispute waits for you" in client.get("/desk/papers/ten-doors/signatories").text


def test_a_ground_that_is_no_stronger_changes_nothing_and_stands_beside_the_other(
    sign_in: SignIn, outbox: Outbox
) -> None:
    paper = a_paper()
    entry = an_entry(paper, email="eve@hearth.example.net")

    challenge = a_challenge(paper, entry)

    assert (challenge.evidence, challenge.effect) == ("established", "none")
    assert on_list(paper, entry) == "plain"
    assert subjects(outbox(), "eve@hearth.example.net") == []
    page = sign_in().get(ROOM).text
    [grounds] = re.findall(r"<th scope=.row.>Ground</th>(.*?)</tr>", page, re.S)
    assert grounds.count("at a domain that a lead has checked for the organisation") == 2
    assert '<bdi dir="ltr">example.net</bdi>' in page
    assert "Nothing public has changed" in page


def test_the_entry_goes_and_both_sides_are_told_why(
    scene: Scene, sign_in: SignIn, outbox: Outbox
) -> None:
    paper, entry, challenge = scene
    client = sign_in()

    assert decide(client, entry, "goes", "Their chair has written.") == 303

    assert reread(entry).state == "rejected"
    assert on_list(paper, entry) == "absent"
    assert reread(challenge).outcome == "goes"
    for side in (SIGNER, OFFICE):
        mail = [mail for mail in outbox() if mail.to == side][-1]
        assert mail.subject.startswith("The entry goes")
        assert "Their chair has written." in str(mail)


def test_the_entry_stays_as_it_was_before(scene: Scene, sign_in: SignIn, outbox: Outbox) -> None:
    paper, entry, challenge = scene
    client = sign_in()

    assert decide(client, entry, "stays") == 303

    assert on_list(paper, entry) == "plain"
    assert (reread(entry).evidence, reread(entry).contested_at) == ("checked", None)
    assert reread(challenge).outcome == "stays"
    assert subjects(outbox(), SIGNER)[-1] == subjects(outbox(), OFFICE)[-1] == "The entry stays"
    a_challenge(paper, entry, "another@hearth.example.net")
    assert on_list(paper, entry) == "plain"  # once decided, nobody of that house takes it down


@pytest.mark.parametrize("outcome", ["goes", "stays"])
def test_a_decision_is_undone(scene: Scene, sign_in: SignIn, outbox: Outbox, outcome: str) -> None:
    paper, entry, challenge = scene
    before = (on_list(paper, entry), reread(entry).state, reread(entry).contested_at is None)
    client = sign_in()
    decide(client, entry, outcome)
    client.get(ROOM)
    assert "Undo the last decision" in client.get(ROOM).text  # whenever the page is loaded

    assert undo(client, entry) == 303

    after = (on_list(paper, entry), reread(entry).state, reread(entry).contested_at is None)
    assert after == before
    assert reread(challenge).outcome is None
    assert subjects(outbox(), SIGNER)[-1] == subjects(outbox(), OFFICE)[-1] == "Not decided yet"
    assert decide(client, entry, "goes") == 303
    assert trail.verify() is None


def test_a_decision_needs_a_reason(scene: Scene, sign_in: SignIn) -> None:
    _, entry, challenge = scene
    client = sign_in()
    row = reread(entry)
    fields = {"outcome": "goes", "revision": str(row.revision), "note": " "}

    fields["csrf_token"] = client.mark(ROOM)
    answer = client.post(f"/desk/challenges/{row.public_id}/decision", data=fields)

    assert answer.status_code == 422
    assert "Give the reason" in answer.text
    assert reread(challenge).outcome is None


@pytest.mark.parametrize("junk", ["", "gone", "publish", "x" * 1000])
def test_only_the_two_decisions_are_taken(scene: Scene, sign_in: SignIn, junk: str) -> None:
    _, entry, challenge = scene
    client = sign_in()

    assert decide(client, entry, junk) == 400
    assert reread(challenge).outcome is None


def test_a_lead_who_decides_on_what_has_changed_is_told_so(scene: Scene, sign_in: SignIn) -> None:
    paper, entry, _ = scene
    client = sign_in()
    revision = reread(entry).revision
    endorsements.decide(reread(entry), Action.REJECT, revision=revision, moderator="lead")

    fields = {"outcome": "stays", "revision": str(revision), "note": "Yes, we rang them."}
    fields["csrf_token"] = client.mark("/desk/sign-in")
    answer = client.post(f"/desk/challenges/{entry.public_id}/decision", data=fields)

    assert answer.status_code == 409
    assert "Yes, we rang them." in answer.text
    assert on_list(paper, entry) == "absent"


def test_what_only_a_lead_sees_is_on_the_desk_and_bothers_nobody_else(
    sign_in: SignIn, outbox: Outbox
) -> None:
    paper = a_paper()
    entry = an_entry(paper)
    a_challenge(paper, entry, "bo@gmail.com")
    client = sign_in()
    assert "Nothing public has changed" in client.get(ROOM).text

    decide(client, entry, "stays")

    assert subjects(outbox(), SIGNER) == []
    assert subjects(outbox(), "bo@gmail.com")[-1] == "The entry stays"


@pytest.mark.parametrize(("role", "campaign"), [("viewer", "open-doors"), ("owner", "other")])
def test_for_other_leads_it_looks_like_nothing(
    scene: Scene, sign_in: SignIn, role: str, campaign: str
) -> None:
    _, entry, challenge = scene
    client = sign_in(Role(role), campaign)

    assert client.get(ROOM).status_code == 404
    assert decide(client, entry, "goes") == undo(client, entry) == 404
    assert "challenge" not in client.get("/desk/papers/ten-doors/signatories").text.lower()
    assert reread(challenge).outcome is None


def test_what_was_never_challenged_cannot_be_decided(sign_in: SignIn) -> None:
    entry = an_endorsement(a_paper())
    client = sign_in()

    assert decide(client, entry, "goes") == undo(client, entry) == 404
    assert reread(entry).state == "published"


def test_the_one_who_signed_answers_and_the_lead_reads_it(
    scene: Scene, sign_in: SignIn, outbox: Outbox
) -> None:
    client = sign_in()
    told = next(mail for mail in outbox() if mail.to == SIGNER)
    link = path_in(told, "answer")
    mark = MARK.search(client.get(link).text)
    assert mark

    empty = client.post(link, data={"csrf_token": mark[1], "answer": " "})
    unmarked = client.post(link, data={"answer": "Their board has decided it."})
    taken = client.post(link, data={"csrf_token": mark[1], "answer": "Their board decided it."})

    assert (empty.status_code, unmarked.status_code, taken.status_code) == (422, 400, 200)
    assert "Their board decided it." in client.get(ROOM).text


def test_an_answer_comes_too_late_once_it_is_decided(
    scene: Scene, sign_in: SignIn, outbox: Outbox
) -> None:
    _, entry, challenge = scene
    client = sign_in()
    link = path_in(next(mail for mail in outbox() if mail.to == SIGNER), "answer")
    mark = MARK.search(client.get(link).text)
    assert mark
    decide(client, entry, "goes")

    late = client.post(link, data={"csrf_token": mark[1], "answer": "But yes."})

    assert late.status_code == 410
    assert "The hosts have decided about this already." in late.text
    assert "But yes." in late.text
    assert reread(challenge).answer is None


def test_the_link_to_answer_opens_no_other_door_and_dies_with_the_address(
    scene: Scene, client: Browser, outbox: Outbox
) -> None:
    link = path_in(next(mail for mail in outbox() if mail.to == SIGNER), "answer")
    token = link.rpartition("/")[2]

    for door in ("confirm", "not-us", "did-not-sign"):
        garbage = client.get(f"/en/{door}/garbage")
        answer = client.get(f"/en/{door}/{token}")
        assert answer.status_code == 404
        shown = MARK.sub("", answer.text).replace(token, "garbage")
        assert shown == MARK.sub("", garbage.text)
    workflow.withdraw(ENDORSEMENT, reread(scene[1]), actor=trail.SIGNATORY)
    assert client.get(link).status_code == 404
