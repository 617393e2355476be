"""Scheduled work of this capability."""

from datetime import timedelta

from signon.deciding import service
from signon.jobs.schedule import Scheduled

SCHEDULE = (Scheduled("deciding.forget_claims", timedelta(hours=1), service.forget_claims),)
