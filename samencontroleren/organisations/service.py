# SPDX-License-Identifier: EUPL-1.2
"""Use cases of organisations. The public face of this feature."""

import uuid

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from samencontroleren.core import trail
from samencontroleren.core.access import fetch, is_never, require_any, visible
from samencontroleren.core.db import session
from samencontroleren.core.errors import Changed, Invalid
from samencontroleren.core.listing import Sorts, ordered
from samencontroleren.core.rest import Page, page_of
from samencontroleren.organisations import policy
from samencontroleren.organisations.actor import Actor
from samencontroleren.organisations.identifiers import normalised
from samencontroleren.organisations.kinds import OrganisationKind
from samencontroleren.organisations.models import Organisation

PAGE_SIZE = 25


SORTS: Sorts = {
    "naam": (Organisation.name,),
    "soort": (Organisation.kind, Organisation.name),
    "code": (Organisation.code, Organisation.name),
}


def list_organisations(
    actor: Actor,
    search: str = "",
    kind: OrganisationKind | None = None,
    page: int = 1,
    size: int = PAGE_SIZE,
    sort: str = "",
) -> Page:
    """One page of organisations by name (or see SORTS), for VNG's administrator.

    `search` looks in names, CBS codes and numbers.
    """
    query = visible(actor, policy.LIST)
    if search:
        by_name = Organisation.name.icontains(search, autoescape=True)
        number = normalised(search)
        by_number = (Organisation.code == number) | (Organisation.rsin == number) | (Organisation.oin == number)
        query = query.where(by_name | by_number)
    if kind:
        query = query.where(Organisation.kind == kind)
    return page_of(ordered(query, SORTS, sort, Organisation.id), page, size)


def get_organisation(actor: Actor, key: uuid.UUID) -> Organisation:
    """One organisation. Raises NotFound when the actor may not see it."""
    return fetch(actor, policy.VIEW, key)


def get_organisation_to_edit(actor: Actor, key: uuid.UUID) -> Organisation:
    """One organisation to change. Raises NotFound or Forbidden."""
    return fetch(actor, policy.EDIT, key, view=policy.VIEW)


def can_add(actor: Actor) -> bool:
    """Whether the actor lets organisations in and changes them (one right for all)."""
    return not is_never(policy.EDIT(actor))


def can_list(actor: Actor) -> bool:
    """Whether the actor has the list of organisations."""
    return not is_never(policy.LIST(actor))


def add_organisation(
    actor: Actor,
    kind: OrganisationKind,
    name: str,
    code: str | None = None,
    *,
    rsin: str | None = None,
    oin: str | None = None,
    province: str = "",
    inhabitants: int | None = None,
) -> Organisation:
    """Let an organisation in. A supplier is added with its facts, through `vendors`.

    Raises Forbidden for anybody but VNG's functional administrator, Invalid when the code is in use.
    """
    require_any(actor, policy.EDIT)
    _check_numbers(None, code=code, rsin=rsin, oin=oin)
    made = found_organisation(kind, name, code)
    made.rsin, made.oin, made.province, made.inhabitants = rsin, oin, province, inhabitants
    session().flush()
    trail.record(actor, "organisation.added", "organisation", made.id, reader=made.id, kind=kind.value)
    return made


def change_organisation(
    actor: Actor,
    key: uuid.UUID,
    name: str,
    code: str | None,
    revision: int,
    *,
    rsin: str | None = None,
    oin: str | None = None,
    province: str = "",
    inhabitants: int | None = None,
) -> Organisation:
    """Change name, numbers or facts. Raises Changed when somebody else did so meanwhile."""
    found = fetch(actor, policy.EDIT, key, view=policy.VIEW, lock=True)
    if found.revision != revision:
        raise Changed(theirs=found)
    _check_numbers(key, code=code, rsin=rsin, oin=oin)
    found.name, found.code, found.revision = name, code, revision + 1
    found.rsin, found.oin, found.province, found.inhabitants = rsin, oin, province, inhabitants
    session().flush()
    trail.record(actor, "organisation.changed", "organisation", key, reader=key)
    return found


def found_organisation(kind: OrganisationKind, name: str, code: str | None = None) -> Organisation:
    """Make the row, for features that make organisations of their own kind after their own permission."""
    made = Organisation(kind=kind, name=name, code=code)
    session().add(made)
    try:
        session().flush()
    except IntegrityError as error:
        raise Invalid({"code": ["Een andere organisatie heeft deze code al."]}) from error
    return made


def municipality_count() -> int:
    """How many gemeenten there are now (system statistic; never a constant, they merge)."""
    now = (Organisation.kind == OrganisationKind.MUNICIPALITY) & Organisation.ended_on.is_(None)
    return session().scalar(select(func.count()).select_from(Organisation).where(now)) or 0


TAKEN = {
    "code": "Een andere organisatie heeft deze code al.",
    "rsin": "Een andere organisatie heeft dit RSIN al.",
    "oin": "Een andere organisatie heeft dit OIN al.",
}


def _check_numbers(own: uuid.UUID | None, **numbers: str | None) -> None:
    """No two organisations have the same code or number; one that has ended keeps its own."""
    for name, number in numbers.items():
        if number is None:
            continue
        taken = session().scalar(select(Organisation.id).where(getattr(Organisation, name) == number))
        if taken is not None and taken != own:
            raise Invalid({name: [TAKEN[name]]})
