"""Rounds: when a text was changed in substance, whoever signed an older one is asked again."""
