"""Rules about the second step. Pure: values in, nothing or a refusal out."""

from signon.kernel.errors import DomainError
from signon.kernel.words import N_


class CodeRefused(DomainError):
    """Wrong, too old, or used before: which of them is told to nobody."""

    status = 422
    message = N_(
        "This code was not taken. Each code works once: wait for the next one in your app, and "
        "check that its clock is right."
    )


class PasswordWrong(DomainError):
    """Somebody at a desk left open does not know the password."""

    status = 422
    message = N_("This is not your password.")


class IsSetUp(DomainError):
    """A second step that stands is not replaced, it is turned off first."""

    message = N_("Your account has a second step already.")


class NotSetUp(DomainError):
    """There is nothing to confirm, to renew or to turn off."""

    message = N_("Your account has no second step yet.")


class Overdue(DomainError):
    """The password was given too long ago, or has changed since."""

    status = 401
    message = N_("That took too long. Please sign in again from the beginning.")
