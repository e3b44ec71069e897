# SPDX-License-Identifier: EUPL-1.2
"""The reviewers say before the hearing which findings there will be: some verdicts are one, or one gives several.

One proposes, the other agrees; where they do not, the co-ordinator decides. So the supplier is heard on exactly what
is released.
"""

import uuid
from collections.abc import Collection, Sequence
from typing import Any

from samencontroleren.assessments import policy
from samencontroleren.assessments.arranging import Named
from samencontroleren.assessments.desks import secrets_of
from samencontroleren.assessments.dossiers import load_dossier, person, submitted
from samencontroleren.assessments.finding_layout import Layout, lay_out_findings, mark_of
from samencontroleren.assessments.kinds import MERGEABLE, gravest
from samencontroleren.assessments.models import Arrangement
from samencontroleren.assessments.repeating import repeated
from samencontroleren.core import clock, trail
from samencontroleren.core.access import fetch, holds
from samencontroleren.core.db import session
from samencontroleren.core.errors import Changed, Conflict, Invalid, NotFound
from samencontroleren.organisations.actor import Actor
from samencontroleren.rounds import policy as rounds_policy
from samencontroleren.rounds import service as rounds
from samencontroleren.rounds.kinds import DossierState, Part

NO_FINDING = "Een van deze eisen geeft nu geen bevinding die u kunt indelen."
NOTHING_AGREED = "Hierover is niets afgesproken."
OVERTAKEN = "Dit voorstel is ingehaald door een nieuwer voorstel of een besluit."
TITLE_MISSING = "Geef de bevinding een naam."
TITLE_TELLS = "Dit staat ook in een vertrouwelijke tekst. Gemeenten lezen deze naam. Schrijf het anders."
WEIGHED_ANEW = "De oordelen zijn gewijzigd na dit voorstel. Doe een nieuw voorstel."
MEANWHILE = "Over deze eisen is intussen iets voorgesteld of afgesproken. Lees dat eerst."
NOT_FOUND_AGAIN = "Deze eerdere bevinding staat niet meer open bij dit oordeel. Kies opnieuw."
CHECK_FIRST = "De leverancier vraagt bij deze bevinding een hercontrole. Besluit daar eerst over."
WHY_SEVERITY = "Schrijf op waarom de ernst anders is dan bij de oordelen."


def arrange(
    actor: Actor,
    dossier_id: uuid.UUID,
    requirements: Collection[uuid.UUID],
    findings: Sequence[Named],
    reason: str = "",
    seen: Collection[str] | None = None,
    earlier: uuid.UUID | None = None,
) -> Arrangement:
    """Say which findings these requirements make: a reviewer proposes it, the co-ordinator decides.

    Several requirements and one finding, one requirement and several findings, or what was agreed on and no finding:
    then each makes its own again. With `earlier`, a finding of an earlier round: without findings they go on in it,
    else its own requirement makes those beside it. Raises Invalid without titles or for one that repeats a confidential
    text, or without a reason for another severity than that of the verdicts or for a decision; Conflict where a
    requirement makes no finding, the earlier one is not found again, or nothing is being discussed. `seen`: what stood
    on the page (`Layout.marks`); raises Changed when somebody else proposed or settled something on these requirements
    meanwhile.
    """
    dossier = load_dossier(actor, policy.ARRANGE, dossier_id, DossierState.DISCUSSING, lock=True)
    here = lay_out_findings(actor, dossier)
    undoes = not findings and earlier is None
    beside = {here.earlier[earlier]} if findings and earlier in here.earlier else set()
    asked = beside or set(requirements)
    chosen = list(requirements) if undoes else _offered(here, asked, findings, earlier)
    decides = not holds(actor, rounds_policy.REVIEW, dossier)
    _check_seen(actor, here, asked, seen)
    _check(here, chosen, asked, findings, reason, decides, earlier)
    _check_titles(actor, here, chosen, findings)
    made = Arrangement(dossier_id=dossier_id, reason=reason.strip(), proposed_by_id=person(actor), earlier_id=earlier)
    made.requirement_keys = [str(key) for key in chosen]
    made.findings = [{"title": each.title.strip(), "severity": each.severity} for each in findings]
    made.severities = [here.candidates[key].severity for key in chosen if not undoes]
    session().add(made)
    if decides:
        rounds.take_part(person(actor), dossier_id, Part.COORDINATES)
        made.settled_at, made.is_decided = clock.now(), True
    session().flush()
    facts: dict[str, Any] = {"arrangement": made.id, "requirements": len(chosen), "makes": len(findings)}
    if decides:
        trail.record(actor, "findings.decided", "dossier", dossier_id, **facts)
    else:
        trail.record(actor, "findings.proposed", "dossier", dossier_id, **facts)
    return made


def _offered(
    here: Layout, asked: Collection[uuid.UUID], findings: Sequence[Named], earlier: uuid.UUID | None
) -> list[uuid.UUID]:
    """Those of the requirements that can be arranged so, in the order of the questionnaire.

    What was found before goes on by itself: only a finding beside it can be made on its requirement.
    """
    if earlier is None or not findings:
        return [key for key in here.new if key in asked]
    return [here.earlier[each.id] for each in here.separable if each.id == earlier]


def _check_seen(actor: Actor, here: Layout, asked: Collection[uuid.UUID], seen: Collection[str] | None) -> None:
    """A proposal of one's own, made in another window, stands in nobody's way."""
    if seen is None:
        return
    for each in (*here.agreed, *here.proposals):
        is_own = each.settled_at is None and each.proposed_by_id == actor.user_id
        if not is_own and mark_of(each) not in seen and not set(each.requirements).isdisjoint(asked):
            raise Changed(MEANWHILE, theirs=each)


def _check_titles(actor: Actor, here: Layout, chosen: Sequence[uuid.UUID], findings: Sequence[Named]) -> None:
    """Every gemeente reads the name of a finding."""
    secrets = [
        *secrets_of(submitted(actor, here.dossier.id)),
        *(s for k in chosen if findings for s in here.candidates[k].secrets),
    ]
    told = [number for number, each in enumerate(findings, start=1) if repeated(each.title, secrets)]
    if told:
        raise Invalid({f"title{number}": [TITLE_TELLS] for number in told})


def _check(
    here: Layout,
    chosen: Sequence[uuid.UUID],
    asked: Collection[uuid.UUID],
    findings: Sequence[Named],
    reason: str,
    decides: bool,
    earlier: uuid.UUID | None,
) -> None:
    # what was agreed can be undone, also where one of its requirements makes no finding any more
    if not findings and earlier is None and not any(set(asked) == set(each.requirements) for each in here.agreed):
        raise Conflict(NOTHING_AGREED)
    _check_earlier(here, findings, earlier)
    if len(chosen) != len(asked):
        raise Conflict(NO_FINDING)
    faults = _shape_faults(chosen, findings, earlier)
    if not reason.strip() and decides:
        faults["reason"] = ["Schrijf op waarom u dit zo beslist."]
    elif not reason.strip() and findings and chosen and _is_other_severity(here, chosen, findings):
        faults["reason"] = [WHY_SEVERITY]
    if faults:
        raise Invalid(faults)


def _check_earlier(here: Layout, findings: Sequence[object], earlier: uuid.UUID | None) -> None:
    if earlier is None:
        return
    found = here.found_before(earlier)
    if found is None:
        raise Conflict(NOT_FOUND_AGAIN)
    if not findings and found.state not in MERGEABLE:
        raise Conflict(CHECK_FIRST)


def _shape_faults(
    chosen: Sequence[uuid.UUID], findings: Sequence[Named], earlier: uuid.UUID | None
) -> dict[str, list[str]]:
    faults = {f"title{number}": [TITLE_MISSING] for number, each in enumerate(findings, 1) if not each.title.strip()}
    if earlier is not None:
        if not chosen:
            faults["requirements"] = ["Kies een of meer eisen."]
    elif len(findings) == 1 and len(chosen) < 2:
        faults["requirements"] = ["Kies twee of meer eisen."]
    elif len(findings) > 1 and len(chosen) != 1:
        faults["requirement"] = ["Kies één eis."]
    return faults


def _is_other_severity(here: Layout, chosen: Sequence[uuid.UUID], findings: Sequence[Named]) -> bool:
    usual = gravest(here.candidates[key].severity for key in chosen)
    return gravest(each.severity or usual for each in findings) is not usual


def agree_arrangement(actor: Actor, dossier_id: uuid.UUID, key: uuid.UUID) -> Arrangement:
    """The other reviewer agrees: from now on the findings are so. Raises Conflict for one's own or an overtaken one."""
    dossier = load_dossier(actor, rounds_policy.REVIEW, dossier_id, DossierState.DISCUSSING, lock=True)
    found = fetch(actor, policy.ARRANGEMENT_VIEW, key)
    if found.dossier_id != dossier.id:
        raise NotFound()
    here = lay_out_findings(actor, dossier)
    if found not in here.proposals:
        raise Conflict(OVERTAKEN)
    if found.proposed_by_id == actor.user_id:
        raise Conflict("De andere beoordelaar moet instemmen met uw voorstel.")
    _check_earlier(here, found.findings, found.earlier_id)
    if found.severities and found.severities != [
        here.candidates[key].severity if key in here.candidates else "" for key in found.requirements
    ]:
        raise Conflict(WEIGHED_ANEW)
    found.agreed_by_id, found.settled_at = person(actor), clock.now()
    session().flush()
    trail.record(actor, "findings.agreed", "dossier", dossier_id, arrangement=found.id)
    return found
