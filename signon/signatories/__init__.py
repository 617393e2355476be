"""Signatories: the public list of a paper, its filters, files and numbers; it knows lines alone."""
