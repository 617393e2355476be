"""Review: the leads' rooms for what was signed: every state, contacts, decisions, exports."""
