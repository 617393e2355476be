"""Which organisations of a paper are found to be possible duplicates, and in what order."""

import pytest
from flask import Flask
from sqlalchemy import delete, func, select

from signon.duplicates import finding, pairs, queries, service
from signon.duplicates.models import (
    ComparedBy,
    OrganisationHandle,
    OrganisationToCompare,
    PossibleDuplicate,
)
from signon.duplicates.shapes import Pair
from signon.endorsements import revising
from signon.endorsements import service as endorsements
from signon.endorsements.models import Endorsement
from signon.extensions import db
from signon.jobs.models import Job
from signon.organisations import service as organisations
from signon.organisations.models import Organisation
from signon.papers.queries import PublicPaper
from signon.signatories import fields
from signon.submissions.states import Action
from signon.transaction import command
from tests.duplicates.merges import LEAD, a_paper_of, find, merge, reread, undo
from tests.factories import a_paper, an_endorsement


def found(paper: PublicPaper) -> list[Pair]:
    """Return the pairs under a paper once the worker has been there, which numbers bear out."""
    find()
    shown = queries.pairs_under(paper.id, 1000)
    assert queries.number(paper.id) == len(shown)
    assert queries.number_to_compare(paper.id) == 0
    return shown


def names(paper: PublicPaper) -> list[set[str]]:
    return [{pair.one.name, pair.other.name} for pair in found(paper)]


def decide(row: Endorsement, action: Action) -> None:
    now = reread(row)
    endorsements.decide(now, action, revision=now.revision, moderator=LEAD, note="why")


@command
def lose_pairs() -> None:
    """Forget what was found, as in a database that was made before anything was."""
    for model in (PossibleDuplicate, OrganisationHandle, OrganisationToCompare, ComparedBy):
        db.session.execute(delete(model))


def jobs() -> int:
    wanted = select(func.count()).where(Job.kind == finding.COMPARING.kind)
    return db.session.scalar(wanted) or 0


def test_the_likeliest_come_first_and_the_rest_not_at_all(app: Flask) -> None:
    paper = a_paper()
    for name, country in (
        ("Droits des étrangers", "FR"),
        ("Droit des étrangers", "FR"),
        ("Caritas", "FR"),
        ("Caritas", "BE"),
        ("Hearth e.V.", "DE"),
        ("Hearth gGmbH", "DE"),
        ("Something else", "DE"),
    ):
        an_endorsement(paper, name=name, country=country)

    assert names(paper) == [
        {"Hearth e.V.", "Hearth gGmbH"},
        {"Droits des étrangers", "Droit des étrangers"},
        {"Caritas"},
    ]


def test_acronyms_aliases_and_websites_count_too(app: Flask) -> None:
    paper = a_paper()
    an_endorsement(paper, name="Groupe d'information", acronym="GISTI")
    an_endorsement(paper, name="GISTI")
    an_endorsement(paper, name="Quay", website="https://www.quay.example.org/")
    an_endorsement(paper, name="Le Port", website="http://quay.example.org/fr")

    [by_acronym, by_site] = found(paper)

    assert (by_acronym.alike, by_acronym.domain) == (("GISTI", "GISTI"), "")
    assert (by_site.alike, by_site.domain) == (("", ""), "quay.example.org")


def test_a_website_of_many_belongs_to_none_and_two_acronyms_say_little(app: Flask) -> None:
    paper = a_paper()
    for name in ("Hearth", "Quay", "Lighthouse", "Roofs", "Doors"):
        an_endorsement(paper, name=name, website="https://social.example.org/", acronym="ZZQ")

    assert {(pair.domain, pair.score, pair.same) for pair in found(paper)} == {("", 0.7, False)}


def test_only_what_stands_or_waits_under_this_paper_is_compared(app: Flask) -> None:
    paper, reviewed = a_paper(), a_paper("ten-roofs", publication="after_review")
    foreign = a_paper_of("other-campaign", "ten-walls")
    for where, name in (
        (paper, "Harbour House"),
        (reviewed, "Harbor House"),
        (foreign, "Harbours"),
    ):
        an_endorsement(where, name=name)
    an_endorsement(paper, name="Harbour Houses", confirmed=False)
    assert names(paper) == names(reviewed) == []

    an_endorsement(reviewed, name="Harbor Houses")

    assert names(reviewed) == [{"Harbor House", "Harbor Houses"}]


def test_two_that_are_two_are_not_shown_again_not_even_by_what_they_are_merged_with(
    app: Flask,
) -> None:
    paper = a_paper()
    one, other = (an_endorsement(paper, name=f"Harbour House{s}") for s in ("", "s"))
    third = an_endorsement(paper, name="Quay")
    ids = one.organisation_id or 0, other.organisation_id or 0

    said = service.tell_apart(ids, paper.campaign_id, moderator=LEAD)
    assert service.tell_apart(ids[::-1], paper.campaign_id, moderator=LEAD) == said
    assert names(paper) == []
    merge(third, one, stays=(third,))
    assert names(paper) == []

    service.take_back(said, paper.campaign_id, moderator=LEAD)
    service.take_back(said, paper.campaign_id, moderator=LEAD)
    assert names(paper) == [{"Quay", "Harbour Houses"}]


def test_what_one_campaign_says_another_does_not_hear(app: Flask) -> None:
    paper, foreign = a_paper(), a_paper_of("other-campaign", "ten-roofs")
    for where in (paper, foreign):
        rows = [an_endorsement(where, name=f"Harbour House{s}") for s in ("", "s")]
    ids = rows[0].organisation_id or 0, rows[1].organisation_id or 0

    said = service.tell_apart(ids, paper.campaign_id, moderator=LEAD)
    service.take_back(said, foreign.campaign_id, moderator=LEAD)

    assert names(paper) == []
    assert names(foreign) == [{"Harbour House", "Harbour Houses"}]


def test_who_comes_later_is_compared_with_those_before(app: Flask) -> None:
    paper = a_paper()
    an_endorsement(paper, name="Harbour House")
    assert names(paper) == []

    an_endorsement(paper, name="Harbor House")

    assert names(paper) == [{"Harbour House", "Harbor House"}]


def test_who_leaves_the_list_is_no_pair_from_then_on_and_comes_back_with_it(app: Flask) -> None:
    paper = a_paper()
    one, _other = (an_endorsement(paper, name=f"Harbour House{s}") for s in ("", "s"))
    assert len(names(paper)) == 1

    decide(one, Action.REJECT)
    assert queries.number(paper.id) == 0
    assert names(paper) == []

    decide(one, Action.PUBLISH)
    assert len(names(paper)) == 1


def test_while_another_entry_of_it_stands_a_pair_stays(app: Flask) -> None:
    paper = a_paper("ten-roofs", publication="after_review")
    one, again = (an_endorsement(paper, name="Harbour House") for _ in range(2))
    an_endorsement(paper, name="Harbour Houses")
    assert len(names(paper)) == 1

    decide(again, Action.REJECT)
    assert queries.number(paper.id) == 1

    decide(one, Action.REJECT)
    assert queries.number(paper.id) == 0


def test_a_corrected_name_makes_a_pair_and_ends_one(app: Flask) -> None:
    paper = a_paper()
    one, _other = (an_endorsement(paper, name=f"Harbour House{s}") for s in ("", "s"))
    an_endorsement(paper, name="Wide Meadows")
    assert names(paper) == [{"Harbour House", "Harbour Houses"}]

    revising.correct(
        one, {**fields.values_of(one, fields.of("organisation")), "name": "Wide Meadow"}
    )

    assert queries.number(paper.id) == 0
    assert names(paper) == [{"Wide Meadow", "Wide Meadows"}]


def test_a_name_that_an_organisation_gains_or_loses_is_compared(app: Flask) -> None:
    paper = a_paper()
    one = an_endorsement(paper, name="Quay")
    an_endorsement(paper, name="Harbour Houses")
    public_id = db.session.get_one(Organisation, one.organisation_id).public_id

    organisations.add_name(public_id, "Harbour House", actor=LEAD)
    [pair] = found(paper)
    assert pair.alike == ("Harbour House", "Harbour Houses")

    organisations.remove_name(public_id, "Harbour House", actor=LEAD)
    assert found(paper) == []


def test_a_merge_takes_the_pairs_of_what_is_merged_and_undoing_it_brings_them_back(
    app: Flask,
) -> None:
    paper = a_paper()
    one, other = (an_endorsement(paper, name=f"Harbour House{s}") for s in ("", "s"))
    third = an_endorsement(paper, name="Harbour House", country="DE")
    assert len(names(paper)) == 3

    done = merge(one, other, stays=(one,))
    assert queries.number(paper.id) == 1
    assert [{one.id for one in (pair.one, pair.other)} for pair in found(paper)] == [
        {one.organisation_id, third.organisation_id}
    ]

    undo(done)
    assert len(names(paper)) == 3


def test_what_two_are_said_to_be_is_known_at_once(app: Flask) -> None:
    paper = a_paper()
    one, other = (an_endorsement(paper, name=f"Harbour House{s}") for s in ("", "s"))
    ids = one.organisation_id or 0, other.organisation_id or 0
    find()

    said = service.tell_apart(ids, paper.campaign_id, moderator=LEAD)
    assert (queries.number(paper.id), queries.pair_under(paper.id, ids)) == (0, None)

    service.take_back(said, paper.campaign_id, moderator=LEAD)
    assert queries.number(paper.id) == 1
    assert queries.pair_under(paper.id, ids[::-1])


def test_a_website_that_comes_to_be_of_many_is_no_reason_any_more(app: Flask) -> None:
    paper = a_paper()
    sites = ["Hearth", "Hearths", "Quay", "Roofs"]
    for name in sites:
        an_endorsement(paper, name=name, website="https://social.example.org/")
    assert len(names(paper)) == 6

    an_endorsement(paper, name="Doors", website="https://social.example.org/")

    [pair] = found(paper)
    assert ({pair.one.name, pair.other.name}, pair.domain) == ({"Hearth", "Hearths"}, "")


def test_a_database_of_before_is_compared_once_and_so_it_is_under_other_rules(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    paper = a_paper()
    for s in ("", "s"):
        an_endorsement(paper, name=f"Harbour House{s}")
    lose_pairs()

    assert len(names(paper)) == 1

    for module in (pairs, queries):
        monkeypatch.setattr(module, "VERSION", "another")
    assert len(queries.to_compare(9)) == 0
    assert finding.find_some() == 2
    assert finding.find_some() == 0
    assert len(names(paper)) == 1


def test_the_worker_is_asked_only_where_something_is_to_be_compared(app: Flask) -> None:
    find()
    finding.COMPARING.begin()
    assert jobs() == 0

    an_endorsement(a_paper(), name="Harbour House")
    finding.COMPARING.begin()
    finding.COMPARING.begin()

    assert jobs() == 1


def test_one_of_very_many_that_are_alike_is_compared_with_few(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(finding, "MOST_COMPARED", 3)
    monkeypatch.setattr(finding, "MOST_OTHERS", 2)
    paper = a_paper()
    for country in ("BE", "DE", "ES", "FR", "IT", "NL"):
        an_endorsement(paper, name="Harbour House", country=country)

    find()

    assert 5 <= queries.number(paper.id) <= 2 * 6
