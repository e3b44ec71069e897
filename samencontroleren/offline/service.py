# SPDX-License-Identifier: EUPL-1.2
"""What the feature offers to others: making a workbook, reading one back, and taking over what was chosen."""

from samencontroleren.offline.applying import Chosen, apply_import
from samencontroleren.offline.exporting import export_workbook
from samencontroleren.offline.importing import KEPT, Sent, due_imports, expire, get_import, plan_of, start_import
from samencontroleren.offline.planning import Plan, Planned, Unusable
from samencontroleren.offline.tasks import PlannedTask

__all__ = [
    "KEPT",
    "Chosen",
    "Plan",
    "Planned",
    "PlannedTask",
    "Sent",
    "Unusable",
    "apply_import",
    "due_imports",
    "expire",
    "export_workbook",
    "get_import",
    "plan_of",
    "start_import",
]
