"""The words that people consent to, with a version that is stored beside each consent.

Changing the sense of a sentence means a new version; the old one stays here, so that a consent
given years ago can still be read as it was given.
"""

from signon.kernel.words import N_

CURRENT = "2026-11"

AUTHORITY = {
    "2026-11": N_("I may sign this paper on behalf of the organisation named above."),
}
PUBLISH = {
    "2026-11": N_(
        "I agree that what I have written under “What will be public”, and my name if I sign as "
        "an individual, is published on the list of signatories and in copies of the paper."
    ),
}
UPDATES = {
    "2026-11": N_("Write to me about what becomes of this paper. (I can end this at any time.)"),
}
