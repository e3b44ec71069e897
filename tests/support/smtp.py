# SPDX-License-Identifier: EUPL-1.2
"""A real SMTP server on loopback that keeps what arrives."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from email.message import Message

from aiosmtpd.controller import Controller
from aiosmtpd.handlers import Message as MessageHandler


class Keep(MessageHandler):
    """Keeps each message."""

    def __init__(self) -> None:
        super().__init__()
        self.messages: list[Message] = []

    def handle_message(self, message: Message) -> None:
        self.messages.append(message)


def free_port() -> int:
    """A port that nobody listens on at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def serving(handler: Keep | None = None) -> Iterator[tuple[Keep, int]]:
    """The server while the body runs: what it keeps, and its port."""
    keep, chosen = handler or Keep(), free_port()
    controller = Controller(keep, hostname="127.0.0.1", port=chosen)
    controller.start()
    try:
        yield keep, chosen
    finally:
        controller.stop()
