# SPDX-License-Identifier: EUPL-1.2
"""The severity of a finding before release: the co-ordinator changes it with a reason, while the supplier is heard.

The reviewers change it together, in a proposal that the other one agrees to (`settling`, `reconsidering`).
"""

import uuid
from dataclasses import replace

from samencontroleren.assessments.carrying import refuse_carried
from samencontroleren.assessments.concluding import (
    SHORTCOMINGS,
    add_conclusion,
    compute,
    current_conclusions,
    wording_of,
)
from samencontroleren.assessments.dossiers import load_dossier, person
from samencontroleren.assessments.hearing import hear_too, show_to_supplier
from samencontroleren.assessments.kinds import ConclusionBasis, Severity, is_graver
from samencontroleren.assessments.models import Conclusion
from samencontroleren.assessments.shortcomings import write_findings
from samencontroleren.core import trail
from samencontroleren.core.errors import Conflict, Invalid
from samencontroleren.organisations.actor import Actor
from samencontroleren.rounds import policy as rounds_policy
from samencontroleren.rounds import service as rounds
from samencontroleren.rounds.kinds import DossierState, Part

NOW = "De ernst wijzigen kan alleen zolang de leverancier wordt gehoord. Daarna stellen de beoordelaars het samen voor."


def change_severity(
    actor: Actor, dossier_id: uuid.UUID, requirement_version_id: uuid.UUID, severity: Severity, reason: str
) -> Conclusion:
    """Give a shortcoming another severity; its term follows, and the supplier reads both with the reason.

    When it becomes graver the supplier is heard on it, with a whole term from today.
    Whoever does it takes the part of co-ordinator. Raises Invalid without a reason or for the severity it has,
    Conflict when the supplier is not being heard or the verdict is no shortcoming.
    """
    dossier = load_dossier(actor, rounds_policy.COORDINATE, dossier_id, lock=True)
    if dossier.state is not DossierState.HEARING:
        raise Conflict(NOW)
    refuse_carried(dossier, requirement_version_id)
    before = {each.requirement_version_id: each for each in current_conclusions(actor, dossier_id)}
    now = before.get(requirement_version_id)
    if now is None or now.code not in SHORTCOMINGS:
        raise Conflict("Bij dit oordeel hoort geen bevinding.")
    if not reason.strip():
        raise Invalid({"reason": ["Schrijf op waarom de ernst anders is."]})
    if severity is now.gravity:
        raise Invalid({"severity": ["Kies een andere ernst dan die van nu."]})
    rounds.take_part(person(actor), dossier_id, Part.COORDINATES)
    made = add_conclusion(
        dossier_id,
        requirement_version_id,
        replace(wording_of(now), severity=severity),
        ConclusionBasis.COORDINATOR,
        decided_by_id=person(actor),
        both_agree=now.both_agree_not_applicable,
        basis_reason=reason.strip(),
    )
    conclusions = current_conclusions(actor, dossier_id)
    write_findings(dossier, conclusions)
    compute(dossier, conclusions)
    show_to_supplier(dossier_id)
    if is_graver(severity, now.gravity):
        hear_too(dossier, made)
    trail.record(
        actor, "severity.changed", "dossier", dossier_id, requirement=requirement_version_id, to=severity.value
    )
    return made
