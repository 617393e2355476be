"""Campaigns move in."""

from signon.campaigns import cli, desk, people, routes, settings
from signon.capability import Capability

CAPABILITY = Capability(
    "campaigns",
    blueprints=(routes.pages, desk.pages, people.pages, settings.pages),
    slots=("home.papers", "campaign.papers", "campaign.privacy", "desk.campaign"),
    commands=(cli.campaigns, cli.leads),
)
