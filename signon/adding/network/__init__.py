"""A network's secretary signs for its members: one form, one confirmation, many entries."""
