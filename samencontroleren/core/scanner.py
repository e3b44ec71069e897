# SPDX-License-Identifier: EUPL-1.2
"""Looks for malware: the ClamAV daemon over its own socket, or the built-in check of the demonstration.

`scan` never raises: what could not be looked at wholly is not clean (BIO2 8.07).
"""

import re
import socket
import struct
from dataclasses import dataclass
from enum import StrEnum
from typing import IO, Protocol

import structlog

log = structlog.get_logger()

BUILT_IN = "eicar"
"""The value of CLAMD_ADDRESS that asks for the built-in check."""
CHUNK = 64 * 1024
LONGEST_REPLY = 4096
UNSURE = ("Heuristics.Limits.", "Heuristics.Encrypted.")
"""What clamd calls a file that it could not look through (AlertExceedsMax, AlertEncrypted)."""


class Outcome(StrEnum):
    """What a scan says."""

    CLEAN = "clean"
    FOUND = "found"
    UNSURE = "unsure"
    """Looked at, but not wholly: too large for the scanner, or locked."""
    UNREACHABLE = "unreachable"


@dataclass(frozen=True)
class Scanned:
    """The outcome of a scan, and the name of what was found."""

    outcome: Outcome
    name: str = ""


class Scanner(Protocol):
    """Something that looks for malware."""

    @property
    def name(self) -> str:
        """Which scanner, as kept beside what it looked at."""

    def is_reachable(self) -> bool:
        """Whether it answers now."""

    def scan(self, stream: IO[bytes]) -> Scanned:
        """Look through a stream from where it stands to its end."""


@dataclass(frozen=True)
class Clamd:
    """The ClamAV daemon at a unix socket ("/run/clamav/clamd.ctl") or at "host:port" (protocol: man clamd)."""

    address: str
    patience: float = 20
    """Seconds without any answer before it counts as unreachable."""
    name: str = "clamd"

    def is_reachable(self) -> bool:
        try:
            with self._connect() as opened:
                opened.sendall(b"zPING\0")
                return _reply(opened) == "PONG"
        except OSError:
            return False

    def scan(self, stream: IO[bytes]) -> Scanned:
        try:
            with self._connect() as opened:
                return verdict(_streamed(opened, stream))
        except OSError as error:
            log.warning("scanner_unreachable", error=type(error).__name__)
            return Scanned(Outcome.UNREACHABLE)

    def _connect(self) -> socket.socket:
        if self.address.startswith("/"):
            made, place = socket.socket(socket.AF_UNIX), self.address
            made.settimeout(self.patience)
            try:
                made.connect(place)
            except OSError:
                made.close()
                raise
            return made
        host, _colon, port = self.address.rpartition(":")
        return socket.create_connection((host, int(port)), timeout=self.patience)


def _streamed(opened: socket.socket, stream: IO[bytes]) -> str:
    """Send INSTREAM and give the answer. The daemon hangs up early on a stream it finds too long."""
    try:
        opened.sendall(b"zINSTREAM\0")
        while chunk := stream.read(CHUNK):
            opened.sendall(struct.pack("!L", len(chunk)) + chunk)
        opened.sendall(struct.pack("!L", 0))
    except (BrokenPipeError, ConnectionResetError):
        log.warning("scanner_hung_up")
    return _reply(opened)


def _reply(opened: socket.socket) -> str:
    found = b""
    while not found.endswith(b"\0") and len(found) < LONGEST_REPLY and (part := opened.recv(LONGEST_REPLY)):
        found += part
    return found.rstrip(b"\0\n").decode("utf-8", errors="replace")


def verdict(reply: str) -> Scanned:
    """What an answer of clamd means; only a plain OK is clean."""
    if reply == "stream: OK":
        return Scanned(Outcome.CLEAN)
    found = re.fullmatch(r"stream: (\S+) FOUND", reply)
    if found is None:
        return Scanned(Outcome.UNSURE if "size limit exceeded" in reply else Outcome.UNREACHABLE)
    return Scanned(Outcome.UNSURE if found[1].startswith(UNSURE) else Outcome.FOUND, found[1][:100])


MARK = b"".join((rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-STANDARD-", rb"ANTIVIRUS-TEST-FILE!$H+H*"))
"""The EICAR test text, in two parts so that this very file is no finding."""


@dataclass(frozen=True)
class BuiltIn:
    """Knows the EICAR test file and nothing else: for the demonstration and for tests, never for production."""

    name: str = BUILT_IN

    def is_reachable(self) -> bool:
        return True

    def scan(self, stream: IO[bytes]) -> Scanned:
        before = b""
        while chunk := stream.read(CHUNK):
            if MARK in before + chunk:
                return Scanned(Outcome.FOUND, "Eicar-Test")
            before = chunk[-len(MARK) :]
        return Scanned(Outcome.CLEAN)


def scanner_at(address: str, patience: float) -> Scanner:
    """The scanner that a setting names."""
    return BuiltIn() if address == BUILT_IN else Clamd(address, patience)
