# SPDX-License-Identifier: EUPL-1.2
"""Requests that the platform itself makes to addresses which people typed in, guarded against misuse (SSRF).

A name is resolved once; every address it has must be a public one, and the connection goes to just that address, so
that a name which changes in between leads nowhere else. No redirects, no proxy from the environment, little time and
few bytes. Hosts inside the own network work only when the operator names them (PROVIDER_ALLOWED_HOSTS).
"""

import socket
from dataclasses import dataclass
from datetime import timedelta
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from typing import Any
from urllib.parse import urlsplit

import requests
from requests.adapters import HTTPAdapter
from urllib3 import HTTPConnectionPool, HTTPSConnectionPool, PoolManager
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import NewConnectionError

from samencontroleren.core import clock

TIME_OUT = (3.0, 5.0)
"""Seconds to connect, and to wait for each next part."""
DEADLINE = timedelta(seconds=8)
LARGEST = 256 * 1024
NAT64 = IPv6Network("64:ff9b::/96")
SIX_TO_FOUR = IPv6Network("2002::/16")

Address = IPv4Address | IPv6Address


@dataclass(frozen=True)
class Rule:
    """Where requests may go besides public addresses."""

    allowed_hosts: frozenset[str] = frozenset()
    """Names, in lower case, that may stand in the own network."""
    is_loopback_allowed: bool = False
    """This machine, also without TLS: for demonstration and tests."""

    def is_good(self, url: str) -> bool:
        """Whether an address may be asked at all: https with a host and nothing hidden in it."""
        try:
            parts = urlsplit(url)
            port = parts.port
        except ValueError:
            return False
        if not parts.hostname or parts.username is not None or parts.fragment or port == 0:
            return False
        return parts.scheme == "https" or (parts.scheme == "http" and self._is_here(parts.hostname))

    def choose(self, host: str, port: int) -> str:
        """The address to connect to for a host. Raises OSError when it has none, or one that is not allowed."""
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        addresses = [ip_address(str(each[4][0]).partition("%")[0]) for each in found]
        if not addresses or not all(self._may_reach(host, each) for each in addresses):
            raise OSError(f"{host} is not a public address")
        return str(addresses[0])

    def _may_reach(self, host: str, address: Address) -> bool:
        if self.is_loopback_allowed and address.is_loopback:
            return True
        return host.lower() in self.allowed_hosts or is_public(address)

    def _is_here(self, host: str) -> bool:
        return self.is_loopback_allowed and host in ("127.0.0.1", "localhost", "::1")


def is_public(address: Address) -> bool:
    """Whether an address belongs to the internet at large, also when an IPv4 address is wrapped in it."""
    if isinstance(address, IPv6Address):
        inside = address.ipv4_mapped or address.sixtofour
        if address in NAT64:
            inside = IPv4Address(int(address) & 0xFFFFFFFF)
        if inside is not None:
            return is_public(inside)
    return address.is_global and not address.is_multicast


def guard(client: requests.Session, rule: Rule) -> None:
    """Let a session of `requests` go only where the rule allows. Its errors are all `requests.RequestException`."""
    client.trust_env = False
    client.max_redirects = 0
    client.mount("https://", GuardedAdapter(rule))
    client.mount("http://", GuardedAdapter(rule))


class GuardedAdapter(HTTPAdapter):
    """Connects through the rule, and reads no more than so many bytes in so much time."""

    def __init__(self, rule: Rule) -> None:
        self.rule = rule
        super().__init__(max_retries=0)

    def init_poolmanager(self, connections: int, maxsize: int, block: bool = False, **options: Any) -> None:
        """Pools whose connections choose their address by the rule."""
        self.poolmanager = PoolManager(num_pools=connections, maxsize=maxsize, block=block, **options)
        self.poolmanager.pool_classes_by_scheme = _pools(self.rule)

    def send(self, request: requests.PreparedRequest, *_args: Any, **options: Any) -> requests.Response:
        """One answer, whole. Raises RequestException."""
        if not self.rule.is_good(request.url or ""):
            raise requests.exceptions.InvalidURL("not an address we ask")
        until = clock.real_now() + DEADLINE
        answer = super().send(request, stream=True, timeout=TIME_OUT, verify=options.get("verify", True))
        answer._content = _body(answer, until)
        return answer


def _body(answer: requests.Response, until: Any) -> bytes:
    read = bytearray()
    for part in answer.iter_content(16 * 1024):
        read += part
        if len(read) > LARGEST or clock.real_now() > until:
            answer.close()
            raise requests.exceptions.ContentDecodingError("too much, or too slow")
    return bytes(read)


def _pools(rule: Rule) -> dict[str, Any]:
    """Pools by scheme. The name stays the one that TLS checks; only the connection goes to the chosen address."""

    class Plain(HTTPConnection):
        def _new_conn(self) -> socket.socket:
            return _connect(self, rule, super()._new_conn)

    class Secure(HTTPSConnection):
        def _new_conn(self) -> socket.socket:
            return _connect(self, rule, super()._new_conn)

    class PlainPool(HTTPConnectionPool):
        ConnectionCls = Plain

    class SecurePool(HTTPSConnectionPool):
        ConnectionCls = Secure

    return {"http": PlainPool, "https": SecurePool}


def _connect(connection: Any, rule: Rule, connect: Any) -> socket.socket:
    name = connection._dns_host
    try:
        connection._dns_host = rule.choose(name, connection.port)
    except OSError as error:
        raise NewConnectionError(connection, str(error)) from error
    try:
        opened: socket.socket = connect()
    finally:
        connection._dns_host = name
    return opened
