"""The sample campaign and the local mailbox. They move in only when the mode is `sample`."""
