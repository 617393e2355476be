"""The signatory's space: all that a mailbox has signed, in its owner's hands."""
