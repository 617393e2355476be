"""Who may come in: leads' accounts, sign-in, sessions, roles, doors and limits."""
