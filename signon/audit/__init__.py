"""Who did what, when: append-only, hash-chained, free of personal data."""
