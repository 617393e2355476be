"""What this folder refuses."""


class Unreadable(ValueError):
    """What was handed in is no message that can be read; the words say why and name nobody."""
