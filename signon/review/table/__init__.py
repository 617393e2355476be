"""The leads' table of signatories: its pages, and whom a search of it finds."""
