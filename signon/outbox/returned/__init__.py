"""Mail that came back: what its report says, and which of our mails and mailboxes it is about."""
