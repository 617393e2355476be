"""Deliveries move in: documents of a paper and its signatories, and the leads' room for them."""

from signon.access.roles import Role
from signon.capability import Capability
from signon.deliveries import desk
from signon.kernel.words import N_
from signon.rooms import Room

CAPABILITY = Capability(
    "deliveries",
    blueprints=(desk.pages,),
    rooms=(
        Room(N_("Documents"), 85, "documents.documents", Role.VIEWER, within=("documents.make",)),
    ),
)
