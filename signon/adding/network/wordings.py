"""The words by which a network's secretary answers for its members; those of the shared path."""

from signon.kernel.words import N_
from signon.submissions.kinds import Words

CURRENT = "2026-11"

AUTHORITY = {
    "2026-11": N_(
        "Each of these organisations has told our network that it endorses this paper and agrees "
        "that its name is published on the list of signatories."
    ),
}

SENDING = Words(
    subject=N_("Please confirm your members' endorsements: %(title)s"),
    opening=N_(
        "Somebody, we hope you, sent us with this address a list of organisations that endorse "
        "“%(title)s” through their network. Nothing is public yet. This is the list:"
    ),
    still_waiting=N_(
        "With this address a list of organisations was sent that endorse “%(title)s” through their "
        "network, and nobody has confirmed it yet. Nothing is public. This is the list:"
    ),
    reviewed=N_("When you confirm, the hosts look at each of these organisations:"),
    at_once=N_(
        "When you confirm, the hosts look at each of these organisations. On the list they are "
        "marked “through its network”; those whose address you gave are told, and may correct or "
        "withdraw their entry themselves:"
    ),
    button=N_("Yes, they endorse it"),
    disown=N_(
        "Somebody has used your address to send a list of organisations. Here you take it back. "
        "For a week you can change your mind."
    ),
    disowned=N_("The list that was sent with your address is taken back."),
    over=N_("This link has been used up: the list was taken back. You can send one again."),
    begin_again=N_("Send a list"),
)
