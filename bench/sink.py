"""A mail server that takes everything and keeps nothing: `python -m bench.sink PORT`.

A line on its standard input is answered by two numbers: how many different mailboxes got mail since
the last one, and the seconds from the first command about a mail to the last answer.
"""

import sys
import time
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session


class Tally:
    """What has come in since the last question."""

    def __init__(self) -> None:
        self.mailboxes: set[str] = set()
        self.first = self.last = 0.0


class Sink:
    """What the server does with a mail: it counts it."""

    def __init__(self) -> None:
        self.tally = Tally()

    async def handle_MAIL(  # noqa: N802 - the server looks for this name
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: Any
    ) -> str:
        self.tally.first = self.tally.first or time.monotonic()
        envelope.mail_from = address
        return "250 fine"

    async def handle_DATA(  # noqa: N802 - as above
        self, _server: SMTP, _session: Session, envelope: Envelope
    ) -> str:
        self.tally.mailboxes.update(envelope.rcpt_tos)
        self.tally.last = time.monotonic()
        return "250 fine"


def main() -> None:
    """Serve until the standard input ends."""
    sink = Sink()
    controller = Controller(sink, hostname="127.0.0.1", port=int(sys.argv[1]))
    controller.start()
    for _ in sys.stdin:
        tally, sink.tally = sink.tally, Tally()
        sys.stdout.write(f"{len(tally.mailboxes)} {tally.last - tally.first}\n")
        sys.stdout.flush()
    controller.stop()


if __name__ == "__main__":
    main()
