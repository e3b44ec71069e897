# SPDX-License-Identifier: EUPL-1.2
"""A ledger of the test run: seconds, tests and counted requests per part, printed at the end."""

import os
from collections import defaultdict

import pytest

from tests.support.turns import DAY

MOST_REQUESTS = {"isolation": 20_000}
"""So many requests a part may make in one run. What two workers both need is asked twice."""


class Ledger:
    """Adds up the time of all tests per folder below tests/, and the requests of those that count them."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = defaultdict(float)
        self.tests: dict[str, set[str]] = defaultdict(set)
        self.requests: dict[str, int] = defaultdict(int)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        part = report.nodeid.removeprefix("tests/").split("/", maxsplit=1)[0]
        self.seconds[part] += report.duration
        self.tests[part].add(report.nodeid)
        if report.when == "teardown":
            self.requests[part] += sum(count for name, count in report.user_properties if name == "requests")

    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        """A run that asked more than it may is not green."""
        is_bounded = os.environ.get("ISOLATION") != "full"
        if is_bounded and any(self.requests[part] > most for part, most in MOST_REQUESTS.items()):
            session.exitstatus = pytest.ExitCode.TESTS_FAILED

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        """Print the parts, the heaviest first."""
        terminalreporter.section("ledger: seconds of work per part (all workers together)")
        for part, seconds in sorted(self.seconds.items(), key=lambda each: -each[1]):
            terminalreporter.write_line(f"{part:20} {seconds:8.1f} s {len(self.tests[part]):6} tests")
        for part, count in self.requests.items():
            if count:
                most = f" of at most {MOST_REQUESTS[part]}" if part in MOST_REQUESTS else ""
                turn = f"; it was the turn of ISOLATION_DAY={DAY}"
                terminalreporter.write_line(f"{part:20} {count} requests{most}{turn}")
        total = sum(self.seconds.values())
        terminalreporter.write_line(f"{'together':20} {total:8.1f} s {sum(map(len, self.tests.values())):6} tests")
