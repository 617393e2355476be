"""The form says of each capacity what is public of it, and calls nothing private that is not."""

import re

import pytest

from tests.factories import FORM, a_paper
from tests.support.clients import Browser

PATH = "/en/papers/ten-doors/endorse"
INPUT = 'name="representative_name"'


def sections(page: str) -> dict[str, str]:
    """Return the fields under each heading, as the page has them."""
    parts = page.split("<section aria-labelledby=")[1:]
    return {re.findall(r'<h2 id="\w+">([^<]+)<', part)[0]: part for part in parts}


@pytest.mark.parametrize(
    ("accepts", "heading", "of_name"),
    [
        ("organisations", "Who is signing (not published)", "Who is signing (not published)"),
        ("individuals", "Your address (not published)", "What will be public"),
        ("both", "Who is signing", "Who is signing"),
    ],
)
def test_a_name_that_will_be_public_never_stands_under_not_published(
    client: Browser, accepts: str, heading: str, of_name: str
) -> None:
    a_paper(accepts=accepts)

    found = sections(client.get(PATH).text)

    assert heading in found
    assert [name for name, part in found.items() if INPUT in part] == [of_name]


def test_what_an_organisation_is_called_is_an_affiliation_for_an_individual(
    client: Browser,
) -> None:
    a_paper(accepts="individuals")
    alone = client.get(PATH).text
    assert re.search(r'<label for="organisation_name">\s*Affiliation, for identification', alone)

    a_paper("other-doors", accepts="both")
    [label] = re.findall(
        r'<label for="organisation_name">(.*?)</label>',
        client.get("/en/papers/other-doors/endorse").text,
        re.DOTALL,
    )
    assert re.search(r'class="for-organisation">Name of the organisation<', label)
    assert re.search(r'class="for-individual">Affiliation, for identification only <', label)


def test_an_error_of_the_form_leaves_labels_as_they_were(client: Browser) -> None:
    a_paper(accepts="both")
    form = {**FORM, "capacity": "individual", "email": "", "csrf_token": client.mark(PATH)}

    refused = client.post(PATH, data=form)

    assert refused.status_code == 422
    assert 'class="for-individual">Affiliation' in refused.text
    assert "your name is public unless you ask above" in refused.text
