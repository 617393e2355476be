"""The words by which a challenger states their mandate, with the version that is stored."""

from signon.kernel.words import N_
from signon.submissions.kinds import Words

CURRENT = "2026-11"

AUTHORITY = {
    "2026-11": {
        "organisation": N_("I may speak for this organisation."),
        "individual": N_("I am this person, or may speak for them."),
    },
}

CHALLENGING = Words(
    subject=N_("Please confirm that a signature is wrong: %(title)s"),
    opening=N_(
        "Somebody, we hope you, told us with this address that a signature under “%(title)s” is "
        "wrong. Nobody else has been told yet. This is what was written:"
    ),
    still_waiting=N_(
        "With this address we were told that a signature under “%(title)s” is wrong, and nobody "
        "has confirmed it yet. Nobody else has been told. If it is not wrong, you need not do "
        "anything. This is what was written:"
    ),
    reviewed=N_(
        "When you confirm, the hosts see all of this and decide. Whoever signed may learn that the "
        "entry is contested, but neither your name nor your words. This is what was written:"
    ),
    at_once=N_("When you confirm, the hosts see all of this and decide:"),
    button=N_("Yes, tell the hosts"),
    disown=N_(
        "Somebody has used your address to say that a signature is wrong. Here you take it back. "
        "For a week you can change your mind."
    ),
    disowned=N_("What was said with your address is taken back."),
    over=N_(
        "This link has been used up: what you said was taken back. You can tell the hosts again."
    ),
    begin_again=N_("See the entry"),
)

ENDED = N_("Withdrawn or removed before a decision")
"""What is said instead of an outcome where the entry was gone before a lead had decided."""
