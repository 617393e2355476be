"""What a network's secretary typed, cleaned and not yet believed."""

from dataclasses import asdict, dataclass

MOST_MEMBERS = 100


@dataclass(frozen=True)
class MemberDraft:
    """One organisation; `country` is an ISO 3166-1 code, `email` may be empty."""

    name: str
    country: str
    organisation_kind: str
    website: str = ""
    email: str = ""

    def as_json(self) -> dict[str, str]:
        """Return it as JSON can hold it."""
        return asdict(self)


@dataclass(frozen=True)
class NetworkDraft:
    """One list: which network, who writes for it, and its members."""

    network: str
    name: str
    role: str
    email: str
    language: str
    members: tuple[MemberDraft, ...]
