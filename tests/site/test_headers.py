"""Files keep their names in every script, also with programs that know only ASCII."""

import pytest
from flask import Response

from signon.site.headers import attachment
from tests.factories import a_paper, an_endorsement, rename_paper
from tests.support.clients import Browser


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("ten-doors.csv", 'attachment; filename="ten-doors.csv"'),
        (
            "h5-نداء.csv",
            "attachment; filename=\"h5-nd-.csv\"; filename*=UTF-8''h5-%D9%86%D8%AF%D8%A7%D8%A1.csv",
        ),
        ("é.csv", "attachment; filename=\"e.csv\"; filename*=UTF-8''%C3%A9.csv"),
        ('a"b\r\nc;d/e.csv', 'attachment; filename="a-b-c-d-e.csv"'),
    ],
)
def test_the_name_of_a_file_is_said_in_ascii_and_whole(name: str, written: str) -> None:
    assert attachment(Response(), name).headers["Content-Disposition"] == written


@pytest.mark.parametrize("slug", ["h5-نداء", 'h5-a"b', "h5-é"])
@pytest.mark.parametrize(
    "file",
    ["signatories.csv", "signatories.json", "signatories.xlsx", "priorities.csv"],
)
def test_the_files_of_a_paper_with_an_old_name_are_sent(
    client: Browser, slug: str, file: str
) -> None:
    an_endorsement(a_paper(allows_parts=True))
    rename_paper(slug)

    answer = client.get(f"/papers/{slug}/{file}")

    assert answer.status_code == 200
    assert answer.headers["Content-Disposition"].isascii()
