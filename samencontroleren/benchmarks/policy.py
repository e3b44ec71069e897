# SPDX-License-Identifier: EUPL-1.2
"""Who reads a comparison: the supplier it was made for."""

from sqlalchemy import ColumnElement, and_

from samencontroleren.benchmarks.models import Benchmark
from samencontroleren.core.access import always, permission
from samencontroleren.organisations.actor import Actor


@permission("benchmark:view", Benchmark)
def VIEW(actor: Actor) -> ColumnElement[bool]:
    """The supplier's own people, whatever their role."""
    return and_(Benchmark.vendor_id.in_(actor.vendor_ids), always(actor.is_vendor))
