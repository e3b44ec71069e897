# SPDX-License-Identifier: EUPL-1.2
"""On which days digests go out: working days of the scheme. The digests themselves are made by `notifications`."""

from samencontroleren.core import clock
from samencontroleren.notifications import digests
from samencontroleren.parameters import service as parameters
from samencontroleren.rounds.working_days import is_working_day


def due_digests() -> list[digests.DigestKey]:
    """Whose digest is due today; nobody's in weekends and on holidays."""
    today = clock.today()
    return digests.due_digests(today) if is_working_day(today, parameters.free_days_on()) else []
