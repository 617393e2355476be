"""Papers: the texts to stand under, their versions and translations."""
