# SPDX-License-Identifier: EUPL-1.2
"""What the tour shows per persona: the place (an address, or one that `tour` finds), what to try, what one will see."""

from samencontroleren.demonstration.stops_gemeenten import GEMEENTEN
from samencontroleren.demonstration.stops_shared import Stop
from samencontroleren.demonstration.stops_suppliers import SUPPLIERS
from samencontroleren.demonstration.stops_vng import VNG

STOPS: dict[str, tuple[Stop, ...]] = {**SUPPLIERS, **GEMEENTEN, **VNG}
"""By persona."""
