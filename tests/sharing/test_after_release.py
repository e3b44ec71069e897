# SPDX-License-Identifier: EUPL-1.2
"""After the release of a re-assessment: a gemeente that starts to use the product rides along on it."""

import pytest

from samencontroleren.assessments.kinds import Verdict
from samencontroleren.core.errors import Forbidden
from samencontroleren.sharing import policy, service
from samencontroleren.sharing.kinds import Currency
from tests.sharing.again import Again
from tests.sharing.test_release import use
from tests.support.world import World


@pytest.mark.stage("product")
@pytest.mark.database
def test_who_starts_to_use_the_product_later_rides_along_on_the_newest_result(flow: Again, world: World) -> None:
    product, ciso = world.products[0][0], world["ciso3"].actor
    first = flow.product_release
    second = flow.finish(flow.begin(first, "P-2"), "P-2", Verdict.MEETS)
    for released in (first, second):
        with pytest.raises(Forbidden):
            service.get_release(ciso, released.id, policy.VERDICTS)
    use(world, 3, product)
    page = service.product_page(ciso, product)
    assert page.latest is not None and page.latest.reassessed is not None
    assert (page.latest.release.id, page.latest.currency) == (second.id, Currency.CURRENT)
    facts = {each.requirement_code: (each.code, each.is_carried) for each in page.layer.verdicts or ()}
    assert facts["P-2"] == (Verdict.MEETS, False) and facts["P-1"] == (Verdict.MEETS, True)
    assert second.valid_until == first.valid_until  # until the next round, and no day longer
    [row] = service.list_results(ciso, is_ours=True).rows
    assert row.Release.id == second.id
