# SPDX-License-Identifier: EUPL-1.2
"""Agreement of reviewers: alpha from twenty double verdicts, the share below, nothing over too few suppliers."""

import krippendorff
import numpy
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from samencontroleren.assessments import agreement, service
from samencontroleren.assessments.agreement import ENOUGH, alpha_of, equals
from samencontroleren.assessments.kinds import Verdict
from samencontroleren.core.db import session
from samencontroleren.core.errors import Forbidden
from tests.assessments.test_figures import judged
from tests.rounds.sample import make_round
from tests.support.counting import questions

V = Verdict
MET, PARTLY, NOT_MET, CANNOT, NOT_APPLICABLE = (
    V.MEETS, V.PARTLY, V.NOT_MET, V.CANNOT_BE_ASSESSED, V.NOT_APPLICABLE,
)  # fmt: skip
PAIRS = st.dictionaries(st.tuples(st.sampled_from(V), st.sampled_from(V)), st.integers(1, 40), max_size=12)


def plainly(pairs):
    """Alpha over the two rows of verdicts as they were given, without counting them together first."""
    ranks = {NOT_MET: 0, CANNOT: 0, PARTLY: 1, MET: 2}
    rows = [(ranks[a], ranks[b]) for (a, b), count in pairs.items() for _each in range(count) if {a, b} <= set(ranks)]
    return krippendorff.alpha(numpy.array(rows).T, value_domain=[0, 1, 2], level_of_measurement="ordinal")


def test_alpha_of_agreement_chance_and_opposites():
    assert alpha_of({(MET, MET): 15, (NOT_MET, NOT_MET): 15}).value == pytest.approx(1)
    assert alpha_of({(MET, MET): 15, (NOT_MET, NOT_MET): 15, (MET, NOT_MET): 30}).value == pytest.approx(0, abs=0.02)
    assert alpha_of({(MET, NOT_MET): 30}).value < -0.9
    near, far = {(MET, MET): 20, (MET, PARTLY): 10}, {(MET, MET): 20, (MET, NOT_MET): 10}
    mixed = {(NOT_MET, NOT_MET): 20}
    assert alpha_of(near | mixed).value > alpha_of(far | mixed).value  # a step further off is worse


def test_alpha_needs_twenty_pairs_that_stand_in_the_order():
    assert ENOUGH == 20
    assert alpha_of({(MET, MET): 10, (NOT_MET, NOT_MET): 9}) is None
    assert alpha_of({(MET, MET): 10, (NOT_MET, NOT_MET): 9, (NOT_APPLICABLE, MET): 30}) is None
    assert alpha_of({(MET, MET): 10, (NOT_MET, NOT_MET): 10}) is not None
    assert alpha_of({(MET, MET): 500}) is None  # nobody ever said anything else
    assert alpha_of({(NOT_MET, CANNOT): 500}) is None  # the same rank
    assert equals({(NOT_MET, CANNOT): 5, (MET, MET): 2, (NOT_APPLICABLE, NOT_APPLICABLE): 1}) == 3


@settings(deadline=None, max_examples=40)
@given(PAIRS)
def test_alpha_is_that_of_the_rows_as_given_whoever_came_first(pairs):
    found = alpha_of(pairs)
    if found is None:
        return
    turned = {}
    for (one, other), count in pairs.items():
        turned[other, one] = turned.get((other, one), 0) + count
    assert found.value == pytest.approx(plainly(pairs)) == pytest.approx(alpha_of(turned).value)
    assert -1 <= found.low <= found.high <= 1


def test_an_interval_is_wide_over_few_pairs_and_narrow_over_many():
    few = alpha_of({(MET, MET): 12, (NOT_MET, NOT_MET): 6, (MET, NOT_MET): 4})
    many = alpha_of({(MET, MET): 1200, (NOT_MET, NOT_MET): 600, (MET, NOT_MET): 400})
    assert few.value == pytest.approx(many.value, abs=0.02)
    assert few.low < few.value < few.high
    assert few.high - few.low > 4 * (many.high - many.low)
    assert (few.is_weak, agreement.Alpha(0.9, 0.8, 1).is_weak) == (True, False)


@pytest.mark.database
def test_the_list_of_agreement_and_who_may_see_it(app, world, unit, connection, monkeypatch):
    monkeypatch.setattr(agreement, "ENOUGH", 12)
    coordinator = world["coordinator"].actor
    with app.test_request_context():
        round_id = make_round(world).round_id
    assert service.list_agreement(coordinator) == []
    for number in range(10):
        judged(world, round_id, number, number < 6)
    judged(world, round_id, 99, False)  # not revealed: says nothing of agreement
    [theme] = service.list_agreement(coordinator)
    [row] = theme.requirements
    assert (row.agreement.total, row.agreement.share, row.agreement.alpha) == (10, None, None)  # four differ: too few
    judged(world, round_id, 10, False)
    judged(world, round_id, 11, False)
    with questions(connection) as queries:
        [theme] = service.list_agreement(coordinator)
    assert len(queries) <= 8
    [row] = theme.requirements
    assert (row.agreement.total, row.agreement.share, row.agreement.suppliers) == (12, 50, 12)
    assert row.agreement.alpha.value == pytest.approx(theme.agreement.alpha.value)
    assert row.agreement.is_weak
    for name in ("vng-admin", "reviewer1", "contributor1", "buyer1"):
        with pytest.raises(Forbidden):
            service.list_agreement(world[name].actor)


def test_the_page_names_what_deserves_another_look(app, world, unit, client_of, monkeypatch):
    monkeypatch.setattr(agreement, "ENOUGH", 12)
    with app.test_request_context():
        round_id = make_round(world).round_id
    client = client_of(world["coordinator"])
    assert "Nog geen dubbele oordelen" in client.get("/overeenstemming").text
    for number in range(12):
        judged(world, round_id, number, number < 6)
    session().commit()
    page = client.get("/overeenstemming").text
    assert "50%" in page
    assert "Bekijk de tekst" in page
    assert "-0,28" in page
    assert client_of(world["reviewer1"]).get("/overeenstemming", status=403)
