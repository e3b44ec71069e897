# SPDX-License-Identifier: EUPL-1.2
"""Findings of one supplier that hang together: linked across its products, each with its own state and term."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import or_, select

from samencontroleren.assessments import policy as assessments_policy
from samencontroleren.assessments import service as assessments
from samencontroleren.assessments.kinds import FindingState
from samencontroleren.assessments.models import Finding
from samencontroleren.core import clock, trail
from samencontroleren.core.access import fetch, visible
from samencontroleren.core.db import session
from samencontroleren.core.errors import Conflict, Invalid, NotFound
from samencontroleren.findings import policy
from samencontroleren.findings.joining import REASON_MISSING
from samencontroleren.findings.models import FindingLink
from samencontroleren.findings.plans import load_finding, take_part
from samencontroleren.findings.reading import whole
from samencontroleren.organisations.actor import Actor

UNSHARED = (FindingState.DRAFT, FindingState.LAPSED)


@dataclass(frozen=True)
class Linked:
    """A link as it stands at one finding: with the other one."""

    link: FindingLink
    other: Finding


def linkable_to(actor: Actor, finding: Finding) -> Sequence[Finding]:
    """The other findings of the supplier that this actor may link it to, by subject."""
    taken = {each.other.id for each in links_of(actor, finding.id)} | {finding.id}
    query = whole(visible(actor, assessments_policy.FINDING_VIEW)).where(
        Finding.vendor_id == finding.vendor_id, Finding.state.not_in(UNSHARED), Finding.id.not_in(taken)
    )
    return list(session().scalars(query.order_by(Finding.product_id, Finding.due_on, Finding.id)))


def link_findings(actor: Actor, finding_id: uuid.UUID, other_id: uuid.UUID | None, reason: str) -> FindingLink:
    """Say that two findings of one supplier hang together, and why. The same link again changes nothing.

    Raises Invalid without another or a reason, NotFound for one that is not of the supplier or that this actor does
    not read as a reviewer or VNG, Conflict for a draft.
    """
    finding = load_finding(actor, policy.DECIDE, finding_id)
    faults = {} if other_id and other_id != finding_id else {"other": ["Kies een andere bevinding."]}
    if not reason.strip():
        faults["reason"] = [REASON_MISSING]
    if faults or other_id is None:
        raise Invalid(faults)
    other = fetch(actor, assessments_policy.FINDING_VIEW, other_id)
    if other.vendor_id != finding.vendor_id:
        raise NotFound()
    if {finding.state, other.state} & set(UNSHARED):
        raise Conflict("Een bevinding die niet is vrijgegeven kunt u niet koppelen.")
    return _there(finding.id, other.id) or _add(actor, finding, other, reason.strip())


def _there(one: uuid.UUID, other: uuid.UUID) -> FindingLink | None:
    pair = sorted((one, other))
    query = select(FindingLink).where(FindingLink.first_id == pair[0], FindingLink.second_id == pair[1])
    return session().scalars(query).one_or_none()


def _add(actor: Actor, finding: Finding, other: Finding, reason: str) -> FindingLink:
    take_part(actor, finding)
    first, second = sorted((finding.id, other.id))
    made = FindingLink(first_id=first, second_id=second, vendor_id=finding.vendor_id, reason=reason)
    made.made_at, made.made_by_id = clock.now(), assessments.person(actor)
    session().add(made)
    session().flush()
    for here, there in ((first, second), (second, first)):  # in the history of both
        trail.record(actor, "finding.linked", "finding", here, other=there)
    return made


def unlink_findings(actor: Actor, link_id: uuid.UUID) -> uuid.UUID:
    """Take a link away; gives the finding at which it stood first. Raises NotFound, Forbidden.

    Whoever does it plays a part in the dossier of each finding on which that person decides.
    """
    link = fetch(actor, policy.LINK_REMOVE, link_id, view=policy.LINK_VIEW, lock=True)
    first, second = link.first_id, link.second_id
    for each in session().scalars(visible(actor, policy.DECIDE).where(Finding.id.in_((first, second)))):
        take_part(actor, each)
    session().delete(link)
    session().flush()
    for here, there in ((first, second), (second, first)):
        trail.record(actor, "finding.unlinked", "finding", here, other=there)
    return first


def one_link_of(actor: Actor, finding_id: uuid.UUID, link_id: uuid.UUID) -> Linked:
    """One link as it stands at a finding. Raises NotFound."""
    found = next((each for each in links_of(actor, finding_id) if each.link.id == link_id), None)
    if found is None:
        raise NotFound()
    return found


def links_of(actor: Actor, finding_id: uuid.UUID) -> list[Linked]:
    """What a finding hangs together with, as far as this actor reads both (one query)."""
    here = or_(FindingLink.first_id == finding_id, FindingLink.second_id == finding_id)
    other = or_(Finding.id == FindingLink.first_id, Finding.id == FindingLink.second_id)
    query = visible(actor, policy.LINK_VIEW, columns=[FindingLink, Finding]).join(Finding, other)
    query = whole(query.where(here, Finding.id != finding_id)).order_by(FindingLink.made_at, FindingLink.id)
    return [Linked(link, found) for link, found in session().execute(query)]
