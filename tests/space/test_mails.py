"""What a mail or a page says of an answer is what happened: every combination, in every language.

The combinations come from the tables of the code; the texts in `mails/` were read by a person.
`tests/support/snapshots.py` says how to write them anew.
"""

from itertools import product
from pathlib import Path

import pytest

from signon.extensions import db
from signon.kernel.languages import INTERFACE
from signon.space import outcomes
from signon.space.models import OFFERS
from signon.space.outcomes import Standing
from signon.submissions.states import LIVE, State
from tests.space.arrangements import (
    ANSWERED,
    IS_OVER,
    MAY_BE_ANSWERED,
    OVERTAKEN,
    Case,
    asked,
    reachable,
)
from tests.space.doors import mails
from tests.support import snapshots
from tests.support.clients import Browser

FOLDER = Path(__file__).parent / "mails"

HOUSES = [
    ("sqlite", "en"),
    ("postgresql", "en"),
    *(("sqlite", language) for language in INTERFACE if language != "en"),
]
in_every_language = pytest.mark.parametrize(("app", "language"), HOUSES, indirect=["app"])


def each(cases: list[Case]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("case", cases, ids=lambda case: case.name)


@in_every_language
@pytest.mark.parametrize("sort", OFFERS)
def test_a_question_says_what_is_asked(client: Browser, language: str, sort: str) -> None:
    _row, path = asked(language, sort)

    page = client.get(path)

    texts = [snapshots.of_email(mails()[-1]), snapshots.of_page(page.text)]
    snapshots.compare(FOLDER / language / f"{sort}-asked.txt", "\n".join(texts))


@in_every_language
@each(ANSWERED)
def test_what_is_said_of_an_answer_is_what_happened(
    client: Browser, language: str, case: Case
) -> None:
    row, path = asked(language, case.sort)
    assert case.arrange(row) == row.state
    before = mails()  # one of them may be taken back

    page = client.send(path, {"answer": case.answer})

    assert page.status_code == 200
    news = [snapshots.of_email(mail) for mail in mails() if mail not in before]
    text = "\n".join([snapshots.of_page(page.text), *news])
    snapshots.compare(FOLDER / language / f"{case.name}.txt", text)


@in_every_language
@each(OVERTAKEN)
def test_an_answer_that_comes_too_late_changes_nothing_and_says_so(
    client: Browser, language: str, case: Case
) -> None:
    row, path = asked(language, case.sort)
    mark = client.mark(path)
    state, before = case.arrange(row), len(mails())

    page = client.post(path, data={"csrf_token": mark, "answer": "yes"})

    assert page.status_code == 410
    db.session.expire_all()
    assert (row.state, len(mails())) == (state, before)
    snapshots.compare(FOLDER / language / f"{case.name}.txt", snapshots.of_page(page.text))


def test_every_state_in_which_an_answer_can_arrive_is_tried() -> None:
    """A new state of the path, or a new sort of offer or answer, has to be told here too."""
    tried = {state for state, _how in (*MAY_BE_ANSWERED.values(), *IS_OVER.values())}

    assert tried == reachable()


def test_no_text_is_kept_that_nobody_is_sent() -> None:
    names = {f"{sort}-asked.txt" for sort in OFFERS}
    names |= {f"{case.name}.txt" for case in (*ANSWERED, *OVERTAKEN)}

    for language in INTERFACE:
        assert {path.name for path in (FOLDER / language).iterdir()} == names
    assert {path.name for path in FOLDER.iterdir()} == set(INTERFACE)


def test_each_sort_of_offer_has_its_own_words_for_each_answer() -> None:
    both = set(product(OFFERS, (True, False)))

    for words in (outcomes.TO_HOLDER, outcomes.ON_PAGE):
        assert set(words) == both
        assert len(set(words.values())) == len(both)
    assert set(outcomes.STANDS) == set(Standing)
    assert len(set(outcomes.STANDS.values())) == len(Standing)


def test_where_an_entry_stands_has_a_word_for_whatever_may_happen() -> None:
    standing = [s for s in LIVE if s != State.SUBMITTED]

    told = {
        outcomes.standing(before, after, disputed=disputed)
        for before, after, disputed in product(standing, standing, (True, False))
    }

    assert told == set(Standing)
    for after in set(State) - set(standing):
        with pytest.raises(ValueError, match=after):
            outcomes.standing(State.PUBLISHED, after, disputed=False)
