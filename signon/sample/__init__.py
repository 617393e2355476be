"""The sample campaign, a tour of its desk, and the local mailbox. Only in the mode `sample`."""
