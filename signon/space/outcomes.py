"""What an answer has done: worked out from the entry before and after, and said in true words.

The words are chosen by what happened, never by the form that was pressed. Every table here has a
line for each sort of offer and each answer; `tests/space/test_mails.py` walks through all of them.
"""

from dataclasses import dataclass
from enum import StrEnum

from signon.kernel.words import N_
from signon.submissions.states import State


class Standing(StrEnum):
    """Where an entry stands after something was done to it."""

    LISTED = "listed"
    ENTERED = "entered"
    MARKED = "marked"
    TAKEN_OFF = "taken_off"
    WAITING = "waiting"
    HIDDEN = "hidden"


@dataclass(frozen=True)
class Outcome:
    """The sort of offer, the answer, and where the entry stands since then."""

    sort: str
    yes: bool
    standing: Standing


STANDS = {
    Standing.LISTED: N_("The entry stands on the public list as before."),
    Standing.ENTERED: N_("The entry stands on the public list from now on."),
    Standing.MARKED: N_(
        "The entry stands on the public list, marked as contested until the hosts have decided."
    ),
    Standing.TAKEN_OFF: N_(
        "The entry has been taken off the public list until the hosts have looked at it."
    ),
    Standing.WAITING: N_("The entry is not on the public list: the hosts look at it first."),
    Standing.HIDDEN: N_(
        "The entry is contested, and not on the public list until the hosts have decided."
    ),
}

TO_HOLDER = {
    ("successor", True): N_(
        "Your successor has accepted: the endorsement of “%(title)s” has been handed over. Your "
        "name and address are erased from it, your links to it no longer work, and this is the "
        "last message that you get about it."
    ),
    ("successor", False): N_(
        "The person whom you had named as your successor has declined: the endorsement of "
        "“%(title)s” has not been handed over, and you stay its contact."
    ),
    ("colleague", True): N_(
        "You have said yes: your colleague is now the contact for the endorsement of “%(title)s”. "
        "Your name and address are erased from it, your links to it no longer work, and this is "
        "the last message that you get about it."
    ),
    ("colleague", False): N_(
        "You have said no: your colleague does not take over the endorsement of “%(title)s”, and "
        "you stay its contact."
    ),
    ("second", True): N_(
        "The second person has confirmed the endorsement of “%(title)s” for your organisation."
    ),
    ("second", False): N_(
        "The second person has said no, and has not confirmed the endorsement of “%(title)s” for "
        "your organisation."
    ),
}
"""To the one who was the contact when the answer came: by the sort of offer, and a yes or no."""

TO_COLLEAGUE = {
    True: N_(
        "You are now the contact for your organisation's endorsement of “%(title)s”. The one that "
        "you had signed yourself has been set aside, because an organisation is listed only once."
    ),
    False: N_(
        "Your colleague has said no, and stays the contact for your organisation's endorsement of "
        "“%(title)s”."
    ),
}
"""To the one who had asked to become the contact."""

ON_PAGE = {
    ("successor", True): N_(
        "You have taken it over. Whenever you want to correct or withdraw it, let us send you a "
        "link."
    ),
    ("successor", False): N_("You have not taken it over. Your name and address are erased."),
    ("colleague", True): N_(
        "Your colleague has taken it over, and your name and address are erased."
    ),
    ("colleague", False): N_("Your colleague does not take it over: you stay the contact."),
    ("second", True): N_("You have confirmed for your organisation."),
    ("second", False): N_(
        "We have noted that you do not confirm it. Your name and address are erased."
    ),
}
"""To the one who has answered, on the page that follows."""


def standing(before: str, after: str, *, disputed: bool) -> Standing:
    """Return where an entry stands that was in state `before`, and is in `after`.

    Raises `ValueError` for a state in which nobody is told where it stands.
    """
    if after == State.PUBLISHED and disputed:
        return Standing.MARKED
    if after == State.PUBLISHED:
        return Standing.LISTED if before == after else Standing.ENTERED
    if after != State.CONFIRMED:
        raise ValueError(after)
    if before == State.PUBLISHED:
        return Standing.TAKEN_OFF
    return Standing.HIDDEN if disputed else Standing.WAITING
