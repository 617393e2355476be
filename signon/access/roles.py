"""What a person may be in a campaign."""

from enum import StrEnum

from signon.kernel.words import N_


class Role(StrEnum):
    """A lead's role. What one role may, a role that includes it may too."""

    VIEWER = "viewer"
    TRANSLATOR = "translator"
    EXPORTER = "exporter"
    MODERATOR = "moderator"
    EDITOR = "editor"
    OWNER = "owner"

    def includes(self, other: "Role") -> bool:
        """Tell whether somebody with this role may do what `other` may."""
        return other in _INCLUDED[self]


# A mapping and not a rank: a translator and an exporter stand beside a reviewer, not below.
_INCLUDED: dict[Role, frozenset[Role]] = {
    Role.VIEWER: frozenset({Role.VIEWER}),
    Role.TRANSLATOR: frozenset({Role.VIEWER, Role.TRANSLATOR}),
    Role.EXPORTER: frozenset({Role.VIEWER, Role.EXPORTER}),
    Role.MODERATOR: frozenset({Role.VIEWER, Role.MODERATOR}),
    Role.EDITOR: frozenset(Role) - {Role.OWNER},
    Role.OWNER: frozenset(Role),
}

NAMES = {
    Role.VIEWER: N_("viewer: may see everything but e-mail addresses"),
    Role.TRANSLATOR: N_("translator: may also translate papers, and sees no e-mail address"),
    Role.EXPORTER: N_("exporter: may also take lists with e-mail addresses"),
    Role.MODERATOR: N_("reviewer: may decide what is published"),
    Role.EDITOR: N_("editor: may also write papers"),
    Role.OWNER: N_("owner: may do everything, and invite others"),
}
"""What each role is called to the person who gets it, marked for translation."""
