"""What supports a challenge decides what it may do."""

import pytest

from signon.challenges.policy import MOST_OF_ONE_HOUSE, effect_of, settles


@pytest.mark.parametrize(
    ("evidence", "shown", "effect"),
    [
        ("domain", "hidden", "hidden"),
        ("contact", "hidden", "hidden"),
        ("domain", "marked", "contested"),
        ("contact", "marked", "contested"),
        ("mailbox", "hidden", "none"),
        ("mailbox", "marked", "contested"),
        ("freemail", "hidden", "none"),
        ("freemail", "marked", "none"),
        ("disposable", "marked", "none"),
        ("none", "marked", "none"),
    ],
)
def test_effects(evidence: str, shown: str, effect: str) -> None:
    assert effect_of(evidence, shown, before=0, decided=False) == effect


@pytest.mark.parametrize("evidence", ["domain", "contact", "mailbox"])
def test_a_house_that_contests_half_the_list_changes_nothing_public(evidence: str) -> None:
    last = effect_of(evidence, "marked", before=MOST_OF_ONE_HOUSE - 1, decided=False)
    one_more = effect_of(evidence, "marked", before=MOST_OF_ONE_HOUSE, decided=False)

    assert (last, one_more) == ("contested", "none")


def test_what_a_lead_has_decided_stays_decided_unless_somebody_better_says_so() -> None:
    assert effect_of("domain", "hidden", before=0, decided=True) == "none"
    assert settles("domain", "contact")
    assert settles("mailbox", "freemail")
    assert not settles("mailbox", "domain")
