"""What supports a challenge decides what it may do."""

import pytest

from signon.challenges.policy import MOST_OF_ONE_HOUSE, effect_of, settles


@pytest.mark.parametrize(
    ("ground", "shown", "effect"),
    [
        ("established", "hidden", "hidden"),
        ("contact", "hidden", "hidden"),
        ("established", "marked", "contested"),
        ("contact", "marked", "contested"),
        ("domain", "hidden", "none"),
        ("domain", "marked", "none"),
        ("mailbox", "hidden", "none"),
        ("mailbox", "marked", "none"),
        ("freemail", "hidden", "none"),
        ("freemail", "marked", "none"),
        ("disposable", "marked", "none"),
        ("none", "marked", "none"),
    ],
)
def test_effects(ground: str, shown: str, effect: str) -> None:
    assert effect_of(ground, "freemail", shown, before=0, decided=False) == effect


@pytest.mark.parametrize("shown", ["hidden", "marked"])
@pytest.mark.parametrize("ground", ["established", "contact"])
def test_only_a_stronger_ground_than_the_entry_s_own_changes_it(ground: str, shown: str) -> None:
    effects = {
        own: effect_of(ground, own, shown, before=0, decided=False)
        for own in ("checked", "second", "established", "contact", "domain", "mailbox", "none")
    }

    untouched = [own for own, effect in effects.items() if effect == "none"]
    assert untouched == ["checked", "second", "established", "contact"]


@pytest.mark.parametrize("ground", ["established", "contact"])
def test_a_house_that_disputes_half_the_list_changes_nothing_public(ground: str) -> None:
    last = effect_of(ground, "none", "marked", before=MOST_OF_ONE_HOUSE - 1, decided=False)
    one_more = effect_of(ground, "none", "marked", before=MOST_OF_ONE_HOUSE, decided=False)

    assert (last, one_more) == ("contested", "none")


def test_what_a_lead_has_decided_stays_decided_unless_somebody_better_says_so() -> None:
    assert effect_of("established", "none", "hidden", before=0, decided=True) == "none"
    assert settles("established", "contact")
    assert settles("mailbox", "freemail")
    assert not settles("mailbox", "established")
