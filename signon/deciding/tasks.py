"""Scheduled work of this capability."""

from datetime import timedelta

from signon.deciding import bulk, notices, service
from signon.jobs.schedule import Scheduled

HANDLERS = {**bulk.HANDLERS, **notices.HANDLERS}
SCHEDULE = (
    Scheduled("deciding.forget_claims", timedelta(hours=1), service.forget_claims),
    Scheduled("deciding.digests", timedelta(minutes=15), notices.make_digests, mails=True),
    Scheduled("deciding.thresholds", timedelta(minutes=10), notices.tell_thresholds, mails=True),
)
