"""Updates to signatories."""
