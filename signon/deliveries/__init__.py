"""Documents ready to be handed over: the paper and its signatories, made of public lines."""
