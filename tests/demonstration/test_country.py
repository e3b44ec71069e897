# SPDX-License-Identifier: EUPL-1.2
"""The whole country, filled once: as many of everything as was promised, spread as it is in earnest."""

from pathlib import Path

from sqlalchemy import func, select

from samencontroleren.accounts.models import ApiClient
from samencontroleren.assessments.kinds import ResultCode
from samencontroleren.core import clock, trail
from samencontroleren.core.db import session
from samencontroleren.demonstration import fill, usages
from samencontroleren.organisations.kinds import OrganisationKind, PlanState
from samencontroleren.organisations.models import Merger, Organisation
from samencontroleren.parameters.models import ParameterValue
from samencontroleren.rounds.kinds import DossierState, RoundState
from samencontroleren.rounds.models import ConflictOfInterest, Dossier, Round
from samencontroleren.sharing.models import Release
from samencontroleren.usage.kinds import UsageState
from samencontroleren.usage.models import Usage
from samencontroleren.vendors.kinds import Category
from samencontroleren.vendors.models import Product, SupplierChange
from tests.demonstration.conftest import demo_app, opened_once


def test_the_whole_country(tmp_path: Path) -> None:
    app = demo_app(tmp_path, is_bare=True)
    with opened_once():
        counts = fill.fill(app)
    assert (counts["vendors"], counts["products"], counts["rounds"]) == (60, 160, 3)
    with app.extensions["database"].unit(write=False):
        _check_spread()
        _check_happenings()
        found = trail.verify()
        assert found.fault is None and found.unsealed == 0 and found.sealed > 20_000
    app.extensions["database"].engine.dispose()


def _check_spread() -> None:
    towns = select(func.count()).where(Organisation.kind == OrganisationKind.MUNICIPALITY)
    assert session().scalar(towns.where(Organisation.name.not_like("%(verzonnen)"))) == 342
    assert set(session().scalars(select(Product.category))) == set(Category)
    running = select(Dossier.state).join(Round, Round.id == Dossier.round_id).where(Round.state == RoundState.RUNNING)
    assert set(session().scalars(running)) == set(DossierState)
    results = list(session().scalars(select(Release.result)))
    shares = {each: results.count(each) / len(results) for each in ResultCode}
    assert shares[ResultCode.MEETS] > shares[ResultCode.MEETS_WITH_CONCERNS] > shares[ResultCode.DOES_NOT_MEET] > 0.04
    used = select(Organisation.code, func.count()).join(Usage, Usage.municipality_id == Organisation.id)
    living = used.where(Usage.state != UsageState.ENDED).group_by(Organisation.code)
    numbers = {row[0]: row[1] for row in session().execute(living)}
    assert len(numbers) == 343  # and one that is invented, to merge
    assert min(numbers[code] for code in usages.LARGEST) > 2 * max(
        number for code, number in numbers.items() if code not in (*usages.LARGEST, *usages.LARGE)
    )


def _check_happenings() -> None:
    """Mergers done and planned, a product sold, a setting that changes later, conflicts, clients."""
    assert set(session().scalars(select(Merger.state))) == {PlanState.PLANNED, PlanState.DONE}
    assert set(session().scalars(select(SupplierChange.state))) == {PlanState.DONE}
    assert max(session().scalars(select(ParameterValue.counts_from))) > clock.today()
    for table in (ConflictOfInterest, ApiClient):
        assert len(list(session().scalars(select(table)))) >= 2, table
