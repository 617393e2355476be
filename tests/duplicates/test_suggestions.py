"""Which organisations of a paper are shown as possible duplicates, and in what order."""

from flask import Flask

from signon.duplicates import queries, service, suggestions
from signon.duplicates.shapes import Pair
from signon.papers.queries import PublicPaper
from tests.duplicates.merges import LEAD, a_paper_of, merge
from tests.factories import a_paper, an_endorsement


def pairs(paper: PublicPaper) -> list[Pair]:
    return list(suggestions.of_paper(paper.id, paper.campaign_id).pairs)


def names(paper: PublicPaper) -> list[set[str]]:
    return [{pair.one.name, pair.other.name} for pair in pairs(paper)]


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

    [by_acronym, by_site] = pairs(paper)

    assert (by_acronym.alike, by_acronym.domain) == (("GISTI", "GISTI"), "")
    assert (by_site.alike, by_site.domain) == (("", ""), "quay.example.org")


def test_a_website_of_many_belongs_to_none_and_two_acronyms_say_little(app: Flask) -> None:
    paper = a_paper()
    for name in ("Hearth", "Quay", "Lighthouse", "Roofs", "Doors"):
        an_endorsement(paper, name=name, website="https://social.example.org/", acronym="ZZQ")

    assert {(pair.domain, pair.score, pair.same) for pair in pairs(paper)} == {("", 0.7, False)}


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


def test_of_a_very_long_list_the_last_ones_are_compared(app: Flask) -> None:
    paper = a_paper()
    for name in ("Harbour House", "Quay", "Harbour Houses"):
        an_endorsement(paper, name=name)

    known, left_out = queries.known_under(paper.id, most=2)

    assert ([one.name for one in known], left_out) == (["Harbour Houses", "Quay"], True)
