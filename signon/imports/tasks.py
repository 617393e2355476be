"""Work of the worker: lists written, undone and asked; what they held forgotten in time."""

from datetime import timedelta

from signon.imports import running, service
from signon.jobs.schedule import Scheduled

HANDLERS = running.HANDLERS
SCHEDULE = (Scheduled("imports.forget_old", timedelta(days=1), service.forget_old),)
