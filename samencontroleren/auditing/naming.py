# SPDX-License-Identifier: EUPL-1.2
"""What the objects of lines are called, each through the reader's own permission; others keep their number only."""

import uuid
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy import select

from samencontroleren.accounts.models import Membership, User
from samencontroleren.auditing import policy
from samencontroleren.core.access import visible
from samencontroleren.core.db import session
from samencontroleren.notifications import registry
from samencontroleren.notifications.kinds import Named, Namer
from samencontroleren.organisations import policy as organisations_policy
from samencontroleren.organisations.actor import Actor
from samencontroleren.organisations.models import Organisation
from samencontroleren.procurement import policy as procurement_policy
from samencontroleren.procurement.models import RequirementSet
from samencontroleren.vendors import policy as vendors_policy
from samencontroleren.vendors.models import Product, Vendor

TOLD = ("access-request", "agreement", "change-notice", "dossier", "release", "flag", "incident", "thread", "usage")
"""Kinds of object that notices name already."""


def names_of(
    actor: Actor, objects: Iterable[tuple[str, uuid.UUID | None]]
) -> Mapping[tuple[str, uuid.UUID | None], Named]:
    """The names of these objects, one query per kind."""
    keys: dict[str, set[uuid.UUID]] = defaultdict(set)
    for kind, key in objects:
        if key is not None:
            keys[kind].add(key)
    return {(kind, key): named for kind in keys for key, named in _names(actor, kind, sorted(keys[kind])).items()}


def _names(actor: Actor, kind: str, keys: Sequence[uuid.UUID]) -> Mapping[uuid.UUID, Named]:
    if kind in TOLD:
        return registry.names_of(actor, kind, keys)
    return NAMERS[kind](actor, keys) if kind in NAMERS else {}


def _vendors(actor: Actor, keys: Sequence[uuid.UUID]) -> Mapping[uuid.UUID, Named]:
    query = visible(actor, vendors_policy.VIEW, columns=[Vendor.id, Vendor.name]).where(Vendor.id.in_(keys))
    return {key: Named(name, f"/leveranciers/{key}") for key, name in session().execute(query)}


def _products(actor: Actor, keys: Sequence[uuid.UUID]) -> Mapping[uuid.UUID, Named]:
    query = visible(actor, vendors_policy.PRODUCT_VIEW, columns=[Product.id, Product.name])
    found = session().execute(query.where(Product.id.in_(keys)))
    return {key: Named(name, f"/producten/{key}") for key, name in found}


def _organisations(actor: Actor, keys: Sequence[uuid.UUID]) -> Mapping[uuid.UUID, Named]:
    query = visible(actor, organisations_policy.VIEW, columns=[Organisation.id, Organisation.name])
    found = session().execute(query.where(Organisation.id.in_(keys)))
    return {key: Named(name, f"/organisaties/{key}") for key, name in found}


def _sets(actor: Actor, keys: Sequence[uuid.UUID]) -> Mapping[uuid.UUID, Named]:
    query = visible(actor, procurement_policy.VIEW, columns=[RequirementSet.id, RequirementSet.name])
    found = session().execute(query.where(RequirementSet.id.in_(keys)))
    return {key: Named(name, f"/inkoopsets/{key}") for key, name in found}


def _users(actor: Actor, keys: Sequence[uuid.UUID]) -> Mapping[uuid.UUID, Named]:
    known = select(Membership.user_id).where(policy.NAMES(actor), Membership.user_id.in_(keys))
    return {
        key: Named(name, "") for key, name in session().execute(select(User.id, User.name).where(User.id.in_(known)))
    }


def _members(actor: Actor, keys: Sequence[uuid.UUID]) -> Mapping[uuid.UUID, Named]:
    query = visible(actor, policy.NAMES, columns=[Membership.id, User.name]).join(Membership.user)
    return {key: Named(name, "") for key, name in session().execute(query.where(Membership.id.in_(keys)))}


NAMERS: Mapping[str, Namer] = {
    "vendor": _vendors,
    "product": _products,
    "requirement-set": _sets,
    "organisation": _organisations,
    "user": _users,
    "membership": _members,
}
