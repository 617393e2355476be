"""Why a backup cannot be written or restored, in one line for whoever runs the command."""


class BackupError(Exception):
    """It cannot be done; nothing was changed. The message says why, and what to do."""
