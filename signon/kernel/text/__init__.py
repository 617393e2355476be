"""Text of every script: put in order, folded to be found, made fit to be shown."""
