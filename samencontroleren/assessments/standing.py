# SPDX-License-Identifier: EUPL-1.2
"""Which findings stand in a dossier, and what earlier dossiers of its subject found that is not solved."""

import uuid
from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy import ColumnElement, Select, and_, or_, select
from sqlalchemy.orm import joinedload

from samencontroleren.assessments import joining
from samencontroleren.assessments.arranging import Earlier
from samencontroleren.assessments.kinds import MERGEABLE, TO_SOLVE, FindingState
from samencontroleren.assessments.models import Finding
from samencontroleren.core.db import session
from samencontroleren.questionnaires.models import RequirementVersion
from samencontroleren.rounds import policy as rounds_policy
from samencontroleren.rounds.models import Dossier


def in_dossier(dossier_id: uuid.UUID) -> ColumnElement[bool]:
    """Findings that stand in a dossier: made there, or found there again; not those that lapsed."""
    stands = or_(Finding.dossier_id == dossier_id, Finding.next_dossier_id == dossier_id)
    return stands & (Finding.state != FindingState.LAPSED)


def findings_by_requirement(dossier_id: uuid.UUID) -> Mapping[uuid.UUID, Sequence[Finding]]:
    """The findings of a dossier by the wording of the requirement there (system use)."""
    query = select(Finding).where(in_dossier(dossier_id)).order_by(Finding.part, Finding.id)
    found: dict[uuid.UUID, list[Finding]] = {}
    for each in session().scalars(query):
        found.setdefault(each.requirement_in(dossier_id), []).append(each)
    return found


def standing_requirements(dossier: Dossier) -> frozenset[uuid.UUID]:
    """The requirements on which an earlier dossier of the same subject found what is not solved (system use)."""
    return frozenset(session().scalars(unsolved(dossier)))


def standing(dossier: Dossier, read: Select[Finding] | None = None) -> dict[uuid.UUID, list[Finding]]:
    """What earlier dossiers of the same subject found and is not solved, by requirement; the first dossier wins.

    One that was merged goes on while the finding in which it goes on is not solved. `read`: of these only (without it:
    system use).
    """
    query = select(Finding) if read is None else read
    query = query.options(joinedload(Finding.requirement_version)).where(_is_unsolved(dossier))
    found: dict[uuid.UUID, list[Finding]] = {}
    for each in session().scalars(query.order_by(Finding.found_on, Finding.id)):
        several = found.setdefault(each.requirement_version.requirement_id, [])
        if not several or several[0].dossier_id == each.dossier_id:
            several.append(each)
    return found


def found_before(
    dossier: Dossier, asked: Mapping[uuid.UUID, RequirementVersion], read: Select[Finding] | None = None
) -> dict[uuid.UUID, list[Finding]]:
    """The same by the wordings of now, of which some are `asked`."""
    before = standing(dossier, read)
    return {key: before[each.requirement_id] for key, each in asked.items() if each.requirement_id in before}


def earlier_of(several: Sequence[Finding]) -> Earlier:
    """What was found before on one requirement, for who plans what is found now. Pure."""
    absorbing = [each.id for each in several if each.state in MERGEABLE]
    return Earlier([each.id for each in several], max(each.part for each in several), absorbing)


def judged_apart(findings: Iterable[Finding]) -> set[uuid.UUID]:
    """The wordings on which a verdict of now made findings: how grave it is says nothing of what stands there. Pure."""
    return {each.requirement_version_id for each in findings if each.state is FindingState.DRAFT}


def _is_unsolved(dossier: Dossier) -> ColumnElement[bool]:
    return and_(
        rounds_policy.same_subject(Finding, dossier),
        Finding.dossier_id != dossier.id,
        or_(Finding.state.in_(TO_SOLVE), joining.goes_on_elsewhere()),
    )


def unsolved(dossier: Dossier) -> Select[uuid.UUID]:
    """The requirements on which an earlier dossier of the same subject found something that is not solved (system).

    Part of another query, with names of its own.
    """
    query = select(RequirementVersion.requirement_id).join(
        Finding, Finding.requirement_version_id == RequirementVersion.id
    )
    return query.where(_is_unsolved(dossier)).correlate(None)
