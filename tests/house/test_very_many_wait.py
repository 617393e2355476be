"""A paper for which very many wait: no page asks more of the database for more of them."""

from datetime import timedelta

from flask import Flask
from sqlalchemy import select

from signon.endorsements.models import Endorsement
from signon.extensions import db
from signon.kernel import clock
from signon.papers.queries import paper_by_slug
from signon.submissions import queues
from signon.transaction import command
from tests.factories import a_paper, an_endorsement
from tests.support.clients import Browser
from tests.support.crowds import fill
from tests.support.statements import sent
from tests.support.whole_desk import CAMPAIGN, PAPER, Scene, a_whole_desk, rules

BUDGET = 45
"""Statements that a page of the desk may take, whoever asks."""

FEW, MANY = 120, 480
"""More than a page shows in either case."""

KINDS = ("endorsement", "dispute", "duplicate")
FURTHER = [
    f"{PAPER}/to-decide?page=2",
    f"{PAPER}/signatories?before=end",
    f"{PAPER}/signatories?order=name&state=confirmed",
    f"{PAPER}/history?entry=alliance",
    f"{CAMPAIGN}/history?before=60",
]


def model(scene: Scene) -> Endorsement:
    wanted = select(Endorsement).where(Endorsement.public_id == scene.waiting)
    return db.session.scalars(wanted).one()


def statements(client: Browser, paths: list[str]) -> dict[str, int]:
    """Return how many statements each page takes, once it has been seen."""
    numbers = {}
    for path in paths:
        client.get(path)
        with sent() as seen:
            client.get(path)
        numbers[path] = len(seen)
    return numbers


def test_no_page_of_the_desk_takes_more_statements_for_more_who_wait(app: Flask) -> None:
    scene = a_whole_desk()
    paths = [
        scene.path(rule, kind)
        for rule in rules(app, "GET")
        for kind in (KINDS if "kind" in rule.arguments else KINDS[:1])
    ] + FURTHER
    fill(model(scene), FEW)
    few = statements(scene.owner, paths)

    fill(model(scene), MANY - FEW)
    many = statements(scene.owner, paths)

    assert {path: (few[path], many[path]) for path in paths if many[path] > few[path]} == {}
    assert {path: number for path, number in many.items() if number > BUDGET} == {}


def test_a_page_far_back_reads_whole_what_it_shows_alone(app: Flask) -> None:
    scene = a_whole_desk()
    fill(model(scene), MANY)

    with sent() as seen:
        page = scene.owner.get(f"{PAPER}/to-decide?page=9")

    assert page.text.count('<h2 id="w-') == 50
    longest = max(len(values) for _statement, values in seen if values)
    assert longest < 120, "so many keys are asked for at once"


def test_a_page_on_which_nothing_is_left_leads_to_what_waits(app: Flask) -> None:
    scene = a_whole_desk()

    answer = scene.owner.get(f"{PAPER}/to-decide?page=2")

    assert (answer.status_code, answer.location) == (303, f"{PAPER}/to-decide")
    assert "Anybody" in scene.owner.get(answer.location).text


@command
def confirmed_first(row: Endorsement) -> None:
    row.confirmed_at = clock.now() - timedelta(days=2)


def test_pages_show_everything_once_whoever_confirmed_late(app: Flask) -> None:
    reviewed = {"publication": "after_review"}
    rows = [an_endorsement(a_paper(**reviewed)) for _ in range(4)]
    confirmed_first(rows[-1])
    paper = paper_by_slug("ten-doors")

    with app.test_request_context("/"):
        shown = [queues.first(paper, 1, start=place)[0].key for place in range(4)]

    assert shown == [row.public_id for row in rows]
