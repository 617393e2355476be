"""What sorts of organisation there are; the codes are part of the contract."""

from signon.kernel.words import N_

KINDS: dict[str, str] = {
    "ngo": N_("NGO or association"),
    "network": N_("Network or federation"),
    "union": N_("Trade union"),
    "faith": N_("Faith-based organisation"),
    "diaspora": N_("Diaspora or migrant-led organisation"),
    "academic": N_("University or research institute"),
    "local_authority": N_("Local authority"),
    "business": N_("Business"),
    "other": N_("Other"),
}
