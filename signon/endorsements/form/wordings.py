"""The words that people consent to, and what the shared e-mails and pages say of signing.

A consent has a version that is stored beside it. Changing the sense of such a sentence means a new
version; the old one stays here, so that a consent given years ago can still be read as it was
given.
"""

from signon.kernel.words import N_
from signon.submissions.kinds import DeferredWords, Words

CURRENT = "2026-11"
"""Of mandate and updates."""
PUBLISH_CURRENT = "2026-11b"
"""Of what is published, and what is kept."""

AUTHORITY = {
    "2026-11": N_("I may sign this paper on behalf of the organisation named above."),
    "hosts": N_("The hosts were told so by e-mail, on paper or by phone."),
    "network": N_("The organisation's network has said so."),
    "import": N_("The hosts brought in a list on which the organisation had signed."),
}
"""By version; the last three are what others say who wrote an endorsement down (`entering`)."""
_FOR_EITHER = N_(
    "I agree that what I have written under “What will be public”, and my name if I sign as "
    "an individual, is published on the list of signatories and in copies of the paper."
)
_TOLD_HOSTS = N_("The hosts were told by e-mail, on paper or by phone that this is published.")
_TOLD_NETWORK = N_("The organisation's network has said that this is published.")
_TOLD_LIST = N_("The hosts brought in a list on which it was signed that this is published.")
PUBLISH = {
    "hosts": {"organisation": _TOLD_HOSTS, "individual": _TOLD_HOSTS},
    "network": {"organisation": _TOLD_NETWORK, "individual": _TOLD_NETWORK},
    "import": {"organisation": _TOLD_LIST, "individual": _TOLD_LIST},
    "2026-11": {"organisation": _FOR_EITHER, "individual": _FOR_EITHER},
    "2026-11b": {
        "organisation": N_(
            "I agree that the name of the organisation, and all that I have written under “What "
            "will be public”, is published on the list of signatories and in copies of the paper."
        ),
        "individual": N_(
            "I agree that my name, and all that I have written under “What will be public”, is "
            "published on the list of signatories and in copies of the paper. If I ask not to "
            "show my name, I am counted with my country, and my name is not published."
        ),
    },
}
"""By version and capacity; who agreed in which language is said by the row, or by the trail when
the capacity was changed."""
KEPT = {
    "2026-11": {"organisation": "", "individual": ""},
    "2026-11b": {
        "organisation": N_(
            "Not published are the name, role and address of whoever signs for the organisation. "
            "%(host)s holds them, to check the mandate and to write about this endorsement."
        ),
        "individual": N_(
            "Not published is the address of whoever signs as an individual. %(host)s holds it, "
            "to write about this endorsement."
        ),
    },
}
"""What stood beside it: what is not published, and who holds it. Until when stood there too, and is
kept with the contact."""
UPDATES = {
    "2026-11": N_("Write to me about what becomes of this paper. (I can end this at any time.)"),
    "import": N_("The list that the hosts brought in says that updates are wanted."),
}

CO_HOST = {
    "2026-11": N_(
        "%(name)s, which hosts this campaign too, may see my name, role and e-mail address, and "
        "write to me about this paper and this campaign. (I can take this back at any time.)"
    ),
}
"""Of each co-host by its name; whoever is named later was agreed to by nobody before."""

SIGNING = Words(
    subject=N_("Please confirm your endorsement: %(title)s"),
    opening=N_(
        "Somebody, we hope you, filled in the form for “%(title)s” with this address. "
        "Nothing is public yet. This is what will be published:"
    ),
    still_waiting=N_(
        "With this address the form for “%(title)s” was filled in, and nobody has confirmed "
        "it yet. Nothing is public. If you do not want to sign, you need not do anything. "
        "This is what would be published:"
    ),
    reviewed=N_("When you confirm, the hosts look at it; then exactly this is published:"),
    at_once=N_("When you confirm, exactly this is published:"),
    button=N_("Yes, confirm and publish"),
    disown=N_(
        "Somebody has used your address to sign. Here you take it back, whether or not it has "
        "been published. For a week you can change your mind."
    ),
    disowned=N_("What was signed with your address is taken back."),
    over=N_("This link has been used up: what it stood for was taken back. You can sign again."),
    begin_again=N_("Sign again"),
)

KEEPING_A_PLACE = DeferredWords(
    subject=N_("A place is kept: %(title)s"),
    opening=N_(
        "Somebody, we hope you, asked with this address to keep a place under “%(title)s” "
        "for an organisation that decides on %(day)s. The place is kept, and on that day we "
        "ask."
    ),
    opening_since=N_(
        "Somebody, we hope you, asked with this address to keep a place under “%(title)s” for an "
        "organisation that wanted to decide on %(day)s. The place is kept."
    ),
    shown=N_("Nothing is public, and nothing is counted. This is what will be published:"),
    how_long=N_(
        "You may forward this message to the person who decides: the link shows what will be "
        "published, and a button confirms it. Opening it changes nothing. It works until "
        "%(moment)s."
    ),
    reminder_subject=N_("Do you sign? %(title)s"),
    reminder=N_(
        "Your organisation wanted to decide on %(day)s whether it signs “%(title)s”. Its place "
        "is kept, and nothing is public. If it signs, please open the link and confirm. If it "
        "does not, you need not do anything. This is what would be published:"
    ),
    reminder_how_long=N_(
        "You may forward this message to the person who decides. It can be confirmed until "
        "%(moment)s; if nobody does, the place is given up, and what was typed is deleted on "
        "%(end)s. Opening the link changes nothing."
    ),
    on_page=N_(
        "%(name)s asked for this place on %(day)s. Has your organisation decided to sign? Then "
        "confirm here, whoever of you it is."
    ),
)
