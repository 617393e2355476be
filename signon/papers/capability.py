"""Papers move in."""

from flask_babel import gettext as _

from signon.capability import Capability
from signon.kernel.words import N_
from signon.papers import frame, routes, slots
from signon.papers.cli import papers as commands

KINDS = {
    "position_paper": N_("Position paper"),
    "open_letter": N_("Open letter"),
    "petition": N_("Petition"),
}


def paper_kind_name(code: str) -> str:
    """Return what a kind of paper is called in the language of the page."""
    return _(KINDS[code])


SLOTS = ("paper.opening", "paper.counts", "paper.margin", "paper.after", "desk.paper")

CAPABILITY = Capability(
    "papers",
    blueprints=(routes.pages,),
    slots=SLOTS,
    fills=slots.FILLS,
    commands=(commands,),
    template_functions={"paper_kind_name": paper_kind_name, "frame_of": frame.frame_of},
)
