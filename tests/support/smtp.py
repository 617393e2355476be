"""A mail server for tests, on a real socket: keeps what it gets and answers as it is told.

It runs in threads of the test (`sink()`), or as a process of its own where speed is measured
(`sink_process()`).
"""

import socket
import ssl
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage
from functools import cached_property
from math import inf
from pathlib import Path
from typing import Any, BinaryIO

ANSWERS = {
    "CONNECT": "220 sink.test ESMTP",
    "STARTTLS": "220 go on",
    "AUTH": "235 2.7.0 welcome",
    "DATA": "354 go on",
    "QUIT": "221 2.0.0 good-bye",
}
"""What is not named here is answered by `250`."""


@dataclass
class Rule:
    """What to do at a command instead of, or before, the ordinary answer."""

    command: str
    reply: str = ""
    times: float = inf
    containing: str = ""
    cut: bool = False
    pause: float = 0
    drip: float = 0


@dataclass(frozen=True)
class Mail:
    """One mail as it came in; `accepted` if it was answered by 250."""

    sender: str
    recipients: tuple[str, ...]
    raw: bytes
    accepted: bool

    @cached_property
    def message(self) -> EmailMessage:
        """The mail as a reader's program understands it, taken apart once."""
        return message_from_bytes(self.raw, policy=policy.default)

    @property
    def message_id(self) -> str:
        """Return its Message-ID."""
        return str(self.message["Message-ID"])

    def text(self, subtype: str = "plain") -> str:
        """Return the decoded text of its plain or HTML part, lines ended by a plain newline."""
        part = self.message.get_body((subtype,))
        assert part is not None
        return str(part.get_content()).replace("\r\n", "\n")


class Sink:
    """The server: `tell` it how to answer, then look at `mails`."""

    def __init__(
        self,
        port: int = 0,
        tls: ssl.SSLContext | None = None,
        auth: bool = False,
        implicit: bool = False,
    ):
        self.tls, self.auth, self.implicit = tls, auth, implicit
        self.rules: list[Rule] = []
        self.mails: list[Mail] = []
        self.commands: list[str] = []
        self.connections = 0
        self.stopped = threading.Event()
        self._lock = threading.Lock()
        self._open: set[socket.socket] = set()
        self._listener = socket.create_server(("127.0.0.1", port), backlog=64)
        self.port: int = self._listener.getsockname()[1]
        threading.Thread(target=self._listen, daemon=True).start()

    def tell(self, command: str, reply: str = "", **details: float | str) -> None:
        """Add a rule; rules are tried in the order of their making."""
        self.rules.append(Rule(command, reply, **details))

    @property
    def accepted(self) -> list[Mail]:
        """Return the mails answered by 250."""
        return [mail for mail in self.mails if mail.accepted]

    def recipients(self) -> list[str]:
        """Return to whom mails were accepted, in order."""
        return [address for mail in self.accepted for address in mail.recipients]

    def stop(self) -> None:
        """Close the port and every connection."""
        self.stopped.set()
        with suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        with self._lock:
            for connection in self._open:
                with suppress(OSError):
                    connection.shutdown(socket.SHUT_RDWR)

    def rule(self, command: str, line: str) -> Rule:
        """Return the rule for a command, used up once; one without effect when there is none."""
        with self._lock:
            for rule in self.rules:
                if rule.command == command and rule.times > 0 and rule.containing in line:
                    rule.times -= 1
                    return rule
        return Rule(command)

    def _listen(self) -> None:
        while not self.stopped.is_set():
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            with self._lock:
                self.connections += 1
            threading.Thread(target=self._serve, args=(connection,), daemon=True).start()

    def _serve(self, connection: socket.socket) -> None:
        session = Session(self, connection)
        with self._lock:
            self._open.add(connection)
        with suppress(OSError, CutError):
            session.run()
        with self._lock:
            self._open.discard(connection)
        session.close()


class CutError(Exception):
    """The connection is to be cut here."""


class Session:
    """One connection."""

    def __init__(self, sink: Sink, connection: socket.socket):
        self.sink, self.connection = sink, connection
        self.lines: BinaryIO = connection.makefile("rb")
        self.sender, self.recipients = "", list[str]()

    def run(self) -> None:
        if self.sink.implicit:
            self._wrap()
        self._answer("CONNECT", "")
        while line := self.lines.readline().decode("utf-8", "replace").strip():
            command = line.partition(" ")[0].upper()
            self.sink.commands.append(command + line[len(command) :])
            code = self._answer(command, line)
            if command == "QUIT" or code == "421":
                return
            if code[:1] in "23":
                self._accept(command, line)

    def close(self) -> None:
        self.lines.close()
        self.connection.close()

    def _answer(self, command: str, line: str) -> str:
        """Answer a command; return the code. Raise `CutError` where the rule says so."""
        rule = self.sink.rule(command, line)
        if rule.pause and self.sink.stopped.wait(rule.pause):
            raise CutError
        if rule.cut:
            raise CutError
        reply = rule.reply or self._ordinary(command)
        octets = reply.replace("\n", "\r\n").encode() + b"\r\n"
        for piece in [octets] if not rule.drip else [bytes([one]) for one in octets]:
            self.connection.sendall(piece)
            if rule.drip and self.sink.stopped.wait(rule.drip):
                raise CutError
        return reply[:3]

    def _ordinary(self, command: str) -> str:
        if command != "EHLO":
            return ANSWERS.get(command, "250 2.0.0 fine")
        offers = [
            "250-sink.test",
            *(["250-STARTTLS"] if self.sink.tls else []),
            *(["250-AUTH PLAIN LOGIN"] if self.sink.auth else []),
            "250 8BITMIME",
        ]
        return "\n".join(offers)

    def _accept(self, command: str, line: str) -> None:
        if command == "MAIL":
            self.sender, self.recipients = _address(line), []
        elif command == "RCPT":
            self.recipients.append(_address(line))
        elif command == "DATA":
            self._take_mail()
        elif command == "STARTTLS":
            self._wrap()

    def _wrap(self) -> None:
        assert self.sink.tls is not None
        self.lines.close()
        self.connection = self.sink.tls.wrap_socket(self.connection, server_side=True)
        self.lines = self.connection.makefile("rb")

    def _take_mail(self) -> None:
        lines = list(self._body())
        raw = b"".join(line[1:] if line.startswith(b".") else line for line in lines)
        sender, recipients = self.sender, tuple(self.recipients)
        if any(len(line) > 1000 for line in lines):
            self.connection.sendall(b"500 5.6.0 line too long\r\n")
            return
        try:
            code = self._answer("BODY", " ".join(recipients))
        except CutError:
            self.sink.mails.append(Mail(sender, recipients, raw, accepted=False))
            raise
        self.sink.mails.append(Mail(sender, recipients, raw, accepted=code == "250"))

    def _body(self) -> Iterator[bytes]:
        """Yield the lines of a mail. Raise `CutError` when whoever sends it is killed meanwhile."""
        while (line := self.lines.readline()) != b".\r\n":
            if not line:
                raise CutError
            yield line


def _address(line: str) -> str:
    return line.partition("<")[2].partition(">")[0]


@contextmanager
def sink(port: int = 0, **offers: Any) -> Iterator[Sink]:
    """Yield a mail server that ends with the block."""
    server = Sink(port, **offers)
    try:
        yield server
    finally:
        server.stop()


class RemoteSink:
    """A mail server in a process of its own."""

    def __init__(self, process: "subprocess.Popen[str]"):
        self.process = process
        self.port = self._ask()

    def count(self) -> int:
        """Return how many mails it has accepted."""
        assert self.process.stdin is not None
        self.process.stdin.write("\n")
        self.process.stdin.flush()
        return self._ask()

    def _ask(self) -> int:
        assert self.process.stdout is not None
        return int(self.process.stdout.readline())


@contextmanager
def sink_process() -> Iterator[RemoteSink]:
    """Yield a mail server that runs as a process of its own and ends with the block."""
    root = Path(__file__).resolve().parents[2]
    command = [sys.executable, "-m", "tests.support.smtp"]
    with subprocess.Popen(
        command, cwd=root, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        yield RemoteSink(process)
        process.communicate("", timeout=10)


def main() -> None:
    """Serve until the standard input ends; answer each of its lines by the number of mails."""
    with sink() as server:
        sys.stdout.write(f"{server.port}\n")
        sys.stdout.flush()
        for _ in sys.stdin:
            sys.stdout.write(f"{len(server.mails)}\n")
            sys.stdout.flush()


if __name__ == "__main__":
    main()
