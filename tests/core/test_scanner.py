# SPDX-License-Identifier: EUPL-1.2
"""The scanner against a real ClamAV daemon: found, clean, locked, too large, gone; and the built-in check."""

import io
import os
import socket
import threading
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from samencontroleren.core.scanner import MARK, BuiltIn, Clamd, Outcome, Scanned, scanner_at, verdict
from tests.evidence.files import pdf
from tests.support import clamd


@pytest.fixture(scope="module")
def daemon() -> Iterator[Clamd]:
    """A daemon for this module."""
    program = clamd.find_clamd()
    if program is None:
        pytest.skip("clamd (Debian: clamav-daemon) is not on this machine")
    with clamd.running(program) as found:
        yield found


def packed(content: bytes) -> bytes:
    """The content in a zip."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("stuk.txt", content)
    return out.getvalue()


def locked() -> bytes:
    """A zip whose entry says it has a password."""
    made = bytearray(packed(b"geheim" * 100))
    made[6] |= 1
    made[made.index(b"PK\x01\x02") + 8] |= 1
    return bytes(made)


@pytest.mark.parametrize(
    ("content", "outcome"),
    [
        (b"Ons beleid.", Outcome.CLEAN),
        (b"", Outcome.CLEAN),
        (pdf(2), Outcome.CLEAN),
        (MARK, Outcome.FOUND),
        (packed(b"a" * 2000 + MARK), Outcome.FOUND),
        (os.urandom(1024) * 2048, Outcome.CLEAN),
        (locked(), Outcome.UNSURE),
        (b"0" * (31 * 1024 * 1024), Outcome.UNSURE),
    ],
    ids=["text", "empty", "pdf", "eicar", "eicar in zip", "2 MB", "password", "too large"],
)
def test_a_real_daemon(daemon: Clamd, content: bytes, outcome: Outcome) -> None:
    assert daemon.scan(io.BytesIO(content)).outcome is outcome


def test_a_real_daemon_names_what_it_found(daemon: Clamd) -> None:
    assert daemon.is_reachable()
    assert daemon.scan(io.BytesIO(MARK)).name.startswith("Eicar-Own-Test")


def test_a_daemon_that_is_not_there(tmp_path: Path) -> None:
    for address in (str(tmp_path / "none.ctl"), "127.0.0.1:1"):
        scanner = scanner_at(address, 1)
        assert not scanner.is_reachable()
        assert scanner.scan(io.BytesIO(b"x")) == Scanned(Outcome.UNREACHABLE)


def test_a_daemon_that_says_nothing_is_unreachable() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        held: list[socket.socket] = []
        listener = threading.Thread(target=lambda: held.append(server.accept()[0]))
        listener.start()
        found = Clamd(f"127.0.0.1:{server.getsockname()[1]}", 0.2).scan(io.BytesIO(b"x"))
        listener.join()
        for each in held:
            each.close()
    assert found.outcome is Outcome.UNREACHABLE


@pytest.mark.parametrize(
    ("reply", "outcome"),
    [
        ("stream: OK", Outcome.CLEAN),
        ("stream: Win.Test-1 FOUND", Outcome.FOUND),
        ("stream: Heuristics.Encrypted.PDF FOUND", Outcome.UNSURE),
        ("stream: Heuristics.Limits.Exceeded.MaxFileSize FOUND", Outcome.UNSURE),
        ("INSTREAM size limit exceeded. ERROR", Outcome.UNSURE),
        ("stream: OK ERROR", Outcome.UNREACHABLE),
        ("", Outcome.UNREACHABLE),
    ],
)
def test_only_a_plain_ok_is_clean(reply: str, outcome: Outcome) -> None:
    assert verdict(reply).outcome is outcome


def test_the_built_in_check_finds_the_test_text_across_pieces() -> None:
    for start in (0, 64 * 1024 - 10, 64 * 1024):
        assert BuiltIn().scan(io.BytesIO(b"a" * start + MARK)).outcome is Outcome.FOUND
    assert BuiltIn().scan(io.BytesIO(MARK[:-1] + b"?")).outcome is Outcome.CLEAN
