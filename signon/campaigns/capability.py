"""Campaigns move in."""

from signon.campaigns import cli, cohosts, desk, people, routes, settings
from signon.capability import Capability

CAPABILITY = Capability(
    "campaigns",
    blueprints=(routes.pages, desk.pages, people.pages, settings.pages, cohosts.pages),
    slots=(
        "home.papers",
        "campaign.papers",
        "campaign.privacy",
        "desk.campaign",
        "desk.service",
        "co-host.papers",
    ),
    commands=(cli.campaigns, cli.leads),
)
