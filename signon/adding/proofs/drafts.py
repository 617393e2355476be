"""A file as it was sent along, checked."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Upload:
    """A file that may be kept: its `kind` is one of `models.KINDS`."""

    kind: str
    name: str
    content: bytes = field(repr=False)
