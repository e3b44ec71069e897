# SPDX-License-Identifier: EUPL-1.2
"""A real OpenID provider (npm oidc-provider, on node) on loopback, and the way of a browser through it."""

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from urllib.parse import urljoin

import requests

from tests.support.nursery import ROOT
from tests.support.smtp import free_port

PROGRAM = ROOT / "tests" / "support" / "provider.mjs"


@dataclass(frozen=True)
class Client:
    """The platform as the provider knows it."""

    id: str
    secret: str


class TestProvider:
    """The running program."""

    __test__ = False

    def __init__(self, issuer: str) -> None:
        self.issuer = issuer

    def wish(self, person: str = "nobody", **more: Any) -> None:
        """Who logs in next, at which `level`; or what is wrong: `claims`, `without`, `signed`, `refuse`."""
        requests.post(f"{self.issuer}/test/wish", json={"person": person, **more}, timeout=5).raise_for_status()

    def register(self, back: str, **more: Any) -> Client:
        """Make the platform known there, as its administrator does (RFC 7591)."""
        facts = {"redirect_uris": [back], "token_endpoint_auth_method": "client_secret_basic", **more}
        made = requests.post(f"{self.issuer}/reg", json=facts, timeout=5)
        assert made.status_code == 201, made.text
        return Client(made.json()["client_id"], made.json().get("client_secret", ""))

    def walk(self, url: str) -> str:
        """Follow the provider's own redirects from an address of it to where it sends the browser back."""
        assert url.startswith(self.issuer), url
        with requests.Session() as browser:
            for _step in range(8):
                answer = browser.get(url, allow_redirects=False, timeout=5)
                assert answer.is_redirect, f"{url}: {answer.status_code} {answer.text[:500]}"
                url = urljoin(url, answer.headers["Location"])
                if not url.startswith(self.issuer):
                    return url
        raise AssertionError("the provider goes round in circles")


@contextmanager
def running_provider() -> Iterator[TestProvider]:
    """The provider, listening; stopped at the end."""
    port = free_port()
    command = ["node", str(PROGRAM), str(port)]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    try:
        assert process.stdout is not None
        assert process.stdout.readline().strip() == "ready"
        yield TestProvider(f"http://127.0.0.1:{port}")
    finally:
        process.kill()
        process.wait(timeout=10)
        if process.stdout is not None:
            process.stdout.close()
