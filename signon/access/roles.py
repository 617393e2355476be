"""What a person may be in a campaign."""

from enum import StrEnum

from signon.kernel.words import N_


class Role(StrEnum):
    """A lead's role. What one role may, a role that includes it may too."""

    VIEWER = "viewer"
    MODERATOR = "moderator"
    EDITOR = "editor"
    OWNER = "owner"

    def includes(self, other: "Role") -> bool:
        """Tell whether somebody with this role may do what `other` may."""
        return other in _INCLUDED[self]


# A mapping and not a rank: a translator or an exporter will stand beside the others, not between.
_INCLUDED: dict[Role, frozenset[Role]] = {
    Role.VIEWER: frozenset({Role.VIEWER}),
    Role.MODERATOR: frozenset({Role.VIEWER, Role.MODERATOR}),
    Role.EDITOR: frozenset({Role.VIEWER, Role.MODERATOR, Role.EDITOR}),
    Role.OWNER: frozenset(Role),
}

NAMES = {
    Role.VIEWER: N_("viewer: may see everything but e-mail addresses"),
    Role.MODERATOR: N_("moderator: may decide what is published"),
    Role.EDITOR: N_("editor: may also write papers"),
    Role.OWNER: N_("owner: may do everything, and invite others"),
}
"""What each role is called to the person who gets it, marked for translation."""
