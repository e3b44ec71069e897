# SPDX-License-Identifier: EUPL-1.2
"""Letting in all gemeenten from a list, and renewing their facts. Matches on the CBS code, never on the name."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from sqlalchemy import select

from samencontroleren.core import trail
from samencontroleren.core.db import session
from samencontroleren.organisations.actor import SYSTEM
from samencontroleren.organisations.kinds import OrganisationKind
from samencontroleren.organisations.models import Organisation
from samencontroleren.organisations.municipalities import MunicipalityFacts


@dataclass
class LoadReport:
    """What a load did: (code, name) of those added, (code, before, after) of those renamed, and counts.

    `ended` are gemeenten of the list that have merged here already: they stay as they are. `not_listed` are living
    gemeenten here that the list does not have.
    """

    added: list[tuple[str, str]] = field(default_factory=list)
    renamed: list[tuple[str, str, str]] = field(default_factory=list)
    ended: list[str] = field(default_factory=list)
    not_listed: list[tuple[str, str]] = field(default_factory=list)
    changed: int = 0
    unchanged: int = 0


def load_municipalities(facts: Iterable[MunicipalityFacts]) -> LoadReport:
    """Add each gemeente that is not there and renew name, province and inhabitants of the others.

    May run twice without harm. Whoever may run commands on the server may do this (acts as the system). An absent
    number of inhabitants leaves the one that is known. A gemeente that has ended, or that the list does not name,
    is reported and left alone: only a merge ends one.
    """
    known = {row.code: row for row in session().scalars(select(Organisation).where(Organisation.code.is_not(None)))}
    report = LoadReport()
    listed = set()
    for each in facts:
        listed.add(each.code)
        found = known.get(each.code)
        if found is None:
            _add(each, report)
        elif found.ended_on is not None:
            report.ended.append(each.code)
        else:
            _renew(found, each, report)
    for code, row in sorted((code, row) for code, row in known.items() if code):
        if row.kind is OrganisationKind.MUNICIPALITY and row.ended_on is None and code not in listed:
            report.not_listed.append((code, row.name))
    session().flush()
    return report


def _add(facts: MunicipalityFacts, report: LoadReport) -> None:
    made = Organisation(
        kind=OrganisationKind.MUNICIPALITY,
        name=facts.name,
        code=facts.code,
        province=facts.province,
        inhabitants=facts.inhabitants,
    )
    session().add(made)
    session().flush()
    trail.record(SYSTEM, "organisation.added", "organisation", made.id, reader=made.id, kind=made.kind.value)
    report.added.append((facts.code, facts.name))


def _renew(found: Organisation, facts: MunicipalityFacts, report: LoadReport) -> None:
    inhabitants = found.inhabitants if facts.inhabitants is None else facts.inhabitants
    if (found.name, found.province, found.inhabitants) == (facts.name, facts.province, inhabitants):
        report.unchanged += 1
        return
    if found.name != facts.name:
        report.renamed.append((facts.code, found.name, facts.name))
    else:
        report.changed += 1
    found.name, found.province, found.inhabitants = facts.name, facts.province, inhabitants
    found.revision += 1
    trail.record(SYSTEM, "organisation.changed", "organisation", found.id, reader=found.id)
