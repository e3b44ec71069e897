# SPDX-License-Identifier: EUPL-1.2
"""Figures beside a requirement: only over enough suppliers, only for whom may read verdicts."""

import pytest

from samencontroleren.assessments import service
from samencontroleren.assessments.figures import Share, share
from samencontroleren.assessments.kinds import Assurance, ConclusionBasis, Verdict
from samencontroleren.assessments.models import Conclusion, Review, ReviewVerdict
from samencontroleren.core.db import session
from samencontroleren.organisations.kinds import OrganisationKind
from samencontroleren.organisations.models import Organisation
from samencontroleren.questionnaires.kinds import Subject
from samencontroleren.questionnaires.models import RequirementVersion
from samencontroleren.rounds.kinds import DossierState
from samencontroleren.rounds.models import Dossier
from samencontroleren.vendors.models import Vendor
from tests.rounds.sample import make_round


def test_a_share_is_shown_from_five_suppliers_on_either_side():
    assert share({True: (8, 5), False: (2, 5)}, 5) == Share(80, False)
    assert share({True: (8, 5), False: (2, 4)}, 5) == Share(None, False)
    assert share({True: (8, 4), False: (9, 9)}, 5) == Share(None, False)
    assert share({True: (30, 30)}, 5) == Share(None, False)
    assert share({}, 5) == Share(None, True)


def judged(world, round_id, number, is_met, reason="", basis=ConclusionBasis.SETTLED):
    """A released dossier of a supplier of its own; the reviewers agree only when it is met."""
    asked = world.requirement_versions["V-1"]
    organisation = Organisation(kind=OrganisationKind.VENDOR, name=f"Verzonnen {number}")
    session().add(organisation)
    session().flush()
    session().add(Vendor(id=organisation.id, name=organisation.name, kvk_number=f"99100{number:03}"))
    session().flush()
    facts = {"round_id": round_id, "vendor_id": organisation.id, "subject": Subject.VENDOR}
    dossier = Dossier(state=DossierState.PUBLISHED, **facts)
    session().add(dossier)
    session().flush()
    for name, code in (("reviewer1", Verdict.MEETS), ("reviewer2", Verdict.MEETS if is_met else Verdict.NOT_MET)):
        review = Review(dossier_id=dossier.id, user_id=world[name].user_id)
        session().add(review)
        session().flush()
        said = {"code": code, "assurance": Assurance.CHECKED, "requirement_version_id": asked}
        owner = {"review_id": review.id, "dossier_id": dossier.id, "user_id": world[name].user_id}
        session().add(ReviewVerdict(**owner, **said, is_revealed=number != 99))
    texts = {"public_reason": reason, "confidential_reason": "geheim", "basis": basis}
    verdict = Verdict.MEETS if is_met else Verdict.NOT_MET
    about = {"dossier_id": dossier.id, "requirement_version_id": asked, "number": 1}
    session().add(Conclusion(code=verdict, assurance=Assurance.CHECKED, **about, **texts))
    session().flush()


@pytest.mark.database
def test_agreement_and_reasons_of_a_requirement(app, world, unit):
    coordinator = world["coordinator"].actor
    with app.test_request_context():
        round_id = make_round(world).round_id
    asked = session().get_one(RequirementVersion, world.requirement_versions["V-1"]).requirement_id
    assert service.figures_of(coordinator, asked).agreed.is_empty
    for number in range(9):
        judged(world, round_id, number, number < 5, "" if number < 5 else f"Reden {number // 7}")
    found = service.figures_of(coordinator, asked)
    assert (found.agreed.percent, found.not_met.percent) == (None, None)
    judged(world, round_id, 99, False, "Reden 1")  # not revealed: says nothing of agreement
    found = service.figures_of(coordinator, asked)
    assert (found.agreed.percent, found.not_met.percent) == (None, 50)
    judged(world, round_id, 10, False, "Reden 1")
    found = service.figures_of(coordinator, asked)
    assert (found.agreed.percent, found.not_met.percent) == (50, 55)
    assert [each.text for each in found.reasons] == ["Reden 1", "Reden 0"]
    judged(world, round_id, 11, True, basis=ConclusionBasis.CARRIED)  # counted where it was given
    assert service.figures_of(coordinator, asked).not_met.percent == 55
    for name in ("vng-admin", "reviewer1", "contributor1", "buyer1"):
        assert service.figures_of(world[name].actor, asked) is None
