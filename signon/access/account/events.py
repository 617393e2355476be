"""What this floor tells of accounts."""

from dataclasses import dataclass

from signon.access.roles import Role


@dataclass(frozen=True)
class RoleChanged:
    """A lead has another role in a campaign from now on, or none any more.

    `account` and `actor`, who changed it, are public ids; `campaign_id` is a row number.
    """

    account: str
    campaign_id: int
    role: Role | None
    actor: str
