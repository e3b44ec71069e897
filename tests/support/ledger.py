# SPDX-License-Identifier: EUPL-1.2
"""A ledger of the test run: seconds and tests per part, printed at the end."""

from collections import defaultdict

import pytest


class Ledger:
    """Adds up the time of all tests per folder below tests/."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = defaultdict(float)
        self.tests: dict[str, set[str]] = defaultdict(set)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        part = report.nodeid.removeprefix("tests/").split("/", maxsplit=1)[0]
        self.seconds[part] += report.duration
        self.tests[part].add(report.nodeid)

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        """Print the parts, the heaviest first."""
        terminalreporter.section("ledger: seconds of work per part (all workers together)")
        for part, seconds in sorted(self.seconds.items(), key=lambda each: -each[1]):
            terminalreporter.write_line(f"{part:20} {seconds:8.1f} s {len(self.tests[part]):6} tests")
        total = sum(self.seconds.values())
        terminalreporter.write_line(f"{'together':20} {total:8.1f} s {sum(map(len, self.tests.values())):6} tests")
