"""A mail server that takes everything and keeps nothing: `python -m bench.sink PORT`.

A line on its standard input is answered by two numbers: how many different mailboxes got mail since
the last one, and the seconds from the first command about a mail to the last answer.
"""

import socket
import sys
import threading
import time
from typing import BinaryIO

ANSWERS = {
    b"EHLO": b"250-sink\r\n250 8BITMIME\r\n",
    b"DATA": b"354 go on\r\n",
    b"QUIT": b"221 good-bye\r\n",
}


class Tally:
    """What has come in since the last question."""

    def __init__(self) -> None:
        self.mailboxes: set[bytes] = set()
        self.first = self.last = 0.0

    def seconds(self) -> float:
        """Return how long it took."""
        return self.last - self.first


class Sink:
    """The server."""

    def __init__(self, port: int):
        self.tally = Tally()
        self.listener = socket.create_server(("127.0.0.1", port))
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        while True:
            connection, _ = self.listener.accept()
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            threading.Thread(target=self._serve, args=(connection,), daemon=True).start()

    def _serve(self, connection: socket.socket) -> None:
        with connection, connection.makefile("rb") as lines:
            connection.sendall(b"220 sink\r\n")
            mailbox = b""
            while line := lines.readline():
                verb = line[:4].upper()
                if verb == b"MAIL":
                    self.tally.first = self.tally.first or time.monotonic()
                elif verb == b"RCPT":
                    mailbox = line
                connection.sendall(ANSWERS.get(verb, b"250 fine\r\n"))
                if verb == b"DATA":
                    self._take(mailbox, lines)
                    connection.sendall(b"250 fine\r\n")
                elif verb == b"QUIT":
                    return

    def _take(self, mailbox: bytes, lines: BinaryIO) -> None:
        while lines.readline() not in (b".\r\n", b""):
            pass
        self.tally.mailboxes.add(mailbox)
        self.tally.last = time.monotonic()


def main() -> None:
    """Serve until the standard input ends."""
    sink = Sink(int(sys.argv[1]))
    for _ in sys.stdin:
        tally, sink.tally = sink.tally, Tally()
        sys.stdout.write(f"{len(tally.mailboxes)} {tally.seconds()}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
