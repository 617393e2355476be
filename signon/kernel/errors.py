"""Refusals a person can understand. Anything else is a bug and ends in a 500."""

from signon.kernel.words import N_


class DomainError(Exception):
    """A rule said no. The message is translated where it is shown, never before."""

    status = 409
    message = N_("That is not possible.")

    def __init__(self, message: str = "", **values: object):
        """Take a message marked with `N_` (else the class's own) and the values for its places."""
        self.message = message or self.message
        self.values = values
        super().__init__(self.message)


class Busy(DomainError):
    """The database did not answer in time; the same request may succeed a little later."""

    status = 503
    retry_after = 5
    message = N_(
        "The service is very busy just now. Nothing is lost: please send the form again in a "
        "few seconds."
    )


class OutOfOrder(Busy):
    """The database does not do what it should, and will not before somebody mends it."""

    retry_after = 60
    message = N_(
        "The service is out of order just now, and nothing was changed. Whoever runs it has been "
        "told. Please try again later."
    )


class Changed(DomainError):
    """Somebody else changed the same row first."""

    message = N_("Somebody else has changed this in the meantime. Please look again.")
