"""Decisions about many: shown before, carried out by the worker, taken back, whole after a kill."""

import re
from typing import Any

import pytest
from sqlalchemy import select

from signon.access.roles import Role
from signon.audit import trail
from signon.deciding import bulk, policy, selection
from signon.deciding.models import BulkItem, BulkRun
from signon.deciding.selection import Selection
from signon.endorsements import service as endorsements
from signon.endorsements.models import Endorsement
from signon.extensions import db
from signon.jobs.models import Job
from signon.jobs.queue import Claimed
from signon.kernel import clock
from signon.papers.queries import PublicPaper
from signon.review import filters
from signon.review.table.listing import Asked
from signon.submissions.outcomes import UNDONE_WITHIN, TooLate
from signon.submissions.states import Action
from tests.factories import a_paper, an_endorsement
from tests.support import desk
from tests.support.clients import Browser

ROOM = "/desk/papers/ten-doors/decisions"
WAITING = "/desk/papers/ten-doors/to-decide"


def a_reviewed_paper(number: int = 3) -> PublicPaper:
    paper = a_paper(publication="after_review")
    for _ in range(number):
        an_endorsement(paper)
    return paper


def of_filter(paper: PublicPaper, words: str, action: str) -> Selection:
    asked = Asked(paper.id, paper.time_zone, filters.of_text(words), sees_contacts=False)
    return selection.of_filter(asked, action)


def a_run(paper: PublicPaper, action: str = "publish", note: str = "") -> BulkRun:
    chosen = of_filter(paper, "", action).chosen
    run = bulk.begin(paper, action, chosen, note=note, moderator="lead")
    return db.session.scalars(select(BulkRun).where(BulkRun.public_id == run)).one()


def work(run: BulkRun, kind: str = bulk.DECIDING) -> None:
    job = Claimed(1, "ref", kind, {"run": run.public_id}, run.public_id, 1, "", clock.now())
    bulk.HANDLERS[kind](job)


def states(paper: PublicPaper) -> list[str]:
    db.session.rollback()
    wanted = select(Endorsement.state).where(Endorsement.paper_id == paper.id)
    return list(db.session.scalars(wanted.order_by(Endorsement.id)))


def outcomes(run: BulkRun) -> list[str]:
    wanted = select(BulkItem.outcome).where(BulkItem.run_id == run.id)
    return list(db.session.scalars(wanted.order_by(BulkItem.position)))


def post(client: Browser, **fields: str) -> tuple[int, str]:
    answer = client.post(ROOM, data={"csrf_token": client.mark(WAITING), **fields})
    return answer.status_code, answer.headers.get("Location", "") + answer.text


def test_what_would_happen_is_shown_before_anything_does(client: Browser) -> None:
    paper = a_reviewed_paper(7)
    desk.sign_in(client)

    status, page = post(client, action="publish", everything="y", filter="state=confirmed")

    assert status == 200
    for words in ("7 signatures will be on the list.", "and 2 more", "What each of them will read"):
        assert words in page
    assert "The hosts have looked at the signature of" in page
    assert set(states(paper)) == {"confirmed"}
    assert db.session.query(BulkRun).all() == []


def test_a_filter_is_decided_by_the_worker_and_followed(client: Browser) -> None:
    paper = a_reviewed_paper()
    desk.sign_in(client)
    asked = {"action": "publish", "everything": "y", "filter": "state=confirmed"}

    status, page = post(client, **asked, sure="y", number="3")

    assert status == 303
    run = db.session.query(BulkRun).one()
    assert run.public_id in page
    assert "At work: 0 of 3" in client.get(f"{ROOM}/{run.public_id}").text
    [job] = db.session.scalars(select(Job).where(Job.kind == bulk.DECIDING))
    assert job.payload == {"run": run.public_id}
    work(run)
    assert states(paper) == ["published"] * 3
    assert "Done: 3 of 3" in client.get(f"{ROOM}/{run.public_id}").text
    assert trail.history(paper.public_id)[-1].action == "decide_in_bulk"


def test_the_way_back_leads_to_the_page_on_which_they_were_selected(client: Browser) -> None:
    a_reviewed_paper()
    desk.sign_in(client)
    here = "/desk/papers/ten-doors/signatories?country=BE"

    for action, seen in (("publish", "3 signatures will be"), ("reject", "off the list.")):
        asked = {"action": action, "everything": "y", "filter": "state=confirmed"}
        _status, page = post(client, **asked, back=here)
        assert seen in page
        assert f'<a href="{here}">' in page
    _status, page = post(client, action="publish", back="https://evil.example/desk/")
    assert f'<a href="{WAITING}">' in page


def test_what_has_grown_since_it_was_shown_is_shown_again(client: Browser) -> None:
    paper = a_reviewed_paper()
    desk.sign_in(client)
    an_endorsement(paper)

    asked = {"action": "publish", "everything": "y", "filter": "", "sure": "y", "number": "3"}
    status, page = post(client, **asked)

    assert status == 409
    assert "Their number has changed meanwhile." in page
    assert "4 signatures will be on the list." in page
    assert db.session.query(BulkRun).all() == []


def test_those_that_were_ticked_and_no_others_of_another_paper(client: Browser) -> None:
    paper = a_reviewed_paper()
    elsewhere = an_endorsement(a_paper("another", publication="after_review"))
    mine = db.session.scalars(select(Endorsement).where(Endorsement.paper_id == paper.id)).first()
    assert mine
    found = selection.of_ids(paper.id, [mine.public_id, elsewhere.public_id, "\x00"], "publish")

    assert [one.public_id for one in found.chosen] == [mine.public_id]
    assert selection.of_ids(paper.id, [mine.public_id], "publish").left_out == 0


def test_a_filter_narrows_by_state_and_evidence(client: Browser) -> None:
    paper = a_paper(publication="after_review")
    an_endorsement(paper, email="x@gmail.com")
    an_endorsement(paper)

    free = of_filter(paper, "state=confirmed&evidence=freemail", "publish")
    none = of_filter(paper, "state=published", "publish")

    assert len(free.chosen) == 1
    assert (none.chosen, none.left_out) == ((), 0)


def test_nobody_is_taken_off_without_a_reason(client: Browser) -> None:
    paper = a_reviewed_paper()

    with pytest.raises(policy.ReasonMissing):
        a_run(paper, "reject")
    with pytest.raises(policy.NothingChosen):
        bulk.begin(paper, "publish", (), note="", moderator="lead")

    assert db.session.query(BulkRun).all() == []


def test_what_has_changed_since_is_left_and_listed(client: Browser) -> None:
    paper = a_reviewed_paper()
    run = a_run(paper)
    row = db.session.scalars(select(Endorsement).order_by(Endorsement.id)).first()
    assert row
    endorsements.decide(row, Action.REJECT, revision=row.revision, moderator="lead", note="No.")

    work(run)

    assert states(paper) == ["rejected", "published", "published"]
    assert outcomes(run) == ["left", "done", "done"]
    desk.sign_in(client)
    assert "Somebody else has changed this" in client.get(f"{ROOM}/{run.public_id}").text


def test_a_whole_run_is_undone_but_for_what_was_changed_since(client: Browser) -> None:
    paper = a_reviewed_paper()
    run = a_run(paper)
    work(run)
    row = db.session.scalars(select(Endorsement).order_by(Endorsement.id)).first()
    assert row
    endorsements.decide(row, Action.REJECT, revision=row.revision, moderator="lead", note="No.")
    desk.sign_in(client)

    fields = {"csrf_token": client.mark(WAITING)}
    for _ in range(2):  # twice is harmless
        assert client.post(f"{ROOM}/{run.public_id}/undo", data=fields).status_code == 303
    work(run, bulk.UNDOING)

    assert states(paper) == ["rejected", "confirmed", "confirmed"]
    assert outcomes(run) == ["kept", "undone", "undone"]
    assert len(db.session.scalars(select(Job).where(Job.kind == bulk.UNDOING)).all()) == 1


def test_one_of_a_run_is_undone(client: Browser) -> None:
    paper = a_reviewed_paper()
    run = a_run(paper)
    work(run)
    desk.sign_in(client)
    page = client.get(f"{ROOM}/{run.public_id}").text
    assert len(re.findall('name="position"', page)) == 3

    fields = {"csrf_token": client.mark(WAITING), "position": "1"}
    assert client.post(f"{ROOM}/{run.public_id}/undo-one", data=fields).status_code == 303

    assert states(paper) == ["published", "confirmed", "published"]


def test_nothing_is_undone_after_thirty_days(
    client: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = a_run(a_reviewed_paper(1))
    work(run)
    later = clock.now() + UNDONE_WITHIN * 2
    monkeypatch.setattr(clock, "now", lambda: later)

    with pytest.raises(TooLate):
        bulk.begin_undo(run, moderator="lead")
    with pytest.raises(TooLate):
        bulk.undo_one(run, 0, moderator="lead")


def test_a_run_that_is_killed_half_way_goes_on_and_decides_nothing_twice(
    client: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    paper = a_reviewed_paper(5)
    run = a_run(paper)
    monkeypatch.setattr(bulk, "PORTION", 2)
    decided = endorsements.decide_all
    calls: list[int] = []

    def die_in_the_second(*args: Any, **values: Any) -> object:
        calls.append(1)
        before = decided(*args, **values)
        if len(calls) == 2:
            raise KeyboardInterrupt
        return before

    monkeypatch.setattr(endorsements, "decide_all", die_in_the_second)
    with pytest.raises(KeyboardInterrupt):
        work(run)
    assert states(paper).count("published") == 2  # of the second portion nothing

    work(run)
    work(run)  # done once more, as after a death before it was said

    assert states(paper) == ["published"] * 5
    for row in db.session.scalars(select(Endorsement)):
        actions = [entry.action for entry in trail.history(row.public_id)]
        assert actions.count("publish") == 1


def test_a_lower_role_and_another_campaign_find_nothing(client: Browser) -> None:
    run = a_run(a_reviewed_paper(1))
    desk.sign_in(client, Role.VIEWER)

    assert client.get(f"{ROOM}/{run.public_id}").status_code == 404
    assert client.get("/desk/papers/ten-doors/decisions/unknown").status_code == 404


def test_what_was_selected_in_the_room_of_signatories_is_decided(client: Browser) -> None:
    a_reviewed_paper(3)
    desk.sign_in(client, Role.MODERATOR)
    room = "/desk/papers/ten-doors/signatories?state=confirmed"
    assert client.get(room).text.count(f'formaction="{ROOM}"') == 2

    wanted = {"everything": "y", "filter": "state=confirmed", "action": "publish"}
    preview = client.post(ROOM, data={**wanted, "csrf_token": client.mark(room)})

    assert "3 signatures will be on the list." in preview.text
