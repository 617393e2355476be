"""Updates to signatories: written in several languages, sent once to each who asked for them."""
