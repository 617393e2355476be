"""The consent beside the tick is that of the capacity, and stays as it was agreed to."""

import json
import re
from html import unescape
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from signon.endorsements import revising
from signon.endorsements.form import consents, wordings
from signon.endorsements.models import SPOKEN_FOR, Endorsement
from signon.extensions import db
from signon.kernel.languages import INTERFACE
from signon.site.languages import reading
from tests.factories import FORM, a_paper, an_endorsement
from tests.space.doors import open_space
from tests.support.clients import Browser

PATH = "/en/papers/ten-doors/endorse"
ADA = "ada@hearth.org"
OFFICER, PERSON = "The name of the organisation", "my name"
MYSELF = {
    **FORM,
    "capacity": "individual",
    "representative_name": "Ada Sample",
    "organisation_name": "",
}


def consent(page: str) -> str:
    """Return what stands in the section of the consents, without its markup."""
    [part] = re.findall(r'<section aria-labelledby="consent">(.*?)</section>', page, re.DOTALL)
    return unescape(re.sub(r"<[^>]+>|\s+", " ", part))


def spoken_to(page: str, capacity: str) -> list[str]:
    """Return the texts beside the tick that are for one capacity."""
    found = re.findall(rf'class="(?:hint )?for-{capacity}">([^<]+)<', page)
    return [unescape(text) for text in found]


def test_an_officer_reads_of_the_organisation_alone(client: Browser) -> None:
    a_paper(accepts="organisations")

    said = consent(client.get(PATH).text)

    assert "the name of the organisation, and all that I have written" in said
    assert "Not published are the name, role and address of whoever signs" in said
    assert "Doors Network holds them" in said
    assert "erased 12 months after the paper has been closed" in said
    assert PERSON not in said
    assert "individual" not in said


def test_a_person_reads_of_their_own_name_alone(client: Browser) -> None:
    a_paper(accepts="individuals")

    said = consent(client.get(PATH).text)

    assert "I agree that my name, and all that I have written" in said
    assert "Not published is the address of whoever signs as an individual" in said
    assert "Doors Network holds it" in said
    assert "organisation" not in said
    assert "role" not in said


def test_where_both_may_sign_each_has_its_own_words(client: Browser) -> None:
    a_paper(accepts="both")
    page = client.get(PATH).text

    officer, person = spoken_to(page, "organisation"), spoken_to(page, "individual")

    assert any("the name of the organisation, and all" in text for text in officer)
    assert not any("my name" in text for text in officer)
    assert any("I agree that my name" in text for text in person)
    assert not any("of the organisation" in text for text in person)


@pytest.mark.parametrize(
    ("capacity", "ticked"), [("organisation", ""), ("individual", "-individual")]
)
def test_after_an_error_the_capacity_that_was_chosen_says_which_words_show(
    client: Browser, capacity: str, ticked: str
) -> None:
    """Without a script: the style sheet shows the words of the radio button that is checked."""
    a_paper(accepts="both")
    form = {**FORM, "capacity": capacity, "email": "", "csrf_token": client.mark(PATH)}

    page = client.post(PATH, data=form).text

    [checked] = re.findall(r'<input type="radio" id="capacity([\w-]*)"[^>]*checked', page)
    assert checked == ticked
    assert "I agree that my name" in page
    assert "I agree that the name of the organisation" in page


@pytest.mark.parametrize("capacity", ["organisation", "individual"])
def test_what_was_agreed_to_is_kept_by_version_and_capacity(client: Browser, capacity: str) -> None:
    """A tick alone is no evidence of what was told: github.com/kawaii/mybb-amnesia (issue 8)."""
    a_paper(accepts="both", publish_grades="personal domain")
    client.send("/fr/papers/ten-doors/endorse", FORM if capacity == "organisation" else MYSELF)

    row = db.session.scalars(select(Endorsement)).one()

    assert (row.publish_wording, row.capacity, row.language) == ("2026-11b", capacity, "fr")
    with reading("fr"):
        assert consents.agreed(row) == consents.publish_words(capacity)
    assert consents.agreed(row) != wordings.PUBLISH["2026-11b"][capacity]


def test_an_older_consent_reads_as_it_was_given(app: Flask) -> None:
    row = an_endorsement(a_paper())
    row.publish_wording = "2026-11"
    with db.session.no_autoflush:
        agreed = consents.agreed(row)
    db.session.rollback()

    assert agreed.startswith("I agree that what I have written under")


def test_another_capacity_is_agreed_to_anew_in_its_own_words(client: Browser) -> None:
    row = an_endorsement(a_paper(accepts="both"), name="Hearth", email=ADA)
    path = open_space(client, ADA)
    page = f"{path}/{row.public_id}/capacity"

    shown = client.get(page).text
    typed = {"name": "Ada Sample", "affiliation": "", "country": "BE", "statement": ""}
    refused = client.send(page, typed)
    client.send(page, {**typed, "publish_consent": "y"})

    assert "I agree that my name" in shown
    assert "I agree that the name of the organisation" not in shown
    assert refused.status_code == 422
    stored: dict[str, Any] = json.loads(client.get(f"{path}/data.json").text)
    [mine] = stored["endorsements"]
    assert mine["agreed_to"].startswith("I agree that my name")
    assert mine["publish_wording"] == "2026-11b"
    back = client.get(page).text
    assert "I agree that the name of the organisation" in back
    assert "I agree that my name" not in back


def test_the_space_puts_no_public_name_under_not_published(client: Browser) -> None:
    mine = {"capacity": "individual", "name": "Ada Sample", "email": ADA}
    an_endorsement(a_paper(accepts="both"), **mine)

    page = client.get(open_space(client, ADA)).text

    kept = page.split("(not published)</dt>")[1].split("</dd>")[0]
    assert "Ada Sample" not in kept
    assert "What is not public is erased" in kept
    assert "Ada Sample" in page


def test_every_version_has_words_for_both_capacities_in_every_language(app: Flask) -> None:
    asked = revising.wordings.PUBLISH.keys() - set(SPOKEN_FOR)  # those were told by somebody else
    assert asked == wordings.KEPT.keys()
    for words in wordings.PUBLISH.values():
        assert set(words) == {"organisation", "individual"}
    said = {language: _all_words(language) for language in INTERFACE}
    assert len(set(said.values())) == len(INTERFACE)


def _all_words(language: str) -> tuple[str, ...]:
    with reading(language):
        return tuple(consents.publish_words(one) for one in ("organisation", "individual"))
