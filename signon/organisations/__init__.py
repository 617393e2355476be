"""Organisations: who may stand under a paper, as records and not as free text."""
