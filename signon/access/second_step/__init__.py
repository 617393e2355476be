"""The second step of a sign-in: a code of the moment beside the password."""
