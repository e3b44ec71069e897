# SPDX-License-Identifier: EUPL-1.2
"""Requests to addresses that people typed: public ones only, and little of them."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from ipaddress import ip_address
from typing import Any

import pytest
import requests

from samencontroleren.core import outgoing
from samencontroleren.core.outgoing import Rule

PRODUCTION, HERE = Rule(), Rule(is_loopback_allowed=True)

PRIVATE = (
    "127.0.0.1",
    "10.1.2.3",
    "172.16.0.1",
    "192.168.1.1",
    "169.254.169.254",
    "100.64.0.1",
    "0.0.0.0",  # noqa: S104 -- only looked at
    "224.0.0.1",
    "::1",
    "::",
    "fe80::1",
    "fd00::1",
    "::ffff:10.0.0.1",
    "64:ff9b::a00:1",
    "2002:a00:1::1",
)


@pytest.mark.parametrize("address", PRIVATE)
def test_no_address_of_an_own_network_is_public(address: str) -> None:
    assert not outgoing.is_public(ip_address(address))
    with pytest.raises(OSError, match="not a public"):
        PRODUCTION.choose(address, 443)


def test_addresses_of_the_internet_are(monkeypatch: pytest.MonkeyPatch) -> None:
    assert outgoing.is_public(ip_address("8.8.8.8")) and outgoing.is_public(ip_address("2a00:1450:400e::1"))
    assert outgoing.is_public(ip_address("64:ff9b::808:808"))
    _resolve(monkeypatch, "8.8.8.8")
    assert PRODUCTION.choose("inlog.example", 443) == "8.8.8.8"


def test_one_private_address_among_public_ones_is_enough_to_refuse(monkeypatch: pytest.MonkeyPatch) -> None:
    _resolve(monkeypatch, "8.8.8.8", "10.0.0.1")
    with pytest.raises(OSError, match="not a public"):
        PRODUCTION.choose("inlog.example", 443)
    assert Rule(frozenset(("inlog.example",))).choose("Inlog.Example", 443) == "8.8.8.8"


def _resolve(monkeypatch: pytest.MonkeyPatch, *addresses: str) -> None:
    found = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (each, 443)) for each in addresses]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_args, **_more: found)


@pytest.mark.parametrize(
    "url",
    (
        "http://inlog.example/",
        "ftp://inlog.example/",
        "file:///etc/passwd",
        "https://name:word@inlog.example/",
        "https://inlog.example/#part",
        "https://inlog.example:99999/",
        "https:///path",
        "http://127.0.0.1/",
        "",
    ),
)
def test_only_whole_https_addresses_are_asked(url: str) -> None:
    assert not PRODUCTION.is_good(url)
    assert PRODUCTION.is_good("https://inlog.example:8443/a?b=c")


def test_little_is_read_and_no_redirect_is_followed() -> None:
    with answering() as address, requests.Session() as client:
        outgoing.guard(client, HERE)
        assert client.get(f"{address}/small").json() == {"good": True}
        with pytest.raises(requests.TooManyRedirects):
            client.get(f"{address}/redirect")
        with pytest.raises(requests.RequestException, match="too much"):
            client.get(f"{address}/large")
        outgoing.guard(client, PRODUCTION)
        with pytest.raises(requests.RequestException, match="not an address"):
            client.get(f"{address}/small")
        with pytest.raises(requests.RequestException):
            client.get(f"{address.replace('http', 'https')}/small")


@contextmanager
def answering() -> Iterator[str]:
    """A web server on loopback."""
    server = HTTPServer(("127.0.0.1", 0), Answers)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


class Answers(BaseHTTPRequestHandler):
    """Little, much, or elsewhere."""

    def do_GET(self) -> None:
        is_elsewhere = self.path == "/redirect"
        self.send_response(302 if is_elsewhere else 200)
        if is_elsewhere:
            self.send_header("Location", "/small")
        self.end_headers()
        self._write(b"x" * 400_000 if self.path == "/large" else b'{"good": true}')

    def _write(self, body: bytes) -> None:
        try:
            self.wfile.write(body)
        except OSError:
            self.close_connection = True

    def log_message(self, *_args: Any) -> None:
        """Say nothing."""
