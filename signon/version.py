"""Which Signon this is."""

VERSION = "0.3.0"
"""That of `CHANGELOG.md`: the middle number grows when those who run it have something to do."""
