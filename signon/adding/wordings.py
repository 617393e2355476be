"""How it is said by which channel somebody signed: to leads, and to whoever signed."""

from signon.kernel.words import N_

CHANNELS = {
    "email": N_("by e-mail"),
    "paper": N_("on paper"),
    "phone": N_("by phone"),
}

TOLD = {
    "email": N_(
        "%(host)s has written down that you endorse “%(title)s”, because you said so by e-mail on "
        "%(day)s. This is the entry:"
    ),
    "paper": N_(
        "%(host)s has written down that you endorse “%(title)s”, because you signed on paper on "
        "%(day)s. This is the entry:"
    ),
    "phone": N_(
        "%(host)s has written down that you endorse “%(title)s”, because you said so by phone on "
        "%(day)s. This is the entry:"
    ),
}
"""By channel: %(host)s, %(title)s of the paper, %(day)s."""
