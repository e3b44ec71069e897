# SPDX-License-Identifier: EUPL-1.2
"""Attack, and write down what came out of it: `python -m tests.attacks` makes attacks.json and attacks.md in build/."""

import sys
from pathlib import Path

import pytest

from samencontroleren import __version__
from samencontroleren.core import clock
from tests.attacks import report

ROOT = Path(__file__).parents[2]
BUILD = ROOT / "build"


class Outcomes:
    """Keeps the outcome of each attack; what fails while it is prepared or cleaned up has failed."""

    def __init__(self) -> None:
        self.found: dict[str, str] = {}

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Take the outcome of one phase of one test."""
        key = dict(report.user_properties).get("attack")
        if key is not None and self.found.get(str(key)) != "failed":
            self.found[str(key)] = report.outcome


def main() -> int:
    """Run the table and write both files; the status of pytest."""
    outcomes = Outcomes()
    status = pytest.main([str(Path(__file__).parent / "test_table.py"), "-q"], plugins=[outcomes])
    facts = (outcomes.found, __version__, clock.now())
    BUILD.mkdir(exist_ok=True)
    (BUILD / "attacks.json").write_text(report.outcome_data(*facts))
    (BUILD / "attacks.md").write_text(report.outcome_page(*facts))
    return int(status)


if __name__ == "__main__":
    sys.exit(main())
